/**
 * How well the members of true campaigns were put together.
 *
 * B-cubed precision and recall (Bagga and Baldwin 1998) over the members of true campaigns, each
 * member leaving itself out: precision is the share of a member's found company that is truly of its
 * campaign, recall the share of its campaign that was found with it. An account in no found campaign
 * is alone.
 */

import type { Findings } from '../domain/findings.js'
import type { Truth } from '../domain/truth.js'

export interface ClusterScore {
  readonly precision: number
  readonly recall: number
  readonly f: number
}

export const scoreClusters = (truth: Truth, findings: Findings): ClusterScore => {
  const foundOf = new Map<string, ReadonlySet<string>>()
  for (const campaign of findings.campaigns) {
    const members = new Set(campaign.members.map((member) => member.account_id))
    for (const account of members) if (!foundOf.has(account)) foundOf.set(account, members)
  }
  const excused = excusedOf(truth)
  let precision = 0
  let recall = 0
  let counted = 0
  let placed = 0
  for (const campaign of truth.campaigns) {
    const fellows = new Set(campaign.accounts)
    for (const account of fellows) {
      const found = foundOf.get(account)
      const shared = found ? countShared(fellows, found) - 1 : 0
      counted += 1
      recall += fellows.size > 1 ? shared / (fellows.size - 1) : found ? 1 : 0
      if (!found) continue
      const company = [...found].filter((other) => !excused.get(campaign.campaign_id)?.has(other))
      placed += 1
      precision += company.length > 1 ? shared / (company.length - 1) : 1
    }
  }
  return harmonic(placed === 0 ? 1 : precision / placed, counted === 0 ? 1 : recall / counted)
}

const harmonic = (precision: number, recall: number): ClusterScore => ({
  precision,
  recall,
  f: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
})

/** The bystanders of each campaign: in its company without being an impurity. */
export const excusedOf = (truth: Truth): ReadonlyMap<string, ReadonlySet<string>> => {
  const excused = new Map<string, Set<string>>()
  for (const bystander of truth.bystanders) {
    const known = excused.get(bystander.campaign_id) ?? new Set()
    known.add(bystander.account_id)
    excused.set(bystander.campaign_id, known)
  }
  return excused
}

export const countShared = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one]
  let shared = 0
  for (const account of fewer) if (more.has(account)) shared += 1
  return shared
}
