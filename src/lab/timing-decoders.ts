/**
 * What an operator makes of who fell: three ways to guess which of his habits was noticed.
 *
 * He drew by lot which account has which habit, so he reads the deaths as an experiment: does having it go with
 * having died? He knows the rule by which a policy acts, how often each habit is noticed in other pools, and what
 * deaths looked like there. He does not know the secret.
 */

import { at } from './random.js'
import { HABITS, type Habit } from './scenarios/sharing.js'

/** A habit, or something of the pool that is drawn for no account apart: what it asks for, when it works. */
export const NOTICED = [...HABITS, 'none'] as const
export type Noticed = Habit | 'none'

/** Operators of one pool by one habit, and those of them who fell. */
export interface Tally {
  readonly having: number
  readonly havingFallen: number
  readonly lacking: number
  readonly lackingFallen: number
}

/** One tally a habit, in the order of `HABITS`. */
export type Tallies = readonly Tally[]

/**
 * For each value of `NOTICED`, log2 of how much better it fits that those with the habit fall at a rate of their own than
 * that all fall at one, either rate as likely as any. Where those who have it fall less, it fits no better than not.
 */
export const associations = (tallies: Tallies): readonly number[] => [
  ...tallies.map(associationBits),
  0,
]

function associationBits(tally: Tally): number {
  const { having, havingFallen, lacking, lackingFallen } = tally
  if (having === 0 || lacking === 0) return 0
  const bits =
    anyRateBits(having, havingFallen) +
    anyRateBits(lacking, lackingFallen) -
    anyRateBits(having + lacking, havingFallen + lackingFallen)
  return differenceOf(tally) > 0 ? bits : Math.min(0, bits)
}

/** log2 of the chance of one sequence of so many with so many fallen, over all rates alike. */
const anyRateBits = (all: number, fallen: number): number =>
  logFactorial(fallen) + logFactorial(all - fallen) - logFactorial(all + 1)

const factorials = [0]
/** log2 of n!. */
function logFactorial(n: number): number {
  for (let next = factorials.length; next <= n; next += 1) {
    factorials.push(at(factorials, next - 1) + Math.log2(next))
  }
  return at(factorials, n)
}

const differenceOf = ({ having, havingFallen, lacking, lackingFallen }: Tally): number =>
  havingFallen / having - lackingFallen / lacking

/** Words of the second decoder: a habit, or that nothing stands out. */
export const WORDS: number = HABITS.length + 1

/**
 * The place of the habit that goes with death most clearly, or the last word where none does. Clearly is the log of
 * the odds ratio over its standard error: by the odds alone a habit of three accounts wins by chance.
 */
export function strongest(tallies: Tallies): number {
  let best = 0
  let word: number = HABITS.length
  for (const [place, tally] of tallies.entries()) {
    const clear = clearness(tally)
    if (clear <= best) continue
    best = clear
    word = place
  }
  return word
}

function clearness({ having, havingFallen, lacking, lackingFallen }: Tally): number {
  const fallen = havingFallen + lackingFallen
  if (having === 0 || lacking === 0 || fallen === 0 || fallen === having + lacking) return 0
  // Half an account in each cell, so that an empty one has odds as well.
  const cells = [havingFallen, having - havingFallen, lackingFallen, lacking - lackingFallen]
  const [a = 0, b = 0, c = 0, d = 0] = cells.map((count) => count + 0.5)
  return Math.log((a * d) / (b * c)) / Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
}

/** What an operator sees by one day: who is dead, and who died first and when; without times, only who. */
export interface Sight {
  readonly fallen: Tallies
  readonly first?: { readonly fallen: Tallies; readonly day: number }
}

// Up to where each bin reaches; one more is for what says nothing.
const DIFFERENCES = [-0.1, 0.1, 0.3, Number.POSITIVE_INFINITY]
const SHARES = [0.05, 0.25, 0.6, 1]
const DAYS = [1, 2, 4, Number.MAX_VALUE]
const KINDS = 5

const binOf = (value: number, bins: readonly number[]): number => {
  const bin = bins.findIndex((upTo) => value <= upTo)
  return bin < 0 ? KINDS - 1 : bin
}

/**
 * What the learned decoder goes by, in bins: how much oftener those fell who have each habit, of all and of the first;
 * how many fell, and on which day it began.
 */
export function binsOf({ fallen, first }: Sight): readonly number[] {
  const [{ having = 0, havingFallen = 0, lacking = 0, lackingFallen = 0 } = {}] = fallen
  const share = (havingFallen + lackingFallen) / (having + lacking)
  return [
    ...fallen.map(differenceBin),
    binOf(share, SHARES),
    ...(first === undefined ? [] : [...first.fallen.map(differenceBin), binOf(first.day, DAYS)]),
  ]
}

/** A habit that all have, or none, says nothing. */
const differenceBin = (tally: Tally): number =>
  binOf(tally.having * tally.lacking === 0 ? Number.NaN : differenceOf(tally), DIFFERENCES)

/** One pool as others are learned from: its bins in each trial. */
export interface Lesson {
  readonly world: string
  readonly truth: number
  readonly trials: readonly (readonly number[])[]
}

/** Every bin was seen so often already, of every truth. */
const SEEN_BEFORE = 0.5

/** For each trial of each lesson, how well each truth fits by naive Bayes, learned from the other worlds alone. */
export function learnedScores(
  lessons: readonly Lesson[],
): readonly (readonly (readonly number[])[])[] {
  const learnedOf = new Map(
    [...new Set(lessons.map(({ world }) => world))].map((world) => [
      world,
      learn(lessons.filter((one) => one.world !== world)),
    ]),
  )
  return lessons.map(({ world, trials }) => {
    const fits = learnedOf.get(world) ?? (() => 0)
    return trials.map((bins) => NOTICED.map((_, truth) => fits(truth, bins)))
  })
}

function learn(lessons: readonly Lesson[]) {
  const counts = new Map<string, number>()
  const seen = new Array<number>(NOTICED.length).fill(0)
  for (const { truth, trials } of lessons) {
    seen[truth] = at(seen, truth) + 1
    for (const bins of trials) {
      for (const [place, bin] of bins.entries()) {
        const name = nameOf(truth, place, bin)
        counts.set(name, (counts.get(name) ?? 0) + 1 / trials.length)
      }
    }
  }
  return (truth: number, bins: readonly number[]): number => {
    let bits = 0
    for (const [place, bin] of bins.entries()) {
      const count = (counts.get(nameOf(truth, place, bin)) ?? 0) + SEEN_BEFORE
      bits += Math.log2(count / (at(seen, truth) + SEEN_BEFORE * KINDS))
    }
    return bits
  }
}

const nameOf = (truth: number, place: number, bin: number): string => `${truth} ${place} ${bin}`
