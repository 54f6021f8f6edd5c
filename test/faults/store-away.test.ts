import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type Ready, type Service, startService, until } from '../integration/served.js'
import { startProbe, told } from './probe.js'
import { heldAgainst, startSenders } from './senders.js'

/** `npm run faults` takes the store away for ten minutes. */
const SECONDS = Number(process.env.STILLWATCH_AWAY_SECONDS ?? 4)
const LINES_A_SECOND = 200
/** The least that may be set; lines are as long as it takes to meet it after half of the time. */
const SPOOL_BYTES_MAX = 16 * 1024 * 1024
const LINE_BYTES = Math.round(SPOOL_BYTES_MAX / ((LINES_A_SECOND * SECONDS) / 2))
/** An engine that says nothing for a minute counts as down. */
const IS_SILENCE_SEEN = SECONDS > 70

const services: Service[] = []
afterEach(() => {
  for (const service of services.splice(0)) service.remove()
})

interface Away {
  readonly take: (service: Service) => void
  readonly giveBack: (service: Service) => void
  readonly seconds: number
}

const dataOf = ({ state }: Service) => join(state, 'data')

const WAYS: Readonly<Record<string, Away>> = {
  'a store that is gone': {
    take: (service) => {
      renameSync(dataOf(service), `${dataOf(service)}.away`)
      process.kill(service.pidOf('engine'), 'SIGKILL')
    },
    giveBack: (service) => renameSync(`${dataOf(service)}.away`, dataOf(service)),
    seconds: SECONDS,
  },
  'an engine that stands still': {
    take: (service) => process.kill(service.pidOf('engine'), 'SIGSTOP'),
    giveBack: (service) => process.kill(service.pidOf('engine'), 'SIGCONT'),
    seconds: Math.min(SECONDS, 120),
  },
}

test.each(Object.entries(WAYS))(
  '%s: the gate answers and takes in up to its bound, and all is in the store once afterwards',
  async (name, { take, giveBack, seconds }) => {
    const lineBytes = Math.round((LINE_BYTES * SECONDS) / seconds)
    const service = await startService({
      spool_bytes_max: SPOOL_BYTES_MAX,
      engine: { run_minutes: 1 },
    })
    services.push(service)
    await until('the engine', async () => (await service.ready()).engine.state === 'running')
    const probe = await startProbe(service.url)
    const sent = startSenders({ url: service.url, linesASecond: LINES_A_SECOND, lineBytes })
    await until('the first', async () => Number((await service.ready()).engine.rows_taken) > 0)
    take(service)
    const seen: Ready[] = []
    for (let second = 0; second < seconds; second += 1) {
      await sleep(1000)
      seen.push(await service.ready())
    }
    const most = Math.max(...seen.map(({ spool }) => spool.bytes))
    const takenIn = sent.acknowledged.size
    giveBack(service)
    await sent.end()
    await until('all to be taken', async () => (await service.ready()).spool.rows === 0, 180)
    const { decide } = await probe.end()
    expect(await service.end()).toBe(0)
    const store = await heldAgainst(service.state, sent.acknowledged)
    process.stderr.write(
      `${name}, ${seconds} s: ${sent.acknowledged.size} acknowledged, ${takenIn} of them before it was back, ` +
        `${store.held} held, at most ${most} of ${SPOOL_BYTES_MAX} bytes, ` +
        `answers ${JSON.stringify([...sent.answers])}\n  decide: ${told(decide)}\n`,
    )
    expect(store).toEqual({ held: sent.acknowledged.size, lost: [], twice: 0 })
    expect(most).toBeGreaterThan(SPOOL_BYTES_MAX * 0.8)
    expect(most).toBeLessThanOrEqual(SPOOL_BYTES_MAX)
    expect([...sent.answers.keys()].sort()).toEqual([200, 503])
    if (seconds === SECONDS && IS_SILENCE_SEEN) {
      expect(seen.at(-1)?.degraded).toContain('engine_down')
    }
    expect(decide.failed + decide.refused).toBe(0)
    expect(decide.longestMs).toBeLessThan(2000)
  },
  (SECONDS + 300) * 1000,
)
