import { isObject, type Json } from '../ndjson.js'
import { listOf } from '../turns.js'
import {
  type Attributes,
  attributeText,
  BodyInvalid,
  type EventGiven,
  type LogGiven,
  PARTS_MAX,
  type SpanGiven,
  STATUS_ERROR,
  tooManyParts,
  VALUE_DEPTH_MAX,
} from './model.js'

/** Spans and logs of OTLP in its JSON encoding: names in lowerCamelCase, ids in hex, longs as text. */

/** The spans of an ExportTraceServiceRequest. */
export function spansOfJson(bytes: Buffer): readonly SpanGiven[] {
  return eachIn(
    requestOf(bytes),
    ['resourceSpans', 'scopeSpans', 'spans'],
    (span, resource, at) => ({
      place: at,
      traceId: idOf(span.traceId),
      spanId: idOf(span.spanId),
      startNs: nanosOf(span.startTimeUnixNano),
      endNs: nanosOf(span.endTimeUnixNano),
      isError: isObject(span.status) && isErrorCode(span.status.code),
      resource,
      attributes: attributesOf(span.attributes),
      events: listOf(span.events).map(eventOf),
    }),
  )
}

/** The log records of an ExportLogsServiceRequest. */
export function logsOfJson(bytes: Buffer): readonly LogGiven[] {
  const path = ['resourceLogs', 'scopeLogs', 'logRecords'] as const
  return eachIn(requestOf(bytes), path, (log, resource, place) => {
    const attributes = attributesOf(log.attributes)
    const body = isObject(log.body) ? plainOf(log.body, 0) : undefined
    const timeNs = nanosOf(log.timeUnixNano) || nanosOf(log.observedTimeUnixNano)
    const ids = { traceId: idOf(log.traceId), spanId: idOf(log.spanId) }
    const name = attributeText(log.eventName) || (attributes.get('event.name') ?? '')
    return { place, ...ids, timeNs, name, resource, attributes, body: isObject(body) ? body : {} }
  })
}

function requestOf(bytes: Buffer): Json {
  refuseManyParts(bytes)
  let request: unknown
  try {
    request = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new BodyInvalid('the body is no JSON')
  }
  if (!isObject(request)) throw new BodyInvalid('the body is no JSON object')
  return request
}

/** Two bytes of JSON make an object of fifty: openings are counted before anything is made of them. */
export function refuseManyParts(bytes: Buffer): void {
  let parts = 0
  for (const opening of [0x7b, 0x5b]) {
    for (let at = bytes.indexOf(opening); at !== -1; at = bytes.indexOf(opening, at + 1)) {
      parts += 1
      if (parts > PARTS_MAX) throw tooManyParts()
    }
  }
}

type Path = readonly [string, string, string]

/** What stands at the end of a path of lists, with the attributes of the resource it came from. */
function eachIn<T>(
  request: Json,
  [outer, middle, inner]: Path,
  make: (item: Json, resource: Attributes, place: string) => T,
): readonly T[] {
  return listOf(request[outer]).flatMap((group, g) => {
    const resource = isObject(group.resource) ? attributesOf(group.resource.attributes) : new Map()
    return listOf(group[middle]).flatMap((scope, s) =>
      listOf(scope[inner]).map((item, i) =>
        make(item, resource, `${outer}[${g}].${middle}[${s}].${inner}[${i}]`),
      ),
    )
  })
}

const eventOf = (event: Json): EventGiven => ({
  name: attributeText(event.name),
  attributes: attributesOf(event.attributes),
})

/** The first of a repeated key counts. */
function attributesOf(given: unknown): Attributes {
  const attributes: Attributes = new Map()
  for (const { key, value } of listOf(given)) {
    if (typeof key !== 'string' || attributes.has(key)) continue
    attributes.set(key, attributeText(isObject(value) ? plainOf(value, 0) : undefined))
  }
  return attributes
}

/** An AnyValue as the value that it stands for. */
function plainOf(value: Json, depth: number): unknown {
  if (depth > VALUE_DEPTH_MAX) return undefined
  if (typeof value.stringValue === 'string') return value.stringValue
  if (value.boolValue !== undefined) return value.boolValue === true
  if (value.intValue !== undefined) return wholeOf(value.intValue)
  if (value.doubleValue !== undefined) return Number(value.doubleValue)
  if (typeof value.bytesValue === 'string') return value.bytesValue
  if (isObject(value.arrayValue)) {
    return listOf(value.arrayValue.values).map((one) => plainOf(one, depth + 1))
  }
  if (!isObject(value.kvlistValue)) return undefined
  const pairs = listOf(value.kvlistValue.values).map(({ key, value: one }) => [
    attributeText(key),
    isObject(one) ? plainOf(one, depth + 1) : undefined,
  ])
  return Object.fromEntries(pairs)
}

/** A long that no double holds stays as it was written. */
function wholeOf(given: unknown): number | string {
  const text = attributeText(given)
  const whole = Number(text)
  return /^-?\d+$/.test(text) && Number.isSafeInteger(whole) ? whole : text
}

/** Ids are hex; some exporters write them in upper case. */
const idOf = (given: unknown): string => (typeof given === 'string' ? given.toLowerCase() : '')

function nanosOf(given: unknown): bigint {
  const text = attributeText(given)
  return /^\d{1,19}$/.test(text) ? BigInt(text) : 0n
}

const isErrorCode = (code: unknown): boolean =>
  code === STATUS_ERROR || code === 'STATUS_CODE_ERROR'
