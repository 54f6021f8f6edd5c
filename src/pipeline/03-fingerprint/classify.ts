import { CAPABILITY_PATTERNS, CODE_TOOLS, capabilityBit, SCREEN_TOOLS } from './capability.js'
import { cueBit, ELICITATION_PATTERNS } from './elicitation.js'
import type { ElicitationPattern, Scope } from './elicitation-types.js'
import { readExtractionModel } from './extraction.js'
import {
  CORE_CUE_PATTERNS,
  type CuePattern,
  EXTRACTION_CUES,
  OTHER_CUE_PATTERNS,
} from './extraction-cues.js'

// The parameters of the statement that classifies exchanges: the patterns and what each says.

interface Cue {
  readonly pattern: string
  readonly scope: Scope
  readonly bit: number
  /** The feature that the pattern is to the extraction model, if it is one. */
  readonly feature?: string
}

// Small words that give away Spanish, French and German where a prompt happens to be plain ASCII.
// They call in the patterns of the other languages, and then the English words may only add
// to the evidence; so a foreign word slipped into an English template hides nothing.
const FOREIGN: Cue = {
  pattern:
    '(?i) (?:que|los|las|el|para|una|del|de|en|tu|su|por|le|la|les|des|ton|une|dans|pour|sans|und|der|das|dem|den|ist|eine?|mit|auf|aus|von|nur|nicht) ',
  scope: 'either',
  bit: 2 ** 48,
}

// Half of a class is a sign of its own; a whole class is weighed as a class, and so is its veto.
const ofClass = (p: ElicitationPattern): Cue => ({
  pattern: p.pattern,
  scope: p.scope,
  bit: cueBit(p.class, p.facet),
  ...(p.facet === 'act' || p.facet === 'thing' ? { feature: `${p.facet}:${p.class}` } : {}),
})
const ofSign = ({ cue, pattern }: CuePattern): Cue => ({
  pattern,
  scope: 'either',
  bit: 0,
  feature: `sign:${cue}`,
})

const CORE: readonly Cue[] = [
  ...ELICITATION_PATTERNS.filter((p) => p.language === 'en').map(ofClass),
  ...CAPABILITY_PATTERNS.map(
    (p): Cue => ({ pattern: p.pattern, scope: p.scope, bit: capabilityBit(p.cue) }),
  ),
  FOREIGN,
  ...CORE_CUE_PATTERNS.map(ofSign),
]

const OTHER: readonly Cue[] = [
  ...ELICITATION_PATTERNS.filter((p) => p.language !== 'en').map(ofClass),
  ...OTHER_CUE_PATTERNS.map(ofSign),
]

/** The feature of each pattern, in the order of the parameters; some are none. */
export const coreFeatures: readonly (string | undefined)[] = CORE.map((cue) => cue.feature)
export const otherFeatures: readonly (string | undefined)[] = OTHER.map((cue) => cue.feature)

/** Every feature that a pattern can be, by name. */
export const SIGN_FEATURES: readonly string[] = Object.freeze([
  ...new Set([
    ...EXTRACTION_CUES.map((cue) => `sign:${cue}`),
    ...[...CORE, ...OTHER].flatMap((cue) => cue.feature ?? []),
  ]),
])

const bits = (cues: readonly Cue[], hidden: Scope) =>
  cues.map((cue) => (cue.scope === hidden ? 0 : cue.bit))

/**
 * The pattern that finds in a text in lower case what the given one, which cares for no case, finds in the
 * text as it stands. What follows a backslash keeps its case: it is a class of characters.
 */
export function inLowerCase(pattern: string): string {
  return pattern
    .replace(/^\(\?i\)/, '')
    .replace(/\\.|[^\\]/gsu, (one) => (one.startsWith('\\') ? one : one.toLowerCase()))
}

/**
 * A tag, bracket or heading with a word, as a forced answer opens; prose, lists and code do not. Up to the first
 * digit or sign, so that a number of its own in each tag makes no tag of its own.
 */
const OPENING_PATTERN = '^\\s*(?:<|\\[\\[?|\\{\\{|\\(\\(|##+|==+|%%|【|~~~)/?\\p{L}+'

/** What `text_foreign` looks for, beside letters that are not ASCII. */
export const FOREIGN_WORDS = FOREIGN.pattern

/**
 * The parameters of the classification, by the names and types that the statement writes. Where no text is
 * foreign, the patterns of other languages are left out.
 */
export function classifyParams({ hasForeign }: { readonly hasForeign: boolean }) {
  const other = hasForeign ? OTHER : []
  const model = readExtractionModel()
  const weight = (name: string | undefined) => model.signWeights.get(name ?? '') ?? 0
  return Object.freeze({
    patterns_core: CORE.map((cue) => inLowerCase(cue.pattern)),
    core_user: bits(CORE, 'system'),
    core_system: bits(CORE, 'user'),
    patterns_other: other.map((cue) => inLowerCase(cue.pattern)),
    other_user: bits(other, 'system'),
    other_system: bits(other, 'user'),
    preference_act: cueBit('preference_pair', 'act'),
    preference_whole: cueBit('preference_pair', 'whole'),
    wrapper_thing: cueBit('injected_wrapper', 'thing'),
    screen_tools: SCREEN_TOOLS,
    code_tools: CODE_TOOLS,
    opening_pattern: OPENING_PATTERN,
    core_weights: coreFeatures.map(weight),
    other_weights: other.map((cue) => weight(cue.feature)),
    extraction_weights: model.weights,
    extraction_class_weights: model.classWeights,
    extraction_bias: model.bias,
    extraction_unlearned: model.unlearned,
  })
}
