import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trustOf } from './trust.js'

const of = (right: number, wrong: number, start = 0.5) =>
  trustOf({ campaigns_right: right, campaigns_wrong: wrong }, start)

describe('the word of a partner', () => {
  test('starts at what is stated', () => {
    for (const start of [0, 0.1, 0.3, 0.5, 0.8]) expect(of(0, 0, start)).toBeCloseTo(start, 10)
  })

  test('rises slowly and falls at once: what four were right about, one undoes', () => {
    expect(of(1, 0)).toBeLessThan(0.56)
    expect(of(4, 0)).toBeLessThan(0.7)
    expect(of(0, 1)).toBeLessThan(0.32)
    expect(of(4, 1)).toBeLessThan(of(0, 0))
    expect(of(0, 5)).toBeLessThan(0.12)
  })

  test('is worth more for each that it was right about and less for each that it was wrong about', () => {
    const count = fc.nat({ max: 10_000 })
    fc.assert(
      fc.property(
        count,
        count,
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (right, wrong, start) => {
          const here = of(right, wrong, start)
          expect(here).toBeGreaterThanOrEqual(0)
          expect(here).toBeLessThanOrEqual(0.95)
          expect(of(right + 1, wrong, start)).toBeGreaterThanOrEqual(here - 1e-12)
          expect(of(right, wrong + 1, start)).toBeLessThanOrEqual(here + 1e-12)
        },
      ),
    )
  })
})
