/**
 * What the accounts that are touched together use at the moment. Groups are named by policies and runs, never by a
 * client, so there are as many as campaigns.
 */
import type { Limits, Use } from '../../countermeasures/define.js'

export interface Caps {
  /** What is in use before a request. */
  readonly use: (group: string, limits: Limits) => Use
  /** Counts a request that goes on, and gives what ends it. To be called once. */
  readonly take: (group: string, limits: Limits) => () => void
}

interface Bucket {
  tokens: number
  atMs: number
  inHand: number
}

/** At this many groups those that have nothing in use are forgotten. */
const GROUPS_SWEPT = 10_000
const MINUTE_MS = 60_000

/** `now` in milliseconds; a clock that is set back gives nothing and takes nothing. */
export function makeCaps(now: () => number): Caps {
  const buckets = new Map<string, Bucket>()
  const filled = (group: string, { requests_per_minute: rate = 0 }: Limits): Bucket => {
    const atMs = now()
    const most = Math.max(1, rate)
    const bucket = buckets.get(group) ?? { tokens: most, atMs, inHand: 0 }
    const passedMs = Math.max(0, atMs - bucket.atMs)
    bucket.tokens = Math.min(most, bucket.tokens + (passedMs * rate) / MINUTE_MS)
    bucket.atMs = atMs
    if (!buckets.has(group)) {
      if (buckets.size >= GROUPS_SWEPT) sweep(buckets)
      buckets.set(group, bucket)
    }
    return bucket
  }
  return {
    use: (group, limits) => {
      const { tokens, inHand } = filled(group, limits)
      const rate = limits.requests_per_minute ?? 0
      const seconds_to_next = rate === 0 ? 0 : (Math.max(0, 1 - tokens) * 60) / rate
      return { in_hand: inHand, allowance: tokens, seconds_to_next }
    },
    take: (group, limits) => {
      const bucket = filled(group, limits)
      // No debt: where there is no rate yet, or no more than one left, nobody has to make up for it later.
      bucket.tokens = Math.max(0, bucket.tokens - 1)
      bucket.inHand += 1
      return () => {
        bucket.inHand -= 1
      }
    },
  }
}

function sweep(buckets: Map<string, Bucket>): void {
  for (const [group, { inHand }] of buckets) if (inHand === 0) buckets.delete(group)
}
