import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Truth } from '../../domain/truth.js'
import { missedLive } from '../../lab/live.js'
import { batchesInTime, orderOfTime, type Placed } from '../../lab/replay-order.js'
import { type Preset, simulate } from '../../lab/simulate.js'
import type { LiveClient } from './live-client.js'
import { startLiveService } from './live-service.js'
import { type LiveResult, liveTable, type Others } from './live-table.js'
import { type Watch, watchCampaigns } from './live-watch.js'

export interface LiveTask {
  readonly name: string
  readonly preset: Preset
  readonly seed: string
  /** An empty folder, which the caller removes. */
  readonly folder: string
  /** Exchanges a second. */
  readonly rate: number
  readonly json: boolean
}

const BODIES_PER_SECOND = 5
const LINES_MAX = 500
const LOOK_MS = 3000
const SETTLE_MS_MAX = 300_000
const DAY_MS = 86_400_000

/**
 * Replays a preset in the order of time into a service of its own, asks it meanwhile which planted campaigns are
 * under a decision, and prints what it answered. Whether each was found while it was active.
 */
export async function live(task: LiveTask): Promise<boolean> {
  const given = join(task.folder, 'given')
  const told = (text: string) => void process.stderr.write(`  ${text}\n`)
  const { preset, seed } = task
  const { truth } = simulate({ ...preset, isCompressed: false, folder: given, seed })
  const order = orderOfTime(join(given, 'exchange.jsonl'))
  const service = await startLiveService(join(task.folder, 'service'))
  try {
    const result = await replayInto(service, { ...task, given, truth, order, told })
    process.stdout.write(task.json ? `${JSON.stringify(result)}\n` : liveTable(result))
    return result.missed.length === 0
  } finally {
    await service.end()
  }
}

interface Replay extends Omit<LiveTask, 'folder'> {
  readonly given: string
  readonly truth: Truth
  readonly order: readonly Placed[]
  readonly told: (text: string) => void
}

async function replayInto(client: LiveClient, replay: Replay): Promise<LiveResult> {
  const { name, seed, rate: asked, truth, order, told } = replay
  let startMs: number | undefined
  const seconds = () => (startMs === undefined ? 0 : (performance.now() - startMs) / 1000)
  const watch = watchCampaigns({
    client,
    truth,
    order,
    seconds,
    told: (text) => told(`${seconds().toFixed(0)} s: ${text}`),
  })
  const looking = lookOn(watch)
  try {
    await send(client, replay, {
      begin: () => {
        startMs ??= performance.now()
      },
      arrived: watch.arrived,
      seconds,
    })
    const took = seconds()
    told(`${took.toFixed(0)} s: all was sent`)
    const last = await askOthers(client, truth, order)
    const isSettled = await settle(client)
    await looking.end()
    await watch.look()
    const campaigns = await watch.end()
    const { engine } = await client.state()
    const rate = { asked, measured: order.length / took }
    return {
      name,
      seed,
      exchanges: order.length,
      days: ((order.at(-1)?.atMs ?? 0) - (order[0]?.atMs ?? 0)) / DAY_MS,
      seconds: took,
      rate,
      sent: client.sent(),
      campaigns,
      runs: watch.runs(),
      runFailures: engine.run_failures ?? 0,
      spoolSecondsMax: watch.spoolSecondsMax(),
      isSettled,
      others: { last, end: await askOthers(client, truth, order) },
      missed: missedLive(campaigns, rate),
    }
  } finally {
    await looking.end().catch(() => undefined)
  }
}

/** Looks again and again, beside what is sent, until it is ended. What a look throws is thrown then. */
function lookOn(watch: Watch) {
  const over = new AbortController()
  const { signal } = over
  const looking = (async () => {
    while (!signal.aborted) {
      await watch.look()
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined)
    }
  })()
  looking.catch(() => undefined)
  return {
    end: async () => {
      over.abort()
      await looking
    },
  }
}

/** Sends each batch when its first exchange is due; one that could not be sent in time is caught up with. */
async function send(
  client: LiveClient,
  { given, order, rate }: Replay,
  clock: {
    /** The first exchange is about to be sent. */
    readonly begin: () => void
    readonly arrived: Watch['arrived']
    readonly seconds: () => number
  },
): Promise<void> {
  const size = Math.min(LINES_MAX, Math.max(1, Math.round(rate / BODIES_PER_SECOND)))
  let sent = 0
  for (const { body, exchanges } of batchesInTime(given, order, size)) {
    if (exchanges.length > 0) {
      clock.begin()
      await sleep(Math.max(0, (sent / rate - clock.seconds()) * 1000))
    }
    await client.ingest(body)
    sent += exchanges.length
    clock.arrived(exchanges)
  }
}

/** Waits until a run has seen all that was sent, and the gate goes by that run. Whether it came to that. */
async function settle(client: LiveClient): Promise<boolean> {
  const { accepted } = client.sent()
  const deadline = performance.now() + SETTLE_MS_MAX
  while (performance.now() < deadline) {
    const { engine, spool, snapshot } = await client.state()
    const { rows_taken = 0, rows_rejected = 0, rows_repeated = 0 } = engine
    const isTaken = rows_taken + rows_rejected + rows_repeated >= accepted
    const isSeen = isTaken && spool.rows === 0 && engine.lag_seconds === 0
    const runMs =
      Date.parse(engine.last_run_started_at ?? '') + (engine.last_run_seconds ?? 0) * 1000
    const publishedMs = Date.now() - (snapshot.age_ms ?? Number.POSITIVE_INFINITY)
    if (isSeen && publishedMs >= runMs) return true
    await sleep(1000)
  }
  return false
}

/** Those who are of no campaign, and those who only met one. */
async function askOthers(
  client: LiveClient,
  truth: Truth,
  order: readonly Placed[],
): Promise<Others> {
  const operators = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  const met = new Set(truth.bystanders.map(({ account_id }) => account_id))
  const others = new Set(order.map(({ account_id }) => account_id))
  for (const account of operators) others.delete(account)
  const bystanders = [...others].filter((account) => met.has(account))
  const innocents = [...others].filter((account) => !met.has(account))
  const accused = [...(await client.underDecision(innocents))].sort()
  return {
    innocents: { decided: accused.length, seen: innocents.length, accounts: accused },
    bystanders: {
      decided: (await client.underDecision(bystanders)).size,
      seen: bystanders.length,
    },
  }
}
