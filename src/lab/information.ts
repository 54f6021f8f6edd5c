/**
 * How much what is seen says of what is hidden, in bits, from few cases.
 *
 * Two measures. What a decoder's word says of the truth is a table of counts, whose mutual information is too high
 * where cases are few; so the mean over truths that were exchanged among cases of one stratum is taken off. What a
 * decoder's odds gain over the odds before is, in the mean, never more than there is to gain, if it is scored on cases
 * that it did not learn from.
 */

import { at, type Random } from './random.js'

/** An estimate with an interval of 95 %. */
export interface Interval {
  readonly bits: number
  readonly low: number
  readonly high: number
}

/** What is hidden in one case, as a number from 0. Cases of one stratum are alike to whoever looks on. */
export interface Case {
  /** Cases of one world are learned from together, or not at all. */
  readonly world: string
  readonly stratum: string
  readonly truth: number
}

/** How often each word is said of a case. The shares add up to one. */
export interface Spoken extends Case {
  readonly words: readonly number[]
}

/** For each trial of a case, how well each truth fits: log2 of a likelihood, up to a constant. */
export interface Scored extends Case {
  readonly scores: readonly (readonly number[])[]
}

const PERMUTATIONS = 200
const RESAMPLES = 400
/** Of each resample: the mean over few is no worse in the mean over all. */
const PERMUTATIONS_RESAMPLED = 10

/** Bits that rows and columns of a table of weights say of each other. */
export function mutualInformation(table: readonly (readonly number[])[]): number {
  const rows = table.map(sum)
  const columns = (table[0] ?? []).map((_, column) => sum(table.map((row) => at(row, column))))
  const all = sum(rows)
  let bits = 0
  for (const [row, cells] of table.entries()) {
    for (const [column, cell] of cells.entries()) {
      if (cell <= 0) continue
      bits += (cell / all) * Math.log2((cell * all) / (at(rows, row) * at(columns, column)))
    }
  }
  return bits
}

/** What is left to learn of the truth by who knows the stratum, in bits. */
export function entropyWithin(cases: readonly Case[]): number {
  const bits = strataOf(cases).map((places) => {
    const counts = [...countedBy(places.map((place) => at(cases, place).truth)).values()]
    return -sum(counts.map((count) => count * Math.log2(count / places.length)))
  })
  return cases.length === 0 ? 0 : sum(bits) / cases.length
}

/** What words say of the truth beyond what the stratum says, with an interval from resampled cases. */
export function wordInformation(cases: readonly Spoken[], random: Random): Interval {
  const bits = excess(cases, random, PERMUTATIONS)
  const spread = resampled(cases, random, (some) => excess(some, random, PERMUTATIONS_RESAMPLED))
  return around(bits, spread)
}

/** Mutual information, less what it is in the mean where truths are exchanged within their strata. */
function excess(cases: readonly Spoken[], random: Random, permutations: number): number {
  const truths = cases.map(({ truth }) => truth)
  const words = cases.map((one) => one.words)
  const strata = strataOf(cases)
  let byChance = 0
  for (let trial = 0; trial < permutations; trial += 1) {
    const exchanged = [...truths]
    for (const places of strata) {
      for (const [turn, place] of random.shuffle(places).entries()) {
        exchanged[at(places, turn)] = at(truths, place)
      }
    }
    byChance += mutualInformation(tableOf(exchanged, words)) / permutations
  }
  return mutualInformation(tableOf(truths, words)) - byChance
}

function tableOf(truths: readonly number[], words: readonly (readonly number[])[]) {
  const width = words[0]?.length ?? 0
  const table = Array.from({ length: Math.max(-1, ...truths) + 1 }, () =>
    new Array<number>(width).fill(0),
  )
  for (const [place, said] of words.entries()) {
    const row = at(table, at(truths, place))
    for (const [word, share] of said.entries()) row[word] = at(row, word) + share
  }
  return table
}

/** How far a decoder trusts its scores, as a power of the likelihood: none at all, up to in full. */
const TRUSTS = [0, ...Array.from({ length: 11 }, (_, halvings) => 2 ** (halvings - 10))]

/**
 * What each case's truth gains in log2 odds of probability, over how often it is so in other cases. How far scores are
 * trusted is learned from cases of other worlds; where there is one world, not at all.
 */
export function gainsOf(cases: readonly Scored[], truths: number): readonly number[] {
  const byTrust = cases.map((one, place) => {
    const prior = priorOf(cases, place, truths)
    return TRUSTS.map((trust) =>
      mean(one.scores.map((fits) => gainOf(one.truth, prior, fits, trust))),
    )
  })
  const trustOf = new Map<string, number>()
  for (const world of new Set(cases.map((one) => one.world))) {
    const others = byTrust.filter((_, place) => at(cases, place).world !== world)
    const means = TRUSTS.map((_, trust) => mean(others.map((row) => at(row, trust))))
    trustOf.set(world, Math.max(0, means.indexOf(Math.max(...means))))
  }
  return cases.map(({ world }, place) => at(at(byTrust, place), trustOf.get(world) ?? 0))
}

/** The mean of gains, with an interval from resampled cases. */
export const meanGain = (gains: readonly number[], random: Random): Interval =>
  around(mean(gains), resampled(gains, random, mean))

/** A stratum counts for as much as all cases together, once it has as many as this. */
const STRATUM_CASES = 2

/** How often each truth is so among the others of its stratum, drawn towards all others. */
export function priorOf(cases: readonly Case[], place: number, truths: number): readonly number[] {
  const own = at(cases, place)
  const all = new Array<number>(truths).fill(0.5)
  const alike = new Array<number>(truths).fill(0)
  for (const [other, { truth, stratum }] of cases.entries()) {
    if (other === place) continue
    all[truth] = at(all, truth) + 1
    if (stratum === own.stratum) alike[truth] = at(alike, truth) + 1
  }
  const [allSum, alikeSum] = [sum(all), sum(alike)]
  return all.map(
    (count, truth) =>
      (at(alike, truth) + (STRATUM_CASES * count) / allSum) / (alikeSum + STRATUM_CASES),
  )
}

function gainOf(
  truth: number,
  prior: readonly number[],
  fits: readonly number[],
  trust: number,
): number {
  // From the best, so that no power overflows.
  const best = Math.max(...fits)
  const odds = fits.map((bits) => 2 ** (trust * (bits - best)))
  const all = sum(odds.map((odd, place) => odd * at(prior, place)))
  return trust * (at(fits, truth) - best) - Math.log2(all)
}

/** A statistic of as many cases, drawn with replacement, again and again. */
const resampled = <One>(
  cases: readonly One[],
  random: Random,
  statistic: (some: readonly One[]) => number,
): readonly number[] =>
  Array.from({ length: cases.length === 0 ? 0 : RESAMPLES }, () =>
    statistic(cases.map(() => random.pick(cases))),
  )

/** The spread about its own mean, laid around the estimate: who is drawn twice makes a statistic too high. */
function around(bits: number, spread: readonly number[]): Interval {
  if (spread.length === 0) return { bits, low: bits, high: bits }
  const sorted = [...spread].sort((one, other) => one - other)
  const middle = mean(sorted)
  const quantile = (share: number) => at(sorted, Math.round(share * (sorted.length - 1)))
  return { bits, low: bits + quantile(0.025) - middle, high: bits + quantile(0.975) - middle }
}

/** The places of the cases of each stratum. */
function strataOf(cases: readonly Case[]): readonly (readonly number[])[] {
  const strata = new Map<string, number[]>()
  for (const [place, { stratum }] of cases.entries()) {
    const known = strata.get(stratum)
    if (known === undefined) strata.set(stratum, [place])
    else known.push(place)
  }
  return [...strata.values()]
}

function countedBy(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

export const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0)

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : sum(values) / values.length
