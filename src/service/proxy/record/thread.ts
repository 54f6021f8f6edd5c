/** The reader's thread: takes raw exchanges, gives lines. Loaded by a worker, never imported. */
import { parentPort, workerData } from 'node:worker_threads'
import type { RawExchange } from './raw.js'
import { makeReader, type ReaderSettings, type Readings } from './reader.js'

const reader = makeReader(workerData as ReaderSettings)

/** Some exchanges to read, or `null` for what is still held. */
export interface ThreadAsked {
  readonly id: number
  readonly raws: readonly RawExchange[] | null
}

/** In the order in which it was asked; `null` for what cannot be understood, which whoever asked counts. */
export interface ThreadAnswer {
  readonly id: number
  readonly readings: readonly (Readings | null)[]
}

parentPort?.on('message', ({ id, raws }: ThreadAsked) => {
  const readings = raws === null ? [attempt(reader.flush)] : raws.map((raw) => readOne(raw))
  parentPort?.postMessage({ id, readings } satisfies ThreadAnswer)
})

const readOne = (raw: RawExchange): Readings | null => attempt(() => reader.read(raw))

function attempt(read: () => Readings): Readings | null {
  try {
    return read()
  } catch {
    return null
  }
}
