/**
 * Whether a running service finds a campaign while it is active.
 *
 * What counts is not a finding in a report but what the service would answer for an account that asks now: a
 * campaign is found when so many of its operators are under a decision that somebody would look at it.
 */

import type { Truth } from '../domain/truth.js'

/**
 * Eight accounts are more than one mistaken link or one unlucky customer explains, and few enough that a campaign
 * is found when a person would first see it. Of a large pool eight would be a crumb: there it is a tenth of the
 * operators seen so far. In a campaign of fewer than eight, half of them.
 */
const FOUND_MIN = 8
const FOUND_SHARE_MIN = 0.1

/** How many of its operators must be under a decision. */
export const foundFrom = (seen: number, operators: number): number =>
  Math.max(
    Math.ceil(FOUND_SHARE_MIN * seen),
    operators < FOUND_MIN ? Math.ceil(operators / 2) : FOUND_MIN,
  )

/** Accounts under a decision, of those who had sent anything by then. */
export interface Decided {
  readonly decided: number
  readonly seen: number
}

export interface LiveCampaign {
  readonly campaign_id: string
  readonly discipline: Truth['campaigns'][number]['discipline']
  /** Of those who send anything at all. */
  readonly operators: number
  readonly exchanges: number
  /** When its first exchange was acknowledged, in seconds of the replay. */
  readonly firstSeconds: number
  /** The end of the first look that found it, in seconds of the replay; null if none did. */
  readonly found: (Decided & { readonly seconds: number; readonly sent: number }) | null
  /** When its last exchange was acknowledged, and what was decided right then. */
  readonly last: Decided & { readonly seconds: number }
  /** When a run has seen all of it. */
  readonly end: Decided
}

/** Found before its last exchange arrived. */
export const isFoundActive = ({ found, last }: LiveCampaign): boolean =>
  found !== null && found.seconds < last.seconds

/** Fewer than eight accounts are held to nothing. */
export const isHeldToBar = ({ operators }: LiveCampaign): boolean => operators >= FOUND_MIN

/** Share of its exchanges that it had sent when it was found; all of them if it was not found by then. */
export const shareSent = (campaign: LiveCampaign): number =>
  campaign.found === null ? 1 : campaign.found.sent / campaign.exchanges

/** Sent so much slower than asked, it is not what was to be shown. */
const RATE_SHARE_MIN = 0.95

/** What of a replay does not hold, in words. */
export function missedLive(
  campaigns: readonly LiveCampaign[],
  rate: { readonly asked: number; readonly measured: number },
): readonly string[] {
  const late = campaigns.filter((one) => isHeldToBar(one) && !isFoundActive(one))
  return [
    ...late.map((one) => `${one.campaign_id} was not found while it was active`),
    ...(rate.measured < RATE_SHARE_MIN * rate.asked
      ? [`${rate.measured.toFixed(0)} exchanges a second arrived, not ${rate.asked}`]
      : []),
  ]
}
