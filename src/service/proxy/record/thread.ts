/** The reader's thread: takes raw exchanges, gives lines. Loaded by a worker, never imported. */
import { parentPort, workerData } from 'node:worker_threads'
import type { RawExchange } from './raw.js'
import { makeReader, type ReaderSettings, type Readings } from './reader.js'

const reader = makeReader(workerData as ReaderSettings)

parentPort?.on('message', ({ id, raw }: { id: number; raw: RawExchange | null }) => {
  let readings: Readings | null = null
  try {
    readings = raw === null ? reader.flush() : reader.read(raw)
  } catch {
    // One exchange that cannot be understood is counted by whoever asked.
  }
  parentPort?.postMessage({ id, readings })
})
