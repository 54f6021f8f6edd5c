import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { type Service, startService, until } from '../integration/served.js'
import { startProbe, told } from './probe.js'
import { heldAgainst, startSenders } from './senders.js'

const HOUR_MS = 3_600_000
/** Back by an hour, forth by a year, and back to three days before. */
const STEPS_MS = [-HOUR_MS, 8760 * HOUR_MS, -72 * HOUR_MS]

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-clock-'))
const services: Service[] = []
afterEach(() => {
  for (const service of services.splice(0)) service.remove()
  rmSync(folder, { recursive: true, force: true })
})

const rowsTaken = async (service: Service) => Number((await service.ready()).engine.rows_taken ?? 0)

test('a clock that steps back and forth loses nothing, counts nothing twice and stops nothing', async () => {
  const clock = join(folder, 'clock')
  writeFileSync(clock, '0')
  const service = await startService({ engine: { run_minutes: 0.5 } }, undefined, {
    STILLWATCH_TEST_CLOCK: clock,
    NODE_OPTIONS: `--import=${pathToFileURL(resolve('test/faults/clock-child.js'))}`,
  })
  services.push(service)
  await until('the engine', async () => (await service.ready()).engine.state === 'running')
  const probe = await startProbe(service.url)
  const sent = startSenders({ url: service.url, linesASecond: 200, lineBytes: 300 })
  for (const step of STEPS_MS) {
    writeFileSync(clock, String(step))
    await sleep(1000)
    const before = await rowsTaken(service)
    await until('rows to be taken', async () => (await rowsTaken(service)) > before)
  }
  const runs = Number((await service.ready()).engine.runs)
  await until('a run', async () => Number((await service.ready()).engine.runs) > runs)
  await sent.end()
  await until('all to be taken', async () => (await service.ready()).spool.rows === 0)
  expect((await service.ready()).engine).toMatchObject({ state: 'running', run_failures: 0 })
  const { decide } = await probe.end()
  expect(await service.end()).toBe(0)
  const store = await heldAgainst(service.state, sent.acknowledged)
  process.stderr.write(
    `clock: ${sent.acknowledged.size} acknowledged, ${store.held} held\n  decide: ${told(decide)}\n`,
  )
  expect(store).toEqual({ held: sent.acknowledged.size, lost: [], twice: 0 })
  expect([...sent.answers.keys()]).toEqual([200])
  expect(decide.failed + decide.refused).toBe(0)
  expect(decide.longestMs).toBeLessThan(2000)
}, 300_000)
