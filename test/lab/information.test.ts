/** Bits are those that are there: all of a clear channel, none of noise, and none that the stratum says already. */

import { describe, expect, test } from 'vitest'
import {
  entropyWithin,
  gainsOf,
  mean,
  meanGain,
  mutualInformation,
  priorOf,
  type Scored,
  type Spoken,
  wordInformation,
} from '../../src/lab/information.js'
import { createRandom } from '../../src/lab/random.js'

const TRUTHS = 4
const random = () => createRandom('information')
const oneHot = (place: number) => Array.from({ length: TRUTHS }, (_, at) => Number(at === place))

const cases = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    world: `${place % 5}`,
    stratum: 'one',
    truth: (place * 7) % TRUTHS,
  }))
const spoken = (count: number, wordOf: (truth: number, place: number) => number): Spoken[] =>
  cases(count).map((one, place) => ({ ...one, words: oneHot(wordOf(one.truth, place)) }))
const scored = (count: number, scoresOf: (truth: number) => readonly number[]): Scored[] =>
  cases(count).map((one) => ({ ...one, scores: [scoresOf(one.truth)] }))

test('mutual information of tables that are known', () => {
  expect(mutualInformation([[1, 1]])).toBe(0)
  const crossing = [
    [3, 0],
    [0, 3],
  ]
  expect(mutualInformation(crossing)).toBeCloseTo(1, 12)
  const flat = [
    [2, 4],
    [1, 2],
  ]
  expect(mutualInformation(flat)).toBeCloseTo(0, 12)
  // A binary channel that errs once in ten.
  const errs = -(0.1 * Math.log2(0.1) + 0.9 * Math.log2(0.9))
  const noisy = [
    [9, 1],
    [1, 9],
  ]
  expect(mutualInformation(noisy)).toBeCloseTo(1 - errs, 12)
})

describe('what words say', () => {
  test('a perfect word says log2 of how many truths there are', () => {
    const { bits, low, high } = wordInformation(
      spoken(200, (truth) => (truth + 1) % TRUTHS),
      random(),
    )
    expect(bits).toBeGreaterThan(1.9)
    expect(bits).toBeLessThanOrEqual(2)
    expect(low).toBeLessThanOrEqual(bits)
    expect(high).toBeGreaterThanOrEqual(bits)
  })

  test('words of chance say nothing, though the table of few cases looks as if they did', () => {
    const draw = createRandom('words')
    const given = spoken(60, () => draw.int(0, TRUTHS - 1))
    const table = Array.from({ length: TRUTHS }, (_, truth) =>
      oneHot(0).map(
        (_zero, word) => given.filter((one) => one.truth === truth && one.words[word]).length,
      ),
    )
    expect(mutualInformation(table)).toBeGreaterThan(0.05)
    const { bits, low, high } = wordInformation(given, random())
    expect(Math.abs(bits)).toBeLessThan(0.1)
    expect(low).toBeLessThanOrEqual(0)
    expect(high).toBeGreaterThanOrEqual(0)
  })

  test('a word that only names the stratum says nothing to who knows his own', () => {
    const given = cases(120).map((one) => ({
      ...one,
      stratum: one.truth < 2 ? 'few' : 'many',
      words: oneHot(one.truth < 2 ? 0 : 1),
    }))
    expect(wordInformation(given, random()).bits).toBeCloseTo(0, 6)
    expect(entropyWithin(given)).toBeCloseTo(1, 6)
    expect(entropyWithin(cases(120))).toBeCloseTo(2, 6)
  })
})

describe('what odds gain', () => {
  test('scores that know it gain all that was open, scores that do not gain nothing', () => {
    const sure = gainsOf(
      scored(200, (truth) => oneHot(truth).map((one) => 50 * one)),
      TRUTHS,
    )
    expect(mean(sure)).toBeCloseTo(2, 1)
    const flat = gainsOf(
      scored(200, () => [3, 3, 3, 3]),
      TRUTHS,
    )
    expect(Math.max(...flat.map(Math.abs))).toBeCloseTo(0, 12)
  })

  test('scores that are sure and wrong are not trusted, so that nothing is lost', () => {
    const draw = createRandom('wrong')
    const wrong = gainsOf(
      scored(200, () => oneHot(draw.int(0, TRUTHS - 1)).map((one) => 50 * one)),
      TRUTHS,
    )
    const { low, high } = meanGain(wrong, random())
    expect(low).toBeGreaterThan(-0.05)
    expect(high).toBeLessThan(0.05)
  })

  test('where there is one world, scores are not trusted at all', () => {
    const alone = scored(50, (truth) => oneHot(truth)).map((one) => ({ ...one, world: 'one' }))
    expect(Math.max(...gainsOf(alone, TRUTHS).map(Math.abs))).toBeCloseTo(0, 12)
  })

  test('how often a truth is so is told by the others alone', () => {
    const given = cases(5).map((one, place) => ({ ...one, truth: place === 0 ? 3 : 1 }))
    const prior = priorOf(given, 0, TRUTHS)
    expect(prior.reduce((sum, one) => sum + one)).toBeCloseTo(1, 12)
    expect(prior[1]).toBeGreaterThan(0.8)
    expect(prior[3]).toBeLessThan(0.1)
  })
})
