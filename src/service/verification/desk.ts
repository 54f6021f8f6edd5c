import { Worker } from 'node:worker_threads'
import type { Application, Assessment } from '../../domain/application.js'
import { ASSESS_SETTINGS, type AssessSettings } from '../../verification/assess.js'
import { hasApplications, REMEMBERED } from './desk-memory.js'

/** What the thread begins with. */
export interface DeskData {
  readonly hashKey: string
  /** How many applications are remembered. */
  readonly remembered: number
  /** The folder where the engine tells what it knows. */
  readonly state: string | undefined
  readonly calibration: Calibrated
}
export type Calibrated = Pick<AssessSettings, 'shift_bits' | 'slope'>

export interface DeskAsked {
  readonly number: number
  readonly application: Application
  readonly nowMs: number
}
/** `ready`: it has read what it was told. */
export type DeskSaid =
  | { readonly kind: 'ready' }
  | { readonly kind: 'assessed'; readonly number: number; readonly assessment: Assessment }
  | { readonly kind: 'problem'; readonly problem: string }

export interface Desk {
  /** `undefined` where nobody answers in time: nothing is known then, and nothing is decided. */
  readonly assess: (application: Application, nowMs: number) => Promise<Assessment | undefined>
  readonly close: () => Promise<void>
}

export interface DeskOptions {
  /** As `hashKeyOf` gives it. */
  readonly hashKey: string
  /** Where the engine tells what it knows; without it the desk knows whom it was asked about. */
  readonly state?: string | undefined
  readonly calibration?: Calibrated | undefined
  /** Told what could not be read. */
  readonly problem?: ((problem: string) => void) | undefined
  readonly file?: URL
  readonly answerMsMax?: number
}

const ANSWER_MS_MAX = 2000
/** Whoever asks meanwhile waits no longer for a thread that reads its lists, and whom it is told of. */
const START_MS_MAX = 15_000
/** By then it has read a quarter of a million, or is stuck. */
const READY_MS_MAX = 120_000
/** A crowd waits no longer than that for an answer that will not come. */
const WAITING_MAX = 1000

/**
 * Assesses applications on a thread of its own, which remembers who signed up. It is begun by the first question, or at once where
 * the engine told of some; where it ends it is begun anew with the next, and knows what the engine told last.
 */
export function openDesk({
  hashKey,
  state,
  calibration = ASSESS_SETTINGS,
  problem,
  file = new URL('./desk-worker.js', import.meta.url),
  answerMsMax = ANSWER_MS_MAX,
}: DeskOptions): Desk {
  const waiting = new Map<number, (assessment: Assessment | undefined) => void>()
  let worker: Worker | undefined
  let isReady = false
  let asked = 0

  const lose = (of: Worker | undefined): void => {
    if (of !== worker) return
    worker = undefined
    void of?.terminate()
    for (const resolve of [...waiting.values()]) resolve(undefined)
  }
  const start = (): Worker => {
    const { shift_bits, slope } = calibration
    const workerData: DeskData = {
      ...{ hashKey, remembered: REMEMBERED, state },
      calibration: { shift_bits, slope },
    }
    const started = new Worker(file, { workerData })
    isReady = false
    const late = setTimeout(() => lose(started), READY_MS_MAX).unref()
    started.on('message', (said: DeskSaid) => {
      if (said.kind === 'problem') return problem?.(said.problem)
      if (said.kind === 'assessed') return waiting.get(said.number)?.(said.assessment)
      clearTimeout(late)
      isReady = started === worker
    })
    started.on('error', () => lose(started))
    started.on('exit', () => lose(started))
    started.unref()
    return started
  }
  // Nobody is to wait for it to read whom it is told of.
  if (state !== undefined && hasApplications(state)) worker = start()
  return {
    assess: (application, nowMs) => {
      if (waiting.size >= WAITING_MAX) return Promise.resolve(undefined)
      asked += 1
      const number = asked
      return new Promise((resolve) => {
        // A thread that does not answer is stuck, and holds up all who ask after: it is ended.
        const timer = setTimeout(
          () => (isReady ? lose(worker) : end(undefined)),
          isReady ? answerMsMax : Math.max(answerMsMax, START_MS_MAX),
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
