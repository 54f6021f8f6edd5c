import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { RawExchange } from './raw.js'
import { NONE, type ReaderSettings, type Readings } from './reader.js'
import { openReaderHere } from './reader-here.js'
import type { ThreadAnswer, ThreadAsked } from './thread.js'

const PROGRAM = new URL('./thread.js', import.meta.url)

/**
 * A reader in a thread of its own, so that a long body that is being understood delays nobody's answer.
 * Should the thread end, what it was given is lost and counted, and the next exchange starts another one.
 * Run from its sources, where there is no program for a thread, it reads here.
 */
export function openReader(settings: ReaderSettings) {
  return existsSync(fileURLToPath(PROGRAM)) ? openThread(settings) : openReaderHere(settings)
}

interface Waiting {
  readonly raw: RawExchange
  readonly resolve: (readings: Readings) => void
  readonly reject: (error: Error) => void
}

/** Exchanges are handed over together: each hand-over wakes two threads. */
const GATHER_MS = 20
const GATHERED_MAX = 64

function openThread(settings: ReaderSettings) {
  const asked = new Map<number, (readings: readonly (Readings | null)[]) => void>()
  let gathered: Waiting[] = []
  let timer: NodeJS.Timeout | undefined
  let worker: Worker | null = null
  let nextId = 0

  const start = (): Worker => {
    const started = new Worker(PROGRAM, { workerData: settings })
    // The process need not wait for the thread; whoever closes the reader does.
    started.unref()
    started.on('message', ({ id, readings }: ThreadAnswer) => {
      asked.get(id)?.(readings)
      asked.delete(id)
    })
    const stop = (): void => {
      if (worker !== started) return
      worker = null
      for (const answer of asked.values()) answer([])
      asked.clear()
    }
    started.on('error', stop)
    started.on('exit', stop)
    return started
  }
  const ask = (raws: readonly RawExchange[] | null) =>
    new Promise<readonly (Readings | null)[]>((resolve) => {
      try {
        worker ??= start()
      } catch {
        // The system has no thread to give: they are counted as unread, and the next ones try again.
        return resolve([])
      }
      const id = nextId++
      asked.set(id, resolve)
      worker.postMessage({ id, raws } satisfies ThreadAsked, (raws ?? []).flatMap(buffersOf))
    })
  const handOver = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const batch = gathered
    gathered = []
    const readings = await ask(batch.map(({ raw }) => raw))
    for (const [place, { resolve, reject }] of batch.entries()) {
      const found = readings[place]
      if (found === undefined || found === null) reject(new Error('it could not be read'))
      else resolve(found)
    }
  }
  return {
    read: (raw: RawExchange): Promise<Readings> =>
      new Promise((resolve, reject) => {
        gathered.push({ raw, resolve, reject })
        if (gathered.length >= GATHERED_MAX) void handOver()
        else timer ??= setTimeout(() => void handOver(), GATHER_MS)
      }),
    flush: async (): Promise<Readings> => (await ask(null))[0] ?? NONE,
    close: async (): Promise<void> => {
      await worker?.terminate()
    },
  }
}

/** Handed over and not copied: nothing here looks into them any more. */
const buffersOf = ({ request, response }: RawExchange): ArrayBuffer[] =>
  [request.head, request.tail, response.head, response.tail].map(
    (bytes) => bytes.buffer as ArrayBuffer,
  )
