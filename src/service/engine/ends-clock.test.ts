import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EndsClock, endsMsOf, lookAtClocks } from './ends-clock.js'

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000]
const WALL_MS = Date.parse('2026-03-10T12:00:00Z')

/** An engine that looks at its clocks each hour; the wall clock is ahead of where it began by what is asked for. */
function engine() {
  let clockMs = 0
  let ends: EndsClock = { trusted: { clockMs, wallMs: WALL_MS }, stepped: undefined }
  const now = (aheadMs: number) => ({ clockMs, wallMs: WALL_MS + clockMs + aheadMs })
  const hours = (count: number, aheadMs: number) => {
    for (let hour = 0; hour < count; hour += 1) {
      clockMs += HOUR_MS
      ends = lookAtClocks(ends, now(aheadMs))
    }
    const { wallMs } = now(aheadMs)
    return {
      isStepped: ends.stepped !== undefined,
      behindMs: wallMs - endsMsOf(ends, now(aheadMs)),
    }
  }
  return { hours }
}

describe('the clock by which enrolments end', () => {
  test('is the wall clock where nothing steps, and follows what is within an hour', () => {
    const { hours } = engine()
    expect(hours(100, 0)).toEqual({ isStepped: false, behindMs: 0 })
    expect(hours(100, HOUR_MS)).toEqual({ isStepped: false, behindMs: HOUR_MS })
  })

  test('of an engine that began while the wall clock was behind says so, and goes by it after a day', () => {
    const { hours } = engine()
    const years = 20 * 365 * DAY_MS
    expect(hours(24, years)).toEqual({ isStepped: true, behindMs: years })
    expect(hours(1, years)).toEqual({ isStepped: false, behindMs: 0 })
  })

  test('goes on after the machine slept', () => {
    const { hours } = engine()
    hours(10, 0)
    expect(hours(1, 9 * HOUR_MS)).toEqual({ isStepped: true, behindMs: 9 * HOUR_MS })
    expect(hours(24, 9 * HOUR_MS)).toEqual({ isStepped: false, behindMs: 0 })
  })

  test('is not moved by a step that is undone within the day', () => {
    const { hours } = engine()
    expect(hours(23, 90 * DAY_MS)).toMatchObject({ isStepped: true })
    expect(hours(1, 0)).toEqual({ isStepped: false, behindMs: 0 })
    expect(hours(23, 90 * DAY_MS)).toEqual({ isStepped: true, behindMs: 90 * DAY_MS })
  })

  test('waits for a day without another step', () => {
    const { hours } = engine()
    hours(20, 10 * DAY_MS)
    expect(hours(20, 20 * DAY_MS)).toEqual({ isStepped: true, behindMs: 20 * DAY_MS })
    expect(hours(5, 20 * DAY_MS)).toEqual({ isStepped: false, behindMs: 0 })
  })

  test('is never ahead of the wall clock, whatever that does', () => {
    const step = fc.record({ count: fc.nat(40), aheadMs: fc.integer({ min: -1e10, max: 1e10 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const { hours } = engine()
        for (const { count, aheadMs } of steps)
          expect(hours(count, aheadMs).behindMs).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
