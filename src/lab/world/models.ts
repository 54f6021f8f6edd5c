/**
 * The models that the imaginary provider offers, and when each came out.
 *
 * One of them is released inside the window, because how fast an account moves to a new model is
 * something that separates a loader from a person.
 */

import type { Random, Weighted } from '../random.js'

export interface Models {
  readonly releases: readonly { readonly model: string; readonly releasedAtMs: number }[]
  readonly newest: string
  readonly newestAtMs: number
  /** The model of somebody who keeps to habits. */
  readonly habitual: (random: Random, purpose: Purpose) => string
}

export type Purpose = 'chat' | 'code' | 'server' | 'batch'

const DAY_MS = 86_400_000

export const MODEL = {
  small: 'heron-small-2',
  middle: 'heron-middle-3',
  large: 'heron-large-3',
  older: 'heron-large-2',
  newest: 'heron-large-4',
} as const

const HABITS: Readonly<Record<Purpose, readonly Weighted<string>[]>> = {
  chat: [
    [MODEL.middle, 0.6],
    [MODEL.large, 0.3],
    [MODEL.small, 0.1],
  ],
  code: [
    [MODEL.large, 0.6],
    [MODEL.middle, 0.35],
    [MODEL.older, 0.05],
  ],
  server: [
    [MODEL.small, 0.45],
    [MODEL.middle, 0.35],
    [MODEL.large, 0.12],
    [MODEL.older, 0.08],
  ],
  batch: [
    [MODEL.small, 0.75],
    [MODEL.middle, 0.2],
    [MODEL.large, 0.05],
  ],
}

/** The release falls at 55 % of the window, at a full hour plus seventeen minutes. */
export const createModels = (startMs: number, endMs: number): Models => {
  const hour = 3_600_000
  const newestAtMs = Math.floor((startMs + 0.55 * (endMs - startMs)) / hour) * hour + 17 * 60_000
  return {
    releases: [
      { model: MODEL.older, releasedAtMs: startMs - 610 * DAY_MS },
      { model: MODEL.small, releasedAtMs: startMs - 420 * DAY_MS },
      { model: MODEL.large, releasedAtMs: startMs - 260 * DAY_MS },
      { model: MODEL.middle, releasedAtMs: startMs - 140 * DAY_MS },
      { model: MODEL.newest, releasedAtMs: newestAtMs },
    ],
    newest: MODEL.newest,
    newestAtMs,
    habitual: (random, purpose) => random.weighted(HABITS[purpose]),
  }
}
