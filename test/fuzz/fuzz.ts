import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { mutated, randomOf } from './mutate.js'

/** Seconds for each target. `npm run fuzz -- --seconds 600` shares so many among all of them. */
const SECONDS = Number(process.env.STILLWATCH_FUZZ_SECONDS ?? 0.5)
export const SEED = Number(process.env.STILLWATCH_FUZZ_SEED ?? 20260301)
const INPUTS_MIN = 300
const INPUTS_A_TURN = 32

/** Milliseconds of processor for one input of at most 64 KiB, the collector's work among them. */
const INPUT_MS_MAX = 1000
/** An input that takes so long by the clock never ends. The machine may be busy with other things. */
const HANG_MS = 20_000
/** Bytes that may be held at the end more than after the first inputs, which fill caches. */
const GROWTH_BYTES_MAX = 32 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

export interface Target {
  readonly name: string
  /** Inputs that are taken, to be changed. */
  readonly corpus: readonly Buffer[]
  /** Throws where what became of the bytes is not sound. */
  readonly run: (bytes: Buffer, random: () => number) => unknown
  readonly inputsMin?: number
}

/** A test that feeds a target for its share of the time, and looks for crashes, hangs and growth. */
export function fuzz({ name, corpus, run, inputsMin = INPUTS_MIN }: Target): void {
  it(`${name}, whatever the bytes (seed ${SEED})`, {
    timeout: SECONDS * 1000 + 120_000,
  }, async () => {
    const watch = watchdog(name)
    const random = randomOf(SEED)
    const feed = async (bytes: Buffer, place: string): Promise<number> => {
      watch.begin()
      const at = process.cpuUsage()
      try {
        await run(bytes, random)
      } catch (error) {
        const input = bytes.toString('base64')
        throw new Error(`seed ${SEED}, ${place}: ${input}`, { cause: error })
      }
      const { user, system } = process.cpuUsage(at)
      const ms = (user + system) / 1000
      if (ms > INPUT_MS_MAX / 4) process.stderr.write(`${slow(ms, place, bytes)}\n`)
      if (ms > INPUT_MS_MAX) throw new Error(slow(ms, place, bytes))
      return ms
    }
    try {
      for (const [place, bytes] of corpus.entries()) await feed(bytes, `corpus ${place}`)
      const beganMs = Date.now()
      let [inputs, slowest, first] = [0, 0, 0]
      for (; Date.now() - beganMs < SECONDS * 1000 || inputs < inputsMin; inputs += 1) {
        // Whatever an input left for later is done then, as it is between requests.
        if (inputs % INPUTS_A_TURN === 0) await new Promise(setImmediate)
        slowest = Math.max(slowest, await feed(mutated(corpus, random), `input ${inputs}`))
        if (inputs === inputsMin - 1) first = await held()
      }
      const grown = (await held()) - first
      report(name, inputs, slowest, grown)
      expect(grown).toBeLessThan(GROWTH_BYTES_MAX)
    } finally {
      await watch.end()
    }
  })
}

const slow = (ms: number, place: string, bytes: Buffer): string =>
  `${ms.toFixed(0)} ms, seed ${SEED}, ${place}: ${bytes.toString('base64')}`

/** What nobody can reach any more may still have an end of its own to come, which needs a turn of the loop. */
async function held(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function report(name: string, inputs: number, slowest: number, grown: number): void {
  if (process.env.STILLWATCH_FUZZ_SECONDS === undefined) return
  const kib = Math.round(grown / 1024)
  process.stderr.write(
    `${name}: ${inputs} inputs, the slowest ${slowest.toFixed(1)} ms of processor, ${kib} KiB more held\n`,
  )
}

/**
 * A thread that sees an input that does not end, names it and ends the process: nothing within the
 * same thread could.
 */
function watchdog(name: string) {
  const inputs = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(WATCH, { eval: true, workerData: { inputs, name, SEED, HANG_MS } })
  worker.unref()
  return {
    begin: () => Atomics.add(inputs, 0, 1),
    end: () => worker.terminate(),
  }
}

const WATCH = `
const { workerData: { inputs, name, SEED, HANG_MS } } = require('node:worker_threads')
const { writeSync } = require('node:fs')
let last = -1
let sinceMs = Date.now()
setInterval(() => {
  const now = Atomics.load(inputs, 0)
  if (now !== last) [last, sinceMs] = [now, Date.now()]
  else if (now > 0 && Date.now() - sinceMs > HANG_MS) {
    writeSync(2, name + ' hangs: seed ' + SEED + ', the input fed as number ' + now + '\\n')
    process.kill(process.pid, 'SIGKILL')
  }
}, 500)
`
