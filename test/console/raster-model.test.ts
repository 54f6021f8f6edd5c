import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_FAMILY, rasterModel, SORTS } from '../../console/src/pages/campaign/raster/model.js'
import {
  brushed,
  moved,
  showing,
  type View,
  wholeView,
  zoomed,
} from '../../console/src/pages/campaign/raster/view.js'
import type { RasterAnswer } from '../../src/service/console/campaigns/api.js'

const bounds = fc.record({
  buckets: fc.integer({ min: 1, max: 400 }),
  rows: fc.integer({ min: 1, max: 20_000 }),
})
const share = fc.double({ min: 0, max: 1, noNaN: true })
const far = fc.double({ min: -50_000, max: 50_000, noNaN: true })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('zoom' as const),
    factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
    u: share,
    v: share,
  }),
  fc.record({ kind: fc.constant('move' as const), dx: far, dy: far }),
  fc.record({ kind: fc.constant('brush' as const), from: far, to: far }),
)

test('whatever somebody does, what is seen is a part of what there is', () => {
  fc.assert(
    fc.property(bounds, fc.array(step, { maxLength: 12 }), (of, steps) => {
      let view: View = wholeView(of)
      for (const one of steps) {
        if (one.kind === 'zoom') view = zoomed(view, one.factor, [one.u, one.v], of)
        else if (one.kind === 'move') view = moved(view, one.dx, one.dy, of)
        else view = brushed(view, one.from, one.to, of)
        expect(view.x).toBeGreaterThanOrEqual(0)
        expect(view.y).toBeGreaterThanOrEqual(0)
        expect(view.width).toBeGreaterThan(0)
        expect(view.x + view.width).toBeLessThanOrEqual(of.buckets + 1e-6)
        expect(view.y + view.height).toBeLessThanOrEqual(of.rows + 1e-6)
      }
    }),
  )
})

test('a cell that the keyboard goes to is seen', () => {
  fc.assert(
    fc.property(
      bounds,
      share,
      share,
      fc.double({ min: 1, max: 40, noNaN: true }),
      (of, u, v, factor) => {
        const [bucket, row] = [Math.floor(u * (of.buckets - 1)), Math.floor(v * (of.rows - 1))]
        const view = showing(zoomed(wholeView(of), factor, [0, 0], of), bucket, row, of)
        expect(view.x).toBeLessThanOrEqual(bucket)
        expect(view.x + view.width).toBeGreaterThanOrEqual(Math.min(of.buckets, bucket + 1) - 1e-6)
        expect(view.y).toBeLessThanOrEqual(row)
      },
    ),
  )
})

/** Three accounts and four hours; the second and third ended at once. */
const ANSWER: RasterAnswer = {
  ...{ run: null, start: '2026-03-02T00:00:00.000Z', bucket_seconds: 3600, buckets: 4 },
  families: ['f1'],
  accounts: [
    {
      account_id: 'a',
      role: 'operator',
      born_at: '2026-03-02T01:00:00Z',
      ended_at: null,
      tie_bits: 3,
      taken: 1,
    },
    {
      account_id: 'b',
      role: 'operator',
      born_at: null,
      ended_at: '2026-03-02T02:10:00Z',
      tie_bits: 9,
      taken: 0,
    },
    {
      account_id: 'c',
      role: 'victim',
      born_at: null,
      ended_at: '2026-03-02T02:50:00Z',
      tie_bits: 1,
      taken: 7,
    },
  ],
  accounts_left_out: 0,
  cells: Buffer.from(
    Uint16Array.from([0, 1, 5 * 16, 1, 0, 2 * 16 + NO_FAMILY, 2, 3, 16]).buffer,
  ).toString('base64'),
  releases: [],
}

test.each([
  ['seen', ['a', 'b', 'c']],
  ['tie', ['b', 'a', 'c']],
  ['taken', ['c', 'a', 'b']],
] as const)('in the order of %s each account keeps its own cells', (sort, names) => {
  expect(SORTS).toContain(sort)
  const { order, cells, buckets, born } = rasterModel(ANSWER, sort)
  expect(order.map((place) => ANSWER.accounts[place]?.account_id)).toEqual(names)
  const rowOf = (name: 'a' | 'b' | 'c') => (names as readonly string[]).indexOf(name) * buckets
  expect(cells[rowOf('a') + 1]).toBe(5 * 16)
  expect(cells[rowOf('b')]).toBe(2 * 16 + NO_FAMILY)
  expect(cells[rowOf('c') + 3]).toBe(16)
  expect(born[rowOf('a') / buckets]).toBe(1)
  expect(cells.filter((value) => value !== 0)).toHaveLength(3)
})

test('accounts that ended within one span are a wave, and one alone is none', () => {
  expect(rasterModel(ANSWER, 'seen').waves).toEqual([{ bucket: 2, accounts: 2 }])
})
