/**
 * Ready-made simulations.
 *
 * `example` is the small demonstration that the product can ship, `tiny` is for tests, `small` for an
 * evaluation of one sitting, `twelve` has every guilty shape once, and `acceptance` every shape at
 * every discipline and every look-alike among a hundred thousand accounts. `innocents` has no campaign
 * at all, so that whatever is found there is a false finding. `replay` has few campaigns that are large,
 * and begin when the log is four days old, for the question how soon they are found. `families` has ten
 * shapes, all careful, for the question what each family of evidence is worth. `succession` has eleven, for the
 * question whether a banned pool is recognised when it comes back. `timing` has ten shapes at every discipline, small,
 * for the question what their operators learn from when they are refused. `partners` is the first of two providers. `readers` has
 * the readers of one post, of whom some sit at tables.
 */

import { atEveryLevel, everyShapeAtEveryLevel, twelveShapes } from './campaigns.js'
import type { ScenarioChoice } from './choice.js'
import { ALL_LOOKALIKES } from './look-alikes.js'
import type { Discipline } from './scenarios/discipline.js'

export interface Preset {
  readonly accounts: number
  readonly days: number
  /** Mean exchanges of a background account in the window. */
  readonly exchangesMean: number
  readonly isCompressed: boolean
  /** Factor on the length of answers. */
  readonly textScale: number
  readonly scenarios: readonly ScenarioChoice[]
}

/** The innocent of an evaluation of one sitting, and of everything larger. */
const LOOKALIKES: readonly ScenarioChoice[] = [
  { id: 'university-class', scale: 3 },
  { id: 'corporate-nat', scale: 1.2 },
  { id: 'framework-template', scale: 2 },
  { id: 'public-benchmark', scale: 1 },
  { id: 'judge-vendor', scale: 1 },
  { id: 'microservices', scale: 1 },
  { id: 'consumer-app', scale: 2 },
  { id: 'batch-labelling', scale: 1 },
  { id: 'hackathon', scale: 1 },
  { id: 'night-agents', scale: 1 },
  { id: 'internet-cafe', scale: 1 },
  { id: 'researchers', scale: 1 },
]

/** Two shapes are absent: two pools and the short spike, of which little is found as it is. */
const CAREFUL_SHAPES: readonly ScenarioChoice[] = [
  'reasoning-harvest',
  'many-pathways',
  'big-pivot',
  'reseller-hydra',
  'slow-relay',
  'harness-replay',
  'refiner',
  'stored-conversations',
  'technique-search',
  'long-quiet',
].map((id) => ({ id, scale: 0.3, discipline: 'careful', coverShare: 0.1 }))

export const PRESETS = {
  tiny: {
    accounts: 560,
    days: 5,
    exchangesMean: 7,
    isCompressed: false,
    textScale: 0.6,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] },
      { id: 'slow-relay', scale: 0.1, tongues: ['en'] },
      { id: 'university-class', scale: 0.4 },
      { id: 'framework-template', scale: 0.25 },
      { id: 'consumer-app', scale: 0.12 },
      { id: 'microservices', scale: 0.3 },
    ],
  },
  example: {
    accounts: 440,
    days: 6,
    exchangesMean: 3.9,
    isCompressed: true,
    textScale: 0.09,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.18, tongues: ['en'] },
      { id: 'reseller-hydra', scale: 0.13, tongues: ['en'] },
      { id: 'university-class', scale: 0.27 },
      { id: 'framework-template', scale: 0.1 },
      { id: 'consumer-app', scale: 0.12 },
    ],
  },
  small: {
    accounts: 22_600,
    days: 8,
    exchangesMean: 14,
    isCompressed: false,
    textScale: 0.8,
    scenarios: [
      { id: 'reasoning-harvest', scale: 1.5, tongues: ['en'] },
      { id: 'big-pivot', scale: 1, tongues: ['en'] },
      { id: 'reseller-hydra', scale: 1.2, tongues: ['en'] },
      { id: 'slow-relay', scale: 1.2, tongues: ['en'] },
      ...LOOKALIKES,
    ],
  },
  twelve: {
    accounts: 20_500,
    days: 8,
    exchangesMean: 6,
    isCompressed: false,
    textScale: 0.4,
    scenarios: [...twelveShapes(0.45), ...ALL_LOOKALIKES],
  },
  acceptance: {
    // A third of the background sends nothing in the window; more than 100,000 are seen.
    accounts: 136_000,
    days: 14,
    exchangesMean: 8,
    isCompressed: false,
    textScale: 0.3,
    scenarios: [...everyShapeAtEveryLevel(), ...ALL_LOOKALIKES],
  },
  threeSdk: {
    accounts: 24,
    days: 5,
    exchangesMean: 10,
    isCompressed: false,
    textScale: 0.6,
    scenarios: [{ id: 'three-sdk' }],
  },
  replay: {
    // A third sends nothing in the window; some ten thousand are seen.
    accounts: 15_000,
    days: 12,
    exchangesMean: 5,
    isCompressed: false,
    textScale: 0.2,
    scenarios: [
      { id: 'reasoning-harvest', scale: 2.6, discipline: 'sloppy', coverShare: 0.05, fromDay: 4 },
      { id: 'big-pivot', scale: 2.1, discipline: 'sloppy', coverShare: 0.05, fromDay: 4 },
      { id: 'reasoning-harvest', scale: 2.7, discipline: 'careful', coverShare: 0.1, fromDay: 4 },
      { id: 'harness-replay', scale: 1.9, discipline: 'careful', coverShare: 0.1, fromDay: 4 },
      { id: 'many-pathways', scale: 0.7, discipline: 'careful', coverShare: 0.1, fromDay: 4 },
      { id: 'stored-conversations', scale: 0.7, discipline: 'sloppy', fromDay: 4 },
      { id: 'university-class', scale: 1 },
      { id: 'framework-template', scale: 1 },
      { id: 'consumer-app', scale: 1 },
      { id: 'batch-labelling', scale: 1 },
    ],
  },
  families: {
    accounts: 6000,
    days: 8,
    exchangesMean: 5,
    isCompressed: false,
    textScale: 0.15,
    scenarios: [
      ...CAREFUL_SHAPES,
      { id: 'university-class', scale: 1 },
      { id: 'framework-template', scale: 1 },
      { id: 'consumer-app', scale: 1 },
      { id: 'batch-labelling', scale: 1 },
      { id: 'hackathon', scale: 1 },
      { id: 'corporate-nat', scale: 0.7 },
    ],
  },
  succession: {
    // Some four thousand of these are seen for the first time after the middle of the window.
    accounts: 40_000,
    days: 10,
    exchangesMean: 5,
    isCompressed: false,
    textScale: 0.2,
    scenarios: [
      ...CAREFUL_SHAPES.map((choice) => ({ ...choice, scale: 0.6 })),
      { id: 'two-pools', scale: 0.6, discipline: 'careful', coverShare: 0.1 },
      ...ALL_LOOKALIKES,
    ],
  },
  timing: {
    // A quarter to a third of those who send anything is hostile, more than anywhere in truth: what counts is how many pools.
    accounts: 8000,
    days: 8,
    exchangesMean: 5,
    isCompressed: false,
    textScale: 0.15,
    scenarios: [
      ...atEveryLevel(CAREFUL_SHAPES),
      { id: 'university-class', scale: 1 },
      { id: 'framework-template', scale: 1 },
      { id: 'consumer-app', scale: 1 },
      { id: 'corporate-nat', scale: 0.7 },
    ],
  },
  partners: {
    // What the first of two providers has. A fifth of the accounts seen is hostile, more than anywhere in truth.
    accounts: 2000,
    days: 8,
    exchangesMean: 4,
    isCompressed: false,
    textScale: 0.1,
    scenarios: [
      ...[...CAREFUL_SHAPES, { id: 'short-spike' }, { id: 'two-pools' }].map(({ id }) => ({
        id,
        scale: 0.5,
        discipline: 'careful' as const,
        coverShare: 0.1,
      })),
      ...ALL_LOOKALIKES.map((one) => ({ ...one, scale: 0.3 })),
    ],
  },
  innocents: {
    // Fewer than these are seen, since some send nothing; with the look-alikes about 20,000 are.
    accounts: 22_000,
    days: 8,
    exchangesMean: 12,
    isCompressed: false,
    textScale: 0.7,
    scenarios: [
      ...ALL_LOOKALIKES,
      // Again at another size: a rule that holds for one size alone has learnt the size.
      { id: 'university-class', scale: 3 },
      { id: 'consumer-app', scale: 2 },
      { id: 'consulting-firm', scale: 0.4 },
      { id: 'audit-explanations', scale: 0.5 },
      { id: 'retrieval-backfill', scale: 0.4 },
      { id: 'voucher-hackathon', scale: 0.5 },
      { id: 'shared-flat', scale: 3 },
      { id: 'byok-desktop', scale: 2 },
      { id: 'tutorial-readers', scale: 3 },
      { id: 'passed-on-work', scale: 2 },
    ],
  },
  readers: {
    accounts: 12_000,
    days: 8,
    exchangesMean: 6,
    isCompressed: false,
    textScale: 0.4,
    scenarios: [...ALL_LOOKALIKES, { id: 'meetup-readers', scale: 1 }],
  },
} as const satisfies Record<string, Preset>
export type PresetName = keyof typeof PRESETS

/** The same preset with every campaign at another discipline and share of cover traffic. */
export const withDiscipline = (
  preset: Preset,
  discipline: Discipline,
  coverShare: number,
): Preset => ({
  ...preset,
  scenarios: preset.scenarios.map((choice) => ({ ...choice, discipline, coverShare })),
})
