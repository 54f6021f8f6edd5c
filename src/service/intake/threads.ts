import { Worker } from 'node:worker_threads'
import { type ParseOutcome, type ParseTask, parseBody } from './parse.js'
import { type PackedOutcome, unpacked } from './worker.js'

/** Bodies of less are worth no trip to another thread: about a millisecond of work. */
const BYTES_INLINE_MAX = 32 * 1024
/** What one body may make of itself before its thread is ended. */
const HEAP_MEBIBYTES_MAX = 1024

export interface Threads {
  /** The bytes of the task are gone afterwards: they may have been handed to the thread. */
  readonly parse: (task: ParseTask) => Promise<ParseOutcome>
  readonly close: () => Promise<void>
}

interface Waiting {
  readonly task: ParseTask
  readonly resolve: (outcome: ParseOutcome) => void
}

/**
 * Makes records of bodies on a thread of their own, one after the other. A body that takes too long or
 * too much memory costs its sender an answer of 413, and nobody else anything: the thread is ended and
 * a new one takes the next.
 */
export function openThreads({
  parseMsMax,
  file = new URL('./worker.js', import.meta.url),
}: {
  readonly parseMsMax: number
  readonly file?: URL
}): Threads {
  const queue: Waiting[] = []
  let worker: Worker | undefined
  let current: Waiting | undefined
  let timer: NodeJS.Timeout | undefined

  const end = (outcome: ParseOutcome): void => {
    clearTimeout(timer)
    current?.resolve(outcome)
    current = undefined
    next()
  }
  const lose = (of: Worker): void => {
    if (of !== worker) return
    worker = undefined
    void of.terminate()
    if (current !== undefined) end({ fault: 'TOO_LARGE', reason: 'the body is too much work' })
  }
  const start = (): Worker => {
    const started = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES_MAX },
    })
    started.on('message', (outcome: PackedOutcome) => end(unpacked(outcome)))
    started.on('error', () => lose(started))
    started.on('exit', () => lose(started))
    started.unref()
    return started
  }
  const next = (): void => {
    if (current !== undefined) return
    current = queue.shift()
    if (current === undefined) return
    worker ??= start()
    const used = worker
    timer = setTimeout(() => lose(used), parseMsMax)
    const bytes = handedOver(current.task.bytes)
    used.postMessage({ ...current.task, bytes }, [bytes.buffer])
  }
  return {
    parse: (task) =>
      task.encoding === 'identity' && task.bytes.length <= BYTES_INLINE_MAX
        ? parseBody(task)
        : new Promise((resolve) => {
            queue.push({ task, resolve })
            next()
          }),
    close: async () => {
      const closing = worker
      worker = undefined
      await closing?.terminate()
    },
  }
}

/** Memory of its own is handed over; a small buffer shares its memory with others and is copied. */
function handedOver(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(bytes)
}
