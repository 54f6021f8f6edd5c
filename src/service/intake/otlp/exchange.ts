import { createHash } from 'node:crypto'
import type { Exchange } from '../../../domain/exchange.js'
import {
  EVENTS_OF_CALL,
  FRACTION_NAMES,
  INVOCATION_NAMES,
  OPERATIONS,
  TEXT_NAMES,
  TRUTH_NAMES,
  WHOLE_NAMES,
} from '../../../sources/otel/names.js'
import { isObject, type Json, jsonOf } from '../ndjson.js'
import { absentLeftOut, fractionOf, instantOf, truthOf, wholeOf } from '../row.js'
import { asked, imagesIn, textOf } from '../turns.js'
import type { Attributes, Call, SpanGiven } from './model.js'
import { answerOf, firstOfList, given, instructionsOf, toolsOf, turnsGiven } from './said.js'

/** A span's own word counts before that of an event about the call, and that before the resource's. */
export function callOf({ resource, attributes, events, ...span }: SpanGiven): Call {
  const told = events.filter(({ name }) => EVENTS_OF_CALL.includes(name))
  const merged = new Map(resource)
  for (const { attributes: more } of told) for (const [key, text] of more) merged.set(key, text)
  for (const [key, text] of attributes) merged.set(key, text)
  return { ...span, events, attributes: merged }
}

/** Whether a call asked a model for words. Tools, agents, embeddings and plain requests are none. */
export function isExchange({ attributes }: Call): boolean {
  const operation = given(attributes, TEXT_NAMES.operation).toLowerCase()
  if (operation !== '') return OPERATIONS.includes(operation)
  return (
    given(attributes, TEXT_NAMES.system_name) !== '' && given(attributes, TEXT_NAMES.model) !== ''
  )
}

/** The exchange that a call was, not yet checked against the contract. */
export function exchangeOfCall(call: Call, accountAttributes: readonly string[] = []): Json {
  const { attributes } = call
  const text = (names: readonly string[]) => given(attributes, names)
  const texts = Object.fromEntries(
    COLUMNS_OF_TEXT.map((column) => [column, text(TEXT_NAMES[column])]),
  )
  const invocation = jsonOf(text(TEXT_NAMES.invocation))
  const turns = turnsGiven(call)
  const answer = answerOf(call)
  const definitions = text(TEXT_NAMES.tool_definitions)
  const span = [call.traceId, call.spanId].filter((id) => id !== '').join(':')
  return absentLeftOut({
    ...texts,
    ...numbersOf(attributes, isObject(invocation) ? invocation : {}),
    exchange_id: text(TEXT_NAMES.response_id) || span,
    received_at: instantOf(Number(call.startNs / NANOS_A_MILLISECOND)),
    account_id: text([...accountAttributes, ...TEXT_NAMES.account_id]),
    user_agent: firstOfList(texts.user_agent ?? ''),
    accept_language: firstOfList(texts.accept_language ?? ''),
    is_stream: truthOf(text(TRUTH_NAMES.is_stream)),
    images: turns.length === 0 ? undefined : imagesIn(jsonOf(text(TEXT_NAMES.input_messages))),
    has_prefill: turns.length === 0 ? undefined : turns.at(-1)?.role === 'assistant',
    ...asked(turns, instructionsOf(text(TEXT_NAMES.system_instructions))),
    tools: toolsOf(attributes),
    tools_hash: definitions && createHash('sha256').update(definitions).digest('hex'),
    error_type: texts.error_type || (call.isError ? 'error' : ''),
    stop_reason: firstOfList(text(TEXT_NAMES.finish_reasons)) || answer.stop_reason,
    response: answer.response,
    tool_calls: answer.tool_calls,
    latency_ms: latencyOf(call),
  })
}

const COLUMNS_OF_TEXT = [
  'organization_id',
  'api_key_id',
  'end_user_id',
  'session_id',
  'endpoint',
  'ip',
  'user_agent',
  'accept_language',
  'ja4',
  'model',
  'response_format',
  'error_type',
] as const satisfies readonly (keyof Exchange)[]

const NANOS_A_MILLISECOND = 1_000_000n

/** Numbers by the first name that holds one; what OpenInference keeps in one text comes last. */
function numbersOf(attributes: Attributes, invocation: Json): Json {
  const first = (
    names: readonly string[],
    inner: readonly string[],
    parse: (text: string) => number | undefined,
  ) => {
    const outer = names.map((name) => parse(attributes.get(name) ?? ''))
    const within = inner.map((name) => parse(textOf(invocation[name])))
    return [...outer, ...within].find((number) => number !== undefined)
  }
  const inner: Readonly<Record<string, readonly string[]>> = INVOCATION_NAMES
  const columns = (names: Readonly<Record<string, readonly string[]>>, parse: typeof wholeOf) =>
    Object.entries(names).map(([column, outer]) => [
      column,
      first(outer, inner[column] ?? [], parse),
    ])
  return Object.fromEntries([
    ...columns(WHOLE_NAMES, wholeOf),
    ...columns(FRACTION_NAMES, fractionOf),
  ])
}

const latencyOf = ({ startNs, endNs }: Call): number | undefined =>
  startNs === 0n || endNs < startNs ? undefined : Number((endNs - startNs) / NANOS_A_MILLISECOND)
