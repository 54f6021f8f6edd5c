/**
 * Words for how likely something is, from Intelligence Community Directive 203. How likely is one thing; how good the
 * grounds are is another, and is said apart. No sentence holds both.
 */

export interface Likelihood {
  /** Of each row of the directive one word; a product keeps to one row. */
  readonly words: readonly [string, string]
  /** In hundredths. */
  readonly from: number
  readonly to: number
}

export const LIKELIHOODS = Object.freeze({
  almost_no_chance: { words: ['almost no chance', 'remote'], from: 1, to: 5 },
  very_unlikely: { words: ['very unlikely', 'highly improbable'], from: 5, to: 20 },
  unlikely: { words: ['unlikely', 'improbable'], from: 20, to: 45 },
  roughly_even_chance: { words: ['roughly even chance', 'roughly even odds'], from: 45, to: 55 },
  likely: { words: ['likely', 'probable'], from: 55, to: 80 },
  very_likely: { words: ['very likely', 'highly probable'], from: 80, to: 95 },
  almost_certain: { words: ['almost certain', 'nearly certain'], from: 95, to: 99 },
} as const satisfies Record<string, Likelihood>)

export type LikelihoodWord = keyof typeof LIKELIHOODS
export const LIKELIHOOD_WORDS = Object.keys(LIKELIHOODS) as [LikelihoodWord, ...LikelihoodWord[]]

/** The words of the first row, from the least likely on: how others are told. */
export type LikelihoodTerm = (typeof LIKELIHOODS)[LikelihoodWord]['words'][0]
export const LIKELIHOOD_TERMS = Object.values(LIKELIHOODS).map(({ words }) => words[0]) as [
  LikelihoodTerm,
  ...LikelihoodTerm[],
]

/** How good the grounds are: sources, what is missing, what was assumed. */
export const CONFIDENCES = ['low', 'moderate', 'high'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** "likely (probable), 55 to 80 in 100". */
export function likelihoodText(word: LikelihoodWord): string {
  const { words, from, to } = LIKELIHOODS[word]
  return `${words[0]} (${words[1]}), ${from} to ${to} in 100`
}
