import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { RawExchange } from './raw.js'
import type { ReaderSettings, Readings } from './reader.js'
import { openReaderHere } from './reader-here.js'

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
  readonly resolve: (readings: Readings) => void
  readonly reject: (error: Error) => void
}

function openThread(settings: ReaderSettings) {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let nextId = 0

  const start = (): Worker => {
    const started = new Worker(PROGRAM, { workerData: settings })
    // The process need not wait for the thread; whoever closes the reader does.
    started.unref()
    started.on('message', ({ id, readings }: { id: number; readings: Readings | null }) => {
      const one = waiting.get(id)
      waiting.delete(id)
      if (readings === null) one?.reject(new Error('unreadable'))
      else one?.resolve(readings)
    })
    const stop = (): void => {
      if (worker !== started) return
      worker = null
      for (const one of waiting.values()) one.reject(new Error('the thread of the reader ended'))
      waiting.clear()
    }
    started.on('error', stop)
    started.on('exit', stop)
    return started
  }
  const ask = (raw: RawExchange | null): Promise<Readings> =>
    new Promise((resolve, reject) => {
      worker ??= start()
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, raw }, raw === null ? [] : buffersOf(raw))
    })
  return {
    read: (raw: RawExchange) => ask(raw),
    flush: () => ask(null),
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
