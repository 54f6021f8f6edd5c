import { type Params, sqlFile } from '../../store/sql.js'
import { classifyParams, coreFeatures, otherFeatures } from './classify.js'
import { classesOf, ELICITATION_CLASSES } from './elicitation.js'
import {
  EXTRACTION_FAMILIES,
  type ExtractionFamily,
  type ExtractionModel,
  readExtractionModel,
} from './extraction.js'
import { familyFeatures } from './family-cues.js'

/** One thing that spoke for the text (above zero) or against it, and by how much. */
export interface ExtractionReason {
  /** A class by its name, `sign:…`, `act:…` or `thing:…`, or `word:…`. */
  readonly name: string
  readonly millibits: number
}

export interface ExtractionTold {
  /** What `exchange_fingerprint.extraction_millibits` says of a prompt of this text. */
  readonly millibits: number
  /** What the wording asks for, as far as patterns tell. */
  readonly family: ExtractionFamily
  /** What decided, the strongest first. */
  readonly reasons: readonly ExtractionReason[]
}

interface Parts {
  readonly has_text: number
  readonly is_foreign: number
  readonly core: readonly number[]
  readonly other: readonly number[]
  readonly classes: number
  readonly words: readonly string[]
  readonly word_weights: readonly number[]
}

/** What the telling needs of a store: rows of one statement. */
interface Reader {
  rows<Row>(statement: typeof parts, params?: Params): Promise<Row[]>
}

const parts = sqlFile(import.meta.url, './extraction_told.sql', {
  text: 'String',
  patterns_core: 'Array(String)',
  core_user: 'Array(UInt64)',
  patterns_other: 'Array(String)',
  other_user: 'Array(UInt64)',
  extraction_weights: 'Array(Int16)',
})

const LIMIT = 5000

/** Which patterns and words decide the log-odds of one text, by the arithmetic of the stage. */
export async function tellExtraction(store: Reader, text: string): Promise<ExtractionTold> {
  const model = readExtractionModel()
  const [found] = await store.rows<Parts>(parts, { text, ...classifyParams({ hasForeign: true }) })
  if (found === undefined) throw new Error('The statement extraction_told gave no row.')
  const features = [
    ...found.core.flatMap((i) => coreFeatures[i - 1] ?? []),
    ...found.other.flatMap((i) => otherFeatures[i - 1] ?? []),
  ]
  const classes = classesOf(found.classes)
  const ofClasses = classes.map((name) => ({
    name,
    millibits: model.classWeights[ELICITATION_CLASSES.indexOf(name)] ?? 0,
  }))
  const rest = [
    { name: 'bias', millibits: found.has_text ? model.bias : 0 },
    ...features.map((name) => ({ name, millibits: model.signWeights.get(name) ?? 0 })),
    ...wordReasons(found),
  ]
  const mayOnlyAdd = found.is_foreign || (found.classes & model.unlearned) !== 0
  const sum = total(ofClasses) + Math.max(total(rest), mayOnlyAdd ? 0 : -LIMIT)
  return {
    millibits: Math.trunc(Math.max(-LIMIT, Math.min(LIMIT, sum))),
    family: likeliest(model, [
      ...new Set([...features, ...classes, ...familyFeatures(text), 'bias']),
    ]),
    reasons: [...ofClasses, ...rest]
      .filter((reason) => reason.millibits !== 0)
      .sort((a, b) => Math.abs(b.millibits) - Math.abs(a.millibits)),
  }
}

function wordReasons({ words, word_weights }: Parts): readonly ExtractionReason[] {
  const sums = new Map<string, number>()
  for (const [place, word] of words.entries()) {
    sums.set(word, (sums.get(word) ?? 0) + (word_weights[place] ?? 0) / Math.sqrt(words.length))
  }
  return [...sums].map(([word, millibits]) => ({ name: `word:${word}`, millibits }))
}

function likeliest(model: ExtractionModel, features: readonly string[]): ExtractionFamily {
  const scores = EXTRACTION_FAMILIES.map((family) => ({
    family,
    score: features.reduce(
      (sum, feature) => sum + (model.familyWeights.get(`${family}/${feature}`) ?? 0),
      0,
    ),
  }))
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).family
}

const total = (reasons: readonly ExtractionReason[]) =>
  reasons.reduce((sum, reason) => sum + reason.millibits, 0)
