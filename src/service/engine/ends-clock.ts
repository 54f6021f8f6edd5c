/** By which clock what was granted ends. Pure. */
import type { Instants } from './next-work.js'

/** More than a machine's clocks part by themselves. */
const STEP_MS = 3_600_000
/** So long the wall clock goes on from a step as the other one does, before it is believed. */
const BELIEVED_MS = 86_400_000

export interface EndsClock {
  /** An instant by both clocks, from which the one that never goes back counts on. */
  readonly trusted: Instants
  /** Where they parted since, and from where the wall clock goes on as the other one does. */
  readonly stepped: Instants | undefined
}

/**
 * Now, by which ends are reckoned: no step of the wall clock moves it ahead. Behind the wall clock it stays where the engine began
 * while that was behind, or where the machine slept.
 */
export const endsMsOf = ({ trusted }: EndsClock, { clockMs, wallMs }: Instants): number =>
  Math.floor(Math.min(wallMs, trusted.wallMs + clockMs - trusted.clockMs))

/** How it stands after a look at both clocks. After a day without another step the wall clock is trusted anew. */
export function lookAtClocks({ trusted, stepped }: EndsClock, now: Instants): EndsClock {
  if (!isApart(trusted, now)) return { trusted, stepped: undefined }
  if (stepped === undefined || isApart(stepped, now)) return { trusted, stepped: now }
  return now.clockMs - stepped.clockMs >= BELIEVED_MS
    ? { trusted: now, stepped: undefined }
    : { trusted, stepped }
}

const isApart = (since: Instants, now: Instants): boolean =>
  Math.abs(now.wallMs - since.wallMs - (now.clockMs - since.clockMs)) > STEP_MS
