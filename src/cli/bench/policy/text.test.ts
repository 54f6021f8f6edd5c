import { expect, it } from 'vitest'
import { terminalOf } from '../../page.js'
import type { PolicyBench } from './bench.js'
import { policiesOf } from './policies.js'
import { isMet, policyBenchLines } from './text.js'

const POLICIES = policiesOf({
  ...{ exchanges: 5_000_000, accounts: 125_000, hostile: ['a'], ips: ['192.0.2.1'] },
  ...{ ja4: ['t13d1516h2'], user_agents: ['python-requests/2.31'] },
})
const measured = (beside: readonly number[]): PolicyBench => ({
  machine: { processor: 'p', cores: 2, node: 'v20' },
  ...{ exchanges: 5_000_000, accounts: 125_000, days: 365, bare_read_seconds: 0.5 },
  policies: POLICIES.map(({ policy_id }) => ({
    ...{ policy_id, subjects: 20_000, accounts: 125_000, exchanges: 5_000_000, clear: 125_000 },
    ...{ beside_seconds: beside, alone_seconds: [1, 2, 3] },
  })),
})

it('is met where each policy was told in time whenever it was asked', () => {
  expect(isMet(measured([1, 10]))).toBe(true)
  expect(isMet(measured([1, 10.1]))).toBe(false)
})

it('fits a terminal, and says what is missed and where no run was met', () => {
  const lines = policyBenchLines(measured([1, 12.5]), terminalOf({ columns: 80 }))
  expect(lines.join('\n')).toContain('missed')
  expect(lines.find((line) => line.includes('accounts-named'))).toMatch(/12\.50 s +2\.00 s +4\.0$/)
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
  const none = policyBenchLines(measured([]), terminalOf({ columns: 80 }))
  expect(none.find((line) => line.includes('all-of-it'))).toMatch(/none +2\.00 s/)
})
