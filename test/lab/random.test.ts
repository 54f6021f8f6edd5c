/** Chance is repeatable, independent by label, and has the shapes it promises. */

import { expect, test } from 'vitest'
import { createRandom } from '../../src/lab/random.js'

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

test('one seed gives one stream, and a label another that does not depend on position', () => {
  const one = createRandom('seed')
  const two = createRandom('seed')
  expect(one.hex(40)).toBe(two.hex(40))
  expect(one.split('x').hex(20)).toBe(createRandom('seed').split('x').hex(20))
  expect(one.split('x').hex(20)).not.toBe(one.split('y').hex(20))
})

test('gaps have the mean and the variation that were asked for', () => {
  const random = createRandom('gaps')
  const gaps = Array.from({ length: 40_000 }, () => random.hyperExponential(10, 1.4))
  const average = mean(gaps)
  const deviation = Math.sqrt(mean(gaps.map((gap) => (gap - average) ** 2)))
  expect(average).toBeGreaterThan(9.5)
  expect(average).toBeLessThan(10.5)
  expect(deviation / average).toBeGreaterThan(1.3)
  expect(deviation / average).toBeLessThan(1.5)
})

test('counts, picks and orders stay inside their bounds', () => {
  const random = createRandom('bounds')
  const counts = Array.from({ length: 5000 }, () => random.poisson(7))
  expect(mean(counts)).toBeGreaterThan(6.8)
  expect(mean(counts)).toBeLessThan(7.2)
  for (let draw = 0; draw < 2000; draw += 1) {
    expect(random.int(3, 5)).toBeGreaterThanOrEqual(3)
    expect(random.int(3, 5)).toBeLessThanOrEqual(5)
    expect(['a', 'b', 'c']).toContain(random.zipf(['a', 'b', 'c']))
  }
  expect(random.shuffle([1, 2, 3, 4]).toSorted()).toEqual([1, 2, 3, 4])
})
