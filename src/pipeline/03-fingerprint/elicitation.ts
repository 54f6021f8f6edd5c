import { ARABIC_HINDI_PATTERNS } from './elicitation-patterns-ar-hi.js'
import { CJK_PATTERNS } from './elicitation-patterns-cjk.js'
import { GERMAN_RUSSIAN_PATTERNS } from './elicitation-patterns-de-ru.js'
import { ENGLISH_PATTERNS } from './elicitation-patterns-en.js'
import { ENGLISH_DATA_PATTERNS } from './elicitation-patterns-en-data.js'
import { ENGLISH_TRACE_PATTERNS } from './elicitation-patterns-en-trace.js'
import { SPANISH_FRENCH_PATTERNS } from './elicitation-patterns-es-fr.js'
import {
  ELICITATION_CLASSES,
  type ElicitationClass,
  type ElicitationPattern,
  type Facet,
} from './elicitation-types.js'

export * from './elicitation-types.js'

// What does one exchange ask the model to hand over? This file names the classes and joins the
// patterns that recognise them. It knows nothing of accounts: each class here is something that
// honest people ask for as well (an evaluation vendor grades, a teacher wants many tasks), so a
// bit is a description and never an accusation.

/** Every pattern of every language. The order is that of the index the engine returns. */
export const ELICITATION_PATTERNS: readonly ElicitationPattern[] = Object.freeze([
  ...ENGLISH_TRACE_PATTERNS,
  ...ENGLISH_PATTERNS,
  ...ENGLISH_DATA_PATTERNS,
  ...CJK_PATTERNS,
  ...SPANISH_FRENCH_PATTERNS,
  ...GERMAN_RUSSIAN_PATTERNS,
  ...ARABIC_HINDI_PATTERNS,
])

// Where the facets lie in the cue word: whole in bits 0–13, act in 14–27, thing in 28–41. Bits 42–48
// belong to the capability cues. Bits 49–52 veto the first four classes; above them a number is not safe
// in JavaScript. One OR over all matched patterns then holds all that was seen, and the class mask is
// `(cues | (cues >> 14 & cues >> 28)) & ~(cues >> 49)`, cut to the low 14 bits.
const FACET_SHIFT: Readonly<Record<Facet, number>> = { whole: 0, act: 14, thing: 28, veto: 49 }

/** The bit of a class and facet in the cue word, as a number. */
export function cueBit(name: ElicitationClass, facet: Facet): number {
  return 2 ** (ELICITATION_CLASSES.indexOf(name) + FACET_SHIFT[facet])
}

/** The ids of the classes in a mask, in the order of their bits. */
export function classesOf(mask: number): readonly ElicitationClass[] {
  return ELICITATION_CLASSES.filter((_, bit) => (mask & (1 << bit)) !== 0)
}
