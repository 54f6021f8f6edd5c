/** How a process that keeps dying is started again: ever later, but for ever. */

const FIRST_MS = 100
/** Requests wait for the gate, and nobody for the engine. */
const MOST_MS = Object.freeze({ gate: 2000, engine: 10_000 })
/** One that lived so long was well; one that lived shorter died at once. */
const WELL_MS = 10_000
/** So many deaths at once in a row are for a person to look at. */
const DEATHS_LOUD = 5

/** How often in a row it died at once, after a life of `livedMs` too. */
export const deathsAfter = (before: number, livedMs: number): number =>
  livedMs >= WELL_MS ? 0 : before + 1

export const restartMs = (part: keyof typeof MOST_MS, deaths: number): number =>
  Math.min(FIRST_MS * 2 ** Math.max(0, Math.min(deaths - 1, 16)), MOST_MS[part])

export const isLoud = (deaths: number): boolean => deaths > 0 && deaths % DEATHS_LOUD === 0
