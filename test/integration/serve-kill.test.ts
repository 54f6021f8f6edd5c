import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import { startProbe, told } from '../faults/probe.js'
import { type Service, startService, until } from './served.js'
import { seeded } from './spool-faults.js'

/** STILLWATCH_KILLS=100 for the long run; STILLWATCH_SEED repeats one. */
const KILLS = Number(process.env.STILLWATCH_KILLS ?? 6)
const PAUSE_MS_MAX = 3000
const LINES_MAX = 50
const POSTERS = 4
const LIVES_MS = 60_000
/** A gate that is killed again and again is started after two seconds at most, and then has to start. */
const GATE_AWAY_MS_MAX = 15_000
const ENGINE_AWAY_MS_MAX = 2000

const counted = statement(
  'counted',
  'SELECT count() AS exchanges, uniqExact(exchange_id) AS ids FROM exchange',
)
const roundsOf = statement(
  'rounds',
  `SELECT splitByChar('-', exchange_id)[1] AS poster, toUInt32(splitByChar('-', exchange_id)[2]) AS round, count() AS held
   FROM exchange GROUP BY poster, round`,
)

/** What was posted: ten millions of exchanges, so that a body is known by its number alone. */
interface Posted {
  /** By poster, for each of its bodies whether it was acknowledged. */
  readonly bodies: readonly boolean[][]
  unreachable: number
  /** Answers that are neither taken nor a refusal for want of room. */
  readonly odd: Set<number>
}

const linesOf = (round: number): number => 1 + ((round * 7) % LINES_MAX)

/** Posts exchanges until it is told to end, and notes what was acknowledged. Nothing is sent twice. */
async function post(service: Service, place: number, posted: Posted, isOver: () => boolean) {
  const bodies = posted.bodies[place] ?? []
  for (let round = 0; !isOver(); round += 1) {
    const ids = Array.from({ length: linesOf(round) }, (_, at) => `r${place}-${round}-${at}`)
    bodies[round] = false
    try {
      const answer = await fetch(`${service.url}/v1/ingest`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: ids.map((id) => JSON.stringify(exchangeOf(id, round))).join('\n'),
      })
      await answer.text()
      if (answer.ok) bodies[round] = true
      else posted.odd.add(answer.status)
    } catch {
      posted.unreachable += 1
      await sleep(50)
    }
  }
}

const exchangeOf = (exchange_id: string, round: number) => ({
  exchange_id,
  account_id: `acct-${round % 20}`,
  received_at: new Date(Date.UTC(2026, 2, 2) + round * 1000).toISOString(),
  model: 'test-1',
  messages: [{ role: 'user', content: `What is ${exchange_id}?` }],
  response: 'An id.',
  status: 200,
})

const isAnswered = async (service: Service) => (await fetch(`${service.url}/healthz`)).ok

test(
  'whoever is killed, what was acknowledged is in the store once, and the gate is back at once',
  async () => {
    const random = seeded('serve-kill')
    process.stderr.write(`serve-kill: STILLWATCH_KILLS=${KILLS}\n`)
    const service = await startService()
    try {
      await until('the gate', () => isAnswered(service))
      await until('the engine', async () => (await service.ready()).engine.state === 'running')
      const posted: Posted = {
        bodies: Array.from({ length: POSTERS }, () => []),
        unreachable: 0,
        odd: new Set(),
      }
      let isOver = false
      const posters = Array.from({ length: POSTERS }, (_, at) =>
        post(service, at, posted, () => isOver),
      )
      const probe = await startProbe(service.url)
      const gateAway: { fromMs: number; toMs: number }[] = []
      const killed = { gate: 0, engine: 0 }
      for (let kill = 0; kill < KILLS; kill += 1) {
        await sleep(random() * PAUSE_MS_MAX)
        const part = random() < 0.5 ? 'gate' : 'engine'
        await until(`the ${part} to be killed`, async () =>
          process.kill(service.pidOf(part), 'SIGKILL'),
        )
        killed[part] += 1
        const fromMs = Date.now()
        await until('the gate after a kill', () => isAnswered(service))
        // A second longer: the next question of the probe may have been on its way.
        if (part === 'gate') gateAway.push({ fromMs, toMs: Date.now() + 1000 })
      }
      const { decide } = await probe.end()
      const isAway = (gap: { fromMs: number; toMs: number }) =>
        gateAway.some(({ fromMs, toMs }) => gap.fromMs < toMs && gap.toMs > fromMs)
      const longest = (gaps: readonly { fromMs: number; toMs: number }[]) =>
        Math.max(0, ...gaps.map(({ fromMs, toMs }) => toMs - fromMs))
      const [whenGate, whenEngine] = [true, false].map((of) =>
        longest(decide.gaps.filter((gap) => isAway(gap) === of)),
      )
      isOver = true
      await Promise.all(posters)
      await until(
        'all to be taken',
        async () => {
          const { spool, engine } = await service.ready()
          return (
            spool.rows === 0 && engine.state === 'running' && engine.drain_failures_in_a_row === 0
          )
        },
        180,
      )
      await sleep(500)
      expect(await service.end()).toBe(0)
      const store = await openStore({ path: service.state })
      const [count] = await store.rows<{ exchanges: string; ids: string }>(counted)
      const held = new Map<string, number>(
        (await store.rows<{ poster: string; round: number; held: string }>(roundsOf)).map(
          (row) => [`${row.poster}-${row.round}`, Number(row.held)] as const,
        ),
      )
      await store.close()
      const known = posted.bodies.flatMap((bodies, place) =>
        bodies.map((isTaken, round) => ({ body: `r${place}-${round}`, isTaken, round })),
      )
      const taken = known.filter(({ isTaken }) => isTaken)
      const acknowledged = taken.reduce((sum, { round }) => sum + linesOf(round), 0)
      process.stderr.write(
        `serve-kill: gate ${killed.gate}, engine ${killed.engine}; ${acknowledged} acknowledged, ` +
          `${count?.exchanges} held, ${posted.unreachable} calls unanswered, ` +
          `longest without an answer ${whenGate} ms where the gate was killed, else ${whenEngine} ms\n` +
          `  decide: ${told(decide)}\n`,
      )
      const lost = taken.filter(({ body, round }) => held.get(body) !== linesOf(round))
      expect(lost.map(({ body }) => body)).toEqual([])
      for (const { body } of known) held.delete(body)
      expect([...held.keys()]).toEqual([])
      expect(Number(count?.exchanges)).toBe(Number(count?.ids))
      expect([...posted.odd]).toEqual([])
      expect(acknowledged).toBeGreaterThan(100)
      expect(whenGate).toBeLessThan(GATE_AWAY_MS_MAX)
      expect(whenEngine).toBeLessThan(ENGINE_AWAY_MS_MAX)
    } finally {
      service.remove()
    }
  },
  LIVES_MS * 3 + KILLS * 15_000,
)
