import { readFileSync } from 'node:fs'
import { ELICITATION_CLASSES, type ElicitationClass } from './elicitation-types.js'

// How much does the wording of one exchange resemble a template that makes training data, grades
// for a reward model, or elicits reasoning? A linear model over three kinds of feature: the
// elicitation classes, the signs of `extraction-cues.ts` (in ten languages, weighed alike), and
// hashed English words. `scripts/train-extraction.js` trains it and ships it as numbers. Its held-out
// figures, the weak ones first, are in `docs/explanation/extraction-classifier.md`. Content of one
// text is a weak sign: the number is made to be added up over accounts, not to accuse one of them.

/** What a text asks for, as far as its wording tells. */
export const EXTRACTION_FAMILIES = [
  'generation',
  'grading',
  'reasoning',
  'standing_instructions',
  'request',
  'preference',
  'item',
  'code',
  'agent',
] as const
export type ExtractionFamily = (typeof EXTRACTION_FAMILIES)[number]

/** The number of buckets that the words are hashed into. */
export const EXTRACTION_BUCKETS = 8192

export interface ExtractionModel {
  /** Millibits of each bucket, to be divided by the square root of the number of words. */
  readonly weights: readonly number[]
  /** Millibits of each elicitation class, by its bit. */
  readonly classWeights: readonly number[]
  /** Millibits of each sign and of each half of a class, by the name of the feature. */
  readonly signWeights: ReadonlyMap<string, number>
  /** Millibits of each feature for each family, learned towards what the feature was written for, by `family/feature`. */
  readonly familyWeights: ReadonlyMap<string, number>
  /** Millibits of a text without any known word or sign. */
  readonly bias: number
  /** The classes that no training text showed, as a mask: with them, words may only add. */
  readonly unlearned: number
}

/** Reads the shipped weights: one `feature <tab> millibits` a line; a bucket is its number. */
export function readExtractionModel(): ExtractionModel {
  const text = readFileSync(new URL('./extraction-weights.tsv', import.meta.url), 'utf8')
  const weights = new Array<number>(EXTRACTION_BUCKETS).fill(0)
  const named = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [key = '', value = ''] = line.split('\t')
    if (value === '') continue
    if (/^\d+$/.test(key)) weights[Number(key)] = Number(value)
    else named.set(key, Number(value))
  }
  const ofClass = (name: ElicitationClass) => named.get(name) ?? 0
  const matching = (pattern: RegExp) => new Map([...named].filter(([key]) => pattern.test(key)))
  return Object.freeze({
    weights: Object.freeze(weights),
    classWeights: Object.freeze(ELICITATION_CLASSES.map(ofClass)),
    signWeights: matching(/^(?:sign|act|thing):/),
    familyWeights: matching(/\//),
    bias: named.get('bias') ?? 0,
    unlearned: named.get('unlearned') ?? 0,
  })
}
