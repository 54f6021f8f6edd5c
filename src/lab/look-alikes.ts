/** Every look-alike of the catalogue, for presets that want them all. */

import type { ScenarioChoice } from './choice.js'
import { SCENARIOS } from './scenarios/index.js'

/** Of whom a person has to look at some: in a preset of their own, and in no other. */
export const APART: readonly string[] = ['meetup-readers']

/** In the catalogue's order; a preset may spread it and add some again at another scale. */
export const ALL_LOOKALIKES: readonly ScenarioChoice[] = SCENARIOS.filter(
  ({ id, kind }) => 'lookalike' in kind && !APART.includes(id),
).map(({ id }) => ({ id, scale: 1 }))
