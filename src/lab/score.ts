/**
 * What a scan got right: findings against truth.
 *
 * Pure functions over the two published forms and the list of all accounts. Rates on the innocent
 * come with an upper bound, because a sample without a false positive still only shows so much.
 */

import type { Campaign, Findings } from '../domain/findings.js'
import type { Truth } from '../domain/truth.js'
import { type BystanderScore, scoreBystanders } from './score-bystanders.js'
import { type ClusterScore, countShared, excusedOf, scoreClusters } from './score-clusters.js'

export interface AccountScore {
  readonly precision: number
  readonly recall: number
  readonly truePositives: number
  readonly falsePositives: number
  readonly falsePositiveAccounts: readonly string[]
  readonly benign: number
  readonly falsePositiveRate: number
  /** Upper end of the one-sided 95 % interval of the rate (Clopper–Pearson). */
  readonly falsePositiveRateUpper: number
  /** Bystanders whose verdict is `act`, which none may have. */
  readonly bystandersAccused: readonly string[]
  readonly bystanders: number
  /** Bystanders who stand at `review` or above without the role that spares them. */
  readonly bystandersUnspared: readonly string[]
}

export interface CampaignScore {
  readonly campaign_id: string
  readonly shape: string
  readonly discipline: string
  readonly accounts: number
  /** At least half of the members are in one finding. */
  readonly isFound: boolean
  /** Some members are in some finding, though not half of them in one. */
  readonly isPartlyFound: boolean
  /** Share of members in the best-matching finding. */
  readonly recallBest: number
  /** Share of members at `review` or above, wherever they are. */
  readonly recall: number
  /** Share of the best-matching finding's members that belong; bystanders count for neither side. */
  readonly purity: number
  /** Findings that hold at least a twentieth of the members. */
  readonly fragments: number
  /** Strangers in the best-matching finding, as a share of it. */
  readonly contamination: number
  readonly matchedCampaignId: string | null
  readonly confidence: number | null
  /** Extracting exchanges that the best finding states, over those that there were. */
  readonly exchangesExtractingRatio: number | null
  /** The same over those that went through the accounts in that finding: half a find counts half. */
  readonly exchangesExtractingFoundRatio: number | null
}

export type LookalikeVerdict = 'clear' | 'watch' | 'review' | 'act'

export interface LookalikeScore {
  readonly kind: string
  readonly accounts: number
  readonly worst: LookalikeVerdict
  readonly watch: number
  readonly review: number
  readonly act: number
}

export interface Score {
  readonly accounts: AccountScore
  readonly campaigns: readonly CampaignScore[]
  readonly lookalikes: readonly LookalikeScore[]
  readonly bystanders: readonly BystanderScore[]
  readonly clusters: ClusterScore
  readonly found: number
  readonly partlyFound: number
  readonly missed: number
  /** Findings of which not a twentieth of the members belong to a true campaign. */
  readonly falseCampaigns: readonly string[]
}

export const scoreFindings = (
  truth: Truth,
  findings: Findings,
  accountIds: readonly string[],
): Score => {
  const verdicts = verdictsOf(findings)
  const campaigns = truth.campaigns.map((campaign) =>
    scoreCampaign(truth, campaign, findings, verdicts),
  )
  const found = campaigns.filter((campaign) => campaign.isFound).length
  const partlyFound = campaigns.filter((campaign) => campaign.isPartlyFound).length
  return {
    accounts: scoreAccounts(truth, findings, accountIds),
    campaigns,
    lookalikes: truth.lookalikes.map((group) => scoreLookalike(group, verdicts)),
    bystanders: scoreBystanders(truth, findings),
    clusters: scoreClusters(truth, findings),
    found,
    partlyFound,
    missed: campaigns.length - found - partlyFound,
    falseCampaigns: falseCampaigns(truth, findings),
  }
}

type Verdicts = ReadonlyMap<string, LookalikeVerdict>
const RANK: Readonly<Record<LookalikeVerdict, number>> = { clear: 0, watch: 1, review: 2, act: 3 }

const verdictsOf = (findings: Findings): Verdicts =>
  new Map(findings.accounts.map((account) => [account.account_id, account.verdict]))

const isSuspect = (verdicts: Verdicts, account: string): boolean =>
  RANK[verdicts.get(account) ?? 'clear'] >= RANK.review

const scoreAccounts = (
  truth: Truth,
  findings: Findings,
  accountIds: readonly string[],
): AccountScore => {
  const verdicts = verdictsOf(findings)
  const spared = new Set(
    findings.campaigns.flatMap(({ members }) =>
      members.filter(({ role }) => role !== 'operator').map(({ account_id }) => account_id),
    ),
  )
  const guilty = new Set(truth.campaigns.flatMap((campaign) => campaign.accounts))
  const bystanders = new Set(truth.bystanders.map((bystander) => bystander.account_id))
  const benign = accountIds.filter((id) => !guilty.has(id) && !bystanders.has(id))
  const wrong = benign.filter((id) => isSuspect(verdicts, id))
  const right = [...guilty].filter((id) => isSuspect(verdicts, id)).length
  const named = right + wrong.length
  return {
    precision: named === 0 ? 1 : right / named,
    recall: guilty.size === 0 ? 1 : right / guilty.size,
    truePositives: right,
    falsePositives: wrong.length,
    falsePositiveAccounts: wrong,
    benign: benign.length,
    falsePositiveRate: benign.length === 0 ? 0 : wrong.length / benign.length,
    falsePositiveRateUpper: rateUpperBound(wrong.length, benign.length),
    bystandersAccused: [...bystanders].filter((id) => verdicts.get(id) === 'act'),
    bystanders: bystanders.size,
    bystandersUnspared: [...bystanders].filter((id) => isSuspect(verdicts, id) && !spared.has(id)),
  }
}

/** A fragment or a match is at least this share; less is chance contact. */
const FRAGMENT_SHARE = 0.05

const scoreCampaign = (
  truth: Truth,
  campaign: Truth['campaigns'][number],
  findings: Findings,
  verdicts: Verdicts,
): CampaignScore => {
  const members = new Set(campaign.accounts)
  const excused = excusedOf(truth).get(campaign.campaign_id) ?? new Set<string>()
  const shares = findings.campaigns.map((finding) => ({
    finding,
    shared: countShared(members, membersOf(finding)),
  }))
  const best = shares.toSorted((one, other) => other.shared - one.shared)[0]
  const matched = best && best.shared > 0 ? best : undefined
  const recallBest = matched ? matched.shared / members.size : 0
  const judged = matched
    ? [...membersOf(matched.finding)].filter((account) => !excused.has(account)).length
    : 0
  const purity = matched && judged > 0 ? matched.shared / judged : 0
  const suspects = campaign.accounts.filter((account) => isSuspect(verdicts, account)).length
  return {
    campaign_id: campaign.campaign_id,
    shape: campaign.shape,
    discipline: campaign.discipline,
    accounts: members.size,
    isFound: recallBest >= 0.5,
    isPartlyFound: recallBest > 0 && recallBest < 0.5,
    recallBest,
    recall: members.size === 0 ? 1 : suspects / members.size,
    purity,
    fragments: shares.filter(({ shared }) => shared >= FRAGMENT_SHARE * members.size && shared > 0)
      .length,
    contamination: matched ? 1 - purity : 0,
    matchedCampaignId: matched?.finding.campaign_id ?? null,
    confidence: matched?.finding.confidence ?? null,
    exchangesExtractingRatio:
      matched && campaign.exchanges_extracting > 0
        ? matched.finding.exchanges_extracting / campaign.exchanges_extracting
        : null,
    exchangesExtractingFoundRatio: matched ? foundRatio(truth, matched.finding) : null,
  }
}

/** A finding may hold two campaigns: what both took through its members is what it should count. */
const foundRatio = (truth: Truth, finding: Campaign): number | null => {
  const members = membersOf(finding)
  const took = truth.campaigns
    .flatMap(({ extracting_by_account = {} }) => Object.entries(extracting_by_account))
    .reduce((sum, [id, count]) => (members.has(id) ? sum + count : sum), 0)
  return took === 0 ? null : finding.exchanges_extracting / took
}

const membersOf = (campaign: Campaign): ReadonlySet<string> =>
  new Set(campaign.members.map((member) => member.account_id))

const scoreLookalike = (group: Truth['lookalikes'][number], verdicts: Verdicts): LookalikeScore => {
  const reached = group.accounts.map((account) => verdicts.get(account) ?? 'clear')
  const count = (verdict: LookalikeVerdict): number =>
    reached.filter((candidate) => candidate === verdict).length
  return {
    kind: group.kind,
    accounts: group.accounts.length,
    worst: reached.reduce<LookalikeVerdict>(
      (worst, verdict) => (RANK[verdict] > RANK[worst] ? verdict : worst),
      'clear',
    ),
    watch: count('watch'),
    review: count('review'),
    act: count('act'),
  }
}

/** Only operators count: a finding full of true bystanders accuses nobody wrongly by itself. */
const falseCampaigns = (truth: Truth, findings: Findings): readonly string[] => {
  const known = new Set([
    ...truth.campaigns.flatMap((campaign) => campaign.accounts),
    ...truth.bystanders.map((bystander) => bystander.account_id),
  ])
  return findings.campaigns
    .filter((finding) => {
      const members = membersOf(finding)
      return members.size === 0 || countShared(known, members) < FRAGMENT_SHARE * members.size
    })
    .map((finding) => finding.campaign_id)
}

/**
 * The largest rate that `events` or fewer among `trials` would still show in one of twenty samples:
 * the one-sided 95 % Clopper–Pearson bound, by its Poisson limit. Zero among 20,000 gives 1.5e-4 and
 * one gives 2.4e-4, the figures of DETECTION section 7. For few trials the limit errs upward.
 */
export const rateUpperBound = (events: number, trials: number, level = 0.95): number => {
  if (trials === 0 || events >= trials) return 1
  let low = 0
  let high = events + 20 + 6 * Math.sqrt(events + 1)
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2
    if (poissonAtMost(events, middle) > 1 - level) low = middle
    else high = middle
  }
  return Math.min(1, high / trials)
}

const poissonAtMost = (events: number, mean: number): number => {
  let logTerm = -mean
  let sum = Math.exp(logTerm)
  for (let count = 1; count <= events; count += 1) {
    logTerm += Math.log(mean) - Math.log(count)
    sum += Math.exp(logTerm)
  }
  return sum
}
