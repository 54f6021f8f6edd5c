import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings as findingsSchema } from '../../src/domain/findings.js'
import { truth as truthSchema } from '../../src/domain/truth.js'
import { scoreBystanders } from '../../src/lab/score-bystanders.js'
import { textOf, withPart } from './documents.js'
import { evidenceShown, fenced } from './readme.js'

// The command as it is built; `npm test` and `npm run docs` build first.
const MAIN = resolve(process.env.STILLWATCH_DIST ?? 'dist', 'cli', 'main.js')
const EXAMPLE = resolve('examples', 'harvest')
const REGENERATE = 'README.md shows other than what the command prints: `npm run docs` rewrites it'
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-readme-'))
let printed: string
let document: string

beforeAll(() => {
  // From another folder, so that it writes to `out` as the page has it.
  const { stdout, status, stderr } = spawnSync(process.execPath, [MAIN, 'scan', EXAMPLE], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, stderr])
  printed = stdout.replaceAll('\\', '/')
  document = readFileSync(join(folder, 'out', 'findings.json'), 'utf8')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the bundled example', () => {
  test('prints what README says it prints, and has the evidence that README shows', async () => {
    const current = withPart(
      withPart(textOf('README.md'), 'printed', fenced(printed)),
      'evidence',
      fenced(evidenceShown(document)),
    )
    await expect(current, REGENERATE).toMatchFileSnapshot('../../README.md')
  })

  test('spares its bystanders: each is clear, watched or in its role', () => {
    const truth = truthSchema.parse(JSON.parse(textOf(join(EXAMPLE, 'truth.json'))))
    const scores = scoreBystanders(truth, findingsSchema.parse(JSON.parse(document)))
    expect(scores.map(({ role, accounts }) => [role, accounts])).toEqual([
      ['customer', 1],
      ['victim', 1],
    ])
    for (const { role, review, act } of scores) expect([role, review, act]).toEqual([role, 0, 0])
  })

  test('accuses no account that its truth calls innocent', () => {
    const truth = truthSchema.parse(JSON.parse(textOf(join(EXAMPLE, 'truth.json'))))
    const guilty = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
    const named = findingsSchema
      .parse(JSON.parse(document))
      .accounts.filter(({ verdict }) => verdict !== 'watch')
    expect(named.filter(({ account_id }) => !guilty.has(account_id))).toEqual([])
  })
})
