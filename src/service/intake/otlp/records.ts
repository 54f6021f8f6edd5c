import { EVENT_CHOICE, EVENT_ROLES, EVENTS_OF_CALL } from '../../../sources/otel/names.js'
import type { Keeping } from '../../texts.js'
import { type IntakeRecord, type Parsed, type Rejected, recordOf } from '../record.js'
import { RECORDS_MAX } from '../settings.js'
import { callOf, exchangeOfCall, isExchange } from './exchange.js'
import type { Call } from './model.js'
import { type Attributes, attributeText, type LogGiven, type SpanGiven } from './model.js'

export interface OtlpAsked extends Keeping {
  readonly accountAttributes: readonly string[]
}

/** The exchanges among spans. What is no call of a model is neither kept nor rejected. */
export function recordsOfSpans(spans: Iterable<SpanGiven>, asked: OtlpAsked): Parsed {
  return recordsOf(callsAmong(spans), asked)
}

/** One after the other: the maps of thousands of calls at once cost more than making them. */
function* callsAmong(spans: Iterable<SpanGiven>): Iterable<Call> {
  for (const span of spans) {
    const call = callOf(span)
    if (isExchange(call)) yield call
  }
}

/**
 * The exchanges among log records: one that tells of a whole call is one, and the turns of a span that
 * come in records of their own are one together. Turns that come in another request than their span
 * are not joined with it, for nothing here remembers the last request.
 */
export function recordsOfLogs(logs: readonly LogGiven[], asked: OtlpAsked): Parsed {
  const calls: Call[] = []
  const turns = new Map<string, LogGiven[]>()
  for (const log of logs) {
    if (log.name === EVENTS_OF_CALL[0]) calls.push(callOfLog(log))
    else if (log.name === EVENT_CHOICE || log.name in EVENT_ROLES) {
      const key = log.spanId === '' ? log.place : `${log.traceId}:${log.spanId}`
      const list = turns.get(key)
      if (list === undefined) turns.set(key, [log])
      else list.push(log)
    }
  }
  return recordsOf([...calls, ...[...turns.values()].map(callOfTurns)], asked)
}

function recordsOf(calls: Iterable<Call>, asked: OtlpAsked): Parsed {
  const records: IntakeRecord[] = []
  const rejected: Rejected[] = []
  for (const call of calls) {
    const isRoom = records.length + rejected.length < RECORDS_MAX
    const made = isRoom
      ? recordOf('exchange', exchangeOfCall(call, asked.accountAttributes), asked)
      : `a body holds at most ${RECORDS_MAX} records`
    if (typeof made === 'string') rejected.push({ place: call.place, reason: made })
    else records.push({ kind: 'exchange', line: made })
  }
  return { records, rejected }
}

function callOfLog(log: LogGiven): Call {
  const { place, traceId, spanId, timeNs } = log
  return {
    ...{ place, traceId, spanId, startNs: timeNs, endNs: 0n, isError: false, events: [] },
    attributes: merged(log.resource, bodyOf(log), log.attributes),
  }
}

/** The first record of a span gives the call its place and instant. */
function callOfTurns(logs: readonly LogGiven[]): Call {
  const ordered = [...logs].sort((a, b) => (a.timeNs < b.timeNs ? -1 : a.timeNs > b.timeNs ? 1 : 0))
  const [first] = ordered
  if (first === undefined) throw new Error('a span without records has no turns')
  const events = ordered.map((log) => ({
    name: log.name,
    attributes: merged(bodyOf(log), log.attributes),
  }))
  return {
    ...callOfLog(first),
    attributes: merged(first.resource, ...attributesOf(ordered)),
    events,
  }
}

const attributesOf = (logs: readonly LogGiven[]) => logs.map(({ attributes }) => attributes)

/** The body of a record says what attributes would. */
const bodyOf = ({ body }: LogGiven): Attributes =>
  new Map(Object.entries(body).map(([key, value]) => [key, attributeText(value)]))

function merged(...all: readonly Attributes[]): Attributes {
  const result: Attributes = new Map()
  for (const attributes of all) for (const [key, text] of attributes) result.set(key, text)
  return result
}
