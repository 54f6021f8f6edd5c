import type { Restriction } from '../../records/restrictions.js'
import { type ByPeople, isUndone, rulingsByPeople } from './by-people.js'
import type { Conclusions, MemberRow } from './conclusions.js'
import { exemptionOf } from './exemption.js'
import { groupOf, rulingOn } from './let-go.js'
import type { PolicyFile } from './policy.js'
import type { HashKey } from './siphash.js'
import { keyedHash } from './sketch.js'
import type { SnapshotRows } from './snapshot-encode.js'

// A pool that is restricted comes back under other accounts. Whoever is recognised as one of it, or is of a campaign that
// continues it, is proposed for the same; nothing more. A policy that already has them, has them by itself.

/** One row of `countermeasure_carried`. */
export interface Carried {
  readonly campaign_id: string
  readonly account_id: string
  readonly policy_id: string
  readonly level: string
  readonly restricted_id: string
}

export interface CarriedInput {
  /** What is published. */
  readonly rows: SnapshotRows
  readonly restrictions: readonly Restriction[]
  /** What was done to campaigns that a run no longer has. */
  readonly lost: readonly Pick<Restriction, 'policy_id' | 'group'>[]
  /** As people let it be. */
  readonly policy: PolicyFile
  readonly people: ByPeople
  readonly conclusions: Conclusions
  readonly key: HashKey
  readonly nowMs: number
}

/** Of which groups it must be known whether something was done to them that a run lost. */
export const groupsBefore = ({ succeeds }: Pick<Conclusions, 'succeeds'>): readonly string[] => [
  ...new Set(
    succeeds.flatMap((one) => one.succeeds.map((campaign_id) => groupOf({ campaign_id }))),
  ),
]

/** What is to be proposed, ordered. Pure. */
export function carriedProposals(input: CarriedInput): readonly Carried[] {
  const { rows, policy, people, conclusions, key } = input
  if (rows.killSwitch) return []
  const exempt = exemptionOf(rows)
  const touched = new Set(
    rows.subjects
      .filter(({ kind }) => kind === 'account')
      .map((row) => `${policy.policies[row.policy]?.policy_id}\n${row.hash}`),
  )
  const rulings = rulingsByPeople(conclusions.rulings, people, input.nowMs)
  const earlier = new Map(conclusions.succeeds.map((one) => [one.campaign_id, one.succeeds]))
  // What ended because a person ruled it benign is lost to a run by that, and nothing to go on with.
  const isInnocent = (campaign_id: string): boolean =>
    rulingOn(rulings, { campaign_id, cluster_id: '' })?.conclusion === 'benign'
  const found = new Map<string, Carried>()
  for (const member of conclusions.members) {
    if (member.role !== 'operator') continue
    const { campaign_id, account_id } = member
    const hash = keyedHash(key, account_id)
    if (exempt.isExempt({ kind: 'account', hash })) continue
    if (rulingOn(rulings, member)?.conclusion === 'benign') continue
    const deeds = member.is_recognised
      ? done(input, campaign_id)
      : (earlier.get(campaign_id) ?? [])
          .filter((before) => !isInnocent(before))
          .flatMap((before) => done(input, before))
    for (const { policy_id, level, restricted_id } of deeds) {
      const isDone = touched.has(`${policy_id}\n${hash}`)
      if (isDone || isUndone(policy_id, groupOf({ campaign_id }), people)) continue
      const row = { campaign_id, account_id, policy_id, level, restricted_id }
      found.set([campaign_id, account_id, policy_id].join('\n'), row)
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

type Done = Pick<Carried, 'policy_id' | 'level' | 'restricted_id'>

/** What live policies do to a campaign, or did until a run gave it another name. */
function done(
  { restrictions, lost, policy, people }: CarriedInput,
  restricted_id: MemberRow['campaign_id'],
): readonly Done[] {
  const group = groupOf({ campaign_id: restricted_id })
  const ids = new Set(
    [...restrictions, ...lost].filter((one) => one.group === group).map((one) => one.policy_id),
  )
  return policy.policies
    .filter(({ policy_id, mode }) => mode === 'live' && ids.has(policy_id))
    .filter(({ policy_id }) => !isUndone(policy_id, group, people))
    .map(({ policy_id, level }) => ({ policy_id, level, restricted_id }))
}
