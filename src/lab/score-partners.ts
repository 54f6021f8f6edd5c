/** What a partner's word changed at the second of two providers: findings before and after it, against truth. */

import type { Findings } from '../domain/findings.js'
import type { Truth } from '../domain/truth.js'

/** Accounts at each verdict that is one. */
export interface Standing {
  readonly watch: number
  readonly review: number
  readonly act: number
}

export interface ToldGroup {
  /** A campaign by its name, or `innocent` or `bystanders`. */
  readonly name: string
  readonly accounts: number
  /** Who carries something that was told and is worth anything here. */
  readonly matched: number
  readonly before: Standing
  readonly after: Standing
}

export interface PartnerScore {
  readonly campaigns: readonly ToldGroup[]
  readonly innocent: ToldGroup
  readonly bystanders: ToldGroup
  readonly lookalikes: number
  /** The innocent who are at `review` or above, or shown in a campaign, and were neither before. */
  readonly newlyAccused: readonly string[]
}

export interface Compared {
  readonly truth: Truth
  readonly accountIds: readonly string[]
  readonly before: Findings
  readonly after: Findings
  readonly matched: ReadonlySet<string>
}

export function scorePartners({ truth, accountIds, matched, ...findings }: Compared): PartnerScore {
  const [before, after] = [verdictsOf(findings.before), verdictsOf(findings.after)]
  const [namedBefore, namedAfter] = [namedOf(findings.before), namedOf(findings.after)]
  const groupOf = (name: string, ids: readonly string[]): ToldGroup => ({
    name,
    accounts: ids.length,
    matched: ids.filter((id) => matched.has(id)).length,
    before: standingOf(ids, before),
    after: standingOf(ids, after),
  })
  const bystanders = truth.bystanders.map(({ account_id }) => account_id)
  const known = new Set([...truth.campaigns.flatMap(({ accounts }) => accounts), ...bystanders])
  const innocent = accountIds.filter((id) => !known.has(id))
  return {
    campaigns: truth.campaigns.map((one) => groupOf(one.campaign_id, one.accounts)),
    innocent: groupOf('innocent', innocent),
    bystanders: groupOf('bystanders', bystanders),
    lookalikes: truth.lookalikes.length,
    newlyAccused: innocent.filter((id) => namedAfter.has(id) && !namedBefore.has(id)),
  }
}

type Verdict = Findings['accounts'][number]['verdict']
type Verdicts = ReadonlyMap<string, Verdict>

const verdictsOf = ({ accounts }: Findings): Verdicts =>
  new Map(accounts.map(({ account_id, verdict }) => [account_id, verdict]))

/** Those at `review` or above, and those shown in a campaign in whatever role. */
const namedOf = ({ accounts, campaigns }: Findings): ReadonlySet<string> =>
  new Set([
    ...accounts
      .filter(({ verdict }) => verdict === 'review' || verdict === 'act')
      .map(({ account_id }) => account_id),
    ...campaigns.flatMap(({ members }) => members.map(({ account_id }) => account_id)),
  ])

function standingOf(ids: readonly string[], verdicts: Verdicts): Standing {
  const at = (verdict: Verdict) => ids.filter((id) => verdicts.get(id) === verdict).length
  return { watch: at('watch'), review: at('review'), act: at('act') }
}

/** The sum of several groups. */
export function together(name: string, groups: readonly ToldGroup[]): ToldGroup {
  const sum = (of: (group: ToldGroup) => number) => groups.reduce((all, one) => all + of(one), 0)
  const all = (of: (group: ToldGroup) => Standing): Standing => ({
    watch: sum((one) => of(one).watch),
    review: sum((one) => of(one).review),
    act: sum((one) => of(one).act),
  })
  return {
    name,
    accounts: sum((one) => one.accounts),
    matched: sum((one) => one.matched),
    before: all((one) => one.before),
    after: all((one) => one.after),
  }
}
