import { expanded } from './elicitation-types.js'
import { ENGLISH_CUES, type ExtractionCue } from './extraction-cues-en.js'
import { WORLD_CUES } from './extraction-cues-world.js'

export type { ExtractionCue }

/** The names of the signs, in the order of the English list. */
export const EXTRACTION_CUES = Object.freeze(Object.keys(ENGLISH_CUES)) as readonly ExtractionCue[]

/** A sign as the engine takes it. */
export interface CuePattern {
  readonly cue: ExtractionCue
  readonly pattern: string
}

/** The signs in English: they are looked for in every text. */
export const CORE_CUE_PATTERNS: readonly CuePattern[] = Object.freeze(
  EXTRACTION_CUES.map((cue) => ({ cue, pattern: expanded(ENGLISH_CUES[cue]) })),
)

/** The signs in nine other languages: looked for where a text is not plain English. */
export const OTHER_CUE_PATTERNS: readonly CuePattern[] = Object.freeze(
  EXTRACTION_CUES.flatMap((cue) => {
    const other = WORLD_CUES[cue]
    if (other === undefined) return []
    return [other.world, other.russian].map((pattern) => ({ cue, pattern: expanded(pattern) }))
  }),
)
