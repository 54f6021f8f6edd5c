import { Worker } from 'node:worker_threads'
import { type ParseOutcome, type ParseTask, parseBody } from './parse.js'
import { BEGUN, type PackedOutcome, unpacked } from './worker.js'

/** Bodies of less are worth no trip to another thread: about a millisecond of work. */
const BYTES_INLINE_MAX = 32 * 1024
/** What one body may make of itself before its thread is ended. */
const HEAP_MEBIBYTES_MAX = 1024

/** A thread is there within tenths of a second, or it does not come. */
const START_MS_MAX = 10_000

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
 * a new one takes the next. Where no thread can be had, as when memory or processes are short, that is no
 * fault of the body, and its sender is to come again.
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
  let hasBegun = false
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
    end(hasBegun ? TOO_MUCH : NO_THREAD)
  }
  const start = (): Worker => {
    hasBegun = false
    const started = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES_MAX },
    })
    started.on('message', (said: PackedOutcome | typeof BEGUN) => {
      // What one that was given up still says is of another body: its rows would stand for those of the next.
      if (started !== worker) return
      if (said !== BEGUN) return end(unpacked(said))
      hasBegun = true
      clearTimeout(timer)
      if (current !== undefined) timer = setTimeout(() => lose(started), parseMsMax)
    })
    started.on('error', () => lose(started))
    started.on('exit', () => lose(started))
    started.unref()
    return started
  }
  const next = (): void => {
    if (current !== undefined) return
    current = queue.shift()
    if (current === undefined) return
    try {
      worker ??= start()
    } catch {
      // In a turn of its own: all that wait would otherwise stand on one another.
      setImmediate(end, NO_THREAD)
      return
    }
    const used = worker
    timer = setTimeout(() => lose(used), hasBegun ? parseMsMax : START_MS_MAX)
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

const TOO_MUCH = {
  fault: 'TOO_LARGE',
  reason: 'the body is too much work; send it in parts',
} as const
const NO_THREAD = {
  fault: 'UNAVAILABLE',
  reason: 'There is nobody to read the body just now; send it again later.',
} as const

/** Memory of its own is handed over; a small buffer shares its memory with others and is copied. */
function handedOver(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(bytes)
}
