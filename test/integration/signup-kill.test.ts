import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { startService, until } from './served.js'
import { linesHeld, seeded } from './spool-faults.js'

const service = await startService({ engine: { run_minutes: 60 } })
afterAll(() => service.remove())

const CALLERS = 16
const ROUNDS = Number(process.env.STILLWATCH_KILLS ?? 5)

interface Answered {
  readonly id: string
  readonly record: string
}

/** Signs up until the gate is gone. */
async function signUp(caller: string, into: Answered[]): Promise<void> {
  for (let place = 0; ; place += 1) {
    const id = `${caller}-${place}`
    const query = place % 4 === 0 ? '?wait=disk' : ''
    try {
      const answer = await fetch(`${service.url}/v1/signup/assess${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ application_id: id, applied_at: '2026-03-10T12:00:00Z' }),
      })
      into.push({ id, record: `${((await answer.json()) as { record?: string }).record}` })
    } catch {
      return
    }
  }
}

/** The engine is stopped, so that all stays in the spool where it can be counted. */
test('a gate that is killed at any moment has on disk whatever it said to be kept', async () => {
  const chance = seeded('killed gates')
  const healthy = async () => (await fetch(`${service.url}/healthz`)).ok
  const answered: Answered[] = []
  await until('the engine', async () => (await service.ready()).engine.state === 'running')
  process.kill(service.pidOf('engine'), 'SIGSTOP')
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      await until('the gate', healthy)
      const callers = Array.from({ length: CALLERS }, (_, at) => signUp(`${round}-${at}`, answered))
      await sleep(300 + chance() * 700)
      process.kill(service.pidOf('gate'), 'SIGKILL')
      await Promise.all(callers)
    }
  } finally {
    process.kill(service.pidOf('engine'), 'SIGCONT')
  }
  const records = new Set(answered.map(({ record }) => record))
  expect([...records].filter((record) => record !== 'kept' && record !== 'keeping')).toEqual([])
  const held = new Set(
    linesHeld(`${service.state}/spool`).map(
      ({ line }) => (JSON.parse(line) as { application_id: string }).application_id,
    ),
  )
  const kept = answered.filter(({ record }) => record === 'kept')
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.filter(({ id }) => !held.has(id))).toEqual([])
  const keeping = answered.filter(({ record }) => record === 'keeping')
  const lost = keeping.filter(({ id }) => !held.has(id)).length
  process.stderr.write(
    `${ROUNDS} kills: ${kept.length} kept, all there; of ${keeping.length} on their way ${lost} were lost\n`,
  )
}, 120_000)
