import type { RecordKind } from '../spool/kind.js'
import type { Keeping } from '../texts.js'
import { eachLine, isObject, type Json, jsonOf } from './ndjson.js'
import { refuseManyParts } from './otlp/json.js'
import { BodyInvalid } from './otlp/model.js'
import { type IntakeRecord, type Parsed, type Rejected, recordOf, refuseMore } from './record.js'
import { LINE_BYTES_MAX } from './settings.js'

export interface ValuesAsked extends Keeping {
  readonly kind: RecordKind
  /** The record that an object stands for. */
  readonly make: (value: Json) => Json
}

/**
 * Records from an array, from lines, or from a single object. Senders label all three
 * `application/json`, so that only the bytes tell.
 */
export function parseValues(bytes: Buffer, asked: ValuesAsked): Parsed {
  const { kind, make } = asked
  const records: IntakeRecord[] = []
  const rejected: Rejected[] = []
  const add = (value: unknown, place: string): void => {
    refuseMore({ records, rejected })
    const made = isObject(value) ? recordOf(kind, make(value), asked) : 'it is no JSON object'
    if (typeof made === 'string') rejected.push({ place, reason: made })
    else records.push({ kind, line: made })
  }
  const whole = wholeOfBody(bytes)
  if (Array.isArray(whole)) for (const [i, value] of whole.entries()) add(value, `[${i}]`)
  else if (whole !== undefined) add(whole, 'the object')
  else addLines(bytes, add)
  return { records, rejected }
}

const OPENING_ARRAY = 0x5b

/** A body that is one value, or `undefined` where it is lines. */
function wholeOfBody(bytes: Buffer): unknown {
  refuseManyParts(bytes)
  const value = jsonOf(bytes.toString('utf8'))
  if (value === undefined && bytes[spacesOf(bytes)] === OPENING_ARRAY) {
    throw new BodyInvalid('the body is no JSON')
  }
  return value
}

function spacesOf(bytes: Buffer): number {
  let at = 0
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at += 1
  return at
}

function addLines(bytes: Buffer, add: (value: unknown, place: string) => void): void {
  eachLine(bytes, (line, number) => {
    const text = line.length > LINE_BYTES_MAX ? undefined : line.toString('utf8')
    if (text?.trim() !== '') add(text === undefined ? text : jsonOf(text), `line ${number}`)
  })
}
