import { bytesText } from '../../domain/bytes.js'
import type { Progress } from '../../pipeline/stage.js'
import { cutTo } from './layout.js'
import { printable } from './printable.js'

/** The part of a stream that progress needs: standard error, as a rule. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

export interface ProgressLine {
  readonly step: Progress
  /** Says which stage begins; `index` counts from 1. */
  readonly stage: (name: string, index: number, total: number) => void
  /** Leaves the line empty for what is printed next. */
  readonly end: () => void
}

const CLEAR_LINE = '\r\u001b[2K'
const COLUMNS_DEFAULT = 80
/** Faster than this nobody reads, and a slow terminal would hold the work up. */
const REDRAW_MS = 100

/**
 * Progress on one line of a terminal, redrawn in place; elsewhere (a file, a service's journal) one
 * plain line a stage. `now` gives milliseconds: the clock is the caller's.
 */
export function makeProgress(stream: ProgressStream, now: () => number): ProgressLine {
  let at: StageAt = { name: '', index: 0, total: 0 }
  let measure: Measure | undefined
  let lastStep = ''
  let drawnAt = Number.NEGATIVE_INFINITY

  const draw = (state: ProgressState) => {
    const columns = (stream.columns ?? COLUMNS_DEFAULT) - 1
    stream.write(CLEAR_LINE + progressLine(state, columns))
    drawnAt = now()
    lastStep = state.step
  }
  return Object.freeze({
    stage(name: string, index: number, total: number) {
      at = { name, index, total }
      measure = undefined
      lastStep = ''
      if (stream.isTTY) draw({ ...at, step: '' })
      else stream.write(`stage ${index} of ${total}: ${printable(name)}\n`)
    },
    step(step: string, done?: number, of?: number) {
      if (!stream.isTTY) return
      // Speed is that since the first word on this amount: files of one stage share one measure.
      if (done !== undefined && of !== undefined && measure?.of !== of) {
        measure = { of, done, at: now() }
      }
      if (step === lastStep && now() - drawnAt < REDRAW_MS) return
      const seconds = measure === undefined ? 0 : (now() - measure.at) / 1000
      draw({ ...at, step, done, of, seconds, done_before: measure?.done ?? 0 })
    },
    end() {
      if (stream.isTTY) stream.write(CLEAR_LINE)
    },
  })
}

interface StageAt {
  readonly name: string
  readonly index: number
  readonly total: number
}

interface Measure {
  readonly of: number
  readonly done: number
  readonly at: number
}

export interface ProgressState extends StageAt {
  readonly step: string
  /** Bytes, of so many. */
  readonly done?: number | undefined
  readonly of?: number | undefined
  /** Since `done` was `done_before`. */
  readonly seconds?: number
  readonly done_before?: number
}

/** "Stage 1 of 10, ingest: reading exchange.jsonl · 45 % · 210 MB/s · 12 s left" */
export function progressLine(state: ProgressState, columns: number): string {
  const { name, index, total, step } = state
  const head = `Stage ${index} of ${total}, ${printable(name)}${step === '' ? '' : `: ${printable(step)}`}`
  const tail = amountText(state)
  // The numbers are what changes: a long file name gives way to them.
  const room = columns - tail.length
  return room < index.toString().length + 12 ? cutTo(head, columns) : cutTo(head, room) + tail
}

/** A speed from less than this is noise. */
const SECONDS_MEASURED_MIN = 0.5

function amountText({ done, of, seconds = 0, done_before = 0 }: ProgressState): string {
  if (done === undefined || of === undefined || of <= 0) return ''
  const share = Math.min(1, Math.max(0, done / of))
  const parts = [`${Math.floor(share * 100)} %`]
  const rate = seconds >= SECONDS_MEASURED_MIN ? (done - done_before) / seconds : 0
  if (rate > 0) parts.push(`${bytesText(rate)}/s`, `${timeText((of - done) / rate)} left`)
  return parts.map((part) => ` · ${part}`).join('')
}

function timeText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
