import { expect, it } from 'vitest'
import { terminalOf } from '../../page.js'
import { rotationLines } from './text.js'

it('fits a terminal, and tells the seconds, the ratio and how much there was', () => {
  const lines = rotationLines(
    {
      machine: { processor: 'p', cores: 2, node: 'v20' },
      ...{ exchanges: 1_000_000, kb: 2, bare_read_seconds: 4, seconds: 20, ratio: 5 },
      ...{ partitions: 31, store_bytes: 600e6, peak_bytes: 2 ** 30 },
    },
    terminalOf({ columns: 80 }),
  )
  const text = lines.join('\n')
  expect(text).toMatch(/1,000,000 exchanges of 2 KB, .* in 31 partitions/)
  expect(text).toMatch(/20\.0 s, 50,000 exchanges a second/)
  expect(text).toMatch(/5\.0 bare reads of the logs, of 4\.00 s/)
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
})
