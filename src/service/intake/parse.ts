import type { RecordKind } from '../spool/kind.js'
import type { Keeping } from '../texts.js'
import { exchangeOfPayload } from './litellm.js'
import { isObject, jsonOf, parseLines } from './ndjson.js'
import type { OtlpEncoding, OtlpSignal } from './otlp/answer.js'
import { logsOfJson, spansOfJson } from './otlp/json.js'
import { BodyInvalid, BodyTooLarge } from './otlp/model.js'
import { recordsOfLogs, recordsOfSpans } from './otlp/records.js'
import { logsOfWire, spansOfWire } from './otlp/wire.js'
import { type Parsed, recordOf } from './record.js'
import { type Encoding, RATIO_FREE_BYTES, RATIO_MAX, unpack } from './unpack.js'
import { parseValues } from './values.js'

/** A body and what it claims to be. Plain data, so that it can be handed to another thread. */
export interface ParseTask extends Keeping {
  readonly form:
    | { readonly name: 'lines'; readonly kind: RecordKind }
    | { readonly name: 'otlp'; readonly signal: OtlpSignal; readonly encoding: OtlpEncoding }
    | { readonly name: 'values'; readonly kind: RecordKind }
    | { readonly name: 'litellm' }
    | { readonly name: 'one'; readonly kind: RecordKind; readonly account_id?: string }
  readonly encoding: Encoding
  readonly bytes: Buffer
  readonly bytesMax: number
  readonly accountAttributes: readonly string[]
}

/** What became of a body: its records, or why nothing of it can be read. */
export type ParseOutcome =
  | ({ readonly fault: '' } & Parsed)
  | { readonly fault: 'TOO_LARGE'; readonly reason: string }
  | { readonly fault: 'INVALID'; readonly reason: string }
  /** Nothing is known of the body: there was nobody to read it. */
  | { readonly fault: 'UNAVAILABLE'; readonly reason: string }

/**
 * The records of a body. Whatever the bytes are, this gives an outcome, within bounds of work and of
 * memory that follow from `bytesMax`.
 */
export async function parseBody(task: ParseTask): Promise<ParseOutcome> {
  const bytes = await unpack(task.bytes, task.encoding, task.bytesMax)
  if (bytes === 'TOO_LARGE') {
    const reason = `a body may unpack to at most ${task.bytesMax} bytes, and to ${RATIO_MAX} times its size where that is over ${RATIO_FREE_BYTES} bytes; send it in parts`
    return { fault: 'TOO_LARGE', reason }
  }
  if (bytes === 'DAMAGED') {
    return { fault: 'INVALID', reason: `the body is no ${task.encoding} data` }
  }
  try {
    return { fault: '', ...parsedOf(task, bytes) }
  } catch (error) {
    if (error instanceof BodyTooLarge) return { fault: 'TOO_LARGE', reason: error.message }
    if (error instanceof BodyInvalid) return { fault: 'INVALID', reason: error.message }
    throw error
  }
}

function parsedOf(task: ParseTask, bytes: Buffer): Parsed {
  const { form } = task
  if (form.name === 'lines') return parseLines(bytes, { ...task, kind: form.kind })
  if (form.name === 'values') {
    return parseValues(bytes, { ...task, kind: form.kind, make: (value) => value })
  }
  if (form.name === 'litellm') {
    return parseValues(bytes, { ...task, kind: 'exchange', make: exchangeOfPayload })
  }
  if (form.name === 'one') return oneRecord(form.kind, bytes, task, form.account_id)
  const isJson = form.encoding === 'json'
  return form.signal === 'traces'
    ? recordsOfSpans(isJson ? spansOfJson(bytes) : spansOfWire(bytes), task)
    : recordsOfLogs(isJson ? logsOfJson(bytes) : logsOfWire(bytes), task)
}

/** A body that is one record; the account may stand in the path instead. */
function oneRecord(
  kind: RecordKind,
  bytes: Buffer,
  task: ParseTask,
  accountId: string | undefined,
): Parsed {
  const value = jsonOf(bytes.toString('utf8'))
  const place = 'the object'
  if (!isObject(value)) throw new BodyInvalid('the body is no JSON object')
  const account = accountId === undefined ? {} : { account_id: accountId }
  if (accountId !== undefined && (value.account_id ?? accountId) !== accountId) {
    return { records: [], rejected: [{ place, reason: 'account_id is not that of the path' }] }
  }
  const made = recordOf(kind, { ...value, ...account }, task)
  return typeof made === 'string'
    ? { records: [], rejected: [{ place, reason: made }] }
    : { records: [{ kind, line: made }], rejected: [] }
}
