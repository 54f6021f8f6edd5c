import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PURPOSES } from '../domain/application.js'
import { ELICITATION_CLASSES } from '../domain/elicitation.js'
import { loadUseReasons } from './index.js'
import { used } from './use.fixture.js'
import { SPEAKS_FROM, type Use, type UseReason, usePage } from './use.js'
import { ALWAYS, asking } from './use-cases.js'
import { weighUse } from './weigh-use.js'

const reasons = await loadUseReasons()
const bitsOf = (reason: UseReason, given: Partial<Use>): number =>
  Math.max(0, reason.weigh(used(given))?.bits ?? 0)

describe.each(reasons)('$id', (reason) => {
  const { speaks, quiet } = reason.cases
  test.each(Object.entries(speaks))('speaks of %s', (_, given) => {
    expect(bitsOf(reason, given)).toBeGreaterThanOrEqual(reason.bits_max / 2)
    expect(bitsOf(reason, given)).toBeLessThanOrEqual(reason.bits_max)
  })
  test.each(Object.entries(quiet))('is quiet on %s', (_, given) => {
    expect(bitsOf(reason, given)).toBeLessThan(reason.bits_max / 2)
  })
  test('fills its statement', () => {
    const [given = {}] = Object.values(speaks)
    const said = reason.weigh(used(given))?.said ?? {}
    for (const [, name = ''] of reason.statement.matchAll(/\{(\w+)\}/g))
      expect(said).toHaveProperty(name)
  })
  test('its page is current', async () => {
    const page = `../../docs/reference/uses/${reason.id}.md`
    await expect(usePage(reason)).toMatchFileSnapshot(page)
  })
})

const isWatched = (given: Partial<Use>): boolean => weighUse(reasons, used(given)).is_watched
const AT_ONCE = { first_hours: 900, first_day: 5000, fullest_day: 5200, exchanges: 60_000 }
const MUCH = { used: 900 }
const ROUND_THE_CLOCK = { hours: ALWAYS.map(() => 2500), exchanges: 60_000, early: 30_000 }

describe('a grant is watched', () => {
  test('for what its purpose has no use for, and for two of circumstance', () => {
    expect(isWatched({ purpose: 'coursework', ...asking('fine_tuning_format', 90, 40) })).toBe(true)
    expect(isWatched({ ...AT_ONCE, ...MUCH, ...ROUND_THE_CLOCK })).toBe(true)
  })
  test.each([
    ['full rate', { ...AT_ONCE, ...ROUND_THE_CLOCK }],
    ['a bill', { ...MUCH, ...ROUND_THE_CLOCK }],
    ['a loop', { purpose: 'coursework', loop_bits: 20, ...ROUND_THE_CLOCK }],
    ['training data where nothing was said', asking('fine_tuning_format', 900, 400)],
  ] as const)('not for %s alone', (_, given) => {
    expect(isWatched(given)).toBe(false)
  })
})

test('a word that nobody answers for does not silence what is taken and asked for', () => {
  const made = {
    purpose: 'data_generation',
    ...MUCH,
    ...asking('fine_tuning_format', 900, 400),
  } as const
  expect(isWatched({ ...made, ...ROUND_THE_CLOCK })).toBe(true)
  expect(isWatched({ ...made, ...ROUND_THE_CLOCK, is_purpose_answered_for: true })).toBe(false)
})

describe('the honest twins stay as they are', () => {
  test.each<[string, Partial<Use>]>([
    ['a class that begins in one hour', { ...AT_ONCE, used: 60, begun_together: 29, days: 2 }],
    ['a hackathon', { ...AT_ONCE, used: 40, days: 2, days_between: 1, ...ROUND_THE_CLOCK }],
    [
      'a start-up that moves over',
      {
        ...{ ...AT_ONCE, ...MUCH, ...ROUND_THE_CLOCK, purpose: 'product', program: 'startup' },
        is_domain_proved: true,
      },
    ],
    [
      'an evaluation that was declared',
      {
        ...{ ...AT_ONCE, ...MUCH, ...ROUND_THE_CLOCK, purpose: 'evaluation', loop_bits: 9 },
        ...asking('benchmark_item', 9000, 4000),
      },
    ],
    [
      'a thesis before its deadline',
      { ...MUCH, purpose: 'coursework', early: 20, loop_bits: 9, first_day: 4, fullest_day: 90 },
    ],
    [
      'a teacher with essays',
      {
        ...{ ...MUCH, purpose: 'teaching', loop_bits: 9 },
        ...asking('reward_model_grading', 900, 90),
      },
    ],
  ])('%s', (_, given) => {
    expect(isWatched(given)).toBe(false)
  })
})

const anyUse = fc
  .record({
    ...{ first_hours: fc.nat(2000), first_day: fc.nat(5000), fullest_day: fc.nat(5000) },
    ...{ exchanges: fc.nat(9000), days: fc.integer({ min: 1, max: 30 }), used: fc.nat(900) },
    ...{ paid: fc.nat(200), loop_bits: fc.nat(12) },
    ...{ early: fc.nat(5000), days_between: fc.nat(40), begun_together: fc.nat(40) },
    ...{ is_organization_verified: fc.boolean(), is_domain_proved: fc.boolean() },
    is_purpose_answered_for: fc.boolean(),
    hours: fc.array(fc.nat(300), { minLength: 24, maxLength: 24 }),
    purpose: fc.constantFrom('' as const, ...PURPOSES),
    program: fc.constantFrom('education' as const, 'research' as const, 'startup' as const),
    asks: fc.record({
      name: fc.constantFrom(...ELICITATION_CLASSES),
      ...{ times: fc.nat(90), bits: fc.nat(60) },
    }),
  })
  .map(({ asks: { name, times, bits }, ...rest }) =>
    used({ ...rest, ...asking(name, times, bits) }),
  )

test('where in the day somebody sleeps changes nothing: in no land is it another matter', () => {
  const shifted = ({ hours, ...rest }: Use, by: number): Use => ({
    ...rest,
    hours: [...hours.slice(by), ...hours.slice(0, by)],
  })
  fc.assert(
    fc.property(anyUse, fc.integer({ min: 1, max: 23 }), (use, by) => {
      expect(weighUse(reasons, shifted(use, by))).toEqual(weighUse(reasons, use))
    }),
  )
})

test('a night of seven hours counts in each zone, of half hours too', () => {
  for (let half = 0; half < 48; half += 1) {
    const hours = Array.from({ length: 24 }, () => 0)
    for (let at = 0; at < 34; at += 1) {
      const hour = Math.floor(((half + at) % 48) / 2)
      hours[hour] = (hours[hour] ?? 0) + 10
    }
    const night = reasons.find(({ id }) => id === 'peoples-hours')
    expect(night?.weigh(used({ hours, exchanges: 340 }))?.bits).toBe(2)
  }
})

test('what answers something never has a grant watched, and one family of circumstance never has', () => {
  fc.assert(
    fc.property(anyUse, (use) => {
      const plain = weighUse(
        reasons.filter(({ speaks }) => speaks === 'misuse'),
        use,
      )
      const all = weighUse(reasons, use)
      expect(all.is_watched && !plain.is_watched).toBe(false)
      for (const family of ['pace', 'economy', 'loop']) {
        const own = reasons.filter((one) => one.speaks === 'misuse' && one.family === family)
        expect(weighUse(own, use).is_watched).toBe(false)
      }
    }),
  )
})

test('what the statement does not tell of would not be enough', () => {
  fc.assert(
    fc.property(anyUse, (use) => {
      const most = Math.max(...Object.values(use.asked_bits))
      const speaking =
        2 * Number(most >= SPEAKS_FROM.asked_bits) +
        Number(use.first_hours >= SPEAKS_FROM.first_hours) +
        Number(use.used >= SPEAKS_FROM.used) +
        Number(use.loop_bits > 0)
      if (speaking < 2) expect(weighUse(reasons, use).is_watched).toBe(false)
    }),
    { numRuns: 500 },
  )
})
