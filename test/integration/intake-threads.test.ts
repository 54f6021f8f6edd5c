import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import type { ParseTask } from '../../src/service/intake/parse.js'
import { openThreads } from '../../src/service/intake/threads.js'

// Threads run the compiled files, which `npm test` builds first.
const file = new URL('../../dist/service/intake/worker.js', import.meta.url)
const threads = openThreads({ parseMsMax: 20_000, file })
const hasty = openThreads({ parseMsMax: 1, file })
afterAll(async () => {
  await threads.close()
  await hasty.close()
})

const row = { exchange_id: 'e', received_at: '2026-03-01T00:00:00Z', account_id: 'a' }
const lines = (count: number) => Buffer.from(`${JSON.stringify(row)}\n`.repeat(count))
const task = (bytes: Buffer, encoding: ParseTask['encoding'] = 'identity'): ParseTask => ({
  form: { name: 'lines', kind: 'exchange' },
  encoding,
  bytes,
  bytesMax: 64 * 1024 * 1024,
  textPolicy: 'full',
  accountAttributes: [],
})

it('gives what this thread would, in the order asked', async () => {
  const counts = [10_000, 1, 20_000, 700]
  const outcomes = await Promise.all(
    counts.map((count) => threads.parse(task(gzipSync(lines(count)), 'gzip'))),
  )
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.fault !== '') throw new Error(outcome.reason)
    expect(outcome.records).toHaveLength(counts[i] ?? 0)
    expect(JSON.parse(String(outcome.records.at(-1)?.line))).toEqual(row)
  }
})

it('leaves this thread free for its other work', async () => {
  let longest = 0
  let last = performance.now()
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 1)
  await threads.parse(task(lines(190_000)))
  clearInterval(beat)
  expect(longest).toBeLessThan(400)
})

it('gives up a body that takes too long, and takes the next', async () => {
  const late = await hasty.parse(task(lines(190_000)))
  expect(late).toEqual({ fault: 'TOO_LARGE', reason: 'the body is too much work' })
  const small = await hasty.parse(task(lines(1)))
  expect(small.fault).toBe('')
  expect((await threads.parse(task(lines(5000)))).fault).toBe('')
})
