import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openSpool } from './spool.js'

export interface SpoolBenchOptions {
  /** An empty folder on the disk that is to be measured. */
  readonly folder: string
  readonly exchanges: number
  /** Bytes of one exchange. */
  readonly bytes: number
  /** Exchanges of one call of `append`. */
  readonly linesPerCall: number
  /** Calls that wait at the same time. */
  readonly callers: number
  /** Milliseconds, monotonic. */
  readonly now: () => number
  /** Processor time that this process has used, in milliseconds. */
  readonly processorMs: () => number
}

export interface SpoolBenchResult {
  readonly exchangesPerSecond: number
  /** What one core would do if it had nothing else to do and never waited for the disk. */
  readonly exchangesPerProcessorSecond: number
  readonly bytesPerSecond: number
  readonly appendMsP50: number
  readonly appendMsP99: number
  /** How long the event loop was held at most, in milliseconds: nobody is answered meanwhile. */
  readonly loopHeldMsP99: number
  readonly loopHeldMsMax: number
}

/** Measures how much the spool takes durably, with callers that wait for each acknowledgement. */
export async function benchSpool(options: SpoolBenchOptions): Promise<SpoolBenchResult> {
  const { folder, exchanges, bytes, linesPerCall, callers, now, processorMs } = options
  const spool = await openSpool({ folder, bytesMax: Number.MAX_SAFE_INTEGER, now })
  const lines = exampleLines(linesPerCall, bytes)
  const calls = Math.ceil(exchanges / linesPerCall)
  const waits: number[] = []
  const held = monitorEventLoopDelay({ resolution: 1 })
  let begun = 0
  const caller = async () => {
    while (begun < calls) {
      begun += 1
      const start = now()
      await spool.append('exchange', lines)
      waits.push(now() - start)
    }
  }
  const [start, startProcessor] = [now(), processorMs()]
  held.enable()
  await Promise.all(Array.from({ length: callers }, caller))
  held.disable()
  const [seconds, busy] = [(now() - start) / 1000, (processorMs() - startProcessor) / 1000]
  await spool.close()
  waits.sort((a, b) => a - b)
  const taken = calls * linesPerCall
  return {
    exchangesPerSecond: taken / seconds,
    exchangesPerProcessorSecond: taken / busy,
    bytesPerSecond: (taken * bytes) / seconds,
    appendMsP50: waits[Math.floor(waits.length * 0.5)] ?? 0,
    appendMsP99: waits[Math.floor(waits.length * 0.99)] ?? 0,
    loopHeldMsP99: held.percentile(99) / 1e6,
    loopHeldMsMax: held.max / 1e6,
  }
}

/** Lines of the length asked for, each a buffer of its own as a parser would hand them over. */
function exampleLines(count: number, bytes: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, place) => {
    const start = `{"exchange_id":"bench-${place}","received_at":"2026-01-01T00:00:00Z","account_id":"a${place}","response":"`
    return Buffer.from(`${start.padEnd(bytes - 2, 'the quick brown fox ')}"}`)
  })
}
