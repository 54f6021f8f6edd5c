import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONSOLE_HEADERS, readConsoleFiles } from './files.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-files-'))
  mkdirSync(join(folder, 'built', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'built', 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'built', 'assets', 'index-1.js'), 'export {}')
  writeFileSync(join(folder, 'secret'), 'secret')
})
afterAll(() => rmSync(folder, { recursive: true }))

const find = (path: string) => readConsoleFiles(join(folder, 'built'))?.find(path)

test('a file is kept by whoever asks for as long as its name says what is in it', () => {
  expect(find('/assets/index-1.js')).toMatchObject({
    type: 'text/javascript; charset=utf-8',
    cache: expect.stringContaining('immutable'),
  })
  expect(find('/')).toMatchObject({ type: 'text/html; charset=utf-8', cache: 'no-cache' })
})

test.each(['/campaigns/c1', '/nowhere', '/campaigns/a.b'])(
  '%s is a page of the console',
  (path) => {
    expect(find(path)?.plain.toString()).toBe('<!doctype html>')
  },
)

test('what is no more, of a version before, is not a page that pretends to be a script', () => {
  expect(find('/assets/index-0.js')).toBeUndefined()
})

test.each(['/../secret', '/assets/../../secret', '/%2e%2e/secret', '//secret', '/assets/\0'])(
  '%j leads to no file outside',
  (path) => {
    expect(find(path)?.plain.toString() ?? '').not.toContain('secret')
  },
)

test('where nothing was built there is no console', () => {
  expect(readConsoleFiles(folder)).toBeUndefined()
})

test('the policy allows nothing inline and nothing from elsewhere', () => {
  const policy = CONSOLE_HEADERS['content-security-policy'] ?? ''
  expect(policy).not.toMatch(/unsafe|\*|https?:/)
  expect(policy).toContain("default-src 'none'")
})
