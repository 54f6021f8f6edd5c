import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'

// From outside, as a stranger would use them; `npm test` builds first.
const MAIN = resolve(process.env.STILLWATCH_DIST ?? 'dist', 'cli', 'main.js')
const EXAMPLE = resolve('examples', 'harvest')
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-commands-'))
const STORE = join(folder, 'store')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function stillwatch(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { status, stdout, stderr }
}

function json<Result>(...words: readonly string[]): Result {
  const { status, stdout, stderr } = stillwatch(...words, '--json')
  expect([words, status, stderr]).toEqual([words, 0, stderr])
  return JSON.parse(stdout) as Result
}

let findings: Findings

beforeAll(() => {
  const scanned = stillwatch('scan', EXAMPLE, '--store', STORE, '--json')
  expect(scanned.stderr).not.toContain('fault of ours')
  findings = JSON.parse(scanned.stdout) as Findings
  expect(findings.campaigns.length).toBeGreaterThan(0)
})

const fits = (text: string) => text.split('\n').filter((line) => line.length > 80)

describe('explain', () => {
  test('a campaign, by the beginning of its id, adds up to its stored scores', () => {
    const [campaign] = findings.campaigns
    const id = campaign?.campaign_id ?? ''
    interface Told {
      readonly campaign: { readonly campaign_id: string; readonly verdict: string }
      readonly basis: { readonly extraction_bits: number; readonly extraction_bits_again: number }
      readonly linkers: readonly unknown[]
    }
    const told = json<Told>('explain', id.slice(0, 8), '--store', STORE)
    expect(told.campaign).toEqual(campaign)
    expect(told.basis.extraction_bits_again).toBeCloseTo(told.basis.extraction_bits, 3)
    expect(told.linkers.length).toBeGreaterThan(0)
    const { stdout } = stillwatch('explain', id, '--store', STORE)
    expect(stdout).toContain(`Campaign ${id}`)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('as the judge stored it')
    expect(fits(stdout)).toEqual([])
  })

  test('an account: its own bits and its cluster’s, each by name, and why it stands so', () => {
    const [member] = findings.campaigns[0]?.members.filter(({ role }) => role === 'operator') ?? []
    const account_id = member?.account_id ?? ''
    interface Told {
      readonly verdict: {
        readonly extraction_bits: number
        readonly reasons: readonly string[]
        readonly clusters: readonly {
          readonly weight_bits: number
          readonly cluster_weight_bits: number
          readonly cluster_extraction_bits: number
        }[]
      }
    }
    const { verdict } = json<Told>('explain', account_id, '--store', STORE)
    const [cluster] = verdict.clusters
    expect(cluster?.cluster_weight_bits).not.toBe(cluster?.weight_bits)
    expect(cluster?.cluster_extraction_bits).not.toBe(verdict.extraction_bits)
    const told = findings.accounts.find((account) => account.account_id === account_id)
    expect(verdict.reasons).toEqual(told?.reasons)
    const { stdout } = stillwatch('explain', account_id, '--store', STORE)
    const [head = ''] = stdout.replaceAll(/\s+/g, ' ').split('Is it one hand')
    const bits = (value = Number.NaN) =>
      `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)} bits`
    const [, own = '', whole = ''] = /Itself (.*) Cluster (.*) Run/.exec(head) ?? []
    expect(own).toContain(`${bits(cluster?.weight_bits)} on average`)
    expect(own).toContain(`${bits(verdict.extraction_bits)} of a harvest`)
    expect(whole).toContain(`${bits(cluster?.cluster_weight_bits)} on average`)
    expect(whole).toContain(`${bits(cluster?.cluster_extraction_bits)} of a harvest`)
    expect(fits(stdout)).toEqual([])
  })

  test('nobody in a finding is an operator without a word on why', () => {
    for (const { account_id, campaign_id, reasons } of findings.accounts) {
      if (campaign_id === null) continue
      expect([account_id, reasons.slice(1).filter((one) => one.includes(': '))]).not.toEqual([
        account_id,
        [],
      ])
    }
  })

  test('each operator of a campaign: every link comes again to what is stored', () => {
    const [campaign] = findings.campaigns
    const members = campaign?.members.filter((member) => member.role === 'operator').slice(0, 3)
    for (const { account_id } of members ?? []) {
      interface Told {
        readonly verdict: { readonly verdict: string }
        readonly links: readonly {
          readonly weight_bits: number
          readonly is_controlled: boolean
          readonly weighed: { readonly weight_millibits: number; readonly is_controlled: boolean }
        }[]
        readonly would_change: readonly string[]
      }
      const told = json<Told>('explain', account_id, '--store', STORE, '--limit', '100')
      expect(told.verdict.verdict).toBe(
        findings.accounts.find((account) => account.account_id === account_id)?.verdict,
      )
      expect(told.links.length).toBeGreaterThan(0)
      for (const link of told.links) {
        expect(link.weighed.weight_millibits / 1000).toBeCloseTo(link.weight_bits, 3)
        expect(link.weighed.is_controlled).toBe(link.is_controlled)
      }
      expect(told.would_change.length).toBeGreaterThan(0)
      expect(fits(stillwatch('explain', account_id, '--store', STORE).stdout)).toEqual([])
    }
  })

  test('a stage, a linker and a detector, with what they gave', () => {
    const stage = json<{ tables: { table: string; rows: number }[] }>(
      'explain',
      'link',
      '--store',
      STORE,
    )
    expect(stage.tables.find(({ table }) => table === 'link')?.rows).toBeGreaterThan(0)
    const linker = json<{ totals: { pairs: number }; statements: { name: string }[] }>(
      ...['explain', 'payment', '--store', STORE],
    )
    expect(linker.totals.pairs).toBeGreaterThan(0)
    expect(linker.statements[0]?.name).toBe('payment')
    expect(json('explain', 'templated-loop')).toMatchObject({ kind: 'detector', run_id: null })
  })

  test('shows no text of a prompt or an answer', () => {
    const { stdout } = stillwatch('explain', 'ingest', '--store', STORE, '--limit', '20', '--json')
    const told = JSON.parse(stdout) as { tables: { table: string; head: object[] }[] }
    const heads = told.tables.find(({ table }) => table === 'exchange')?.head ?? []
    expect(heads.length).toBe(20)
    for (const row of heads) {
      expect(Object.keys(row).filter((key) => /^(system|prompt|response|ip)$/.test(key))).toEqual(
        [],
      )
    }
  })

  test('says what to do where there is nothing to explain', () => {
    expect(stillwatch('explain', 'nobody')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--store'),
    })
    expect(stillwatch('explain', 'nobody', '--store', STORE).stderr).toContain('Nothing called')
    const nowhere = join(folder, 'nowhere')
    expect(stillwatch('explain', 'nobody', '--store', nowhere).status).toBe(3)
    expect(existsSync(nowhere)).toBe(false)
  })
})

describe('runs', () => {
  test('one that fails is not what readers see', () => {
    const broken = join(folder, 'broken')
    mkdirSync(broken)
    writeFileSync(join(broken, 'exchange.jsonl'), '{"exchange_id":"x"}\n')
    expect(stillwatch('scan', broken, '--store', STORE).status).toBe(3)
    expect(json('explain', 'share', '--store', STORE)).toMatchObject({ run_id: findings.run_id })

    const store = join(folder, 'store-of-nothing')
    expect(stillwatch('scan', broken, '--store', store).status).toBe(3)
    expect(stillwatch('explain', 'nobody', '--store', store)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('No run has finished'),
    })
  })
})

describe('schema', () => {
  test('check counts columns, rejects and keys that nothing reads, and shows no terminal code', () => {
    const path = join(folder, 'logs')
    mkdirSync(path)
    const lines = Array.from({ length: 20 }, (_, index) => ({
      exchange_id: `e${index}`,
      account_id: 'a',
      received_at: '2026-03-01T10:00:00Z',
      tokens_out: index < 5 ? 'many' : 7,
      '\u001b]0;owned\u0007': 1,
    }))
    const text = lines.map((line) => JSON.stringify(line)).concat('nothing', '{"exchange_id":"x"}')
    writeFileSync(join(path, 'exchange.jsonl'), `${text.join('\n')}\n`)
    writeFileSync(
      join(path, 'account.jsonl'),
      '{"account_id":"a","created_at":"2025-01-01T00:00:00Z","shoe":43}\n',
    )
    interface Checked {
      readonly files: { file: string; keys_unknown: { key: string; lines: number }[] }[]
      readonly columns: { record: string; column: string; filled: number; unread: number }[]
      readonly rejects: { reason: string; lines: number; first_lines: number[] }[]
      readonly off: { id: string; missing: string[] }[]
    }
    const checked = json<Checked>('schema', 'check', path)
    const keys = new Map(checked.files.map((file) => [file.file, file.keys_unknown]))
    expect(keys.get('account.jsonl')).toEqual([{ key: 'shoe', lines: 1 }])
    expect(keys.get('exchange.jsonl')).toEqual([{ key: '\u001b]0;owned\u0007', lines: 20 }])
    expect(checked.columns.find(({ column }) => column === 'tokens_out')?.filled).toBe(15)
    expect(checked.rejects.map(({ first_lines }) => first_lines).sort()).toEqual([[21], [22]])
    expect(checked.off.map(({ id }) => id)).toContain('payment')

    const { stdout } = stillwatch('schema', 'check', path)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(fits(stdout)).toEqual([])
  })

  test('check names as off what the findings name as off', () => {
    const checked = json<{ off: object[] }>('schema', 'check', EXAMPLE)
    expect(checked.off).toEqual(findings.input.detectors_off)
  })

  test('check tells of logs in which no line is an exchange', () => {
    const path = join(folder, 'none.jsonl')
    writeFileSync(path, '{"exchange_id":"x","account_id":"a"}\n')
    const { status, stdout } = stillwatch('schema', 'check', path)
    expect(status).toBe(3)
    expect(stdout).toContain('received_at is missing')
  })

  test('print gives the JSON Schema of each record', () => {
    for (const record of ['exchange', 'account', 'findings', 'truth']) {
      const { status, stdout } = stillwatch('schema', 'print', record)
      expect(status).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ title: `stillwatch.${record}/1`, type: 'object' })
    }
    expect(stillwatch('schema', 'print', 'nothing').status).toBe(2)
  })
})

describe('doctor, calibrate and bench', () => {
  test('doctor finds the engine, and warns of the key that everybody knows', () => {
    const { status, stdout } = stillwatch('doctor', '--store', STORE)
    expect([status, fits(stdout)]).toEqual([0, []])
    expect(stdout).toMatch(/ok {4}Engine {6}ClickHouse \d/)
    expect(stdout).toMatch(/warn {2}Hash secret/)
  })

  test('calibrate says the same of logs and of the store that they were scanned into', () => {
    const kept = json<{ entities_reference: number }>('calibrate', '--store', STORE)
    expect(kept.entities_reference).toBe(findings.calibration.reference_accounts)
    expect(json('calibrate', EXAMPLE)).toEqual(kept)
    expect(fits(stillwatch('calibrate', '--store', STORE).stdout)).toEqual([])
    expect(stillwatch('calibrate').status).toBe(2)
  })

  test('bench measures a scan against the bare read, and leaves nothing behind', () => {
    const path = join(folder, 'bench')
    const { status, stdout, stderr } = stillwatch(
      ...['bench', '--exchanges', '2000', '--kb', '1', '--folder', path, '--json'],
    )
    expect([status, stderr]).toEqual([0, stderr])
    const result = JSON.parse(stdout) as Record<string, number> & { stages: object[] }
    expect(result).toMatchObject({ exchanges: 2000, kb: 1, folder: null })
    expect(result.ratio).toBeCloseTo((result.seconds ?? 0) / (result.bare_read_seconds ?? 1), 6)
    expect(result.stages.length).toBe(12)
    expect(readdirSync(path)).toEqual([])
  })

  test('bench writes into no folder that holds something', () => {
    const { status, stderr } = stillwatch('bench', '--exchanges', '10', '--folder', STORE)
    expect([status, stderr]).toEqual([2, expect.stringContaining('name an empty one')])
  })
})

describe('policy try', () => {
  const file = join(folder, 'policy.yaml')
  const policy = (more: string) =>
    writeFileSync(
      file,
      `schema: stillwatch.policy/1
policies:
  - { policy_id: shape-operators, level: shape, reason_code: usage_review, appeal: Write to us., ${more} }
`,
    )

  test('says whom a policy would have touched, and fits', () => {
    policy('when: { verdict: review }')
    const { stdout, status } = stillwatch('policy', 'try', file, '--store', STORE)
    expect([status, fits(stdout)]).toEqual([0, []])
    expect(stdout).toContain('shape-operators: shape, a dry run as if it were live')
    const operators = findings.campaigns.flatMap(({ members }) =>
      members.filter(({ role }) => role === 'operator'),
    )
    expect(stdout).toMatch(new RegExp(`operators of campaigns +${operators.length} `))
    expect(stdout).not.toContain('judged clear')
  })

  test('says so where it touches nobody, has a fault, or there is no store', () => {
    policy('when: { ruling: campaign }')
    expect(stillwatch('policy', 'try', file, '--store', STORE).stdout).toContain('touched nobody')
    policy('measures: [no-such-measure], when: { verdict: review }')
    const faulty = stillwatch('policy', 'try', file, '--store', STORE)
    expect([faulty.status, faulty.stderr]).toEqual([2, expect.stringContaining('measures')])
    policy('when: { verdict: review }')
    const nowhere = stillwatch('policy', 'try', file)
    expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringContaining('store')])
  })
})
