/** How a process that keeps dying is started again: ever later, but for ever. */

const FIRST_MS = 100
const MOST_MS = 30_000
/** One that lived so long was well. */
const WELL_MS = 60_000
/** One that lived shorter died at once. */
const AT_ONCE_MS = 10_000
/** So many deaths at once in a row are for a person to look at. */
const DEATHS_LOUD = 5

export interface Deaths {
  /** In a row, without having been well between. */
  readonly inARow: number
  /** Of these the last ones, at once. */
  readonly atOnce: number
}

export const NO_DEATHS: Deaths = Object.freeze({ inARow: 0, atOnce: 0 })

export function afterDeath(before: Deaths, livedMs: number): Deaths {
  if (livedMs >= WELL_MS) return { inARow: 1, atOnce: 0 }
  return { inARow: before.inARow + 1, atOnce: livedMs < AT_ONCE_MS ? before.atOnce + 1 : 0 }
}

export const restartMs = ({ inARow }: Deaths): number =>
  Math.min(FIRST_MS * 2 ** Math.min(inARow - 1, 16), MOST_MS)

export const isLoud = ({ atOnce }: Deaths): boolean => atOnce > 0 && atOnce % DEATHS_LOUD === 0
