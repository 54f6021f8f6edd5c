import {
  doubleField,
  type Field,
  type Fields,
  fixedField,
  longField,
  messageField,
  readFields,
  textField,
} from './fields.js'
import {
  type Attributes,
  attributeText,
  BodyInvalid,
  type EventGiven,
  type LogGiven,
  partCounter,
  type SpanGiven,
  STATUS_ERROR,
  VALUE_DEPTH_MAX,
} from './model.js'

/**
 * Spans and logs of OTLP in its protobuf encoding. The numbers are those of the messages in
 * opentelemetry-proto 1 (Apache-2.0). What is not read here is skipped and never becomes an object.
 */

/** The spans of an ExportTraceServiceRequest. */
export function spansOfWire(bytes: Uint8Array): readonly SpanGiven[] {
  return eachIn(bytes, ['resourceSpans', 'scopeSpans', 'spans'], spanOf)
}

/** The log records of an ExportLogsServiceRequest. */
export function logsOfWire(bytes: Uint8Array): readonly LogGiven[] {
  return eachIn(bytes, ['resourceLogs', 'scopeLogs', 'logRecords'], logOf)
}

type Count = () => void
type Make<T> = (bytes: Uint8Array, resource: Attributes, place: string, count: Count) => T

/** Both requests nest alike: repeated group 1 { resource 1, repeated scope 2 { repeated item 2 } }. */
function eachIn<T>(
  bytes: Uint8Array,
  [outer, middle, inner]: readonly [string, string, string],
  make: Make<T>,
): readonly T[] {
  const count = partCounter()
  const found: T[] = []
  try {
    for (const [g, group] of listIn(bytes, FIRST, count).entries()) {
      const resource: Attributes = new Map()
      for (const given of listIn(group, FIRST, count)) {
        readFields(given, { 1: ATTRIBUTE }, { attributes: resource }, count)
      }
      for (const [s, scope] of listIn(group, SECOND, count).entries()) {
        for (const [i, item] of listIn(scope, SECOND, count).entries()) {
          found.push(make(item, resource, `${outer}[${g}].${middle}[${s}].${inner}[${i}]`, count))
        }
      }
    }
  } catch (error) {
    if (error instanceof BodyInvalid) throw error
    throw new BodyInvalid('the body is no protobuf message of this kind')
  }
  return found
}

interface WithAttributes {
  readonly attributes: Attributes
}

/** The first of a repeated key counts. */
const ATTRIBUTE: Field<WithAttributes> = messageField(({ attributes }, bytes, count) => {
  count()
  const { key, value } = readFields(bytes, PAIR, { key: '', value: NOTHING }, count)
  if (!attributes.has(key)) attributes.set(key, attributeText(plainOf(value, 0, count)))
})

interface SpanRead extends WithAttributes {
  traceId: string
  spanId: string
  startNs: bigint
  endNs: bigint
  isError: boolean
  readonly events: EventGiven[]
}

const SPAN: Fields<SpanRead> = {
  1: messageField((span, bytes) => {
    span.traceId = hexOf(bytes)
  }),
  2: messageField((span, bytes) => {
    span.spanId = hexOf(bytes)
  }),
  7: fixedField((span, value) => {
    span.startNs = value
  }),
  8: fixedField((span, value) => {
    span.endNs = value
  }),
  9: ATTRIBUTE,
  11: messageField((span, bytes, count) => {
    count()
    span.events.push(readFields(bytes, EVENT, { name: '', attributes: new Map() }, count))
  }),
  15: messageField((span, bytes, count) => {
    span.isError = readFields(bytes, STATUS, { code: 0n }, count).code === BigInt(STATUS_ERROR)
  }),
}

const EVENT: Fields<WithAttributes & { name: string }> = {
  2: textField((event, text) => {
    event.name = text
  }),
  3: ATTRIBUTE,
}

const STATUS: Fields<{ code: bigint }> = {
  3: longField((status, value) => {
    status.code = value
  }),
}

function spanOf(bytes: Uint8Array, resource: Attributes, place: string, count: Count): SpanGiven {
  const empty = { traceId: '', spanId: '', startNs: 0n, endNs: 0n, isError: false, events: [] }
  const span: SpanRead = { ...empty, attributes: new Map() }
  return { place, resource, ...readFields(bytes, SPAN, span, count) }
}

interface LogRead extends WithAttributes {
  traceId: string
  spanId: string
  at: bigint
  observed: bigint
  name: string
  body: unknown
}

const LOG: Fields<LogRead> = {
  1: fixedField((log, value) => {
    log.at = value
  }),
  5: messageField((log, bytes, count) => {
    log.body = plainOf(bytes, 0, count)
  }),
  6: ATTRIBUTE,
  9: messageField((log, bytes) => {
    log.traceId = hexOf(bytes)
  }),
  10: messageField((log, bytes) => {
    log.spanId = hexOf(bytes)
  }),
  11: fixedField((log, value) => {
    log.observed = value
  }),
  12: textField((log, text) => {
    log.name = text
  }),
}

function logOf(bytes: Uint8Array, resource: Attributes, place: string, count: Count): LogGiven {
  const empty = { traceId: '', spanId: '', at: 0n, observed: 0n, name: '', body: undefined }
  const log: LogRead = readFields<LogRead>(bytes, LOG, { ...empty, attributes: new Map() }, count)
  const { traceId, spanId, attributes, body } = log
  const isMap = typeof body === 'object' && body !== null && !Array.isArray(body)
  return {
    place,
    traceId,
    spanId,
    timeNs: log.at || log.observed,
    name: log.name || (attributes.get('event.name') ?? ''),
    resource,
    attributes,
    body: isMap ? (body as Readonly<Record<string, unknown>>) : {},
  }
}

interface PairRead {
  key: string
  value: Uint8Array
}

const NOTHING = new Uint8Array(0)

const PAIR: Fields<PairRead> = {
  1: textField((pair, text) => {
    pair.key = text
  }),
  2: messageField((pair, bytes) => {
    pair.value = bytes
  }),
}

interface ValueRead {
  plain: unknown
  readonly depth: number
}

/** An AnyValue: one of seven fields, of which the last that is given counts. */
const VALUE: Fields<ValueRead> = {
  1: textField((value, text) => {
    value.plain = text
  }),
  2: longField((value, given) => {
    value.plain = given !== 0n
  }),
  3: longField((value, given) => {
    value.plain = wholeOf(given)
  }),
  4: doubleField((value, given) => {
    value.plain = given
  }),
  5: messageField((value, bytes, count) => {
    value.plain = listIn(bytes, FIRST, count).map((one) => plainOf(one, value.depth + 1, count))
  }),
  6: messageField((value, bytes, count) => {
    value.plain = Object.fromEntries(
      listIn(bytes, FIRST, count).map((one) => {
        const pair = readFields(one, PAIR, { key: '', value: NOTHING }, count)
        return [pair.key, plainOf(pair.value, value.depth + 1, count)]
      }),
    )
  }),
  7: messageField((value, bytes) => {
    value.plain = Buffer.from(bytes).toString('base64')
  }),
}

/** The value that an AnyValue stands for. What is nested deeper than anybody writes is nothing. */
function plainOf(bytes: Uint8Array, depth: number, count: Count): unknown {
  if (depth > VALUE_DEPTH_MAX) return undefined
  return readFields(bytes, VALUE, { plain: undefined, depth }, count).plain
}

/** A long that no double holds stays text. */
function wholeOf(given: bigint): number | string {
  const whole = Number(given)
  return Number.isSafeInteger(whole) ? whole : String(given)
}

const member: Field<Uint8Array[]> = messageField((found, bytes, count) => {
  count()
  found.push(bytes)
})
const FIRST: Fields<Uint8Array[]> = { 1: member }
const SECOND: Fields<Uint8Array[]> = { 2: member }

const listIn = (bytes: Uint8Array, fields: Fields<Uint8Array[]>, count: Count) =>
  readFields<Uint8Array[]>(bytes, fields, [], count)

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
