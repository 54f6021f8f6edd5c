/** Every look-alike of the catalogue, for presets that want them all. */

import type { ScenarioChoice } from './choice.js'
import { SCENARIOS } from './scenarios/index.js'

/** In the catalogue's order; a preset may spread it and add some again at another scale. */
export const ALL_LOOKALIKES: readonly ScenarioChoice[] = SCENARIOS.filter(
  ({ id, kind }) => 'lookalike' in kind && id !== 'meetup-readers',
).map(({ id }) => ({ id, scale: 1 }))
