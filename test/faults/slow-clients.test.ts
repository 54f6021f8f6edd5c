import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type Service, startService, until } from '../integration/served.js'
import { openUpstream } from '../service/proxy-world.js'
import { startProbe, told } from './probe.js'
import { heldAgainst } from './senders.js'

/** `npm run faults` has 10,000, with the times that the service has by default. */
const CLIENTS = Number(process.env.STILLWATCH_SLOW_CLIENTS ?? 800)
const IS_LONG = CLIENTS >= 5000
const SECONDS = IS_LONG
  ? { header: 10, request: 60, client: 45 }
  : { header: 2, request: 3, client: 2 }
const HELD_SECONDS = Math.max(SECONDS.request, SECONDS.client) + 3
/** In the first seconds all of them come at once, and those who read slowly are sent what their buffers hold. */
const BEGIN_SECONDS = 10
const ANSWER_MS_MAX = IS_LONG ? 10_000 : 3000
/** Of one process: some systems let none have more than four thousand connections. */
const CLIENTS_A_PROCESS = 3500
const LINE = Buffer.from(`data: ${'x'.repeat(990)}\n\n`)

const children: ChildProcess[] = []
const services: Service[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const service of services.splice(0)) service.remove()
})

/** Answers of so many bytes, as fast as they are taken, and then a sign of life a second. */
function answerLong(path: string, response: ServerResponse): void {
  const most = path.endsWith('endless') ? Number.POSITIVE_INFINITY : Number(path.split('/').at(-1))
  let bytes = 0
  const write = () => {
    while (bytes < most && !response.destroyed) {
      bytes += LINE.length
      if (!response.write(LINE)) return
    }
  }
  const living = setInterval(() => bytes >= most && response.write(':\n\n'), 1000)
  response.on('drain', write).on('close', () => clearInterval(living))
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  write()
}

interface Slow {
  readonly held: () => number
  readonly end: () => Promise<Record<string, Cut>[]>
}
interface Cut {
  readonly opened: number
  readonly cut: number
  readonly statuses: Readonly<Record<string, number>>
  readonly livedMsMiddle: number | null
  readonly livedMsMax: number
}

/** Clients that take their time. Those that are cut come again, not all at once. */
function startSlow(url: string): Slow {
  const processes = Math.ceil(CLIENTS / CLIENTS_A_PROCESS)
  const each = Array.from({ length: processes }, () => {
    const count = Math.round(CLIENTS / processes)
    const args = ['test/faults/slow-child.js', url, String(count), String(IS_LONG ? 4000 : 1000)]
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    children.push(child)
    let said = ''
    child.stdout.on('data', (bytes) => (said += bytes))
    return { child, last: (at: number) => said.trimEnd().split('\n').at(at) ?? '' }
  })
  return {
    held: () => each.reduce((sum, { last }) => sum + Number(last(-1)), 0),
    end: () =>
      Promise.all(
        each.map(async ({ child, last }) => {
          child.kill('SIGTERM')
          await new Promise((resolve) => child.once('close', resolve))
          return JSON.parse(last(-1))
        }),
      ),
  }
}

const residentMebibytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

async function figureOf({ url }: Service, name: string): Promise<number> {
  const figures = await (await fetch(`${url}/metrics`)).text()
  return Number(new RegExp(`^${name} ([\\d.e-]+)$`, 'm').exec(figures)?.[1])
}

async function underSlowClients(connectionsMax: number | undefined) {
  const upstream = await openUpstream((request, response) =>
    answerLong(request.url ?? '', response),
  )
  const service = await startService({
    limits: {
      header_seconds_max: SECONDS.header,
      request_seconds_max: SECONDS.request,
      ...(connectionsMax === undefined ? {} : { connections_max: connectionsMax }),
    },
    proxy: { upstream: upstream.url, client_seconds_max: SECONDS.client },
    engine: { run_minutes: 1 },
  })
  services.push(service)
  await until('the engine', async () => (await service.ready()).engine.state === 'running')
  const before = residentMebibytes(service.pidOf('gate'))
  const slow = startSlow(service.url)
  const most = Math.min(CLIENTS, connectionsMax ?? CLIENTS) * 0.9
  await until('the slow clients', async () => slow.held() > most, 120)
  const probe = await startProbe(service.url, 'probe')
  const beganMs = Date.now() + BEGIN_SECONDS * 1000
  let [peak, connections, lag] = [0, 0, 0]
  for (let second = 0; second < HELD_SECONDS; second += 1) {
    await sleep(1000)
    peak = Math.max(peak, residentMebibytes(service.pidOf('gate')))
    connections = Math.max(connections, await figureOf(service, 'stillwatch_connections'))
    lag = Math.max(lag, await figureOf(service, 'nodejs_eventloop_lag_p99_seconds'))
  }
  const closed = await figureOf(service, 'stillwatch_connections_closed_total')
  // A client that reads nothing does not learn that it was cut.
  const stalledCut = await figureOf(service, 'stillwatch_proxy_clients_gone_total')
  const probed = await probe.end()
  const cut = await slow.end()
  await until('the spool to be taken', async () => (await service.ready()).spool.rows === 0)
  expect(await service.end()).toBe(0)
  await upstream.close()
  const taken = new Set(probed.ingest.taken.map((number) => `probe-${number}`))
  const store = await heldAgainst(service.state, taken)
  const later = Math.max(
    0,
    ...[probed.decide, probed.kept, probed.ingest].flatMap(({ gaps }) =>
      gaps.filter(({ fromMs }) => fromMs > beganMs).map(({ fromMs, toMs }) => toMs - fromMs),
    ),
  )
  process.stderr.write(
    `slow clients, ${CLIENTS}, bound ${connectionsMax ?? 'by default'}: ${connections} held, ${closed} made room, ` +
      `gate ${before.toFixed(0)} to ${peak.toFixed(0)} MiB, ${((1024 * (peak - before)) / connections).toFixed(1)} KiB each, ` +
      `its loop at most ${(1000 * lag).toFixed(0)} ms late at p99 of a second, ` +
      `longest gap after ${BEGIN_SECONDS} s ${later} ms\n` +
      `  decide: ${told(probed.decide)}\n  by kept connections: ${told(probed.kept)}\n  ingest: ${told(probed.ingest)}\n  ${JSON.stringify(cut[0])}\n`,
  )
  return { probed, later, cut, closed, store, stalledCut, peak: peak - before, connections }
}

test('slow clients are cut in time, and whoever asks at once is answered meanwhile', async () => {
  const { probed, later, cut, store, stalledCut, peak, connections } =
    await underSlowClients(undefined)
  for (const asked of [probed.decide, probed.kept, probed.ingest]) {
    expect(asked.failed).toBe(0)
    expect(asked.refused).toBe(0)
    expect(asked.longestMs).toBeLessThan(ANSWER_MS_MAX)
    expect(asked.p99Ms).toBeLessThan(ANSWER_MS_MAX)
  }
  expect(later).toBeLessThan(2000)
  // As they see it, from when they ask for a connection: at first that may be long before it is taken.
  const late = 4000
  for (const { silent, header, decide, ingest } of cut) {
    for (const one of [silent, header]) {
      expect(one?.statuses['408']).toBeGreaterThan(0)
      expect(one?.livedMsMiddle).toBeLessThan(SECONDS.header * 1000 + late)
      expect(one?.livedMsMax).toBeLessThan(SECONDS.header * 1000 + 6 * late)
    }
    for (const one of [decide, ingest]) {
      expect(one?.statuses['408']).toBeGreaterThan(0)
      expect(one?.livedMsMiddle).toBeLessThan(SECONDS.request * 1000 + 2 * late)
      expect(one?.livedMsMax).toBeLessThan(SECONDS.request * 1000 + 6 * late)
    }
  }
  expect(stalledCut).toBeGreaterThanOrEqual(
    cut.reduce((sum, { stalled }) => sum + (stalled?.opened ?? 0), 0),
  )
  expect(peak / connections).toBeLessThan(IS_LONG ? 0.1 : 0.3)
  expect(store).toMatchObject({ lost: [], twice: 0 })
}, 400_000)

test('where they want more connections than there may be, they make room for whoever asks', async () => {
  const bound = Math.round(CLIENTS * 0.6)
  const { probed, later, closed, store, connections } = await underSlowClients(bound)
  expect(connections).toBeLessThanOrEqual(bound)
  expect(later).toBeLessThan(2000)
  expect(closed).toBeGreaterThan(0)
  for (const asked of [probed.decide, probed.kept, probed.ingest]) {
    expect(asked.failed).toBe(0)
    expect(asked.refused).toBe(0)
    expect(asked.longestMs).toBeLessThan(ANSWER_MS_MAX)
  }
  expect(store).toMatchObject({ lost: [], twice: 0 })
}, 400_000)
