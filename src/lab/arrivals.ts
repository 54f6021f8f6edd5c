/**
 * When requests come: bursts over a day's rhythm.
 *
 * Gaps are drawn from a mixture with a coefficient of variation of 1.25 to 1.5, the median range of
 * real API clients in ServeGen, and are then stretched over the hours of the holder's own day. A
 * rhythm is read from a trace folder when there is one; else it is one of the built-in shapes, which
 * were fitted by eye to the night-to-day ratios there (median 0.00, 90th percentile 0.37).
 */

import { at, type Random } from './random.js'
import type { Window } from './traffic.js'

export interface Rhythm {
  /** Weight of each local hour. */
  readonly hourly: readonly number[]
  /** Weight of a weekend day against a weekday. */
  readonly weekend: number
  readonly variation: number
}

const hours = (text: string): readonly number[] => text.split(' ').map(Number)

type RhythmName = 'evening' | 'office' | 'class' | 'product' | 'night' | 'flat'

export const RHYTHMS: Readonly<Record<RhythmName, Rhythm>> = {
  evening: {
    hourly: hours('2 1 0 0 0 0 1 3 5 6 6 6 7 7 6 6 7 8 9 11 12 12 9 5'),
    weekend: 1.15,
    variation: 1.35,
  },
  office: {
    hourly: hours('0 0 0 0 0 0 0 2 7 12 13 12 8 11 13 12 10 7 3 2 1 1 0 0'),
    weekend: 0.12,
    variation: 1.3,
  },
  class: {
    hourly: hours('0 0 0 0 0 0 0 0 2 10 12 10 4 9 14 12 6 4 4 6 7 6 3 1'),
    weekend: 0.5,
    variation: 1.4,
  },
  product: {
    hourly: hours('4 3 2 2 2 3 4 6 8 9 10 10 10 10 10 10 10 10 10 11 11 10 8 6'),
    weekend: 0.85,
    variation: 1.25,
  },
  night: {
    hourly: hours('12 12 12 11 10 8 3 0 0 0 0 0 0 0 0 0 0 0 0 1 2 4 8 11'),
    weekend: 1,
    variation: 1.5,
  },
  flat: { hourly: hours(Array(24).fill('1').join(' ')), weekend: 1, variation: 1.25 },
}

const HOUR_MS = 3_600_000

/** Instants of about `mean` arrivals inside the window, in order. */
export const arrivals = (
  random: Random,
  rhythm: Rhythm,
  offsetHours: number,
  window: Window,
  mean: number,
): readonly number[] => {
  const count = random.poisson(mean)
  if (count === 0) return []
  const places: number[] = []
  let total = 0
  for (let step = 0; step <= count; step += 1) {
    total += random.hyperExponential(1, rhythm.variation)
    places.push(total)
  }
  const day = cumulative(rhythm, offsetHours, window)
  return places.slice(0, count).map((place) => instantAt(day, window, place / total))
}

const cache = new Map<string, readonly number[]>()

/** Running share of a window's arrivals at the end of each of its hours. */
const cumulative = (rhythm: Rhythm, offsetHours: number, window: Window): readonly number[] => {
  const key = `${rhythm.hourly.join()} ${rhythm.weekend} ${offsetHours} ${window.startMs} ${window.endMs}`
  const known = cache.get(key)
  if (known) return known
  const sums: number[] = []
  let sum = 0
  for (let ms = window.startMs; ms < window.endMs; ms += HOUR_MS) {
    const local = new Date(ms + offsetHours * HOUR_MS)
    const isWeekend = local.getUTCDay() === 0 || local.getUTCDay() === 6
    const length = Math.min(1, (window.endMs - ms) / HOUR_MS)
    sum += at(rhythm.hourly, local.getUTCHours()) * (isWeekend ? rhythm.weekend : 1) * length
    sums.push(sum)
  }
  // A rhythm that never wakes inside a short window is taken as flat.
  const shares =
    sum > 0 ? sums.map((part) => part / sum) : sums.map((_, h) => (h + 1) / sums.length)
  if (cache.size < 4096) cache.set(key, shares)
  return shares
}

const instantAt = (shares: readonly number[], window: Window, share: number): number => {
  let low = 0
  let high = shares.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(shares, middle) < share) low = middle + 1
    else high = middle
  }
  const before = low === 0 ? 0 : at(shares, low - 1)
  const width = at(shares, low) - before
  const within = width > 0 ? (share - before) / width : 0
  const ms = window.startMs + (low + Math.min(0.999, within)) * HOUR_MS
  return Math.min(window.endMs - 1, Math.round(ms))
}
