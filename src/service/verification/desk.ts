import { Worker } from 'node:worker_threads'
import type { Application, Assessment } from '../../domain/application.js'

/** What the thread begins with. */
export interface DeskData {
  readonly hashKey: string
  /** How many applications are remembered. */
  readonly remembered: number
}
export interface DeskAsked {
  readonly number: number
  readonly application: Application
  readonly nowMs: number
}
export interface DeskAnswer {
  readonly number: number
  readonly assessment: Assessment
}

export interface Desk {
  /** `undefined` where nobody answers in time: nothing is known then, and nothing is decided. */
  readonly assess: (application: Application, nowMs: number) => Promise<Assessment | undefined>
  readonly close: () => Promise<void>
}

export interface DeskOptions {
  /** As `hashKeyOf` gives it. */
  readonly hashKey: string
  readonly file?: URL
  readonly answerMsMax?: number
}

/** Two weeks of 18,000 a day, of some 1.5 KB each: the gate holds 380 MB with them (`bench signups`). */
const REMEMBERED = 250_000
const ANSWER_MS_MAX = 2000
/** Until a thread has read its lists. */
const START_MS_MAX = 15_000
/** A crowd waits no longer than that for an answer that will not come. */
const WAITING_MAX = 1000

/**
 * Assesses applications on a thread of its own, which remembers who signed up. It is begun by the first question; where it
 * ends it is begun anew with the next, and has forgotten everybody.
 */
export function openDesk({
  hashKey,
  file = new URL('./desk-worker.js', import.meta.url),
  answerMsMax = ANSWER_MS_MAX,
}: DeskOptions): Desk {
  const waiting = new Map<number, (assessment: Assessment | undefined) => void>()
  let worker: Worker | undefined
  let hasAnswered = false
  let asked = 0

  const lose = (of: Worker | undefined): void => {
    if (of !== worker) return
    worker = undefined
    void of?.terminate()
    for (const resolve of [...waiting.values()]) resolve(undefined)
  }
  const start = (): Worker => {
    const workerData: DeskData = { hashKey, remembered: REMEMBERED }
    const started = new Worker(file, { workerData })
    hasAnswered = false
    started.on('message', ({ number, assessment }: DeskAnswer) => {
      hasAnswered = true
      waiting.get(number)?.(assessment)
    })
    started.on('error', () => lose(started))
    started.on('exit', () => lose(started))
    started.unref()
    return started
  }
  return {
    assess: (application, nowMs) => {
      if (waiting.size >= WAITING_MAX) return Promise.resolve(undefined)
      asked += 1
      const number = asked
      return new Promise((resolve) => {
        // A thread that does not answer is stuck, and holds up all who ask after: it is ended.
        const timer = setTimeout(
          () => lose(worker),
          hasAnswered ? answerMsMax : Math.max(answerMsMax, START_MS_MAX),
        )
        const end = (assessment: Assessment | undefined) => {
          clearTimeout(timer)
          waiting.delete(number)
          resolve(assessment)
        }
        waiting.set(number, end)
        try {
          worker ??= start()
          worker.postMessage({ number, application, nowMs } satisfies DeskAsked)
        } catch {
          end(undefined)
        }
      })
    },
    close: async () => {
      const closing = worker
      worker = undefined
      for (const resolve of waiting.values()) resolve(undefined)
      await closing?.terminate()
    },
  }
}
