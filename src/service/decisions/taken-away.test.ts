import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProtectedKind, SignedRuling } from '../../records/state.js'
import { type ByPeople, digestOf, NOBODY, policyByPeople } from './by-people.js'
import { type Conclusions, type MemberRow, NO_CONCLUSIONS } from './conclusions.js'
import { exemptionOf } from './exemption.js'
import { addsTo, restrictionsOf } from './in-force.js'
import { goingFree } from './let-go.js'
import { type PolicyFile, policyFile } from './policy.js'
import { hashKeyWords } from './siphash.js'
import { keyedHash } from './sketch.js'
import { decodeHeader, decodeTables } from './snapshot-decode.js'
import { buildSnapshot, type SnapshotRows } from './snapshot-encode.js'
import { rowsOf } from './snapshot-rows.js'
import { LEVEL_OBSERVE, LEVELS } from './subject.js'
import { snapshotRows } from './subjects.js'
import { lettingGoIn, takenAway } from './taken-away.js'

const KEY = hashKeyWords('[(1,2)]')
const NOW_MS = Date.parse('2026-03-02T00:00:00Z')
const HOUR_MS = 3_600_000
const told = { reason_code: 'usage_review', appeal: 'appeals@example.org', mode: 'live' }
const file = (part: object = {}, of: object = {}): PolicyFile =>
  policyFile.parse({
    schema: 'stillwatch.policy/1',
    policies: [
      {
        ...{ ...told, policy_id: 'found', level: 'shape', when: { verdict: 'act' } },
        ...{ scope: ['account', 'api_key', 'payment'], ...of },
      },
      { ...told, policy_id: 'ruled', level: 'deny', when: { ruling: 'campaign' } },
      { ...told, policy_id: 'named', level: 'limit', named: { accounts: ['n-1', 'n-2'] } },
    ],
    ...part,
  })

const ACCOUNTS = ['a-1', 'a-2', 'b-1', 'b-2', 'n-1', 'n-2', 'r-1']
const member = (campaign_id: string, account_id: string): MemberRow => ({
  ...{
    campaign_id,
    account_id,
    cluster_id: `cluster-${campaign_id}`,
    entity_id: `org-${account_id}`,
  },
  ...{ verdict: 'act', confidence: 90, needs: '', role: 'operator', is_recognised: false },
  payment_hash: campaign_id === 'a' ? '77' : '78',
})
const conclusions: Conclusions = {
  ...NO_CONCLUSIONS,
  ...{ runId: 'r', finishedMs: NOW_MS },
  members: [member('a', 'a-1'), member('a', 'a-2'), member('b', 'b-1'), member('b', 'b-2')],
  apiKeys: ACCOUNTS.map((account_id) => ({
    ...{ account_id, organization: `org-${account_id}`, api_key_id: `key-${account_id}` },
  })),
}
const keys = conclusions.apiKeys.map(({ organization: organization_id, ...one }) => ({
  ...{ ...one, organization_id },
}))
const clusters = new Map(conclusions.members.map((one) => [one.campaign_id, one.cluster_id]))
const ruling = (subject_kind: SignedRuling['subject_kind'], subject_id: string, rest: object) => ({
  ...{ ruling_id: `on-${subject_id}`, ruled_ms: NOW_MS, subject_kind, subject_id, reason: 'seen' },
  ...{ conclusion: 'benign' as const, people: ['alice', 'bob'], expires_ms: null, ...rest },
})
const ruledAgainst = ruling('account', 'r-1', { conclusion: 'campaign', ruling_id: 'against' })

/** What people did, where two must approve. */
interface Did {
  readonly lifted: readonly string[]
  readonly protected: readonly (readonly [ProtectedKind, string])[]
  readonly rulings: readonly SignedRuling[]
  readonly withdrawn: readonly string[]
  readonly killSwitch: boolean
}
const NOTHING: Did = { lifted: [], protected: [], rulings: [], withdrawn: [], killSwitch: false }
function peopleWho(did: Did, policy = file()): ByPeople {
  const approved = policy.policies.filter((one) => !did.withdrawn.includes(one.policy_id))
  const { policy_id } = { policy_id: 'any' }
  const approval = { policy_id, people: ['alice', 'bob'], at_ms: NOW_MS }
  const signed = [ruledAgainst, ...did.rulings]
  return {
    needsTwoFrom: 'verify',
    state: {
      ...NOBODY.state,
      approvals: new Map(approved.map((one) => [digestOf(one, policy), approval])),
      killSwitch: did.killSwitch,
      lifted: new Set(did.lifted),
      protected: new Map(did.protected.map(([kind, id]) => [`${kind}\n${id}`, { kind, id }])),
      rulings: new Map(signed.map((one) => [one.ruling_id, one])),
    },
  }
}

const publishedBy = (did: Did, { policy = file(), nowMs = NOW_MS } = {}): SnapshotRows => {
  const people = peopleWho(did, policy)
  const given = { policy: policyByPeople(policy, people), people, conclusions, key: KEY, nowMs }
  return snapshotRows({ ...given, keyCheck: '' })
}
const BEFORE = publishedBy(NOTHING)
const inputOf = (did: Did, { policy = file(), nowMs = NOW_MS, rows = BEFORE } = {}) => {
  const people = peopleWho(did, policy)
  const known = { rulings: [], clusters, keys }
  return { rows, policy: policyByPeople(policy, people), people, told: known, key: KEY, nowMs }
}

/** Who is touched, by what. */
function touched(rows: SnapshotRows): readonly string[] {
  if (rows.killSwitch) return []
  const { isMark, isExempt } = exemptionOf(rows)
  return rows.subjects
    .filter((row) => !isMark(row) && !isExempt(row) && row.endMs > rows.createdAtMs)
    .filter(({ policy }) => LEVELS.indexOf(rows.policies[policy]?.level ?? 'pass') > LEVEL_OBSERVE)
    .map((one) => [one.policy, one.group, one.kind, one.hash, one.startMs, one.endMs].join(' '))
    .sort()
}
const named = (id: string) => `${keyedHash(KEY, id)}`
const isTouched = (rows: SnapshotRows, id: string) =>
  touched(rows).some((one) => one.split(' ').includes(named(id)))

const did: fc.Arbitrary<Did> = fc.record({
  lifted: fc.subarray(['found\ncampaign a', 'found\ncampaign b', 'named\npolicy named']),
  protected: fc.subarray(
    ACCOUNTS.flatMap((id) => [
      ['account', id] as const,
      ['organization', `org-${id}`] as const,
      ['api_key', `key-${id}`] as const,
    ]),
    { maxLength: 3 },
  ),
  rulings: fc.subarray(
    [
      ...ACCOUNTS.map((id) => ruling('account', id, {})),
      ruling('campaign', 'a', {}),
      ruling('cluster', 'cluster-b', {}),
      ruling('account', 'r-1', { conclusion: 'undecided', ruling_id: 'doubt' }),
      ruling('account', 'a-1', { ruling_id: 'for a while', expires_ms: NOW_MS + HOUR_MS }),
    ],
    { maxLength: 3 },
  ),
  withdrawn: fc.subarray(['found', 'ruled', 'named']),
  killSwitch: fc.boolean(),
})
const hours = fc.integer({ min: 0, max: 100 }).map((count) => NOW_MS + count * HOUR_MS)

describe('what is taken away from what is in force', () => {
  test('is whatever a whole publication would take away, and nobody is added, whatever people did', () => {
    fc.assert(
      fc.property(did, hours, (done, nowMs) => {
        const left = takenAway(inputOf(done, { nowMs }))
        const whole = new Set(touched(publishedBy(done, { nowMs })))
        const before = new Set(touched({ ...BEFORE, createdAtMs: nowMs }))
        for (const one of touched(left)) {
          expect(before.has(one)).toBe(true)
          expect(whole.has(one)).toBe(true)
        }
        const recorded = { restrictions: restrictionsOf(BEFORE), rows: BEFORE }
        expect(addsTo(recorded, left)).toBe(false)
        // Taken away once more, nothing changes and nothing grows.
        const again = takenAway({ ...inputOf(done, { nowMs }), rows: left })
        expect(again.subjects).toHaveLength(left.subjects.length)
        expect(touched(again)).toEqual(touched(left))
      }),
      { numRuns: 1000 },
    )
  })

  test('is nobody where nobody did anything, or the property above would hold of nothing', () => {
    expect(touched(BEFORE)).toHaveLength(4 + 4 + 2 + 2 + 1)
    expect(touched(takenAway(inputOf(NOTHING)))).toEqual(touched(BEFORE))
  })

  test.each<[string, Partial<Did>, readonly string[], readonly string[]]>([
    ['a lift', { lifted: ['found\ncampaign a'] }, ['a-1', 'a-2', 'key-a-1'], ['b-1', 'r-1']],
    ['a protection', { protected: [['account', 'a-1']] }, ['a-1', 'key-a-1'], ['a-2']],
    ['one of a company', { protected: [['organization', 'org-b-1']] }, ['b-1', 'key-b-1'], ['b-2']],
    ['a ruling', { rulings: [ruling('account', 'a-2', {})] }, ['a-2', 'key-a-2'], ['a-1']],
    [
      'one on a cluster',
      { rulings: [ruling('cluster', 'cluster-b', {})] },
      ['b-1', 'b-2'],
      ['a-1'],
    ],
    [
      'one that takes back another',
      { rulings: [ruling('account', 'r-1', { conclusion: 'undecided', ruling_id: 'doubt' })] },
      ['r-1'],
      ['a-1'],
    ],
    ['a withdrawal', { withdrawn: ['named'] }, ['n-1', 'n-2'], ['a-1']],
    ['the kill switch', { killSwitch: true }, ACCOUNTS, []],
  ])('is who is meant by %s', (_, done, free, held) => {
    const left = takenAway(inputOf({ ...NOTHING, ...done }))
    expect(free.filter((id) => isTouched(left, id))).toEqual([])
    expect(held.filter((id) => !isTouched(left, id))).toEqual([])
  })

  test('is nobody for good by a clock that was wrong for a while', () => {
    const ahead = takenAway(inputOf(NOTHING, { nowMs: NOW_MS + 9000 * HOUR_MS }))
    expect(touched(ahead).filter((one) => !one.includes('policy named'))).toEqual([])
    expect(touched(takenAway(inputOf(NOTHING, { rows: ahead })))).toEqual(touched(BEFORE))
  })

  test('is what the file no longer says: a list, a scope, a policy, other words', () => {
    const left = (policy: PolicyFile) => takenAway(inputOf(NOTHING, { policy }))
    const listed = left(file({ never_touch: { accounts: ['a-1'], api_keys: ['key-b-1'] } }))
    expect(['a-1', 'key-a-1', 'key-b-1'].filter((id) => isTouched(listed, id))).toEqual([])
    const [found, ruled, naming] = file().policies
    const fewer = { ...naming, named: { accounts: ['n-2'] } }
    const shorter = left(policyFile.parse({ ...file(), policies: [found, ruled, fewer] }))
    expect([isTouched(shorter, 'n-1'), isTouched(shorter, 'n-2')]).toEqual([false, true])
    const narrower = left(file({}, { scope: ['account'] }))
    expect([isTouched(narrower, 'key-a-1'), isTouched(narrower, 'a-1')]).toEqual([false, true])
    expect(isTouched(left(policyFile.parse({ ...file(), policies: [ruled] })), 'a-1')).toBe(false)
    expect(isTouched(left(file({}, { level: 'deny' })), 'a-1')).toBe(false)
    expect(isTouched(left(file({}, { mode: 'dry_run' })), 'a-1')).toBe(false)
  })

  test('without a policy file, or without the store, is whomever people let go', () => {
    const done = {
      ...NOTHING,
      lifted: ['found\ncampaign b'],
      rulings: [ruling('account', 'a-2', {})],
    }
    const input = { ...inputOf(done), policy: undefined }
    const unread = { rulings: undefined, clusters: new Map<string, string>(), keys: [] }
    const left = takenAway({ ...input, told: unread })
    expect(['a-2', 'b-1', 'b-2'].filter((id) => isTouched(left, id))).toEqual([])
    expect(['a-1', 'n-1', 'r-1'].filter((id) => !isTouched(left, id))).toEqual([])
  })

  test('is remembered by whom it lets go, so that they stay free under another name', () => {
    const done = { ...NOTHING, lifted: ['found\ncampaign a'] }
    const letGo = lettingGoIn(inputOf(done))
    const members = ['a-1', 'a-2'].map((id) => member('another', id))
    const seen = { people: peopleWho(done), conclusions: { members, rulings: [] }, key: KEY }
    expect(goingFree(seen, letGo).isUndone('found', 'another')).toBe(true)
    expect(goingFree(seen, new Map()).isUndone('found', 'another')).toBe(false)
  })

  test('is taken from the rows that a file was made of, to the byte', () => {
    const bytes = buildSnapshot({
      ...BEFORE,
      shingles: [{ shingle: 2n ** 63n + 5n, template: 9n }],
    })
    const header = decodeHeader(bytes)
    if ('refused' in header) throw new Error(header.refused)
    const tables = decodeTables(bytes, header)
    if ('refused' in tables) throw new Error(tables.refused)
    expect(Buffer.from(buildSnapshot(rowsOf(tables))).equals(bytes)).toBe(true)
  })
})
