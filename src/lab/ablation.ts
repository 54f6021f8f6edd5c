/**
 * What one family of evidence is worth: the same traffic scanned again without it.
 *
 * A detection that stands on one kind of evidence falls with it, and an operator who learns which it is
 * needs to hide nothing else. The opposite fault is as bad: evidence that only held others back, so
 * that without it strangers are accused.
 */

import type { Findings } from '../domain/findings.js'
import type { Score } from './score.js'

export interface Scored {
  readonly score: Score
  readonly findings: Pick<Findings, 'campaigns'>
}

export interface Ablation {
  /** What was off; empty for the scan with all. */
  readonly family: string
  readonly recall: number
  /** Part of the full scan's recall that is lost. Below zero where more is found without it. */
  readonly fall: number
  readonly found: number
  readonly campaigns: number
  /** Innocent accounts at `review` or above that were not there with all families. */
  readonly newFalsePositives: number
  /** False campaigns of which no member was in a false campaign with all families. */
  readonly newFalseCampaigns: number
  /** The campaign that loses most of its members, and the part of them. */
  readonly hardest: { readonly campaign_id: string; readonly lost: number } | null
  readonly holdsBar: boolean
}

/** Without any one family, recall falls by less than this part, and no new false campaign appears. */
const FALL_MAX = 0.4

export function compareAblation(family: string, full: Scored, without: Scored): Ablation {
  const { accounts } = full.score
  const recall = without.score.accounts.recall
  const fall = accounts.recall === 0 ? 0 : 1 - recall / accounts.recall
  const known = new Set(accounts.falsePositiveAccounts)
  const wrong = membersOfFalse(full)
  const falseNow = without.score.falseCampaigns.filter((id) =>
    membersOf(without, id).every((account) => !wrong.has(account)),
  )
  const lost = full.score.campaigns
    .map(({ campaign_id, recall: before }) => {
      const now = without.score.campaigns.find((one) => one.campaign_id === campaign_id)
      return { campaign_id, lost: before - (now?.recall ?? 0) }
    })
    .sort((one, other) => other.lost - one.lost)
  return {
    family,
    recall,
    fall,
    found: without.score.found,
    campaigns: without.score.campaigns.length,
    newFalsePositives: without.score.accounts.falsePositiveAccounts.filter((id) => !known.has(id))
      .length,
    newFalseCampaigns: falseNow.length,
    hardest: lost.find((one) => one.lost > 0) ?? null,
    holdsBar: fall < FALL_MAX && falseNow.length === 0,
  }
}

const membersOf = ({ findings }: Scored, id: string): readonly string[] =>
  findings.campaigns
    .filter((campaign) => campaign.campaign_id === id)
    .flatMap((campaign) => campaign.members.map((member) => member.account_id))

const membersOfFalse = (scored: Scored): ReadonlySet<string> =>
  new Set(scored.score.falseCampaigns.flatMap((id) => membersOf(scored, id)))
