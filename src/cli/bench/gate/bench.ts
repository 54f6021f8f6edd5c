import { rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { GATE_FLAGS } from '../../../service/gate/heap.js'
import { benchProxy, type StartServer } from '../../../service/proxy/bench/bench.js'
import type { SpoolBenchResult } from '../../../service/spool/bench.js'
import { makeTemporary, removeTemporary } from '../../temporary.js'
import { besideRebuild } from './beside.js'
import type {
  DecideMeasured,
  GateListening,
  GateTask,
  GateUsage,
  LoadMeasured,
} from './messages.js'
import type { Bench, GateBenchRun, GateUnderLoad } from './model.js'
import { middleOf } from './pace.js'
import { type Core, giveWay, hasCores, type PinnedProcess, startProcess } from './process.js'
import type { GateBench, GateMemory } from './result.js'

const SERVER = new URL('./server.js', import.meta.url)
const LOAD = new URL('./load.js', import.meta.url)
const PROXY_SERVER = new URL('../../../service/proxy/bench/server.js', import.meta.url)

const RATE = 2000
const DECIDE_SECONDS = 10
const PROXY_SECONDS = 90
const PROXY_RATE = 150
const INGEST_SECONDS = 5
const INGEST_ROUNDS = 3
const SPOOL_EXCHANGES = 400_000

/** Measures the gate from within and from outside, each part in processes of its own. */
export async function benchGate(run: GateBenchRun): Promise<GateBench> {
  const folder = makeTemporary('stillwatch-bench-gate-')
  const isPinned = hasCores()
  const bench: Bench = { folder, isPinned, run }
  if (isPinned) giveWay()
  try {
    run.progress('decisions')
    const decide = await once<DecideMeasured>(bench, {
      role: 'decide',
      subjects: run.subjects,
      rate: RATE,
      seconds: DECIDE_SECONDS,
    })
    run.progress('proxy')
    const proxy = await benchProxy({
      seconds: PROXY_SECONDS,
      rate: PROXY_RATE,
      requestBytes: 4000,
      clock: () => performance.now(),
      start: proxyServers(isPinned),
    })
    run.progress('gate beside a rebuild')
    const beside = await withGate(bench, (gate) => besideRebuild(bench, gate))
    run.progress('intake')
    const intake = await withGate(bench, (gate) => measureIntake(gate))
    const spoolFolder = join(folder, 'spool-alone')
    const spool = await once<SpoolBenchResult>(bench, {
      role: 'spool',
      folder: spoolFolder,
      exchanges: SPOOL_EXCHANGES,
    })
    rmSync(spoolFolder, { recursive: true, force: true })
    run.progress('memory')
    const memory = await measureMemory(bench)
    const processor = cpus()[0]?.model ?? 'unknown'
    const machine = { processor, node: process.version, is_pinned: isPinned }
    return { machine, subjects: run.subjects, decide, proxy, beside, intake, spool, memory }
  } finally {
    removeTemporary(folder)
  }
}

async function once<Result>(bench: Bench, task: GateTask): Promise<Result> {
  const child = start(bench, SERVER, task, 'gate')
  const result = await child.ask<Result>()
  await child.stop()
  return result
}

const start = ({ isPinned }: Bench, program: URL, task: unknown, core: Core): PinnedProcess =>
  startProcess(program, task, { core, isPinned, flags: core === 'gate' ? GATE_FLAGS : [] })

const proxyServers =
  (isPinned: boolean): StartServer =>
  async (server) => {
    const core = server.role === 'upstream' ? 'rest' : 'gate'
    // As the service starts it; the bare one is left as it is.
    const flags = server.role === 'proxy' ? GATE_FLAGS : []
    const child = startProcess(PROXY_SERVER, server, { core, isPinned, flags })
    const port = await child.ask<number>()
    return { url: `http://127.0.0.1:${port}`, stop: child.stop }
  }

/** A gate with its load beside it, for the time of some work. */
async function withGate<Result>(
  bench: Bench,
  work: (gate: GateUnderLoad) => Promise<Result>,
): Promise<Result> {
  const { run, folder } = bench
  const state = join(folder, 'gate')
  const upstream = start(bench, PROXY_SERVER, { role: 'upstream', upstream: '' }, 'rest')
  const port = await upstream.ask<number>()
  const task: GateTask = {
    role: 'gate',
    subjects: run.subjects,
    folder: state,
    upstream: `http://127.0.0.1:${port}`,
  }
  const gate = start(bench, SERVER, task, 'gate')
  const load = start(bench, LOAD, {}, 'rest')
  try {
    const [{ url }] = await Promise.all([gate.ask<GateListening>(), load.ask()])
    return await work({
      load: (asked) => load.ask<LoadMeasured>({ ...asked, url }),
      usage: () => gate.ask<GateUsage>({}),
    })
  } finally {
    await Promise.all([gate, load, upstream].map(({ stop }) => stop()))
    rmSync(state, { recursive: true, force: true })
  }
}

/** How much is taken durably by one core that does all of it: HTTP, parsing, checking, writing, syncing. */
async function measureIntake({ load, usage }: GateUnderLoad): Promise<GateBench['intake']> {
  const task = { kind: 'ingest', connections: 8, linesPerBody: 500, lineBytes: 1024 } as const
  await load({ ...task, seconds: 2 })
  const rounds: { readonly rate: number; readonly perProcessor: number; readonly p99: number }[] =
    []
  let failed = 0
  for (let round = 0; round < INGEST_ROUNDS; round += 1) {
    const before = await usage()
    const seen = await load({ ...task, seconds: INGEST_SECONDS })
    const busy = ((await usage()).processor_ms - before.processor_ms) / 1000
    failed += seen.failed
    rounds.push({
      rate: seen.accepted / seen.seconds,
      perProcessor: seen.accepted / busy,
      p99: seen.p99_ms,
    })
  }
  return {
    exchanges_per_second: middleOf(rounds.map(({ rate }) => rate)),
    exchanges_per_processor_second: middleOf(rounds.map(({ perProcessor }) => perProcessor)),
    request_p99_ms: middleOf(rounds.map(({ p99 }) => p99)),
    failed,
  }
}

const MIXED_RATE = 300
const SAMPLE_SECONDS = 2
/** Of the time of the load, before memory is looked at. */
const WARM_UP_SHARE = 0.25

async function measureMemory(bench: Bench): Promise<GateMemory> {
  const seconds = bench.run.minutes * 60
  return withGate(bench, async ({ load, usage }) => {
    const samples: { readonly minute: number; readonly usage: GateUsage }[] = []
    const startMs = performance.now()
    let failed = 0
    let requests = 0
    while (performance.now() - startMs < seconds * 1000) {
      const seen = await load({ kind: 'mixed', rate: MIXED_RATE, seconds: SAMPLE_SECONDS })
      failed += seen.failed
      requests += seen.requests
      samples.push({ minute: (performance.now() - startMs) / 60_000, usage: await usage() })
    }
    const warm = samples.filter(({ minute }) => minute > bench.run.minutes * WARM_UP_SHARE)
    const slope = (value: (usage: GateUsage) => number) =>
      slopeOf(warm.map(({ minute, usage: used }) => [minute, value(used) / 2 ** 20]))
    return {
      minutes: bench.run.minutes,
      requests,
      failed,
      resident_bytes: warm.at(-1)?.usage.resident_bytes ?? 0,
      held_mib_per_minute: slope((used) => used.held_bytes),
      resident_mib_per_minute: slope((used) => used.resident_bytes),
    }
  })
}

/** The slope of a line through points by least squares. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))]
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
  const together = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0)
  return spread === 0 ? 0 : together / spread
}
