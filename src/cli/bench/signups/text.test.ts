import { expect, it } from 'vitest'
import { terminalOf } from '../../page.js'
import { barsOfSignups, type SignupBench } from './result.js'
import { signupBenchLines } from './text.js'

const SPREAD = { requests: 12_000, p50_ms: 0.8, p99_ms: 4, p999_ms: 9, max_ms: 20 }
const GOOD: SignupBench = {
  machine: { processor: 'p', node: 'v20', is_pinned: true },
  ...{ remembered: 250_000, rate: 200, fill_seconds: 100, failed: 0, resident_bytes: 2 ** 29 },
  ...{ is_disk_awaited: false, kept_share: 0.9731 },
  ...{ signups: { ...SPREAD, p99_ms: 5 }, bare: SPREAD },
  ...{ decisions_alone: SPREAD, decisions_beside: SPREAD },
  ...{ added_all_p99_ms: [0.1], added_p99_ms: 2 },
  ...{ assessing_all_p99_ms: [1.1], assessing_p99_ms: 1.1 },
}
const missed = (result: SignupBench) =>
  barsOfSignups(result)
    .filter(({ is_met }) => is_met === false)
    .map(({ name }) => name)

it('the bars are met at the bound itself, and missed beyond it, each by itself', () => {
  expect(missed(GOOD)).toEqual([])
  expect(missed({ ...GOOD, signups: { ...SPREAD, p99_ms: 5.01 } })).toEqual([
    'sign-up assessed, p99',
  ])
  expect(missed({ ...GOOD, added_p99_ms: 2.1 })).toEqual(['sign-ups add to a decision, p99'])
  expect(missed({ ...GOOD, failed: 1 })).toEqual(['failed requests'])
})

it('fits a terminal, and tells each kind of request', () => {
  const lines = signupBenchLines(GOOD, terminalOf({ columns: 80 }))
  expect(lines.join('\n')).toMatch(/remembers 250,000 applications, 200 a second/)
  expect(lines.join('\n')).toMatch(/sign-ups +12,000 +0\.80 +5\.00 +9\.00 +20\.00/)
  expect(lines.join('\n')).toMatch(/Disk +not waited for\n/)
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
})
