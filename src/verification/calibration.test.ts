import { describe, expect, test } from 'vitest'
import { calibrate, type Outcome, probability, wilson } from './calibration.js'

/** Outcomes as they would be if the true odds were `shift + slope * bits`, spread evenly instead of drawn. */
const worldOf = (shift: number, slope: number, each: number): Outcome[] =>
  [-6, -4, -2, 0, 2, 4].flatMap((odds_bits) => {
    const fraudulent = Math.round(each * probability(shift + slope * odds_bits))
    return Array.from({ length: each }, (_, place) => ({
      ...{ odds_bits, risk: 100 * probability(odds_bits), is_fraud: place < fraudulent },
    }))
  })

describe('calibration', () => {
  test('changes nothing where nothing is known', () => {
    expect(calibrate([])).toMatchObject({ shift_bits: 0, slope: 1, outcomes: 0, bins: [] })
  })

  test.each([
    [0, 1],
    [1, 1],
    [-2, 0.5],
    [0.5, 1.5],
  ])('finds a shift of %d and a slope of %d where much is known', (shift, slope) => {
    const found = calibrate(worldOf(shift, slope, 3000))
    expect(found.shift_bits).toBeCloseTo(shift, 0)
    expect(found.slope).toBeCloseTo(slope, 0)
    expect(found.brier_after).toBeLessThanOrEqual(found.brier_before + 1e-4)
  })

  test('believes ten outcomes little, and never turns the order around', () => {
    const ten = Array.from({ length: 10 }, () => ({ odds_bits: -5, risk: 3, is_fraud: true }))
    const found = calibrate(ten)
    expect(Math.abs(found.shift_bits)).toBeLessThan(1.5)
    const upsideDown = worldOf(0, -1, 2000)
    expect(calibrate(upsideDown).slope).toBeGreaterThan(0)
  })

  test('is the same in whichever order outcomes are known', () => {
    const world = worldOf(1, 0.7, 50)
    const [one, other] = [calibrate(world), calibrate(world.toReversed())]
    expect(other.shift_bits).toBeCloseTo(one.shift_bits, 6)
    expect(other.slope).toBeCloseTo(one.slope, 6)
  })

  test('says what came true of each risk, with how sure that is', () => {
    const { bins } = calibrate(worldOf(0, 1, 1000))
    for (const { true_percent, said_percent, low_percent, high_percent } of bins) {
      expect(Math.abs(true_percent - said_percent)).toBeLessThan(0.2)
      expect(low_percent).toBeLessThanOrEqual(true_percent)
      expect(high_percent).toBeGreaterThanOrEqual(true_percent)
    }
    expect(bins.reduce((sum, { outcomes }) => sum + outcomes, 0)).toBe(6000)
  })
})

test.each([
  [0, 0, 0, 1],
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [5, 10, 0.2366, 0.7634],
])('Wilson of %d in %d is %d to %d', (hits, of, low, high) => {
  const [from, to] = wilson(hits, of)
  expect(from).toBeCloseTo(low, 3)
  expect(to).toBeCloseTo(high, 3)
})
