import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import type { Pattern } from '../../src/domain/indicator.js'
import type { TakenIn } from '../../src/pipeline/partners/receive.js'

// From outside: a scan, a partner's file, and the scan after it.
const MAIN = resolve(process.env.STILLWATCH_DIST ?? 'dist', 'cli', 'main.js')
const EXAMPLE = resolve('examples', 'harvest')
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-receive-'))
const STORE = join(folder, 'store')
const FILE = join(folder, 'told.json')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stillwatch = (...words: readonly string[]) =>
  spawnSync(process.execPath, [MAIN, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })

function json<Result>(...words: readonly string[]): Result {
  const { status, stdout, stderr } = stillwatch(...words, '--json')
  expect([words, status, stderr]).toEqual([words, 0, stderr])
  return JSON.parse(stdout) as Result
}

const scanned = () => json<Findings>('scan', EXAMPLE, '--store', STORE)
let before: Findings
beforeAll(() => {
  before = scanned()
})

const soon = new Date(Date.now() + 20 * 86_400_000).toISOString()
const told = (patterns: readonly Pattern[]) => ({
  campaign: {
    ...{ campaign_id: 'tide', confidence: 97, verdict: 'act', accounts: 40, exchanges: 4000 },
    ...{ first_seen_at: '2026-01-01T00:00:00Z', last_seen_at: '2026-03-06T00:00:00Z' },
    capabilities: [],
  },
  indicators: patterns.map((pattern, place) => ({
    ...{ indicator_id: `i${place}`, campaign_id: 'tide', kind: 'network-day', family: 'network' },
    ...{ pattern, statement: '', operators: 9, carriers: 9, reference_carriers: 0, precision: 0.9 },
    ...{ first_seen_at: '2026-01-01T00:00:00Z', last_seen_at: '2026-03-06T00:00:00Z' },
    ...{ expires_at: soon, marking: 'green' },
  })),
  ...{ countermeasure: null, succeeds: [], attribution: null, marking: 'amber', expires_at: soon },
  producer: { name: 'North', identity_id: 'identity--1' },
})

/** The address and day of one exchange of the example. */
function anExit(): Pattern {
  const [campaign] = before.campaigns
  const account = campaign?.members.find(({ role }) => role === 'operator')?.account_id ?? ''
  const lines = gunzipSync(readFileSync(join(EXAMPLE, 'exchange.jsonl.gz')))
    .toString('utf8')
    .split('\n')
  const line = lines.find((one) => one.includes(`"${account}"`) && one.includes('"ip"')) ?? '{}'
  const { ip, received_at } = JSON.parse(line) as { ip: string; received_at: string }
  return { network: `${ip}/32`, date: received_at.slice(0, 10) }
}

test('takes in what a file tells, says what it refused and why, and fits', () => {
  writeFileSync(
    FILE,
    JSON.stringify(told([anExit(), { network: '0.0.0.0/0', date: '2026-03-05' }])),
  )
  const args = ['receive', FILE, '--partner', 'north', '--store', STORE]
  expect(json<TakenIn>(...args)).toMatchObject({
    ...{ taken: 1, unchanged: 0, withdrawn: 0 },
    refused: [{ reason: expect.stringContaining('too wide'), objects: 1 }],
  })
  const { stdout } = stillwatch(...args)
  expect(stdout).toContain('0 indicators taken in, 1 known already, 0 withdrawn, 1 refused.')
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
})

test('the scan after it matches what was told, and its verdicts stay', () => {
  const after = scanned()
  const verdicts = ({ accounts }: Findings) =>
    accounts.map(({ account_id, verdict }) => [account_id, verdict])
  expect(verdicts(after)).toEqual(verdicts(before))
})

test.each([
  ['a partner without a name', ['receive', FILE, '--store', STORE], '--partner'],
  ['a name that is none', ['receive', FILE, '--partner', 'No One', '--store', STORE], 'a to z'],
  ['a file that is not there', ['receive', 'x.json', '--partner', 'n', '--store', STORE], 'x.json'],
  ['no store', ['receive', FILE, '--partner', 'n'], 'No store is named'],
] as const)('%s is told', (_, words, said) => {
  const { status, stderr } = stillwatch(...words)
  expect(status).not.toBe(0)
  expect(stderr).toContain(said)
})
