import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
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
  expect(late).toEqual({
    fault: 'TOO_LARGE',
    reason: 'the body is too much work; send it in parts',
  })
  const small = await hasty.parse(task(lines(1)))
  expect(small.fault).toBe('')
  expect((await threads.parse(task(lines(5000)))).fault).toBe('')
})

it('asks the sender to come again where no thread can be had, and takes its body once one can', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-threads-'))
  const missing = join(folder, 'worker.mjs')
  const ill = openThreads({ parseMsMax: 20_000, file: pathToFileURL(missing) })
  const outcomes = await Promise.all([1, 2, 3].map(() => ill.parse(task(lines(5000)))))
  expect(outcomes.map(({ fault }) => fault)).toEqual(Array(3).fill('UNAVAILABLE'))
  writeFileSync(missing, `await import(${JSON.stringify(file.href)})\n`)
  expect((await ill.parse(task(lines(5000)))).fault).toBe('')
  await ill.close()
  rmSync(folder, { recursive: true })
})

it('takes nothing that a thread says of a body that was given up for the answer to the next', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-threads-'))
  const late = join(folder, 'late.mjs')
  const outcome = (text: string) =>
    `{ fault: '', bytes: Buffer.alloc(0), kinds: [], lengths: [], rejected: [{ place: '${text}', reason: '' }] }`
  writeFileSync(
    late,
    `import { parentPort } from 'node:worker_threads'
     parentPort.postMessage('begun')
     parentPort.on('message', ({ bytes }) => {
       const isLarge = bytes.length > 1_000_000
       const until = Date.now() + (isLarge ? 250 : 0)
       while (Date.now() < until);
       parentPort.postMessage(isLarge ? ${outcome('late')} : ${outcome('own')})
     })`,
  )
  const given = openThreads({ parseMsMax: 200, file: pathToFileURL(late) })
  await given.parse(task(lines(600)))
  const first = given.parse(task(lines(20_000)))
  const second = given.parse(task(lines(600)))
  // Held up here, where timers come next, this thread finds its patience at an end before the late answer.
  await new Promise(setImmediate)
  const until = Date.now() + 400
  while (Date.now() < until);
  expect(await first).toMatchObject({ fault: 'TOO_LARGE' })
  expect(await second).toMatchObject({ rejected: [{ place: 'own' }] })
  await given.close()
  rmSync(folder, { recursive: true })
})
