import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TRUST_VOUCHED, trustOf } from './trust.js'

const of = (campaigns_wrong: number, is_vouched = false, start = 0.5) =>
  trustOf({ campaigns_wrong, is_vouched }, start)

describe('the word of a partner', () => {
  test('starts at what is stated', () => {
    for (const start of [0, 0.1, 0.3, 0.5, 0.8]) expect(of(0, false, start)).toBe(start)
  })

  test('rises where two people vouch for it, and never falls by it', () => {
    expect(of(0, true)).toBe(TRUST_VOUCHED)
    expect(of(0, true, 0.8)).toBe(0.8)
  })

  test('is halved by each wrong, vouched for or not, and after three is not listened to', () => {
    expect([0, 1, 2, 3].map((wrong) => of(wrong))).toEqual([0.5, 0.25, 0.125, 0.0625])
    expect(of(1, true)).toBe(TRUST_VOUCHED / 2)
    expect(of(3, true)).toBeLessThan(0.1)
  })

  test('is between nothing and nearly sure', () => {
    const start = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), fc.boolean(), start, (wrong, is_vouched, from) => {
        const here = of(wrong, is_vouched, from)
        expect(here).toBeGreaterThanOrEqual(0)
        expect(here).toBeLessThanOrEqual(0.95)
        expect(of(wrong + 1, is_vouched, from)).toBeLessThanOrEqual(here)
      }),
    )
  })
})
