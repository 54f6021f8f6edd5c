/** An operator learns what there is to learn of who fell, and no more; waiting divides it by the days. */

import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../src/lab/random.js'
import { HABITS, type Habits } from '../../src/lab/scenarios/sharing.js'
import { estimateTiming, type Pool, worstCase } from '../../src/lab/timing.js'
import { associations, NOTICED, strongest, WORDS } from '../../src/lab/timing-decoders.js'

const NEVER = Number.POSITIVE_INFINITY
const OPERATORS = 80

/** Twenty pools in each of four worlds, whose operators fall as they are told to. */
function poolsOf(fallOf: (habits: Habits, pool: number, random: Random) => number): Pool[] {
  return Array.from({ length: 80 }, (_, place) => {
    const random = createRandom(`pool ${place}`)
    const operators = Array.from({ length: OPERATORS }, () => ({
      habits: Object.fromEntries(HABITS.map((habit) => [habit, random.chance(0.5)])) as Habits,
      firstDay: 0,
    }))
    const falls = operators.map(({ habits }) => fallOf(habits, place, random))
    const later = falls.map((day) => day * 4)
    return {
      world: `${place % 4}`,
      campaign_id: `${place}`,
      discipline: 'careful',
      noticed: HABITS[place % HABITS.length] ?? 'none',
      operators,
      falls: new Map([
        [0, [falls]],
        [24, [later, later]],
      ]),
    }
  })
}
const habitOf = (pool: number) => HABITS[pool % HABITS.length] ?? 'card'
const estimate = (pools: readonly Pool[]) =>
  estimateTiming(pools, { days: 4, random: createRandom('timing') })

describe('channels that are known', () => {
  test('where one habit decides, the first deaths name it, at whatever day they come', () => {
    const { timings, who, entropy } = estimate(
      poolsOf((habits, pool) => (habits[habitOf(pool)] ? 1 : NEVER)),
    )
    const all = Math.log2(HABITS.length)
    expect(entropy).toBeCloseTo(all, 2)
    expect(who.bits).toBeGreaterThan(all - 0.25)
    expect(who.bits).toBeLessThanOrEqual(all + 0.1)
    const [atOnce, batched] = timings
    expect(atOnce?.first_day).toBe(1)
    expect(atOnce?.a_day.day).toBe(1)
    expect(atOnce?.a_day.bits).toBeGreaterThan(all - 0.25)
    expect(batched?.days.slice(0, 3).every(({ bits }) => Math.abs(bits) < 0.05)).toBe(true)
    expect(batched?.a_day.day).toBe(4)
    expect(batched?.a_day.bits).toBeCloseTo((atOnce?.a_day.bits ?? 0) / 4, 1)
  })

  test('a pool that falls as a whole, or by lot, tells nothing', () => {
    const whole = estimate(poolsOf(() => 1))
    expect(whole.timings[0]?.fallen).toBe(1)
    expect(whole.who.bits).toBeLessThan(0.05)
    const byLot = estimate(poolsOf((_, __, random) => (random.chance(0.5) ? 1 : NEVER)))
    const { bits, low, high } = byLot.who
    expect(bits).toBeLessThan(0.15)
    expect(low).toBeLessThanOrEqual(0.05)
    expect(high).toBeGreaterThanOrEqual(0)
    const [, batched] = byLot.timings
    expect(batched?.a_day.bits).toBeLessThan(0.1)
  })

  test('who hangs by two habits tells less than who hangs by one', () => {
    const rate = (share: number) =>
      estimate(
        poolsOf((habits, pool, random) => {
          const isHeld = habits[habitOf(pool)] && random.chance(share)
          return isHeld || random.chance(0.5) ? 1 : NEVER
        }),
      ).who.bits
    expect(rate(0.05)).toBeLessThan(rate(0.9) / 2)
  })
})

describe('decoders', () => {
  const tallies = (habit: string, havingFallen: number, lackingFallen: number) =>
    HABITS.map((one) =>
      one === habit
        ? { having: 40, havingFallen, lacking: 40, lackingFallen }
        : { having: 40, havingFallen: 20, lacking: 40, lackingFallen: 20 },
    )

  test('what goes with death is named, what goes with life is not', () => {
    const exits = tallies('exits', 35, 5)
    expect(NOTICED[strongest(exits)]).toBe('exits')
    expect(Math.max(...associations(exits))).toBe(associations(exits)[NOTICED.indexOf('exits')])
    const spared = tallies('exits', 5, 35)
    expect(strongest(spared)).toBe(WORDS - 1)
    expect(associations(spared).every((bits) => bits <= 0)).toBe(true)
  })

  test('the odds are those of Beta and binomial', () => {
    const [card] = associations([{ having: 2, havingFallen: 2, lacking: 1, lackingFallen: 0 }])
    // 1/3 and 1/2 against 2! 1! / 4! = 1/12: twice.
    expect(card).toBeCloseTo(1, 12)
  })

  test('a habit that all have says nothing, and three accounts do not outweigh forty', () => {
    const all = [{ having: 80, havingFallen: 40, lacking: 0, lackingFallen: 0 }]
    expect(associations(all)).toEqual([0, 0])
    const few = { having: 3, havingFallen: 3, lacking: 77, lackingFallen: 38 }
    const many = { having: 40, havingFallen: 38, lacking: 40, lackingFallen: 8 }
    expect(strongest([few, many])).toBe(1)
  })
})

test('the worst case is what the first batch names, over the days until it comes', () => {
  expect(worstCase(8, { foundDay: 2, batch_hours: 24 })).toBe(1)
  expect(worstCase(8, { foundDay: 0, batch_hours: 72 })).toBe(1)
})
