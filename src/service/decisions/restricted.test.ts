import { expect, it } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import { NOBODY } from './by-people.js'
import { type MemberRow, NO_CONCLUSIONS } from './conclusions.js'
import { restrictionsOf } from './in-force.js'
import { keyCheckOf } from './key-check.js'
import { policyFile } from './policy.js'
import { type InForceNow, isUnder, subjectsOfRestriction } from './restricted.js'
import { hashKeyWords } from './siphash.js'
import { snapshotRows } from './subjects.js'

const NOW_MS = 1_800_000_000_000
const SECRET = 'test'
const common = { level: 'deny', mode: 'live', reason_code: 'usage_review', appeal: 'Write.' }
const POLICY = policyFile.parse({
  schema: 'stillwatch.policy/1',
  never_touch: { accounts: ['never'] },
  policies: [
    { ...common, policy_id: 'found', when: { verdict: 'act' }, scope: ['account', 'payment'] },
    { ...common, policy_id: 'named', named: { accounts: ['by hand', 'never', 'm1'] } },
  ],
})
const member = (account_id: string, part: Partial<MemberRow> = {}): MemberRow => ({
  ...{ campaign_id: 'c', cluster_id: 'k', verdict: 'act', confidence: 99, needs: 'one person' },
  ...{ account_id, entity_id: account_id, role: 'operator', payment_hash: '77' },
  is_recognised: false,
  ...part,
})

function now(accounts: number): InForceNow {
  const members = [
    ...Array.from({ length: accounts }, (_, place) => member(`m${place}`)),
    member('a customer', { role: 'customer' }),
    member('never'),
    member('of another', { campaign_id: 'd' }),
  ]
  const conclusions = { ...NO_CONCLUSIONS, runId: 'r', finishedMs: NOW_MS, members }
  const key = hashKeyWords(hashKeyOf(SECRET))
  const given = { policy: POLICY, people: NOBODY, conclusions, nowMs: NOW_MS }
  return {
    ...given,
    rows: snapshotRows({ ...given, key, keyCheck: keyCheckOf(SECRET) }),
    hashSecret: SECRET,
  }
}

it('is told by the names of its accounts, and by how many else there are, of each kind', () => {
  const given = now(24_000)
  const found = restrictionsOf(given.rows).find(({ group }) => group === 'campaign c')
  if (found === undefined) throw new Error('there is none')
  const { accounts, ...under } = subjectsOfRestriction(given, found)
  expect(accounts).toEqual(Array.from({ length: 24_000 }, (_, place) => `m${place}`).sort())
  expect(under).toEqual({ subjects: { account: 24_000, payment: 1 }, is_as_recorded: true })
  // What the trail has of it is as small as of one account.
  expect(JSON.stringify(found).length).toBeLessThan(1000)
  expect(subjectsOfRestriction(now(3), found)).toMatchObject({ is_as_recorded: false })
})

it('is what an account is under, by each policy apart, and not whom a list or a role spares', () => {
  const given = now(3)
  const on = (account: string) =>
    restrictionsOf(given.rows)
      .filter((one) => isUnder(given, one, account))
      .map(({ policy_id, group }) => `${policy_id}: ${group}`)
  expect(on('m1')).toEqual(['found: campaign c', 'named: policy named'])
  expect(on('by hand')).toEqual(['named: policy named'])
  expect(on('of another')).toEqual(['found: campaign d'])
  expect([...on('never'), ...on('a customer'), ...on('somebody')]).toEqual([])
})
