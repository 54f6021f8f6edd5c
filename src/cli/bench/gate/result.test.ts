import { describe, expect, it } from 'vitest'
import { slopeOf } from './bench.js'
import { middleOf, quantileOf } from './pace.js'
import { barsOf, type GateBench } from './result.js'

const GOOD: GateBench = {
  machine: { processor: 'p', node: 'v20', is_pinned: true },
  subjects: 1,
  decide: { decisions: 1, touched: 0, p50_ms: 0, p99_ms: 1, p999_ms: 1, max_ms: 9 },
  proxy: {
    exchanges: 1,
    failed: 0,
    bare: { p50_ms: 1, p99_ms: 2 },
    proxy: { p50_ms: 1, p99_ms: 4 },
    added: { p50_ms: 0, p99_ms: 2 },
  },
  beside: {
    failed: 0,
    alone_p99_ms: 1,
    beside_p99_ms: 2,
    added_all_p99_ms: [1],
    added_p99_ms: 1,
    rebuilds: 1,
  },
  intake: {
    exchanges_per_second: 30_000,
    exchanges_per_processor_second: 30_000,
    request_p99_ms: 1,
    failed: 0,
  },
  spool: {
    exchangesPerSecond: 1,
    exchangesPerProcessorSecond: 1,
    bytesPerSecond: 1,
    appendMsP50: 1,
    appendMsP99: 1,
    loopHeldMsP99: 1,
    loopHeldMsMax: 1,
  },
  memory: {
    minutes: 10,
    requests: 1,
    failed: 0,
    resident_bytes: 1,
    held_mib_per_minute: 0,
    resident_mib_per_minute: 0,
  },
}

const missed = (result: GateBench) => barsOf(result).filter(({ is_met }) => is_met === false)

describe('the bars of the gate', () => {
  it('are met at the bound itself', () => {
    expect(missed(GOOD)).toEqual([])
  })

  it('say nothing of memory that was looked at too shortly', () => {
    const memory = { ...GOOD.memory, minutes: 1, held_mib_per_minute: 9 }
    const bars = barsOf({ ...GOOD, memory })
    expect(bars.filter(({ is_met }) => is_met !== true).map(({ name }) => name)).toEqual([
      expect.stringContaining('memory'),
    ])
    expect(missed({ ...GOOD, memory })).toEqual([])
  })

  it.each<[string, Partial<GateBench>]>([
    ['decision', { decide: { ...GOOD.decide, p99_ms: 1.01 } }],
    ['proxy', { proxy: { ...GOOD.proxy, added: { p50_ms: 0, p99_ms: 2.1 } } }],
    ['rebuild', { beside: { ...GOOD.beside, added_p99_ms: 2.1 } }],
    ['intake', { intake: { ...GOOD.intake, exchanges_per_second: 29_999 } }],
    ['memory', { memory: { ...GOOD.memory, held_mib_per_minute: 1.1 } }],
    ['failed', { memory: { ...GOOD.memory, failed: 1 } }],
  ])('%s is missed beyond it, and no other', (word, part) => {
    const names = missed({ ...GOOD, ...part }).map(({ name }) => name)
    expect(names).toEqual([expect.stringContaining(word)])
  })
})

it('a slope is that of the line through the points', () => {
  const points = [1, 2, 3, 4].map((minute) => [minute, 5 + 2 * minute] as const)
  expect(slopeOf(points)).toBeCloseTo(2)
  expect(slopeOf(points.slice(0, 1))).toBe(0)
})

it('the middle is the middle, and p99 is not the longest', () => {
  expect(middleOf([9, 1, 5])).toBe(5)
  expect(
    quantileOf(
      Array.from({ length: 201 }, (_, index) => index),
      0.99,
    ),
  ).toBe(198)
})
