/**
 * What the proxy adds to an exchange: measured against a bare pass-through, in one run, by turns. Each
 * server has a thread or a process of its own. Runs from the built program only, which these load.
 */
import { Worker } from 'node:worker_threads'
import { Pool } from 'undici'
import type { BenchServer } from './server.js'

export interface ProxyBenchOptions {
  readonly seconds: number
  /** Exchanges a second through each of the two. */
  readonly rate: number
  readonly requestBytes: number
  /** Milliseconds that never go back, with fractions. */
  readonly clock: () => number
  /** Starts a server of the measurement; by default in a thread of its own. */
  readonly start?: StartServer | undefined
}

export type StartServer = (
  server: BenchServer,
) => Promise<{ readonly url: string; readonly stop: () => Promise<unknown> }>

export interface Spread {
  readonly p50_ms: number
  readonly p99_ms: number
}

export interface ProxyBench {
  readonly exchanges: number
  readonly failed: number
  readonly bare: Spread
  readonly proxy: Spread
  readonly added: Spread
  /** Of each round, the least first. */
  readonly rounds_added_p99_ms?: readonly number[]
}

const startThread: StartServer = async (workerData) => {
  const worker = new Worker(new URL('./server.js', import.meta.url), { workerData })
  const port = await new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject)
  })
  return { url: `http://127.0.0.1:${port}`, stop: () => worker.terminate() }
}

export async function benchProxy(options: ProxyBenchOptions): Promise<ProxyBench> {
  const stops: (() => Promise<unknown>)[] = []
  const start = async (role: BenchServer['role'], upstream: string): Promise<string> => {
    const { url, stop } = await (options.start ?? startThread)({ role, upstream })
    stops.push(stop)
    return url
  }
  try {
    const upstream = await start('upstream', '')
    const bare = new Pool(await start('bare', upstream))
    const proxy = new Pool(await start('proxy', upstream))
    await load([bare, proxy], { ...options, seconds: WARM_UP_SECONDS })
    const rounds: ProxyBench[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const seconds = options.seconds / ROUNDS
      const [a, b] = await load([bare, proxy], { ...options, seconds })
      rounds.push(summary(a ?? NO_TIMES, b ?? NO_TIMES))
    }
    await Promise.all([bare.destroy(), proxy.destroy()])
    return middleOf(rounds)
  } finally {
    await Promise.all(stops.map((stop) => stop()))
  }
}

const WARM_UP_SECONDS = 2
/** On a machine that is shared one moment is not like another: the middle one of several rounds counts. */
const ROUNDS = 9

interface Times {
  readonly ms: number[]
  failed: number
}
const NO_TIMES: Times = { ms: [], failed: 0 }

/** Sends by the clock, and not when an answer came: whoever is slow must not be asked less. */
async function load(pools: readonly Pool[], options: ProxyBenchOptions): Promise<Times[]> {
  const { clock, rate, seconds } = options
  const times = pools.map((): Times => ({ ms: [], failed: 0 }))
  const body = Buffer.from(
    JSON.stringify({
      model: 'heron-large',
      max_tokens: 500,
      messages: [{ role: 'user', content: 'word '.repeat(options.requestBytes / 5) }],
    }),
  )
  const running: Promise<void>[] = []
  const startedMs = clock()
  const gapMs = 1000 / (rate * pools.length)
  for (let sent = 0; sent < seconds * rate * pools.length; sent++) {
    const dueMs = startedMs + sent * gapMs
    await untilMs(clock, dueMs)
    const place = sent % pools.length
    const [pool, own] = [pools[place], times[place]]
    if (pool !== undefined && own !== undefined) running.push(one(pool, own, body, clock))
  }
  await Promise.all(running)
  return times
}

/** Sleeps, and comes a little early or late: a load that spins takes a core from what it measures. */
async function untilMs(clock: () => number, dueMs: number): Promise<void> {
  const leftMs = dueMs - clock()
  if (leftMs > EARLY_MS) await new Promise((resolve) => setTimeout(resolve, Math.round(leftMs)))
}
const EARLY_MS = 0.5

async function one(pool: Pool, times: Times, body: Buffer, clock: () => number): Promise<void> {
  const sentMs = clock()
  try {
    const answer = await pool.request({
      path: '/v1/messages',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
      body,
    })
    await answer.body.dump({ limit: Number.POSITIVE_INFINITY })
    if (answer.statusCode !== 200) times.failed += 1
    times.ms.push(clock() - sentMs)
  } catch {
    times.failed += 1
  }
}

function summary(bare: Times, proxy: Times): ProxyBench {
  const a = spreadOf(bare.ms)
  const b = spreadOf(proxy.ms)
  return {
    exchanges: bare.ms.length + proxy.ms.length,
    failed: bare.failed + proxy.failed,
    bare: a,
    proxy: b,
    added: { p50_ms: b.p50_ms - a.p50_ms, p99_ms: b.p99_ms - a.p99_ms },
  }
}

function spreadOf(ms: readonly number[]): Spread {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { p50_ms: at(0.5), p99_ms: at(0.99) }
}

function middleOf(rounds: readonly ProxyBench[]): ProxyBench {
  const sorted = [...rounds].sort((a, b) => a.added.p99_ms - b.added.p99_ms)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? summary(NO_TIMES, NO_TIMES)
  const sum = (count: (round: ProxyBench) => number) =>
    rounds.reduce((total, round) => total + count(round), 0)
  return {
    ...middle,
    exchanges: sum((round) => round.exchanges),
    failed: sum((round) => round.failed),
    rounds_added_p99_ms: sorted.map((round) => round.added.p99_ms),
  }
}
