import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indicatorId } from '../../domain/indicator.js'
import { withinBounds } from './match.js'

/** A pattern that is told as 256 blocks. */
const wide = (place: number) => ({ network: `10${place >> 8}.${place & 255}.0.0/16`, date: DAY })
const DAY = '2026-03-05'
const PROBES = 256

const rowsOf = (partner_number: number, places: readonly number[]) =>
  places.map((place) => ({
    partner_number,
    indicator_id: indicatorId('network-day', wide(place)),
    kind: 'network-day',
    canonical: JSON.stringify(wide(place)),
  }))
const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)
const heard = (rows: ReturnType<typeof rowsOf>, room: number) =>
  new Set(withinBounds(rows, room * PROBES).map(({ pattern_id }) => pattern_id))
const idsOf = (places: readonly number[]) => rowsOf(0, places).map((row) => row.indicator_id)

describe('what partners told, as far as it may be hashed', () => {
  test('is in the turn of each: what comes first is not pushed out by what is told after it', () => {
    expect([...heard(rowsOf(1, range(0, 20)), 4)]).toEqual(idsOf(range(0, 4)))
  })

  test('is charged to whoever has room: nobody is muted by one who tells the same and much more', () => {
    const [own, others] = [range(0, 4), range(100, 40)]
    const all = heard([...rowsOf(1, [...others, ...own]), ...rowsOf(2, own)], 4)
    for (const id of idsOf(own)) expect(all.has(id)).toBe(true)
    const first = heard([...rowsOf(1, [...own, ...others]), ...rowsOf(2, own)], 4)
    for (const id of idsOf(own)) expect(first.has(id)).toBe(true)
  })

  test('whatever others tell, each is heard on all that it would be heard on alone', () => {
    const list = fc.uniqueArray(fc.nat({ max: 15 }), { maxLength: 12 })
    fc.assert(
      fc.property(
        fc.array(list, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 8 }),
        (lists, room) => {
          const all = lists.map((places, partner) => rowsOf(partner + 1, places))
          const together = heard(all.flat(), room)
          for (const rows of all)
            for (const id of heard(rows, room)) expect(together.has(id)).toBe(true)
          expect(together.size).toBeLessThanOrEqual(room * lists.length)
        },
      ),
    )
  })
})
