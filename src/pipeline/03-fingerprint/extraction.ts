import { readFileSync } from 'node:fs'
import { ELICITATION_CLASSES, type ElicitationClass } from './elicitation-types.js'

// How much does the wording of one exchange resemble a template that makes training data, grades
// for a reward model, or elicits reasoning? A linear model over hashed words and the elicitation
// classes, trained by `scripts/train-extraction.js` and shipped as numbers. Its held-out figures,
// the weak ones first, are in `docs/explanation/extraction-classifier.md`. Content of one text is a
// weak sign: the number is made to be added up over accounts, not to accuse one of them.

/** The number of buckets that the words are hashed into. */
export const EXTRACTION_BUCKETS = 8192

export interface ExtractionModel {
  /** Millibits of each bucket, to be divided by the square root of the number of words. */
  readonly weights: readonly number[]
  /** Millibits of each elicitation class, by its bit. */
  readonly classWeights: readonly number[]
  /** Millibits of a text without any known word. */
  readonly bias: number
  /** The classes that no training text showed, as a mask: with them, words may only add. */
  readonly unlearned: number
}

/** Reads the shipped weights: one `bucket <tab> millibits` a line, the buckets that are not zero. */
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
  return Object.freeze({
    weights: Object.freeze(weights),
    classWeights: Object.freeze(ELICITATION_CLASSES.map(ofClass)),
    bias: named.get('bias') ?? 0,
    unlearned: named.get('unlearned') ?? 0,
  })
}
