import { expect, it } from 'vitest'
import { makeCaps } from './caps.js'

it('a bucket fills by the clock, holds a minute at most, and is not moved by a clock set back', () => {
  let nowMs = 1_000_000
  const caps = makeCaps(() => nowMs)
  const limits = { requests_per_minute: 60 }
  for (let at = 0; at < 60; at += 1) caps.take('a', limits)()
  expect(caps.use('a', limits)).toEqual({ in_hand: 0, allowance: 0, seconds_to_next: 1 })
  nowMs += 2500
  expect(caps.use('a', limits).allowance).toBeCloseTo(2.5)
  nowMs -= 3_600_000
  expect(caps.use('a', limits).allowance).toBeCloseTo(2.5)
  nowMs += 3_600_000 * 2
  expect(caps.use('a', limits).allowance).toBe(60)
})

it('what is in hand is counted apart for each group, and outlives many others', () => {
  const caps = makeCaps(() => 0)
  const release = caps.take('held', {})
  for (let at = 0; at < 25_000; at += 1) caps.take(`group ${at}`, {})()
  expect(caps.use('held', {}).in_hand).toBe(1)
  release()
  expect(caps.use('held', {}).in_hand).toBe(0)
})

it('nobody owes what was used before there was a rate', () => {
  let nowMs = 0
  const caps = makeCaps(() => nowMs)
  for (let at = 0; at < 1000; at += 1) caps.take('a', { parallel: 9 })()
  nowMs += 60_000
  expect(caps.use('a', { requests_per_minute: 30 })).toMatchObject({ allowance: 30 })
})
