/**
 * Time to detect: what a scan would have said, had it run earlier.
 *
 * A campaign is found when somebody would have looked at it, not when all of it is known; so the
 * question at each cut of the log is whether a finding holds a fair part of those operators who had
 * sent anything by then. The answer at a cut is an upper bound of what was lost: a scan a little
 * earlier, after the cut before, might have found as much.
 */

import type { Campaign, Findings } from '../domain/findings.js'
import type { Truth } from '../domain/truth.js'
import { countShared, excusedOf } from './score-clusters.js'

/** When the operators of one campaign sent what, in the order of time. */
export interface CampaignClock {
  readonly campaign_id: string
  readonly sent: readonly { readonly atMs: number; readonly account_id: string }[]
}

/** Shares of a campaign's exchanges at which somebody looks. */
export const SHARES = [0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1] as const

/** A campaign of so many exchanges is held to the bar, and says when to look. */
export const LARGE_EXCHANGES = 20_000

/** What the bar asks: a large campaign is found by this share of it. */
export const BAR: Readonly<Partial<Record<Truth['campaigns'][number]['discipline'], number>>> = {
  sloppy: 0.02,
  careful: 0.05,
}

/** A cut serves a campaign that has sent at least this part of what was asked for, and never more. */
const SERVED_MIN = 0.7

/**
 * The instants at which the log is cut. What was sent before a cut is seen.
 *
 * Each large campaign asks for a cut at each share. Where one cut comes shortly before another campaign
 * asks, it serves that one too: never later than asked, so that nobody is found at a smaller share in
 * the table than in truth. Small campaigns are looked at whenever somebody looks.
 */
export function chooseCuts(
  clocks: readonly CampaignClock[],
  shares: readonly number[] = SHARES,
): readonly number[] {
  const large = clocks.filter((clock) => clock.sent.length >= LARGE_EXCHANGES)
  const asking = large.length > 0 ? large : clocks
  const asked = asking
    .flatMap((clock) => shares.map((share) => askFor(clock, share)))
    .sort((one, other) => one.atMs - other.atMs)
  const cuts: number[] = []
  for (const { clock, wanted, atMs } of asked) {
    const isServed = cuts.some((cut) => {
      const seen = sentBefore(clock, cut)
      return seen <= wanted && seen >= SERVED_MIN * wanted
    })
    if (!isServed) cuts.push(atMs)
  }
  return cuts
}

function askFor(clock: CampaignClock, share: number) {
  const wanted = Math.max(1, Math.floor(share * clock.sent.length))
  return { clock, wanted, atMs: (clock.sent[wanted - 1]?.atMs ?? 0) + 1 }
}

/** How many of a campaign's exchanges lie before an instant. */
export function sentBefore(clock: CampaignClock, atMs: number): number {
  let low = 0
  let high = clock.sent.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((clock.sent[middle]?.atMs ?? 0) < atMs) low = middle + 1
    else high = middle
  }
  return low
}

/** A finding holds a campaign from so many of the operators seen, or so large a share of them. */
const HELD_MIN = 10
const HELD_SHARE_MIN = 0.1

/**
 * Whether a scan of what lay before a cut found a campaign: one finding holds a tenth of the operators
 * seen so far and at least ten of them (half where there are fewer than twenty), and is mostly its own.
 */
export function isHeld(
  truth: Truth,
  findings: Pick<Findings, 'campaigns'>,
  clock: CampaignClock,
  cutMs: number,
): boolean {
  const seen = operatorsBefore(clock, cutMs)
  const excused = excusedOf(truth).get(clock.campaign_id) ?? new Set<string>()
  const wanted = Math.max(
    Math.ceil(HELD_SHARE_MIN * seen.size),
    Math.min(HELD_MIN, Math.ceil(seen.size / 2)),
  )
  return findings.campaigns.some((finding) => {
    const members = membersOf(finding).filter((account) => !excused.has(account))
    const held = countShared(seen, new Set(members))
    return held > 0 && held >= wanted && held * 2 > members.length
  })
}

const membersOf = (finding: Campaign) => finding.members.map((member) => member.account_id)

export const operatorsBefore = (clock: CampaignClock, cutMs: number): ReadonlySet<string> =>
  new Set(clock.sent.slice(0, sentBefore(clock, cutMs)).map((one) => one.account_id))

/** One scan of the replay: which campaigns it held, and whom it accused besides. */
export interface Look {
  readonly atMs: number
  readonly held: ReadonlySet<string>
  readonly falsePositives: number
  readonly falseCampaigns: number
}

export interface Detection {
  readonly campaign_id: string
  readonly discipline: Truth['campaigns'][number]['discipline']
  readonly accounts: number
  readonly exchanges: number
  /** Share sent by the first look that held it, and by the look before; null if none did. */
  readonly share: number | null
  readonly shareBefore: number
  readonly hours: number | null
  /** Exchanges sent before it was found: all of them, if it never was. */
  readonly lost: number
  readonly lostShare: number
  /** Null where no bar is set: the campaign is small, or disciplined. */
  readonly holdsBar: boolean | null
}

/** When each campaign was found, from looks in the order of time. */
export const detect = (
  truth: Truth,
  clocks: readonly CampaignClock[],
  looks: readonly Look[],
): readonly Detection[] =>
  clocks.map((clock) => {
    const campaign = truth.campaigns.find((one) => one.campaign_id === clock.campaign_id)
    if (campaign === undefined) throw new Error(`${clock.campaign_id} is not in the truth`)
    const { campaign_id, discipline, accounts } = campaign
    const exchanges = clock.sent.length
    const place = looks.findIndex((look) => look.held.has(campaign_id))
    const look = looks[place]
    const before = place > 0 ? looks[place - 1] : look === undefined ? looks.at(-1) : undefined
    const shareAt = (atMs: number) => sentBefore(clock, atMs) / exchanges
    const share = look === undefined ? null : shareAt(look.atMs)
    const bar = exchanges >= LARGE_EXCHANGES ? BAR[discipline] : undefined
    return {
      campaign_id,
      discipline,
      accounts: accounts.length,
      exchanges,
      share,
      shareBefore: before === undefined ? 0 : shareAt(before.atMs),
      hours: look === undefined ? null : (look.atMs - (clock.sent[0]?.atMs ?? 0)) / 3_600_000,
      lost: look === undefined ? exchanges : sentBefore(clock, look.atMs),
      lostShare: share ?? 1,
      holdsBar: bar === undefined ? null : share !== null && share <= bar,
    }
  })
