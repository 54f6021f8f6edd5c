import { expect, test } from 'vitest'
import type { Erasure } from '../../records/erasures.js'
import { watchErasures } from './erasures.js'

const HOUR_MS = 3_600_000
const erasure = (erasure_id: string, more: Partial<Erasure> = {}): [string, Erasure] => [
  erasure_id,
  {
    ...{ erasure_id, kind: 'account', subject_id: 'acct_7', account_id: '', evidence: 'keep' },
    ...{ people: ['alice', 'bob'], opened_ms: 0 },
    ...{ cancelled_ms: null, begun_ms: null, done_ms: null, scope: null, found: null },
    ...more,
  },
]
const segment = (name: string, state: 'open' | 'sealed' | 'aside' = 'sealed') => ({ name, state })

const watch = (
  all: readonly [string, Erasure][],
  more: { noted?: string[]; erasedMs?: number } = {},
) => {
  const due = watchErasures()
  const [people, noted] = [{ erasures: new Map(all) }, new Set(more.noted)]
  return (
    wallMs: number,
    clockMs: number,
    segments: readonly ReturnType<typeof segment>[] = [],
  ) => {
    const at = { people, noted, waitMs: HOUR_MS, now: { wallMs, clockMs }, segments }
    return due(at, more.erasedMs).map((one) => one.erasure_id)
  }
}
const MINUTE_MS = 60_000

test('an erasure waits for its time, and then for all that lay in the spool', () => {
  const at = watch([erasure('one'), erasure('later', { opened_ms: 1 })])
  const parked = segment('0', 'aside')
  expect(at(HOUR_MS - 1, 0)).toEqual([])
  expect(at(HOUR_MS, 0, [parked, segment('1'), segment('2', 'open')])).toEqual([])
  // One is drained, the other sealed, a third begun.
  expect(at(HOUR_MS, MINUTE_MS, [parked, segment('2'), segment('3', 'open')])).toEqual([])
  expect(at(HOUR_MS, MINUTE_MS, [parked, segment('3', 'open')])).toEqual(['one'])
  expect(at(HOUR_MS + 1, MINUTE_MS, [parked, segment('3')])).toEqual(['one'])
  expect(at(HOUR_MS + 1, 2 * MINUTE_MS, [parked, segment('4')])).toEqual(['one', 'later'])
})

test('a wall clock that is ahead for a look, or was when it was wanted, begins nothing', () => {
  const at = watch([erasure('one'), erasure('ahead', { opened_ms: 9000 * HOUR_MS })])
  expect(at(9 * HOUR_MS, 0)).toEqual([])
  expect(at(0, 30_000)).toEqual([])
  expect(at(HOUR_MS, 90_000)).toEqual([])
  expect(at(HOUR_MS, 150_000)).toEqual(['one'])
  expect(at(HOUR_MS, HOUR_MS)).toEqual(['one', 'ahead'])
})

test('an engine that has just erased waits a quarter of an hour, and does all together', () => {
  const at = watch([erasure('one'), erasure('two')], { erasedMs: 0 })
  expect(at(HOUR_MS, 0)).toEqual([])
  expect(at(HOUR_MS, 14 * MINUTE_MS)).toEqual([])
  expect(at(HOUR_MS, 15 * MINUTE_MS)).toEqual(['one', 'two'])
})

test('what is over, taken back, noted, or names nobody any more is not due', () => {
  const all = [
    erasure('done', { done_ms: 1 }),
    erasure('cancelled', { cancelled_ms: 1 }),
    erasure('noted', { begun_ms: 1 }),
    erasure('nobody', { subject_id: '' }),
    erasure('begun and not noted', { begun_ms: 1 }),
  ]
  const at = watch(all, { noted: ['noted'] })
  expect(at(HOUR_MS, 0)).toEqual([])
  expect(at(HOUR_MS, MINUTE_MS)).toEqual(['begun and not noted'])
})
