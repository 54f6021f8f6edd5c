import type { Bar } from '../gate/result.js'

export interface Spread {
  readonly requests: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly p999_ms: number
  readonly max_ms: number
}

export interface SignupBench {
  readonly machine: {
    readonly processor: string
    readonly node: string
    /** Whether the gate had a core to itself. */
    readonly is_pinned: boolean
  }
  readonly remembered: number
  readonly rate: number
  /** Whether each was answered only once it was on disk. */
  readonly is_disk_awaited: boolean
  /** How many of the sign-ups were on disk when they were answered. */
  readonly kept_share: number
  readonly fill_seconds: number
  readonly signups: Spread
  /** Requests beside them that the same server answers with nothing. */
  readonly bare: Spread
  readonly decisions_alone: Spread
  readonly decisions_beside: Spread
  /** Of each round what assessing takes beyond a bare request, the least first: what the machine does besides meets both. */
  readonly assessing_all_p99_ms: readonly number[]
  /** The middle one. */
  readonly assessing_p99_ms: number
  /** Of each pair of rounds the difference of the two, the least first. */
  readonly added_all_p99_ms: readonly number[]
  /** The middle one. */
  readonly added_p99_ms: number
  readonly failed: number
  readonly resident_bytes: number
}

/** Whoever signs up waits for a page; five milliseconds of that nobody sees. */
const SIGNUP_MS_MAX = 5
/** As a rebuild may add, in `bench gate`. */
const ADDED_MS_MAX = 2

export function barsOfSignups({ signups, added_p99_ms, failed }: SignupBench): readonly Bar[] {
  const most = (name: string, value: number, unit: string, bound: number): Bar => ({
    ...{ name, value, unit, bound },
    is_at_most: true,
    is_met: value <= bound,
  })
  return [
    most('sign-up assessed, p99', signups.p99_ms, 'ms', SIGNUP_MS_MAX),
    most('sign-ups add to a decision, p99', added_p99_ms, 'ms', ADDED_MS_MAX),
    most('failed requests', failed, '', 0),
  ]
}
