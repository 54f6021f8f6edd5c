import { StillwatchError } from '../domain/errors.js'
import { errorTold } from './gate/log.js'

type Fields = Readonly<Record<string, unknown>>

/** Lines in the form of the gate's log, for the processes beside it. */
export interface Log {
  info(fields: Fields, message: string): void
  warn(fields: Fields, message: string): void
  error(fields: Fields, message: string): void
}

const LEVELS: Readonly<Record<string, number>> = {
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  silent: Number.POSITIVE_INFINITY,
}

export function makeLog(options: {
  readonly process: string
  readonly level: () => string
  readonly now: () => number
  readonly write: (line: string) => void
}): Log {
  const line = (name: string) => (fields: Fields, message: string) => {
    const level = LEVELS[name] ?? 0
    if (level < (LEVELS[options.level()] ?? 0)) return
    const head = { level, time: options.now(), pid: process.pid, process: options.process }
    options.write(`${JSON.stringify({ ...head, ...fields, msg: message })}\n`)
  }
  return Object.freeze({ info: line('info'), warn: line('warn'), error: line('error') })
}

/**
 * What of an error may be logged: its code, and its message where that is made of our own words. A statement that
 * failed is told by its name, for the engine quotes rows; an error of another kind by where it arose.
 */
export function problemTold(error: unknown): Fields {
  if (error instanceof StillwatchError) {
    const { code, hint } = error
    if (code !== 'STATEMENT_FAILED') return { code, problem: error.message, hint }
    return { code, problem: error.message.replace(/^(The statement `[^`]*` failed).*/s, '$1.') }
  }
  return error instanceof Error ? { err: errorTold(error) } : { problem: 'unknown' }
}
