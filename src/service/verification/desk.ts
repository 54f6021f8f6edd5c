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
}
export interface DeskAnswer {
  readonly number: number
  readonly assessment: Assessment
}

export interface Desk {
  /** `undefined` where nobody answers in time: nothing is known then, and nothing is decided. */
  readonly assess: (application: Application) => Promise<Assessment | undefined>
  readonly close: () => Promise<void>
}

export interface DeskOptions {
  /** As `hashKeyOf` gives it. */
  readonly hashKey: string
  readonly file?: URL
  readonly answerMsMax?: number
}

/** What is remembered of: some hundred bytes each, and two weeks of 18,000 a day. */
const REMEMBERED = 250_000
const ANSWER_MS_MAX = 2000
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
  let asked = 0

  const start = (): Worker => {
    const workerData: DeskData = { hashKey, remembered: REMEMBERED }
    const started = new Worker(file, { workerData })
    const lose = () => {
      if (worker !== started) return
      worker = undefined
      void started.terminate()
      for (const resolve of waiting.values()) resolve(undefined)
    }
    started.on('message', ({ number, assessment }: DeskAnswer) => waiting.get(number)?.(assessment))
    started.on('error', lose)
    started.on('exit', lose)
    started.unref()
    return started
  }
  return {
    assess: (application) => {
      if (waiting.size >= WAITING_MAX) return Promise.resolve(undefined)
      asked += 1
      const number = asked
      return new Promise((resolve) => {
        const timer = setTimeout(() => end(undefined), answerMsMax)
        const end = (assessment: Assessment | undefined) => {
          clearTimeout(timer)
          waiting.delete(number)
          resolve(assessment)
        }
        waiting.set(number, end)
        try {
          worker ??= start()
          worker.postMessage({ number, application } satisfies DeskAsked)
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
