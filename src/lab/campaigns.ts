/**
 * Every guilty shape, in the sizes of the large simulations.
 *
 * A size is the scale of its scenario, chosen so that a campaign has from some sixty to two thousand
 * accounts, as fits its shape.
 */

import type { ScenarioChoice } from './choice.js'
import type { Discipline } from './scenarios/discipline.js'

const SIZES: readonly (readonly [id: string, scale: number])[] = [
  ['reasoning-harvest', 2],
  ['many-pathways', 1.3],
  ['big-pivot', 1],
  ['reseller-hydra', 1.7],
  ['two-pools', 1.6],
  ['slow-relay', 1.4],
  ['harness-replay', 0.9],
  ['refiner', 1.3],
  ['stored-conversations', 2],
  ['short-spike', 4],
  ['technique-search', 1],
  ['long-quiet', 1.3],
]

/** The published shapes A to L, once each. Discipline and cover are left open. */
export const twelveShapes = (factor: number): readonly ScenarioChoice[] =>
  SIZES.map(([id, scale]) => ({ id, scale: scale * factor }))

interface Level {
  readonly discipline: Discipline
  readonly factor: number
  readonly coverShare: number
}

/** Sizes differ between the levels, so that no campaign is another one's double. */
const LEVELS: readonly Level[] = [
  { discipline: 'sloppy', factor: 1, coverShare: 0.05 },
  { discipline: 'careful', factor: 0.7, coverShare: 0.1 },
  { discipline: 'disciplined', factor: 0.85, coverShare: 0.2 },
]

/** Each of them at each discipline, and leaked keys besides. */
export const everyShapeAtEveryLevel = (): readonly ScenarioChoice[] =>
  LEVELS.flatMap(({ discipline, factor, coverShare }) =>
    [...twelveShapes(factor), { id: 'stolen-keys', scale: 1.3 * factor }].map((choice) => ({
      ...choice,
      discipline,
      coverShare,
    })),
  )

/** Some shapes at each discipline, of the sizes that they are given in. */
export const atEveryLevel = (shapes: readonly ScenarioChoice[]): readonly ScenarioChoice[] =>
  LEVELS.flatMap(({ discipline, coverShare }) =>
    shapes.map((choice) => ({ ...choice, discipline, coverShare })),
  )
