import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import type { Asked } from './asked.js'
import { CLOSED_REASON_CODE, type Guards, makeDecide } from './decide.js'
import { OPEN_GUARDS } from './decider.js'
import { measureDecide } from './measure.js'
import { hashKeyWords } from './siphash.js'
import { keyedHash, sketchTexts } from './sketch.js'
import { decodeHeader, decodeTables } from './snapshot-decode.js'
import { buildSnapshot, type SnapshotRows, type SubjectRow } from './snapshot-encode.js'
import { LEVELS, type SubjectKind } from './subject.js'
import type { Tables } from './tables.js'

const key = hashKeyWords(hashKeyOf('test'))
const SEED = 20261126
const NOW_MS = 1_800_000_000_000
const DAY_MS = 86_400_000

const ASKED: Asked = {
  account_id: 'account-1',
  organization_id: 'organization-1',
  api_key_id: 'key-1',
  ip: '198.51.100.7',
  payment_hash: 'card-1',
  user_agent: 'sdk/1.0',
  ja4: 't13d',
}
const SUBJECTS: Partial<Record<SubjectKind, string>> = {
  account: 'account-1',
  organization: 'organization-1',
  api_key: 'key-1',
  ip: '198.51.100.7',
  network: '198.51.100.0',
  payment: 'card-1',
  ja4: 't13d',
  client: 'sdk/',
}
const kinds = Object.keys(SUBJECTS) as SubjectKind[]

/** One policy a level, in the order of the levels. */
const POLICIES = LEVELS.slice(1).map((level) => ({
  policy_id: `p-${level}`,
  level,
  reason_code: 'usage_review',
  appeal: 'appeals@example.org',
  measures: level === 'shape' ? ['refuse-prefill'] : [],
  limits: { parallel: 3 },
  models: [],
  tenants: [],
}))

const row = (kind: SubjectKind, id: string, part: Partial<SubjectRow> = {}): SubjectRow => ({
  kind,
  hash: keyedHash(key, id),
  policy: 0,
  startMs: NOW_MS - DAY_MS,
  endMs: NOW_MS + DAY_MS,
  group: 'campaign c1',
  reasons: ['campaign c1'],
  ...part,
})

function tablesOf(subjects: readonly SubjectRow[], part: Partial<SnapshotRows> = {}): Tables {
  const file = buildSnapshot({
    createdAtMs: NOW_MS,
    keyCheck: '',
    runId: null,
    killSwitch: false,
    policies: POLICIES,
    shingles: [],
    templateShinglesMin: 3,
    subjects,
    ...part,
  })
  const header = decodeHeader(file)
  const tables = 'refused' in header ? header : decodeTables(file, header)
  if ('refused' in tables) throw new Error(tables.refused)
  return tables
}

const decideWith = (tables: Tables | null, guards: Partial<Guards> = {}) =>
  makeDecide({
    key,
    now: () => NOW_MS,
    tables: () => tables,
    guards: () => ({ ...OPEN_GUARDS, ...guards }),
  })

const none: ReadonlySet<string> = new Set()
const anyRow = fc
  .record({
    kind: fc.constantFrom(...kinds),
    policy: fc.nat(POLICIES.length - 1),
    startsDays: fc.integer({ min: -3, max: 1 }),
    endsDays: fc.integer({ min: -1, max: 3 }),
  })
  .map(({ kind, policy, startsDays, endsDays }) =>
    row(kind, SUBJECTS[kind] ?? '', {
      policy,
      startMs: NOW_MS + startsDays * DAY_MS,
      endMs: NOW_MS + endsDays * DAY_MS,
    }),
  )
const manyRows = fc.array(anyRow, { maxLength: 24 })
const holds = (
  property: fc.IProperty<[SubjectRow[], ...unknown[]]> | fc.IProperty<[SubjectRow[]]>,
) => fc.assert(property as fc.IProperty<[SubjectRow[]]>, { seed: SEED, numRuns: 300 })

describe('what stands above every decision', () => {
  test('whatever is in force, in whatever order, the never-touch list of the settings passes', () => {
    holds(
      fc.property(manyRows, (rows) => {
        for (const neverTouch of [
          { accounts: new Set(['account-1']), organizations: none, apiKeys: none },
          { accounts: none, organizations: new Set(['organization-1']), apiKeys: none },
          { accounts: none, organizations: none, apiKeys: new Set(['key-1']) },
        ]) {
          const guards = { neverTouch, closedByDefault: true, snapshotAgeMsMax: -1 }
          expect(decideWith(tablesOf(rows), guards)(ASKED).level).toBe('pass')
        }
      }),
    )
  })

  test('so does the list of the snapshot, and its kill switch, and that of the settings', () => {
    holds(
      fc.property(manyRows, (rows) => {
        for (const mark of [
          row('never_account', 'account-1'),
          row('never_organization', 'organization-1'),
          row('never_api_key', 'key-1'),
        ]) {
          const tables = tablesOf([...rows, mark])
          expect(decideWith(tables, { closedByDefault: true })(ASKED).level).toBe('pass')
        }
        const closed = { closedByDefault: true, snapshotAgeMsMax: -1 }
        const killed = tablesOf(rows, { killSwitch: true })
        expect(decideWith(killed, closed)(ASKED).level).toBe('pass')
        expect(decideWith(tablesOf(rows), { ...closed, killSwitch: true })(ASKED).level).toBe(
          'pass',
        )
      }),
    )
  })

  test('whoever is spared, or cannot be named, is observed at most', () => {
    holds(
      fc.property(manyRows, (rows) => {
        const spared = decideWith(tablesOf([...rows, row('spared_account', 'account-1')]))
        expect(['pass', 'observe']).toContain(spared(ASKED).level)
        const shared = rows.filter(({ kind }) => !/account|organization|api_key/.test(kind))
        const unnamed = decideWith(tablesOf(shared))
        expect(['pass', 'observe']).toContain(unnamed({ ...ASKED, account_id: '' }).level)
      }),
    )
  })
})

describe('the strongest in force wins', () => {
  test('in any order of the rows, and never one that is over or yet to come', () => {
    holds(
      fc.property(manyRows, fc.nat(), (rows, turn) => {
        const inForce = rows.filter(({ startMs, endMs }) => startMs <= NOW_MS && endMs > NOW_MS)
        const best = Math.max(-1, ...inForce.map(({ policy }) => policy))
        const at = rows.length === 0 ? 0 : turn % rows.length
        const turned = [...rows.slice(at), ...rows.slice(0, at)]
        for (const order of [rows, turned, rows.toReversed()]) {
          const decision = decideWith(tablesOf(order))(ASKED)
          expect(decision.level).toBe(LEVELS[best + 1])
          expect(decision.policy_id).toBe(best < 0 ? null : `p-${LEVELS[best + 1]}`)
        }
      }),
    )
  })

  test('a decision ends at its expiry, to the millisecond', () => {
    const at = (endMs: number) =>
      decideWith(tablesOf([row('account', 'account-1', { policy: 5, endMs })]))(ASKED).level
    expect([at(NOW_MS), at(NOW_MS + 1)]).toEqual(['pass', 'deny'])
  })

  test('a policy for some models and tenants leaves the others alone', () => {
    const [first, ...rest] = POLICIES
    const policies =
      first === undefined ? [] : [{ ...first, models: ['m1'], tenants: ['t1'] }, ...rest]
    const decide = decideWith(tablesOf([row('account', 'account-1')], { policies }))
    expect(decide({ ...ASKED, model: 'm1', tenant: 't1' }).level).toBe('observe')
    expect(decide({ ...ASKED, model: 'm2', tenant: 't1' }).level).toBe('pass')
    expect(decide({ ...ASKED, model: 'm1' }).level).toBe('pass')
  })

  test('it tells the policy, the code, the appeal, the age, and the operator the reasons', () => {
    const rows = [row('account', 'account-1', { policy: 1, reasons: ['campaign c1', 'ruling r1'] })]
    expect(decideWith(tablesOf(rows, { createdAtMs: NOW_MS - 5000 }))(ASKED)).toEqual({
      level: 'verify',
      policy_id: 'p-verify',
      reason_code: 'usage_review',
      appeal: 'appeals@example.org',
      measures: [],
      limits: { parallel: 3 },
      group: 'campaign c1',
      reasons: ['campaign c1', 'ruling r1'],
      snapshot_age_ms: 5000,
    })
  })
})

describe('without a snapshot, or with an old one', () => {
  const rows = [row('account', 'account-1', { policy: 1 })]
  const old = tablesOf(rows, { createdAtMs: NOW_MS - DAY_MS })
  const fresh = tablesOf(rows)
  const tenants = new Map([
    ['careful', true],
    ['easy', false],
  ])

  test.each([
    ['none', null, false, '', 'pass'],
    ['none', null, true, '', 'deny'],
    ['none', null, false, 'careful', 'deny'],
    ['none', null, true, 'easy', 'pass'],
    ['old', old, false, '', 'verify'],
    ['old', old, true, '', 'deny'],
    ['old', old, false, 'careful', 'deny'],
    ['old', old, true, 'easy', 'verify'],
    ['fresh', fresh, true, '', 'verify'],
    ['fresh', fresh, false, 'careful', 'verify'],
  ] as const)('%s, closed by default %#', (_, tables, closedByDefault, tenant, level) => {
    const guards = { closedByDefault, closedByTenant: tenants, snapshotAgeMsMax: 3_600_000 }
    const decision = decideWith(tables, guards)({ ...ASKED, tenant })
    expect(decision.level).toBe(level)
    if (level === 'deny') expect(decision.reason_code).toBe(CLOSED_REASON_CODE)
  })
})

describe('known texts', () => {
  const TEXT =
    'Write out every step of the reasoning behind the finished answer, then grade it in full.'
  const { template } = sketchTexts(key, { system: TEXT })
  const shingles = template.map((shingle) => ({ shingle, template: 7n }))
  const tables = tablesOf([row('template', '', { hash: 7n, policy: 1 })], { shingles })
  const carrying = (shares: readonly bigint[]) =>
    decideWith(tables)({ account_id: 'new', template: shares }).level

  test('a template is known by so many of its shingles, and not by fewer', () => {
    expect(template.length).toBeGreaterThan(4)
    expect(carrying(template.slice(0, 3))).toBe('verify')
    expect(carrying(template.slice(0, 2))).toBe('pass')
    expect(carrying([])).toBe('pass')
  })

  test('it is known in a longer text, and not by another part of it', () => {
    const longer = sketchTexts(key, { system: `${TEXT} ${TEXT} And now the weather in May.` })
    expect(carrying(longer.template)).toBe('verify')
    const asked = sketchTexts(key, { messages: [{ role: 'user', content: TEXT }] })
    expect(carrying(asked.template)).toBe('pass')
  })
})

test('a decision among 100,000 subjects takes far less than a millisecond', () => {
  const measured = measureDecide({
    subjects: 100_000,
    decisions: 20_000,
    clock: () => Number(process.hrtime.bigint()) / 1e6,
  })
  expect(measured.touched).toBeGreaterThan(4000)
  expect(measured.decide_ms_p99).toBeLessThan(1)
})
