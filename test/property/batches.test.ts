import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  batchInstant,
  type Entered,
  enteredChange,
  inBatches,
} from '../../src/service/decisions/batches.js'
import { type ByPeople, NOBODY, policyByPeople } from '../../src/service/decisions/by-people.js'
import { type Conclusions, NO_CONCLUSIONS } from '../../src/service/decisions/conclusions.js'
import { type PolicyFile, policyFile } from '../../src/service/decisions/policy.js'
import { hashKeyWords } from '../../src/service/decisions/siphash.js'
import { keyedHash } from '../../src/service/decisions/sketch.js'
import { snapshotRows } from '../../src/service/decisions/subjects.js'

// Whoever is touched in batches cannot tell from the instant which request gave him away: it is that of his whole batch,
// whatever he or anybody sent, and whenever within the batch a run found him. Letting go waits for nothing.

const HOUR_MS = 3_600_000
const BATCH_HOURS = 24
const EXPIRES_MS = 72 * HOUR_MS
const T0_MS = 1_800_000_000_000
const KEY = hashKeyWords('[(1,2)]')
const ACCOUNTS = ['a', 'b', 'c', 'd']
const NEVER = 'never'

const POLICY: PolicyFile = policyFile.parse({
  schema: 'stillwatch.policy/1',
  never_touch: { accounts: [NEVER] },
  policies: [
    {
      ...{ policy_id: 'deny', level: 'deny', mode: 'live', when: { verdict: 'act' } },
      ...{ timing: { batch_hours: BATCH_HOURS }, reason_code: 'usage', appeal: 'Write to us.' },
    },
  ],
})
const [DENY] = POLICY.policies as [
  PolicyFile['policies'][number] & { timing: { batch_hours: number } },
]

const conclusions = (accounts: readonly string[], finishedMs: number): Conclusions => ({
  ...NO_CONCLUSIONS,
  ...{ runId: 'run', finishedMs },
  members: accounts.map((account_id) => ({
    ...{ campaign_id: 'one', cluster_id: 'cluster', verdict: 'act', confidence: 99, needs: '' },
    ...{ account_id, entity_id: account_id, role: 'operator', payment_hash: '0' },
    is_recognised: false,
  })),
})

interface Publish {
  readonly atMs: number
  /** Whom the last run holds. */
  readonly held: readonly string[]
  readonly isDry?: boolean
  readonly people?: ByPeople
}

/** Publishes one after another, and says after each from when to when each account is touched. */
function published(publishes: readonly Publish[], start: Entered = new Map()) {
  let known = start
  return publishes.map(({ atMs, held, isDry, people = NOBODY }) => {
    const file: PolicyFile = {
      ...POLICY,
      policies: [{ ...DENY, mode: isDry === true ? 'dry_run' : 'live' }],
    }
    const policy = policyByPeople(file, people)
    const given = { policy, people, conclusions: conclusions(held, atMs), key: KEY }
    const found = snapshotRows({ ...given, keyCheck: '', nowMs: atMs })
    const { entered, left } = enteredChange({ rows: found, policy, known, key: KEY, nowMs: atMs })
    known = new Map([...known, ...entered].filter(([name]) => !left.includes(name)))
    const rows = inBatches(found, policy, known)
    const touched = rows.subjects.filter(
      ({ kind, policy: place }) => kind === 'account' && rows.policies[place]?.level === 'deny',
    )
    const spans = touched.map(({ hash, startMs, endMs }) => [hash, { startMs, endMs }] as const)
    return { atMs, known, spans: new Map(spans) }
  })
}
const spanOf = (one: ReturnType<typeof published>[number] | undefined, account: string) =>
  one?.spans.get(keyedHash(KEY, account))

const instants = fc.array(fc.integer({ min: 0, max: 30 * 24 * 60 }), {
  minLength: 1,
  maxLength: 12,
})
const history = fc.array(
  fc.record({ minutes: fc.integer({ min: 1, max: 3000 }), held: fc.subarray(ACCOUNTS) }),
  { minLength: 1, maxLength: 20 },
)
const publishesOf = (steps: readonly { readonly minutes: number; readonly held: string[] }[]) => {
  let atMs = T0_MS
  return steps.map(({ minutes, held }) => {
    atMs += minutes * 60_000
    return { atMs, held }
  })
}

test('one instant for all of a batch, whenever each of it was found; never before, never later than twice the hours', () => {
  fc.assert(
    fc.property(instants, (minutes) => {
      const at = minutes.map((one) => T0_MS + one * 60_000)
      const found = at.map((ms) => batchInstant(KEY, DENY, ms))
      for (const [place, ms] of at.entries()) {
        const waits = (found[place] ?? 0) - ms
        expect(waits).toBeGreaterThanOrEqual(0)
        expect(waits).toBeLessThanOrEqual(2 * BATCH_HOURS * HOUR_MS)
      }
      // Two with one instant are of one window: no further apart than it is long.
      for (const instant of new Set(found)) {
        const batch = at.filter((_, place) => found[place] === instant)
        expect(Math.max(...batch) - Math.min(...batch)).toBeLessThan(BATCH_HOURS * HOUR_MS)
      }
    }),
  )
})

test('a month has a batch for each window and no more, and another secret has other instants', () => {
  const hours = Array.from({ length: 30 * 24 }, (_, hour) => T0_MS + hour * HOUR_MS)
  const batches = new Set(hours.map((ms) => batchInstant(KEY, DENY, ms)))
  expect(batches.size).toBeGreaterThanOrEqual(30)
  expect(batches.size).toBeLessThanOrEqual(31)
  const other = hashKeyWords('(3,4)')
  const shared = hours.filter((ms) => batchInstant(other, DENY, ms) === batchInstant(KEY, DENY, ms))
  expect(shared).toEqual([])
  // The waiting is spread over what it may be, and not bunched where somebody could look for it.
  const waits = hours.map((ms) => (batchInstant(KEY, DENY, ms) - ms) / HOUR_MS)
  expect(Math.min(...waits)).toBeLessThan(12)
  expect(Math.max(...waits)).toBeGreaterThan(30)
})

test('whatever runs find in whatever order, nobody is touched outside his batch, and hours count from when it began', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const publishes = publishesOf(steps)
      const found = published(publishes)
      for (const account of ACCOUNTS) {
        let since: number | undefined
        for (const [place, { atMs, held }] of publishes.entries()) {
          const span = spanOf(found[place], account)
          // Letting go is immediate.
          if (!held.includes(account)) {
            since = undefined
            expect(span).toBeUndefined()
            continue
          }
          since ??= atMs
          const instant = batchInstant(KEY, DENY, since)
          expect(span?.startMs).toBe(Math.max(instant, atMs))
          expect(span?.endMs).toBe(Math.max(instant, atMs) + EXPIRES_MS)
        }
      }
    }),
  )
})

test('what others do, and that a process forgets all but what is written, moves no instant', () => {
  fc.assert(
    fc.property(history, fc.nat(19), (steps, cut) => {
      const publishes = publishesOf(steps)
      const whole = published(publishes)
      const first = published(publishes.slice(0, cut))
      const again = published(publishes.slice(cut), first.at(-1)?.known)
      expect([...first, ...again].map(({ spans }) => spans)).toEqual(
        whole.map(({ spans }) => spans),
      )
      const alone = published(
        publishes.map((one) => ({ ...one, held: one.held.filter((account) => account === 'a') })),
      )
      expect(alone.map((one) => spanOf(one, 'a'))).toEqual(whole.map((one) => spanOf(one, 'a')))
    }),
  )
})

test('a dry run takes nobody in, and lets nobody go for a batch who was in; lists, lifts and the two-person rule hold', () => {
  const atMs = T0_MS
  const later = atMs + 3 * BATCH_HOURS * HOUR_MS
  const [, live] = published([
    { atMs, held: ['a'], isDry: true },
    { atMs: later, held: ['a'] },
  ])
  expect(spanOf(live, 'a')?.startMs).toBe(batchInstant(KEY, DENY, later))

  const [, dry, anew] = published([
    { atMs, held: ['a'] },
    { atMs: later, held: ['a', 'b'], isDry: true },
    { atMs: later + HOUR_MS, held: ['a', 'b'] },
  ])
  expect(dry?.spans.size).toBe(0)
  expect(spanOf(anew, 'a')?.startMs).toBe(later + HOUR_MS)
  expect(spanOf(anew, 'b')?.startMs).toBe(batchInstant(KEY, DENY, later + HOUR_MS))

  const [never] = published([{ atMs, held: [NEVER] }])
  expect([never?.known.size, never?.spans.size]).toEqual([0, 0])

  const state = { ...NOBODY.state, lifted: new Set(['deny\ncampaign one']) }
  const [, lifted, restored] = published([
    { atMs, held: ['a'] },
    { atMs: later, held: ['a'], people: { ...NOBODY, state } },
    { atMs: later + HOUR_MS, held: ['a'] },
  ])
  expect(lifted?.spans.size).toBe(0)
  expect(spanOf(restored, 'a')?.startMs).toBe(batchInstant(KEY, DENY, later + HOUR_MS))

  // One that needs two and has one is a dry run.
  const [waiting] = published([
    { atMs, held: ['a'], people: { ...NOBODY, needsTwoFrom: 'verify' } },
  ])
  expect([waiting?.known.size, waiting?.spans.size]).toEqual([0, 0])
})

test('a ruling touches for its hours from the instant on, and then never again', () => {
  const ruling = { subject_kind: 'account', subject_id: 'a', conclusion: 'campaign' }
  const rulings = [{ ...ruling, ruling_id: 'r', ruled_ms: `${T0_MS}` }]
  const policy = {
    ...POLICY,
    policies: [{ ...DENY, when: { ruling: 'campaign' as const, confidence_min: 0 } }],
  }
  const startsMs = batchInstant(KEY, DENY, T0_MS)
  let known: Entered = new Map()
  for (let hour = 0; hour < 300; hour++) {
    const nowMs = T0_MS + hour * HOUR_MS
    const given = { policy, conclusions: { ...NO_CONCLUSIONS, rulings }, key: KEY }
    const found = snapshotRows({ ...given, keyCheck: '', nowMs })
    const { entered, left } = enteredChange({ rows: found, policy, known, key: KEY, nowMs })
    known = new Map([...known, ...entered].filter(([name]) => !left.includes(name)))
    const span = inBatches(found, policy, known).subjects.find(({ kind }) => kind === 'account')
    const isOver = nowMs >= startsMs + EXPIRES_MS
    expect(span && [span.startMs, span.endMs]).toEqual(
      isOver ? undefined : [startsMs, startsMs + EXPIRES_MS],
    )
  }
})

test('an instant that a wrong clock noted is not waited for', () => {
  const [before] = published([{ atMs: T0_MS + 400 * 24 * HOUR_MS, held: ['a'] }])
  const [after] = published([{ atMs: T0_MS, held: ['a'] }], before?.known)
  expect(spanOf(after, 'a')?.startMs).toBe(batchInstant(KEY, DENY, T0_MS))
})

test('a policy that could meet a newcomer at his first request cannot be in batches', () => {
  for (const part of [
    { when: { verdict: 'act' }, scope: ['account', 'template'] },
    { when: { verdict: 'act' }, scope: ['payment'] },
    { named: { organizations: ['org'] } },
    { named: { accounts: ['a'] }, starts_at: '2026-01-01T00:00:00Z' },
  ]) {
    const { when: _, ...rest } = DENY
    const problem = policyFile.safeParse({
      ...POLICY,
      policies: [{ ...rest, scope: ['account'], ...part }],
    })
    expect(problem.error?.issues[0]?.path).toEqual(['policies', 0, 'timing'])
  }
})
