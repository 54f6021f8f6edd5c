import { ELICITATION_CLASSES, type ElicitationClass } from '../../domain/elicitation.js'

export { ELICITATION_CLASSES, type ElicitationClass }

/**
 * How much a pattern says. A `whole` pattern sets its class alone. An `act` (what is demanded) and
 * a `thing` (what it is demanded about) set it only together, wherever in the exchange they stand.
 * Two acts never do: they are usually two words for one remark of an ordinary user. A `veto` takes the
 * class away again, for the people who say the same and mean something else.
 */
export type Facet = 'whole' | 'act' | 'thing' | 'veto'

export type Scope = 'user' | 'system' | 'either'

export type Language = 'en' | 'zh' | 'es' | 'fr' | 'de' | 'ja' | 'ko' | 'ru' | 'ar' | 'hi'

/** A pattern in the syntax of Vectorscan: no look-around, no repeat above 50. */
export interface ElicitationPattern {
  readonly class: ElicitationClass
  readonly facet: Facet
  readonly scope: Scope
  readonly language: Language
  readonly pattern: string
  readonly why: string
}

/** A pattern as the English files write it. */
export type PatternOf = Omit<ElicitationPattern, 'language'>

/** What a language file writes: for each class the patterns of its facets. */
export type LanguageTable = Readonly<
  Record<ElicitationClass, Readonly<Partial<Record<Facet, string>>>>
>

// Why each class is worth a pattern, for the languages that follow the English list in meaning.
const WHY: Readonly<Record<ElicitationClass, string>> = {
  reasoning_trace_reconstruction: 'Reasoning made up for an answer that is already there.',
  hidden_reasoning_demand: 'Names the reasoning that the provider keeps back.',
  reward_model_grading: 'A number on a scale for the output of a model.',
  preference_pair: 'Two outputs to one prompt, and which is better.',
  instruction_generation: 'Many different instructions: the seed of a synthetic set.',
  fine_tuning_format: 'Says that the output becomes training data, or has its shape.',
  trajectory_capture: 'Tool loops without tools.',
  safe_rewriting: 'Turns a sensitive question into one that passes.',
  identity_scrubbing: 'Takes the name of the teacher out of the text.',
  translation_fan_out: 'One text into many languages at once.',
  benchmark_item: 'The wording of evaluation harnesses and examinations.',
  refining_captured_text: 'Cleans what a model once produced.',
  injected_wrapper: 'Forces reasoning into inline tags.',
}

const FACETS: readonly Facet[] = ['whole', 'act', 'thing', 'veto']

// In the lists an ellipsis stands for "later in the same sentence". A bounded gap (`.{0,40}`) says
// nearly the same and costs Vectorscan a counter for every start: 48 English patterns took 14 µs a
// prompt with counters and 4 without, and 8 s instead of 0.4 s to compile.
const SENTENCE = '[^.!?。！？।؟\\n]*'

/** The pattern of a list as the engine takes it. */
export function expanded(pattern: string): string {
  const gaps = pattern.replaceAll('…', SENTENCE)
  return /[а-я]/i.test(gaps) ? gaps.replace(WORD_START, bothCases) : `(?i)${gaps}`
}

// Vectorscan folds the case of Cyrillic letter by letter at a price (2.7 s to compile 30 patterns).
// A capital stands at the head of a sentence only, so only the first letter of a word is doubled.
const WORD_START = /(^|[(|:])([а-яё])/g

function bothCases(_match: string, before: string, letter: string): string {
  return `${before}[${letter}${letter.toUpperCase()}]`
}

/** Spreads a language's table into patterns, in the order of classes and facets. */
export function fromTable(language: Language, table: LanguageTable): readonly ElicitationPattern[] {
  return ELICITATION_CLASSES.flatMap((name) =>
    FACETS.flatMap((facet) => {
      const pattern = table[name][facet]
      if (pattern === undefined) return []
      // Only the text of a user can ask to scrub: in a system prompt the same words are a
      // white-label product that hides its supplier, which is its own business.
      const scope = name === 'identity_scrubbing' ? 'user' : 'either'
      return [{ class: name, facet, scope, language, pattern: expanded(pattern), why: WHY[name] }]
    }),
  )
}
