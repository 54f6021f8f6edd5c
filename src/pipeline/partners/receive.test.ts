import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { indicatorId } from '../../domain/indicator.js'
import type { IndicatorTold, Told } from '../../domain/told.js'
import { statement } from '../../store/sql.js'
import { INDICATORS_MAX, lookInto, TOLD_A_DAY_MAX, takeIn } from './receive.js'

const held = testStore()
const NOW = Date.parse('2026-03-08T00:00:00Z')
const DAY_MS = 86_400_000

beforeEach(async () => {
  for (const table of ['indicator_received', 'indicator_rejected']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

const exit = (place: number, changes: Partial<IndicatorTold> = {}): IndicatorTold => {
  const pattern = { network: `203.0.${place >> 8}.${place & 255}/32`, date: '2026-03-05' }
  return {
    object_id: `indicator--${place}`,
    indicator_id: 'what the partner says that it is',
    kind: 'network-day',
    pattern,
    valid_from: '2026-03-05T00:00:00Z',
    valid_until: '2026-03-20T00:00:00Z',
    marking: 'amber',
    confidence: 80,
    campaign_name: 'tide',
    ...changes,
  }
}
const told = (indicators: readonly IndicatorTold[], more: Partial<Told> = {}): Told => ({
  ...{ indicators, withdrawn: [], refused: [] },
  ...more,
})
const take = (what: Told, partner_id = 'north', at_ms = NOW) =>
  takeIn(held.store, { partner_id, told: what, at_ms })

const rowsOf = <Row>(text: string) => held.store.rows<Row>(statement('rows', text))
const inForce = async () =>
  (
    await rowsOf<{ id: string }>(
      `SELECT object_id AS id FROM indicator_received GROUP BY partner_id, object_id, indicator_id
       HAVING NOT argMax(is_withdrawn, place) ORDER BY id`,
    )
  ).map(({ id }) => id)

describe('what is taken in', () => {
  test('is kept under an id that we make ourselves, in the form of its kind', async () => {
    const one = exit(1)
    expect(await take(told([one]))).toEqual({ taken: 1, unchanged: 0, withdrawn: 0, refused: [] })
    const [row] = await rowsOf<{ indicator_id: string; pattern: string }>(
      'SELECT indicator_id, pattern FROM indicator_received',
    )
    expect(row).toEqual({
      indicator_id: indicatorId('network-day', one.pattern),
      pattern: '{"date":"2026-03-05","network":"203.0.0.1/32"}',
    })
  })

  test('is told beforehand, word for word, and looking keeps nothing', async () => {
    const what = told([exit(1), exit(2, { marking: 'red' })])
    const receiving = { partner_id: 'north', told: what, at_ms: NOW }
    const would = await lookInto(held.store, receiving)
    for (const table of ['indicator_received', 'indicator_rejected']) {
      expect(await rowsOf(`SELECT place FROM ${table}`)).toEqual([])
    }
    expect(would).toEqual({ ...(await take(what)), is_first: true })
    expect(await lookInto(held.store, receiving)).toMatchObject({ unchanged: 1, is_first: false })
  })

  test('changes nothing when it is told again', async () => {
    await take(told([exit(1), exit(2)]))
    const again = await take(told([exit(2), exit(1)]), 'north', NOW + 1000)
    expect(again).toMatchObject({ taken: 0, unchanged: 2 })
    expect(await rowsOf('SELECT object_id FROM indicator_received')).toHaveLength(2)
  })

  test('holds no longer than its kind lasts, whatever the partner says', async () => {
    await take(told([exit(1, { valid_until: '2099-01-01T00:00:00Z' })]))
    const [row] = await rowsOf<{ until: string }>(
      'SELECT toString(toDate(valid_until)) AS until FROM indicator_received',
    )
    expect(row?.until).toBe('2026-04-07')
  })

  test('is all that an object says: several patterns, and none that it says no more', async () => {
    const one = exit(1)
    const other = { ...exit(2), object_id: one.object_id }
    expect(await take(told([one, other]))).toMatchObject({ taken: 2, refused: [] })
    expect(await take(told([other]))).toMatchObject({ taken: 0, unchanged: 1, withdrawn: 1 })
    expect(await inForce()).toEqual([one.object_id])
  })

  test('is withdrawn by whoever told it, and by nobody else', async () => {
    await take(told([exit(1)]))
    expect(await take(told([], { withdrawn: ['indicator--1', 'unknown'] }), 'south')).toMatchObject(
      {
        withdrawn: 0,
      },
    )
    expect(await take(told([], { withdrawn: ['indicator--1', 'indicator--1'] }))).toMatchObject({
      withdrawn: 1,
    })
    expect(await inForce()).toEqual([])
  })
})

describe('what is refused', () => {
  test.each([
    ['everybody', { pattern: { network: '0.0.0.0/0', date: '2026-03-05' } }, /^too wide: /],
    ['a /8', { pattern: { network: '52.0.0.0/8', date: '2026-03-05' } }, /^too wide: /],
    [
      'a private network',
      { pattern: { network: '10.1.0.0/16', date: '2026-03-05' } },
      /^too wide: /,
    ],
    ['a network without a day', { pattern: { network: '203.0.113.7/32' } }, /^not the form of /],
    ['a kind that nobody knows', { kind: 'horoscope' }, /^a kind that is not known$/],
    ['what is over its time', { valid_until: '2026-03-07T00:00:00Z' }, /^expired$/],
    ['an end before the beginning', { valid_until: '2026-03-01T00:00:00Z' }, /^no time /],
    ['no instant', { valid_from: 'soon' }, /^no time /],
    ['what begins next month', { valid_from: '2026-03-12T00:00:00Z' }, /^of the future$/],
    ['TLP:RED', { marking: 'red' }, /^marked for the eyes of one person$/],
    ['a name of a megabyte', { campaign_name: 'x'.repeat(1e6) }, /^a name that is too long$/],
    ['an object without a name', { object_id: '' }, /^an object without a name$/],
  ] as const)('%s', async (_, changes, reason) => {
    const found = await take(told([exit(1, changes as Partial<IndicatorTold>)]))
    expect(found.taken).toBe(0)
    expect(found.refused).toEqual([{ reason: expect.stringMatching(reason), objects: 1 }])
    expect(await inForce()).toEqual([])
  })

  test('is counted by reason: many thousands are a row', async () => {
    const wide = { network: '0.0.0.0/0', date: '2026-03-05' }
    const many = Array.from({ length: 50_000 }, (_, place) => exit(place, { pattern: wide }))
    const reader = [{ object_id: '', reason: 'larger than 64 MiB' }]
    await take(told(many, { refused: reader }))
    expect(
      await rowsOf(
        'SELECT reason, toUInt32(objects) AS objects FROM indicator_rejected ORDER BY objects',
      ),
    ).toEqual([
      { reason: 'larger than 64 MiB', objects: 1 },
      { reason: expect.stringMatching(/^too wide/), objects: 50_000 },
    ])
  })

  test('is what is more than a partner may have in force, and the same object twice', async () => {
    const many = Array.from({ length: INDICATORS_MAX + 3 }, (_, place) => exit(place))
    const found = await take(told([...many, exit(0)]))
    expect(found.taken).toBe(INDICATORS_MAX)
    expect(found.refused).toEqual([
      { reason: 'more than a partner may have in force', objects: 3 },
      { reason: 'twice in one bundle', objects: 1 },
    ])
    // What has expired makes room.
    const later = exit(INDICATORS_MAX, { valid_until: '2026-04-20T00:00:00Z' })
    expect(await take(told([later]), 'north', NOW + 20 * DAY_MS)).toMatchObject({ taken: 1 })
  })
})

test('whoever tells, takes back and tells the same again adds no rows without end', async () => {
  const many = Array.from({ length: INDICATORS_MAX }, (_, place) => exit(place))
  const back = { withdrawn: many.map(({ object_id }) => object_id) }
  const days = TOLD_A_DAY_MAX / INDICATORS_MAX
  for (let round = 0; round < days; round += 1) {
    expect(await take(told(many))).toMatchObject({ taken: INDICATORS_MAX, refused: [] })
    expect(await take(told([], back))).toMatchObject({ withdrawn: INDICATORS_MAX })
  }
  expect(await take(told(many))).toMatchObject({
    ...{ taken: 0, withdrawn: 0 },
    refused: [{ reason: 'more than a partner may tell in a day', objects: INDICATORS_MAX }],
  })
  expect(await rowsOf('SELECT place FROM indicator_received')).toHaveLength(2 * TOLD_A_DAY_MAX)
  // Of others nothing is refused, and of this one nothing on the next day.
  expect(await take(told([exit(1)]), 'south')).toMatchObject({ taken: 1 })
  expect(await take(told([exit(1)]), 'north', NOW + DAY_MS)).toMatchObject({ taken: 1 })
})

test('what is in force can be taken back by whoever told more than a day has room for', async () => {
  const many = Array.from({ length: INDICATORS_MAX }, (_, place) => exit(place))
  for (const confidence of [10, 20]) {
    await take(told(many.map((one) => ({ ...one, confidence }))))
  }
  expect(await take(told([exit(1, { confidence: 30 })]))).toMatchObject({ taken: 0 })
  expect(await take(told([], { withdrawn: ['indicator--1'] }))).toMatchObject({ withdrawn: 1 })
})

test('in whatever order things are told and taken back, the last word on each object counts', async () => {
  const word = fc.record({ place: fc.integer({ min: 0, max: 4 }), isBack: fc.boolean() })
  const bundle = fc.uniqueArray(word, {
    selector: ({ place }) => place,
    minLength: 1,
    maxLength: 4,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(bundle, { minLength: 1, maxLength: 6 }), async (bundles) => {
      await held.store.run(statement('clear', 'TRUNCATE TABLE indicator_received'))
      const expected = new Set<string>()
      for (const [at, words] of bundles.entries()) {
        const of = (isBack: boolean) => words.filter((one) => one.isBack === isBack)
        const withdrawn = of(true).map(({ place }) => `indicator--${place}`)
        await take(
          told(
            of(false).map(({ place }) => exit(place)),
            { withdrawn },
          ),
          'north',
          NOW + at,
        )
        for (const { place } of of(false)) expected.add(`indicator--${place}`)
        for (const id of withdrawn) expected.delete(id)
      }
      expect(await inForce()).toEqual([...expected].sort())
    }),
    { numRuns: 15 },
  )
})
