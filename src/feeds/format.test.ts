import { expect, test } from 'vitest'
import { rateBound } from './bound.js'
import {
  bitsText,
  countText,
  durationText,
  idPrefix,
  listText,
  minuteText,
  probabilityText,
  spanShort,
  spanText,
} from './format.js'
import { excerpt } from './visible.js'

test('numbers', () => {
  expect(countText(12_345_678)).toBe('12,345,678')
  expect([17, -3.04, 0].map(bitsText)).toEqual(['+17.0', '−3.0', '+0.0'])
  expect([1, 0.9996, 0.978, 0.87, 0].map(probabilityText)).toEqual([
    '> 0.999',
    '> 0.999',
    '0.978',
    '0.87',
    '< 0.001',
  ])
  expect([600, 7200, 172_800, 90].map(durationText)).toEqual([
    '10 minutes',
    '2 hours',
    '2 days',
    '90 seconds',
  ])
})

test('times are UTC, whatever the offset they were written with', () => {
  expect(minuteText('2026-03-04T01:30:00+05:30')).toBe('2026-03-03 20:00')
  expect(spanText('2026-03-02T00:00:00Z', '2026-03-10T00:00:00Z')).toBe('from 2 Mar to 10 Mar 2026')
  expect(spanText('2026-03-02T01:00:00Z', '2026-03-02T09:00:00Z')).toBe('on 2 Mar 2026')
  expect(spanShort('2025-12-30T00:00:00Z', '2026-01-04T00:00:00Z')).toBe('30 Dec 2025 – 4 Jan 2026')
})

test('an id is cut to the shortest beginning that is its own', () => {
  const ids = ['5d0c2f4e-7a6b', '5d0c2f4e-aaaa', '9e8d7c6b-0000']
  expect(ids.map((id) => idPrefix(id, ids))).toEqual(['5d0c2f4e-7', '5d0c2f4e-a', '9e8d7c6b'])
  expect(idPrefix('short', ['short'])).toBe('short')
})

test('lists and excerpts', () => {
  expect(listText(['a', 'b', 'c'])).toBe('a, b and c')
  expect(excerpt('ab😀cd', 4)).toBe('ab😀…')
  expect(excerpt('ab😀c', 4)).toBe('ab😀c')
})

test('the bound on a rate is close to the exact one and never nought', () => {
  expect(rateBound(0, 20_000)).toBeCloseTo(1.5e-4, 5)
  expect(rateBound(1, 20_000)).toBeCloseTo(2.37e-4, 5)
})
