import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { type ByPeople, NOBODY } from './by-people.js'
import type { Conclusions, MemberRow, RulingRow } from './conclusions.js'
import { NO_CONCLUSIONS } from './conclusions.js'
import { lettingGo, openLetGo } from './let-go.js'
import { type PolicyFile, policyFile } from './policy.js'
import { snapshotRows } from './subjects.js'

const KEY = { low: 1n, high: 2n } as unknown as Parameters<typeof lettingGo>[0]['key']
const NOW_MS = Date.parse('2026-03-02T00:00:00Z')
const holder = testStore()

const member = (campaign_id: string, account_id: string): MemberRow => ({
  ...{ campaign_id, account_id, cluster_id: `cluster of ${campaign_id}`, entity_id: account_id },
  ...{ verdict: 'act', confidence: 90, needs: '', role: 'operator', payment_hash: '' },
  is_recognised: false,
})
const campaign = (name: string, accounts: readonly string[]) =>
  accounts.map((account) => member(name, account))
const seen = (
  members: readonly MemberRow[],
  people: ByPeople = NOBODY,
  rulings: readonly RulingRow[] = [],
) => ({
  people,
  key: KEY,
  conclusions: { ...NO_CONCLUSIONS, runId: 'r', finishedMs: NOW_MS - 1, members, rulings },
})
const lifted = (...names: readonly string[]): ByPeople => ({
  ...NOBODY,
  state: { ...NOBODY.state, lifted: new Set(names) },
})
const POLICY: PolicyFile = policyFile.parse({
  schema: 'stillwatch.policy/1',
  policies: ['deny', 'other'].map((policy_id) => ({
    ...{ policy_id, level: 'deny', mode: 'live', when: { verdict: 'act' }, scope: ['account'] },
    ...{ reason_code: 'usage_review', appeal: 'appeals@example.org' },
  })),
})
const IDS = POLICY.policies.map(({ policy_id }) => policy_id)

/** How many are touched, by policy. */
function touched(now: ReturnType<typeof seen>, letGo = new Map<string, ReadonlySet<bigint>>()) {
  const conclusions: Conclusions = now.conclusions
  const rows = snapshotRows({
    ...{ policy: POLICY, people: now.people, conclusions, letGo, key: KEY },
    ...{ keyCheck: '', nowMs: NOW_MS },
  })
  return IDS.map(
    (_, place) =>
      rows.subjects.filter((one) => one.kind === 'account' && one.policy === place).length,
  )
}

const ACCOUNTS = Array.from({ length: 10 }, (_, at) => `a${at}`)
const X = campaign('X', ACCOUNTS)
const LIFT = lifted('deny\ncampaign X')
const LET_GO = new Map(lettingGo(seen(X, LIFT), IDS))

test('who was let go by one policy stays let go by it, whatever a run calls them', () => {
  expect(touched(seen(X))).toEqual([10, 10])
  expect(touched(seen(X, LIFT))).toEqual([0, 10])
  const renamed = campaign('Y', ACCOUNTS)
  expect(touched(seen(renamed, LIFT))).toEqual([10, 10])
  expect(touched(seen(renamed, LIFT), LET_GO)).toEqual([0, 10])
})

test('both halves of what was let go are, and what is more than half of others is not', () => {
  const halves = [...campaign('X', ACCOUNTS.slice(0, 6)), ...campaign('Y', ACCOUNTS.slice(6))]
  expect(touched(seen(halves, LIFT), LET_GO)).toEqual([0, 10])
  const others = Array.from({ length: 11 }, (_, at) => `b${at}`)
  expect(touched(seen(campaign('Z', [...ACCOUNTS, ...others]), LIFT), LET_GO)).toEqual([21, 21])
})

test('what two people put back touches again, by whatever name', () => {
  expect(touched(seen(campaign('Y', ACCOUNTS), lifted()), LET_GO)).toEqual([10, 10])
})

const BENIGN = {
  ...{ subject_kind: 'campaign', subject_id: 'X', conclusion: 'benign' },
  ruling_id: 'r1',
  ruled_ms: '1',
}

test('a campaign that was ruled benign is benign under another name, for every policy and as long as the ruling counts', () => {
  const letGo = new Map(lettingGo(seen(X, NOBODY, [BENIGN]), IDS))
  const renamed = campaign('Y', ACCOUNTS)
  expect(touched(seen(renamed, NOBODY, [BENIGN]), letGo)).toEqual([0, 0])
  expect(touched(seen(renamed, NOBODY, []), letGo)).toEqual([10, 10])
  const against = { ...BENIGN, subject_id: 'Y', conclusion: 'campaign', ruling_id: 'r2' }
  expect(touched(seen(renamed, NOBODY, [BENIGN, against]), letGo)).toEqual([10, 10])
})

test('half of a campaign goes free by several rulings together, also by those on accounts themselves', () => {
  const onAccount = (account_id: string) => ({
    ...{ ...BENIGN, subject_kind: 'account', subject_id: account_id },
    ruling_id: `of ${account_id}`,
  })
  const others = Array.from({ length: 6 }, (_, at) => `b${at}`)
  const small = campaign('X', ACCOUNTS.slice(0, 4))
  // Four of ten by a campaign, one by a ruling of its own.
  const rulings = [BENIGN, onAccount('b0')]
  const before = seen([...small, ...campaign('Y', others)], NOBODY, rulings)
  const letGo = new Map(lettingGo(before, IDS))
  const together = campaign('Z', [...ACCOUNTS.slice(0, 4), ...others])
  expect(touched(seen(together, NOBODY, rulings), letGo)).toEqual([0, 0])
  expect(touched(seen(together, NOBODY, [BENIGN]), letGo)).toEqual([10, 10])
  // By the next run it is a victim: it still counts to those who were operators.
  const next = together.map((one) => (one.account_id === 'b0' ? { ...one, role: 'victim' } : one))
  expect(touched(seen(next, NOBODY, rulings), letGo)).toEqual([0, 0])
  // A victim that never was an operator does not.
  const stolen = [...campaign('Z', others), { ...member('Z', 'v'), role: 'victim' }]
  const ofVictim = [onAccount('v')]
  const none = new Map(lettingGo(seen(stolen, NOBODY, ofVictim), IDS))
  expect(touched(seen(stolen, NOBODY, ofVictim), none)).toEqual([6, 6])
  // A ruling on its own name decides.
  const against = { ...BENIGN, subject_id: 'Z', conclusion: 'campaign', ruling_id: 'r2' }
  expect(touched(seen(together, NOBODY, [...rulings, against]), letGo)[0]).toBeGreaterThan(0)
})

test('what one hand sent about the new name undoes no letting-go, and hides none, where two must want it', () => {
  const two: ByPeople = { ...NOBODY, needsTwoFrom: 'verify' }
  const sent = { ...BENIGN, subject_id: 'Y', conclusion: 'undecided', ruling_id: 'sent' }
  const letGo = new Map(lettingGo(seen(X, two, [BENIGN]), IDS))
  const renamed = campaign('Y', ACCOUNTS)
  // A dry run touches nobody, so what stands in the snapshot is looked at.
  expect(touched(seen(renamed, two, [BENIGN, sent]), letGo)).toEqual([0, 0])
  const ofCluster = { ...BENIGN, subject_kind: 'cluster', subject_id: 'cluster of X' }
  const hiding = { ...sent, subject_id: 'X' }
  expect(lettingGo(seen(X, two, [ofCluster, hiding]), IDS).size).toBe(1)
})

test('the store remembers it, each account once', async () => {
  const memory = openLetGo(holder.store)
  expect((await memory.known()).size).toBe(0)
  await memory.note(LET_GO)
  await memory.note(LET_GO)
  expect(await memory.known()).toEqual(LET_GO)
  expect(await openLetGo(holder.store).known()).toEqual(LET_GO)
})
