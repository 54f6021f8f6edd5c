import { type Erasure, type Erasures, erasuresWaiting } from '../../records/erasures.js'
import type { SegmentFile } from '../spool/segment-name.js'
import type { Instants } from './next-work.js'

export interface ErasuresAt {
  readonly people: Erasures
  /** Of those that a mark names: they are done by whoever opens the store. */
  readonly noted: ReadonlySet<string>
  readonly now: Instants
  /** How long each can be taken back. */
  readonly waitMs: number
  readonly segments: readonly Pick<SegmentFile, 'name' | 'state'>[]
}

/** A wall clock that is ahead for less than that begins nothing. */
const SURE_MS = 60_000
/** What is wanted in that time is done together, and between two a run comes to its end and people can act. */
const PAUSE_MS = 15 * 60_000

interface Seen {
  readonly fromMs: number
  /** What lay in the spool when its time to be taken back was over. */
  readonly names: ReadonlySet<string>
}

/**
 * Which erasures may be begun: those whose time to be taken back is over, by the wall clock for a while, and of which nothing is
 * left in the spool that lay there when it was. An engine that has just erased waits before it does again.
 */
export function watchErasures(): (
  at: ErasuresAt,
  erasedMs: number | undefined,
) => readonly Erasure[] {
  const seen = new Map<string, Seen>()
  return ({ people, noted, now: { clockMs, wallMs }, waitMs, segments }, erasedMs) => {
    const waiting = segments.filter(({ state }) => state !== 'aside')
    const there = new Set(waiting.map(({ name }) => name))
    const isResting = erasedMs !== undefined && clockMs - erasedMs < Math.min(PAUSE_MS, waitMs)
    return erasuresWaiting(people).filter(({ erasure_id, opened_ms, subject_id }) => {
      // One from ahead was opened by a clock that was wrong: its time counts from when it was seen.
      const isAhead = opened_ms > wallMs
      const isOver = isAhead || wallMs - opened_ms >= waitMs
      if (!isOver || subject_id === '' || noted.has(erasure_id)) {
        seen.delete(erasure_id)
        return false
      }
      const { fromMs, names } = seen.get(erasure_id) ?? { fromMs: clockMs, names: there }
      seen.set(erasure_id, { fromMs, names })
      const sureMs = isAhead ? waitMs : Math.min(SURE_MS, waitMs)
      if (isResting || clockMs - fromMs < sureMs) return false
      return [...names].every((name) => !there.has(name))
    })
  }
}

/** What failed is tried again by an engine that begins anew, so often. */
export const TRY_AGAIN_MS = 3_600_000
