import type { RecordKind } from '../spool/kind.js'
import type { Keeping } from '../texts.js'
import {
  type IntakeRecord,
  kindOf,
  type Parsed,
  type Rejected,
  recordOf,
  refuseMore,
} from './record.js'
import { LINE_BYTES_MAX } from './settings.js'

export interface LinesAsked extends Keeping {
  /** The kind of a line that does not say its own. */
  readonly kind: RecordKind
}

/**
 * Records from lines of JSON, each by itself: a line at fault is rejected with its number and the others
 * stand. Blank lines are none.
 */
export function parseLines(bytes: Buffer, asked: LinesAsked): Parsed {
  const records: IntakeRecord[] = []
  const rejected: Rejected[] = []
  eachLine(bytes, (line, number) => {
    const found = recordOfLine(line, asked)
    if (found === undefined) return
    refuseMore({ records, rejected })
    if (typeof found === 'string') rejected.push({ place: `line ${number}`, reason: found })
    else records.push(found)
  })
  return { records, rejected }
}

const LINE_FEED = 0x0a
const BYTE_ORDER_MARK = '\ufeff'

/** Calls with each line that is not empty and its number, from 1. */
export function eachLine(bytes: Buffer, call: (line: Buffer, number: number) => void): void {
  let start = 0
  for (let number = 1; start < bytes.length; number += 1) {
    // A hundred packed bytes can be millions of empty lines: they are passed over as bytes.
    if (bytes[start] === LINE_FEED) {
      start += 1
      continue
    }
    const found = bytes.indexOf(LINE_FEED, start)
    const end = found === -1 ? bytes.length : found
    call(bytes.subarray(start, end), number)
    start = end + 1
  }
}

/** A record, why there is none, or nothing where the line is blank. */
function recordOfLine(bytes: Buffer, asked: LinesAsked): IntakeRecord | string | undefined {
  if (isBlank(bytes)) return undefined
  if (bytes.length > LINE_BYTES_MAX) return `the line is longer than ${LINE_BYTES_MAX} bytes`
  const text = bytes.toString('utf8')
  const line = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const value = jsonOf(line)
  if (value === undefined) return line.trim() === '' ? undefined : 'the line is no JSON'
  const schema = isObject(value) ? value.schema : undefined
  const kind = schema === undefined || schema === null ? asked.kind : kindOf(schema)
  if (kind === undefined) return 'schema names no kind of record that is known'
  const made = recordOf(kind, value, asked)
  return typeof made === 'string' ? made : { kind, line: made }
}

/** Looked at as bytes, since a text that is no JSON is found out by an error, and blank lines are not counted. */
function isBlank(bytes: Buffer): boolean {
  let at = 0
  while (at < bytes.length && SPACES.has(bytes[at] ?? 0)) at += 1
  return at === bytes.length
}
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d])

/** A text as JSON, or `undefined` where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
