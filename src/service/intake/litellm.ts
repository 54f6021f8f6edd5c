import { createHash } from 'node:crypto'
import { turnText } from '../../domain/exchange.js'
import { isObject, type Json } from './ndjson.js'
import { absentLeftOut, fractionOf, instantOf, truthOf, wholeOf } from './row.js'
import {
  asked,
  callsIn,
  callText,
  contentText,
  firstText,
  imagesIn,
  listOf,
  messageText,
  textOf,
  toolName,
  turnsOf,
} from './turns.js'

/** What LiteLLM writes where the operator has it log no texts: no text of anybody. */
const REDACTED = 'redacted-by-litellm'
/** The user of whoever set the proxy up; the keys of many customers may hang on it. */
const DEFAULT_USER = 'default_user_id'

/** A StandardLoggingPayload as an exchange, not yet checked, by the rules of the source `litellm`. */
export function exchangeOfPayload(payload: Json): Json {
  const metadata = objectOf(payload.metadata)
  const parameters = objectOf(payload.model_parameters)
  const answer = objectOf(payload.response)
  const usage = [objectOf(answer.usage), objectOf(metadata.usage_object)]
  const messages = payload.messages
  const error = objectOf(payload.error_information)
  const user = firstText(metadata.user_api_key_user_id)
  const team = firstText(metadata.user_api_key_team_id)
  const organization = firstText(metadata.user_api_key_org_id)
  const whole = (...values: readonly unknown[]) => first(values, wholeOf)
  return absentLeftOut({
    exchange_id: firstText(payload.id),
    received_at: instantOf(millisecondsOf(payload.startTime)),
    account_id: firstText(
      user === DEFAULT_USER ? '' : user,
      team,
      organization,
      metadata.user_api_key_hash,
      user,
    ),
    organization_id: firstText(organization, team),
    api_key_id: firstText(metadata.user_api_key_hash),
    end_user_id: firstText(payload.end_user, metadata.user_api_key_end_user_id, parameters.user),
    session_id: firstText(payload.trace_id),
    channel: 'router:litellm',
    endpoint: firstText(metadata.user_api_key_request_route, payload.call_type),
    is_stream: first([payload.stream, parameters.stream], truthOf),
    ip: firstText(payload.requester_ip_address, metadata.requester_ip_address),
    user_agent: userAgentOf(payload, metadata),
    model: firstText(payload.model, payload.model_group),
    temperature: first([parameters.temperature], fractionOf),
    top_p: first([parameters.top_p], fractionOf),
    n: whole(parameters.n),
    max_tokens: whole(parameters.max_completion_tokens, parameters.max_tokens),
    reasoning_tokens_max: whole(objectOf(parameters.thinking).budget_tokens),
    response_format: firstText(parameters.response_format),
    ...toolsOf(parameters.tools),
    ...requestOf(messages),
    status: statusOf(payload, error),
    error_type: firstText(error.error_class),
    ...answerOf(payload.response, answer),
    tokens_in: whole(payload.prompt_tokens),
    tokens_out: whole(payload.completion_tokens),
    tokens_reasoning: whole(
      ...usage.map((one) => objectOf(one.completion_tokens_details).reasoning_tokens),
    ),
    tokens_cached: whole(...usage.map((one) => objectOf(one.prompt_tokens_details).cached_tokens)),
    latency_ms: latencyOf(payload),
  })
}

const objectOf = (value: unknown): Json => (isObject(value) ? value : {})

function first<T>(
  values: readonly unknown[],
  parse: (text: string) => T | undefined,
): T | undefined {
  return values.map((value) => parse(textOf(value))).find((value) => value !== undefined)
}

/** Seconds since 1970, as LiteLLM writes instants. */
function millisecondsOf(seconds: unknown): number {
  const given = fractionOf(textOf(seconds))
  return given === undefined ? 0 : Math.floor(given * 1000)
}

function latencyOf(payload: Json): number | undefined {
  const start = millisecondsOf(payload.startTime)
  const end = millisecondsOf(payload.endTime)
  return start > 0 && end >= start ? end - start : undefined
}

/** The proxy keeps the client's name among the tags, with and without its version: the longest counts. */
function userAgentOf(payload: Json, metadata: Json): string {
  const tags = Array.isArray(payload.request_tags) ? payload.request_tags.map(textOf) : []
  const told = tags.filter((tag) => tag.startsWith(TAG)).map((tag) => tag.slice(TAG.length))
  const longest = told.reduce((best, one) => (one.length > best.length ? one : best), '')
  return firstText(metadata.user_agent, longest)
}

const TAG = 'User-Agent: '

function toolsOf(given: unknown): Json {
  const tools = listOf(given)
  const hashed = tools.length === 0 ? '' : createHash('sha256').update(textOf(given)).digest('hex')
  return { tools: tools.map(toolName).filter((name) => name !== ''), tools_hash: hashed }
}

function requestOf(given: unknown): Json {
  const turns =
    typeof given === 'string' && given !== '' ? [{ role: 'user', content: given }] : turnsOf(given)
  if (turns.length === 0 || turns.some(({ content }) => content === REDACTED)) return {}
  return {
    images: imagesIn(given),
    has_prefill: turns.at(-1)?.role === 'assistant',
    ...asked(turns),
  }
}

function statusOf(payload: Json, error: Json): number | undefined {
  if (payload.status === 'success') return 200
  return wholeOf(textOf(error.error_code))
}

/** What was answered: a text, a completion's first choice, the items of a response, or blocks. */
function answerOf(response: unknown, answer: Json): Json {
  if (typeof response === 'string') return { response: response === REDACTED ? '' : response }
  const choices = listOf(answer.choices)
  const message = objectOf(choices[0]?.message)
  const items = [...listOf(answer.output), { content: answer.content }]
  const said = choices.length > 0 ? messageText(message) : textOfItems(items)
  const calls = [...choices.map((choice) => objectOf(choice.message)), ...items]
  const hasAnswer = choices.length > 0 || items.length > 1 || Array.isArray(answer.content)
  return {
    response: said === REDACTED ? '' : said,
    stop_reason: firstText(choices[0]?.finish_reason, answer.stop_reason),
    tool_calls: hasAnswer
      ? calls.reduce((sum, one) => sum + callsIn(one), 0) + callItems(answer)
      : undefined,
  }
}

const textOfItems = (items: readonly Json[]): string =>
  turnText(
    items.map((item) => contentText(item.content)).join(''),
    items.filter(isCall).map(callText),
  )

const isCall = ({ type }: Json): boolean => type === 'function_call'
const callItems = (answer: Json): number => listOf(answer.output).filter(isCall).length
