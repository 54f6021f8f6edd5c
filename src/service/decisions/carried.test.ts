import { expect, test } from 'vitest'
import { enteredChange, inBatches } from './batches.js'
import { type ByPeople, NOBODY, policyByPeople } from './by-people.js'
import { carriedProposals, groupsBefore } from './carried.js'
import { type Conclusions, type MemberRow, NO_CONCLUSIONS, type RulingRow } from './conclusions.js'
import { restrictionsOf } from './in-force.js'
import { type PolicyFile, policyFile } from './policy.js'
import { hashKeyWords } from './siphash.js'
import { snapshotRows } from './subjects.js'

const KEY = hashKeyWords('[(1,2)]')
const NOW_MS = Date.parse('2026-03-02T00:00:00Z')

const POLICY = policyFile.parse({
  schema: 'stillwatch.policy/1',
  policies: [
    {
      ...{ policy_id: 'shape', level: 'shape', mode: 'live', when: { verdict: 'act' } },
      ...{ reason_code: 'usage_review', appeal: 'appeals@example.org' },
    },
  ],
})
const [SHAPE] = POLICY.policies as [PolicyFile['policies'][number]]
const member = (campaign_id: string, account_id: string, rest: Partial<MemberRow> = {}) => ({
  ...{ campaign_id, account_id, cluster_id: `cluster of ${campaign_id}`, entity_id: account_id },
  ...{ verdict: 'act', confidence: 90, needs: '', role: 'operator', payment_hash: '0' },
  ...{ is_recognised: false, ...rest },
})
const newcomer = (campaign_id: string, account_id: string) =>
  member(campaign_id, account_id, { verdict: 'review', confidence: 50, is_recognised: true })
const OLD = ['a', 'b', 'c'].map((account_id) => member('X', account_id))

interface Given {
  readonly members: readonly MemberRow[]
  readonly succeeds?: Conclusions['succeeds']
  readonly rulings?: readonly RulingRow[]
  readonly policy?: PolicyFile
  readonly people?: ByPeople
  readonly lost?: readonly { readonly policy_id: string; readonly group: string }[]
}

/** Who is proposed for what, and who is touched. */
function published({ members, succeeds = [], rulings = [], people = NOBODY, ...rest }: Given) {
  const { policy: file = POLICY, lost = [] } = rest
  const policy = policyByPeople(file, people)
  const told = { runId: 'r', finishedMs: NOW_MS - 1, members, succeeds, rulings }
  const conclusions: Conclusions = { ...NO_CONCLUSIONS, ...told }
  const given = { policy, people, conclusions, key: KEY, nowMs: NOW_MS }
  const rows = snapshotRows({ ...given, keyCheck: '' })
  const proposals = carriedProposals({ rows, restrictions: restrictionsOf(rows), lost, ...given })
  return { proposals, rows }
}
const proposed = (given: Given) =>
  published(given).proposals.map((one) => `${one.policy_id}: ${one.account_id}`)
const protecting = (id: string): ByPeople => ({
  ...NOBODY,
  state: { ...NOBODY.state, protected: new Map([[id, { kind: 'account' as const, id }]]) },
})

test('a newcomer of a campaign that is restricted is proposed for the same, and nothing is done to it', () => {
  const given = { members: [...OLD, newcomer('X', 'n'), newcomer('Y', 'm')] }
  const { proposals, rows } = published(given)
  expect(proposals).toEqual([
    { campaign_id: 'X', account_id: 'n', policy_id: 'shape', level: 'shape', restricted_id: 'X' },
  ])
  expect(rows.subjects).toEqual(published({ members: OLD }).rows.subjects)
})

test('a policy that has newcomers has them, and proposes nobody', () => {
  const policy = {
    ...POLICY,
    policies: [{ ...SHAPE, when: { verdict: 'review', confidence_min: 0 } }],
  }
  const given = { members: [...OLD, newcomer('X', 'n')], policy: policy as PolicyFile }
  expect(proposed(given)).toEqual([])
  expect(published(given).rows.subjects).toHaveLength(4)
})

test('nobody is proposed for what is done to nobody: a dry run, a lift, the kill switch, a ruling', () => {
  const members = [...OLD, newcomer('X', 'n')]
  expect(proposed({ members })).toEqual(['shape: n'])
  const dry = { ...POLICY, policies: [{ ...SHAPE, mode: 'dry_run' as const }] }
  expect(proposed({ members, policy: dry })).toEqual([])
  expect(proposed({ members, policy: { ...POLICY, kill_switch: true } })).toEqual([])
  const lifted = { ...NOBODY.state, lifted: new Set(['shape\ncampaign X']) }
  expect(proposed({ members, people: { ...NOBODY, state: lifted } })).toEqual([])
  expect(proposed({ members, people: { ...NOBODY, needsTwoFrom: 'verify' } })).toEqual([])
  const benign = { conclusion: 'benign', ruling_id: 'r', ruled_ms: `${NOW_MS}` }
  const onCampaign = { ...benign, subject_kind: 'campaign', subject_id: 'X' }
  expect(proposed({ members, rulings: [onCampaign] })).toEqual([])
})

test('whom a list protects or a person ruled innocent is proposed for nothing', () => {
  const members = [...OLD, newcomer('X', 'n')]
  expect(proposed({ members, people: protecting('n') })).toEqual([])
  const ruling = { subject_kind: 'account', subject_id: 'n', conclusion: 'benign' }
  expect(
    proposed({ members, rulings: [{ ...ruling, ruling_id: 'r', ruled_ms: `${NOW_MS}` }] }),
  ).toEqual([])
  expect(proposed({ members: [...OLD, { ...newcomer('X', 'n'), role: 'victim' }] })).toEqual([])
})

test('a campaign that continues one whose restriction a run lost is proposed for it; one that people lifted is not', () => {
  const members = ['d', 'e'].map((account_id) => member('Z', account_id, { verdict: 'review' }))
  const succeeds = [{ campaign_id: 'Z', succeeds: ['X'] }]
  const lost = [{ policy_id: 'shape', group: 'campaign X' }]
  expect(groupsBefore({ succeeds })).toEqual(['campaign X'])
  expect(proposed({ members, succeeds, lost })).toEqual(['shape: d', 'shape: e'])
  expect(proposed({ members, succeeds })).toEqual([])
  const innocent = { subject_kind: 'campaign', subject_id: 'X', conclusion: 'benign' }
  const rulings = [{ ...innocent, ruling_id: 'r', ruled_ms: `${NOW_MS}` }]
  expect(proposed({ members, succeeds, lost, rulings })).toEqual([])
  const people = { ...NOBODY, state: { ...NOBODY.state, lifted: new Set(['shape\ncampaign Z']) } }
  expect(proposed({ members, succeeds, lost, people })).toEqual([])
})

test('a newcomer is proposed for what its campaign only waits for', () => {
  const policy = { ...POLICY, policies: [{ ...SHAPE, timing: { batch_hours: 24 } }] }
  const members = [...OLD, newcomer('X', 'n')]
  const { rows: found } = published({ members, policy })
  const given = { rows: found, policy, known: new Map(), key: KEY, nowMs: NOW_MS }
  const rows = inBatches(found, policy, enteredChange(given).entered)
  const conclusions = { ...NO_CONCLUSIONS, members }
  const input = { rows, restrictions: restrictionsOf(rows), lost: [], policy, people: NOBODY }
  const proposals = carriedProposals({ ...input, conclusions, key: KEY, nowMs: NOW_MS })
  expect(proposals.map(({ account_id }) => account_id)).toEqual(['n'])
})
