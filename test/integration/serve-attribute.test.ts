import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { command, type Service, startService, until } from './served.js'

let service: Service | undefined
afterEach(() => service?.remove())

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PEOPLE = ['alice', 'bob'].map((name) => ({
  ...{ name, sha256: sha256(`token-${name}`), roles: ['reviewer'] },
}))

interface Said {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** The command as somebody types it, whatever comes of it. */
const typed = (who: string, ...args: readonly string[]) =>
  new Promise<Said>((resolve) => {
    const env = { ...process.env, STILLWATCH_TOKEN: `token-${who}` }
    const run = ['dist/cli/main.js', 'attribute', ...args]
    const child = execFile(process.execPath, run, { env }, (_, out, err) =>
      resolve({ status: child.exitCode ?? -1, out, err }),
    )
  })

it('a judgement is weighed, signed by two, handed on, and checked by whoever has the public key', async () => {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))
  const at = (name: string) => join(state, name)
  const key = at('judgement.pem')
  const made = await command('attribute', 'key', key)
  expect(statSync(key).mode & 0o777).toBe(0o600)
  await expect(command('attribute', 'key', key)).rejects.toThrow('there already')

  const running = await startService({ people: PEOPLE, signing_key: key }, state)
  service = running
  const as = async (who: string, ...args: readonly string[]) =>
    typed(who, ...args, '--config', running.config)
  await until('people are heard', async () => (await as('alice', 'list')).status === 0)
  expect((await as('alice', 'proposed')).out).toContain('proposes nothing')
  expect((await as('mallory', 'list')).err).toContain('token of a person is required')

  const id = (await as('alice', 'open', 'campaign-1')).out.trim()
  await as('alice', 'add', id, 'hypothesis', 'A reseller runs both.')
  writeFileSync(at('prices.txt'), 'a price list')
  await as('bob', 'add', id, 'fact', 'Its price list names our models.', '--file', at('prices.txt'))
  await as('bob', 'add', id, 'inference', 'It sells them.', '--rests-on', 'e1')
  await as('bob', 'rate', id, 'e1', 'h1=+', 'flag=0', 'tool=--')
  const rated = await as('alice', 'rate', id, 'e2', 'h1=++', 'flag=-', 'tool=0')
  expect(rated.out).toMatch(/Item +h1 +flag +tool +Tells +What/)
  expect(rated.out).toContain(sha256('a price list'))
  const draft = [
    ...['--claim', 'One reseller runs both.', '--hypothesis', 'h1', '--likelihood', 'likely'],
    ...['--confidence', 'low', '--grounds', 'One source.', '--would-change', 'Another seller.'],
    ...['--review', '2098-01-01T00:00:00Z', '--expires', '2099-01-01T00:00:00Z'],
  ]
  const drafted = await as('alice', 'draft', id, ...draft)
  const [, digest = ''] = /digest=([0-9a-f]{64})/.exec(drafted.out) ?? []
  const sign = (who: string) =>
    as(who, 'sign', id, '--digest', digest, '--reason', 'Read all of it.')
  expect((await sign('alice')).out).toBe('proposed\n')
  expect((await sign('alice')).err).toContain('second person must do the same')
  expect((await sign('bob')).out).toBe('done\n')
  await as('bob', 'dissent', id, 'It could be a class.')

  const file = at('judgement.json')
  writeFileSync(file, (await as('bob', 'export', id)).out)
  const page = (await as('bob', 'export', id, '--as', 'markdown')).out
  expect(page).toContain('## What would change our mind\n\n> Another seller.')
  expect(page).toContain('> It could be a class.')
  await running.end()

  const verify = (path: string) => typed('nobody', 'verify', path, '--key', `${key}.pub`)
  const valid = await verify(file)
  expect([valid.status, valid.out]).toEqual([
    0,
    expect.stringContaining('Valid: version 1, signed for alice'),
  ])
  const text = readFileSync(file, 'utf8')
  writeFileSync(at('changed.json'), text.replace('"likely"', '"very_likely"'))
  const changed = await verify(at('changed.json'))
  expect([changed.status, changed.out]).toEqual([1, expect.stringContaining('NOT VALID')])
  expect((await verify(at('prices.txt'))).err).toContain('holds no signed judgement')
  expect(made.stdout).toContain(`${JSON.parse(text).judgement.key_id}`)
}, 400_000)

it('without a key nothing is signed, and nobody is told what the file holds instead', async () => {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))
  const key = join(state, 'no-key.pem')
  writeFileSync(key, 'hunter2')
  const said = await typed('nobody', 'verify', key, '--key', key)
  expect([said.status === 0, said.err.includes('hunter2')]).toEqual([false, false])
}, 60_000)
