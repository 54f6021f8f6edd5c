/** A process of the bench: the gate, or a part of it, on a core of its own. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { serveSchema } from '../../../config/serve.js'
import { decisionsOfMany } from '../../../service/decisions/measure.js'
import { intakeDoor, proxyDoor } from '../../../service/doors.js'
import { buildGate } from '../../../service/gate/app.js'
import { benchSpool } from '../../../service/spool/bench.js'
import { openSpool } from '../../../service/spool/spool.js'
import { listSegments } from '../../../service/spool/spool-folder.js'
import type { DecideMeasured, GateTask, GateUsage } from './messages.js'
import { paced, quantileOf } from './pace.js'

function tell(message: unknown): void {
  process.send?.(message)
}

async function measureDecisions({
  subjects,
  rate,
  seconds,
}: Extract<GateTask, { role: 'decide' }>): Promise<DecideMeasured> {
  const { decide, asked } = decisionsOfMany(subjects)
  // Compiled once, as a gate that has been up for a second is.
  for (let index = 0; index < rate; index += 1) decide(asked(index))
  const times = new Float64Array(Math.round(rate * seconds))
  let touched = 0
  await paced({ rate, seconds }, (index) => {
    const question = asked(index)
    const startMs = performance.now()
    const { level } = decide(question)
    times[index] = performance.now() - startMs
    if (level !== 'pass') touched += 1
  })
  return {
    decisions: times.length,
    touched,
    p50_ms: quantileOf(times, 0.5),
    p99_ms: quantileOf(times, 0.99),
    p999_ms: quantileOf(times, 0.999),
    max_ms: quantileOf(times, 1),
  }
}

const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const measureSpool = ({ folder, exchanges }: Extract<GateTask, { role: 'spool' }>) =>
  benchSpool({
    folder,
    exchanges,
    bytes: 1024,
    linesPerCall: 200,
    callers: 16,
    now: () => performance.now(),
    processorMs,
  })

async function openGate({
  subjects,
  folder,
  upstream,
}: Extract<GateTask, { role: 'gate' }>): Promise<void> {
  const settings = serveSchema.parse({
    state: folder,
    ...(upstream === undefined ? {} : { proxy: { upstream } }),
  })
  const spoolFolder = join(folder, 'spool')
  const spool = await openSpool({
    folder: spoolFolder,
    bytesMax: Number.MAX_SAFE_INTEGER,
    now: Date.now,
  })
  const gate = buildGate({
    decisions: decisionsOfMany(subjects),
    spool,
    settings,
    hashSecret: 'bench',
    intake: intakeDoor(),
    proxy: proxyDoor(settings, { hashSecret: 'bench' }),
    // Lines are made as in earnest, and go nowhere.
    log: { write: () => undefined },
  })
  const url = await gate.app.listen({ host: '127.0.0.1', port: 0 })
  setInterval(() => void removeSealed(spoolFolder), REMOVE_MS)
  process.on('message', () => {
    tell(usage())
  })
  tell({ url })
}

const REMOVE_MS = 500

/** As an engine does that has read them. */
async function removeSealed(folder: string): Promise<void> {
  for (const { file, state } of await listSegments(folder)) {
    if (state === 'sealed') await rm(join(folder, file), { force: true })
  }
}

function usage(): GateUsage {
  const processor_ms = processorMs()
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { processor_ms, resident_bytes: rss, held_bytes: heapUsed + external }
}

const task = JSON.parse(process.argv[2] ?? '') as GateTask
if (task.role === 'decide') tell(await measureDecisions(task))
else if (task.role === 'spool') tell(await measureSpool(task))
else await openGate(task)
