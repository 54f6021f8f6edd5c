/**
 * What the instants of enforcement tell an operator who watches which of his accounts die.
 *
 * Each account of a pool has or lacks each habit by lot. A policy falls on whom runs hold, at once or in batches; the
 * operator counts who is dead by each day and asks which habit gave the pool away. What he learns is estimated over many
 * pools, each day anew, by the best of three decoders, and divided by the days that he watched: the largest of these
 * is what the timing gives away in a day.
 */

import {
  type Case,
  entropyWithin,
  gainsOf,
  type Interval,
  mean,
  meanGain,
  wordInformation,
} from './information.js'
import { at, type Random } from './random.js'
import type { Discipline } from './scenarios/discipline.js'
import { HABITS, type Habits } from './scenarios/sharing.js'
import {
  associations,
  binsOf,
  learnedScores,
  NOTICED,
  type Noticed,
  type Sight,
  strongest,
  type Tallies,
  WORDS,
} from './timing-decoders.js'

/** Hours of a batch; 0 is at once. */
export type BatchHours = number

/** An operator's account, as he knows it. Days are counted from the first exchange of its pool. */
export interface Operator {
  readonly habits: Habits
  readonly firstDay: number
}

/** A pool that was found, and how it fell. */
export interface Pool {
  readonly world: string
  readonly campaign_id: string
  readonly discipline: Discipline
  readonly noticed: Noticed
  readonly operators: readonly Operator[]
  /** For each timing and each secret, the day on which each operator falls; infinity for never. */
  readonly falls: ReadonlyMap<BatchHours, readonly (readonly number[])[]>
}

/** What somebody has learned, and by which decoder. */
export interface Learned extends Interval {
  readonly by: 'odds' | 'strongest' | 'learned'
}

export interface TimingFigures {
  readonly batch_hours: BatchHours
  /** Mean share of a pool's operators that ever falls. */
  readonly fallen: number
  /** Median over pools and secrets of the day of the first death. */
  readonly first_day: number
  readonly days: readonly (Learned & { readonly day: number })[]
  /** The largest of what was learned by a day over the days until then, with its interval. */
  readonly a_day: Learned & { readonly day: number }
}

export interface TimingEstimate {
  readonly pools: number
  /** What is to be learned by who knows how disciplined he is. */
  readonly entropy: number
  readonly timings: readonly TimingFigures[]
  /** From who died in the end, without any times. */
  readonly who: Learned
}

/** What the issue asks of batches of a day. */
export const BITS_A_DAY_MAX = 0.1
export const BATCH_HOURS_HELD: BatchHours = 24

/** Estimates over pools of several worlds. `days` is how long an operator watches. */
export function estimateTiming(
  pools: readonly Pool[],
  { days, random }: { readonly days: number; readonly random: Random },
): TimingEstimate {
  const timings = [...(pools[0]?.falls.keys() ?? [])]
  const atEnd = Number.MAX_VALUE
  return {
    pools: pools.length,
    entropy: entropyWithin(pools.map(caseOf)),
    timings: timings.map((hours) => figuresOf(pools, hours, days, random.split(hours))),
    who: learnedFrom(
      pools,
      (pool) => sightsOf(pool, BATCH_HOURS_HELD, atEnd).map(({ fallen }) => ({ fallen })),
      random.split('who'),
    ),
  }
}

function figuresOf(
  pools: readonly Pool[],
  hours: BatchHours,
  days: number,
  random: Random,
): TimingFigures {
  const learned = Array.from({ length: days }, (_, place) => {
    const day = place + 1
    const sights = (pool: Pool) => sightsOf(pool, hours, day)
    return { day, ...learnedFrom(pools, sights, random.split(day)) }
  })
  const rate = ({ day, by, bits, low, high }: (typeof learned)[number]) => ({
    ...{ day, by },
    ...{ bits: bits / day, low: low / day, high: high / day },
  })
  const rates = learned.map(rate).sort((one, other) => other.bits - one.bits)
  const trials = pools.flatMap((pool) => fallsOf(pool, hours))
  return {
    batch_hours: hours,
    fallen: mean(trials.map((falls) => mean(falls.map((day) => Number(Number.isFinite(day)))))),
    first_day: medianOf(trials.map((falls) => Math.min(...falls))),
    days: learned,
    a_day: at(rates, 0),
  }
}

/** The most that any of the decoders makes of what is seen. */
function learnedFrom(
  pools: readonly Pool[],
  sightsIn: (pool: Pool) => readonly Sight[],
  random: Random,
): Learned {
  const seen = pools.map((pool) => ({ ...caseOf(pool), sights: sightsIn(pool) }))
  const gained = (scores: readonly (readonly (readonly number[])[])[]) =>
    gainsOf(
      seen.map((one, place) => ({ ...one, scores: at(scores, place) })),
      NOTICED.length,
    )
  const odds = gained(seen.map(({ sights }) => sights.map(({ fallen }) => associations(fallen))))
  const lessons = seen.map(({ world, truth, sights }) => {
    return { world, truth, trials: sights.map(binsOf) }
  })
  const spoken = seen.map((one) => ({ ...one, words: wordsOf(one.sights) }))
  const all: readonly Learned[] = [
    { by: 'odds', ...meanGain(odds, random.split('odds')) },
    { by: 'strongest', ...wordInformation(spoken, random.split('strongest')) },
    { by: 'learned', ...meanGain(gained(learnedScores(lessons)), random.split('learned')) },
  ]
  return all.reduce((most, one) => (one.bits > most.bits ? one : most))
}

/** In which share of the trials the second decoder says which word. */
function wordsOf(sights: readonly Sight[]): readonly number[] {
  const words = new Array<number>(WORDS).fill(0)
  for (const { fallen } of sights) {
    const word = strongest(fallen)
    words[word] = at(words, word) + 1 / sights.length
  }
  return words
}

const caseOf = ({ world, discipline, noticed }: Pool): Case => ({
  world,
  stratum: discipline,
  truth: NOTICED.indexOf(noticed),
})

const fallsOf = ({ falls }: Pool, hours: BatchHours): readonly (readonly number[])[] =>
  falls.get(hours) ?? []

/** What lies before an operator by a day, once a secret. */
const sightsOf = (pool: Pool, hours: BatchHours, day: number): readonly Sight[] =>
  fallsOf(pool, hours).map((falls) => {
    const firstDay = Math.min(...falls)
    const fallen = talliesOf(pool, falls, day, day)
    if (firstDay > day) return { fallen, first: { fallen, day: Number.POSITIVE_INFINITY } }
    return { fallen, first: { fallen: talliesOf(pool, falls, day, firstDay), day: firstDay } }
  })

/** Operators who had sent anything by a day, and which of them were dead by an instant of it. */
function talliesOf(
  { operators }: Pool,
  falls: readonly number[],
  day: number,
  untilDay: number,
): Tallies {
  return HABITS.map((habit) => {
    const tally = { having: 0, havingFallen: 0, lacking: 0, lackingFallen: 0 }
    for (const [place, { habits, firstDay }] of operators.entries()) {
      if (firstDay > day) continue
      const isFallen = Number(at(falls, place) <= untilDay)
      if (habits[habit]) {
        tally.having += 1
        tally.havingFallen += isFallen
      } else {
        tally.lacking += 1
        tally.lackingFallen += isFallen
      }
    }
    return tally
  })
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[sorted.length >> 1] ?? Number.POSITIVE_INFINITY
}

/**
 * The most that any timing in batches can let through: where each habit has accounts of its own and one habit alone
 * decides, the first batch names it, whatever its instant. Bits a day, if he is found on a day and waits for the mean.
 */
export function worstCase(
  habits: number,
  { foundDay, batch_hours }: { readonly foundDay: number; readonly batch_hours: BatchHours },
): number {
  // From anywhere in its window to its end half a batch, and half of one more.
  return Math.log2(habits) / (foundDay + batch_hours / 24)
}
