import { defineSource, type SourceColumn } from './define.js'
import {
  callsIn,
  imagesIn,
  joined,
  MESSAGES,
  messageJson,
  messageRoles,
  messageTexts,
} from './otel/messages.js'
import { contractColumns, el, firstText, firstValue, named, turnText } from './pair/envelope.js'

const TOOL = 'Tuple(name String, function Tuple(name String))'
const DETAILS = 'Tuple(reasoning_tokens Nullable(Int64), cached_tokens Nullable(Int64))'
const USAGE = `Tuple(completion_tokens_details ${DETAILS}, prompt_tokens_details ${DETAILS})`

const LINE = `Tuple(id String, trace_id String, call_type String, stream Nullable(Bool), status String,
  startTime String, endTime String, model String, model_group String, end_user String,
  requester_ip_address String, request_tags Array(String), messages String, response String,
  prompt_tokens Nullable(Int64), completion_tokens Nullable(Int64),
  error_information Tuple(error_code String, error_class String),
  metadata Tuple(user_api_key_hash String, user_api_key_user_id String, user_api_key_team_id String,
    user_api_key_org_id String, user_api_key_end_user_id String, user_api_key_request_route String,
    requester_ip_address String, user_agent String, usage_object ${USAGE}),
  model_parameters Tuple(temperature Nullable(Float64), top_p Nullable(Float64), n Nullable(Int64),
    max_tokens Nullable(Int64), max_completion_tokens Nullable(Int64), stream Nullable(Bool),
    response_format String, user String, thinking Tuple(budget_tokens Nullable(Int64)), tools String))`

const given = (path: string): string => el('given', path)
const milliseconds = (path: string): string =>
  `toInt64(floor(ifNull(toFloat64OrNull(${given(path)}), 0) * 1000))`

const REDACTED = `'redacted-by-litellm'`
const user = given('metadata.user_api_key_user_id')

/** Columns that a payload says by one path. */
const SAME = {
  api_key_id: given('metadata.user_api_key_hash'),
  end_user_id: firstText(
    given('end_user'),
    given('metadata.user_api_key_end_user_id'),
    given('model_parameters.user'),
  ),
  session_id: given('trace_id'),
  endpoint: firstText(given('metadata.user_api_key_request_route'), given('call_type')),
  is_stream: firstValue(given('stream'), given('model_parameters.stream')),
  ip: firstText(given('requester_ip_address'), given('metadata.requester_ip_address')),
  model: firstText(given('model'), given('model_group')),
  temperature: given('model_parameters.temperature'),
  top_p: given('model_parameters.top_p'),
  n: given('model_parameters.n'),
  max_tokens: firstValue(
    given('model_parameters.max_completion_tokens'),
    given('model_parameters.max_tokens'),
  ),
  reasoning_tokens_max: given('model_parameters.thinking.budget_tokens'),
  response_format: given('model_parameters.response_format'),
  error_type: given('error_information.error_class'),
  tokens_in: given('prompt_tokens'),
  tokens_out: given('completion_tokens'),
} satisfies Partial<Record<SourceColumn, string>>

/** The first step: single facts, and request and answer as the JSON that they are. */
const PAYLOAD = {
  ...SAME,
  id_given: `if(startsWith(trimLeft(substring(line, 1, 64)), '['), '', ${given('id')})`,
  start_ms: milliseconds('startTime'),
  end_ms: milliseconds('endTime'),
  account_id: firstText(
    `if(${user} = 'default_user_id', '', ${user})`,
    given('metadata.user_api_key_team_id'),
    given('metadata.user_api_key_org_id'),
    given('metadata.user_api_key_hash'),
    user,
  ),
  organization_id: firstText(
    given('metadata.user_api_key_org_id'),
    given('metadata.user_api_key_team_id'),
  ),
  agents: `arraySort(x -> -length(x), arrayMap(x -> substring(x, 13),
    arrayFilter(x -> startsWith(x, 'User-Agent: '), ${given('request_tags')})))`,
  agent_given: given('metadata.user_agent'),
  status_given: given('status'),
  error_code: given('error_information.error_code'),
  tools_text: given('model_parameters.tools'),
  messages_text: given('messages'),
  response_text: given('response'),
  has_choices: `notEmpty(JSONExtractArrayRaw(${given('response')}, 'choices'))`,
  has_output: `notEmpty(JSONExtractArrayRaw(${given('response')}, 'output'))`,
  usage_given: `JSONExtract(${given('response')}, 'usage', '${USAGE}')`,
  usage_told: given('metadata.usage_object'),
}

const tokens = (path: string): string => firstValue(el('usage_given', path), el('usage_told', path))

const inputJson = `if(startsWith(messages_text, '['), messages_text,
  if(messages_text = '' OR startsWith(messages_text, '{'), '[]',
    concat('[', ${messageJson(`'user'`, 'messages_text')}, ']')))`

/** What was answered as messages: choices' messages, items, or the answer itself where it has blocks. */
const outputJson = `multiIf(
  NOT startsWith(response_text, '{'), '[]',
  has_choices, concat('[', arrayStringConcat(arrayMap(c -> JSONExtractRaw(c, 'message'),
    JSONExtractArrayRaw(response_text, 'choices')), ','), ']'),
  has_output, JSONExtractRaw(response_text, 'output'),
  JSONType(response_text, 'content') = 'Array', concat('[{"content":', JSONExtractRaw(response_text, 'content'), '}]'),
  '[]')`

const select = `
    WITH
    -- One row a line, as its payload gives it.
    line_given AS (SELECT line, JSONExtract(line, '${LINE}') AS given FROM input_line),
    -- One row a line: single facts, and request and answer as JSON.
    payload AS (
      SELECT line,
        ${named(PAYLOAD)}
      FROM line_given
    ),
    -- One row a line: messages asked and answered.
    told AS (
      SELECT *, JSONExtract(${inputJson}, '${MESSAGES}') AS asked_given,
        JSONExtract(${outputJson}, '${MESSAGES}') AS answered,
        JSONExtract(tools_text, 'Array(${TOOL})') AS tools_given,
        if(has_output, JSONExtract(response_text, 'output',
          'Array(Tuple(type String, name String, arguments String))'), []) AS items
      FROM payload
    ),
    -- One row a line: who says what. Where the operator has no texts logged there are none.
    said AS (
      SELECT *, ${messageTexts('arrayConcat(asked_given, answered)')} AS all_texts,
        has(arraySlice(all_texts, 1, length(asked_given)), ${REDACTED}) AS is_redacted,
        if(is_redacted, [], ${messageRoles('asked_given')}) AS roles,
        if(is_redacted, [], arraySlice(all_texts, 1, length(asked_given))) AS texts,
        arraySlice(all_texts, length(asked_given) + 1) AS answers
      FROM told
    ),
    step AS (
      SELECT *, arrayFirstIndex(r -> r != 'system', roles) AS first_other,
        toInt64(if(first_other = 0, length(roles), first_other - 1)) AS opened,
        multiIf(response_text = '' OR startsWith(response_text, '{'), if(has_output, ${turnText(
          `arrayStringConcat(answers)`,
          `arrayMap((k, n, a) -> if(k = 'function_call' AND n != '', concat(n, ' ', a), ''),
            ${el('items', 'type')}, ${el('items', 'name')}, ${el('items', 'arguments')})`,
        )}, answers[1]), response_text) AS answer
      FROM said
    )
    SELECT line,
      ${contractColumns(Object.keys(SAME) as SourceColumn[], {
        exchange_id: 'id_given',
        received_at: `if(start_ms <= 0, '', concat(replaceOne(toString(fromUnixTimestamp64Milli(start_ms, 'UTC')), ' ', 'T'), 'Z'))`,
        account_id: 'step.account_id',
        organization_id: 'step.organization_id',
        channel: `'router:litellm'`,
        user_agent: firstText('agent_given', 'agents[1]'),
        tools_hash: `if(empty(tools_given), '', lower(hex(SHA256(tools_text))))`,
        tools: `arrayFilter(x -> x != '', arrayMap((n, f) -> if(n != '', n, f),
          ${el('tools_given', 'name')}, ${el('tools_given', 'function.name')}))`,
        images: `if(empty(roles), NULL, ${imagesIn('asked_given')})`,
        has_prefill: `if(empty(roles), NULL, roles[-1] = 'assistant')`,
        system: joined('arraySlice(texts, 1, opened)'),
        messages: 'arrayZip(arraySlice(roles, opened + 1), arraySlice(texts, opened + 1))',
        status: `if(status_given = 'success', 200, toInt64OrNull(error_code))`,
        stop_reason: `if(has_choices, JSONExtractString(response_text, 'choices', 1, 'finish_reason'),
          JSONExtractString(response_text, 'stop_reason'))`,
        response: `if(answer = ${REDACTED}, '', answer)`,
        tokens_reasoning: tokens('completion_tokens_details.reasoning_tokens'),
        tokens_cached: tokens('prompt_tokens_details.cached_tokens'),
        tool_calls: `if(has_choices OR has_output OR JSONType(response_text, 'content') = 'Array',
          ${callsIn('answered')} + arrayCount(k -> k = 'function_call', ${el('items', 'type')}), NULL)`,
        latency_ms: `if(start_ms <= 0 OR end_ms < start_ms, NULL, end_ms - start_ms)`,
      })}
    FROM step`

export default defineSource({
  id: 'litellm',
  title: 'LiteLLM logging payloads',
  about: `One StandardLoggingPayload a line, as LiteLLM's loggers write it to files and buckets. The account
    is the user of the key, else its team, its organization or the key's own hash; \`default_user_id\`,
    under whom the keys of many customers may stand, is nobody. Instants are seconds since 1970. A
    payload of success has status 200, a failure the code of its error. The client's name stands among
    the tags. Where the operator has no texts logged there are none, and the words that LiteLLM puts in
    their place are not read. Where the proxy is not told the client's address it is absent.`,
  columns: [
    ...(Object.keys(SAME) as (keyof typeof SAME)[]),
    ...(['exchange_id', 'received_at', 'account_id', 'organization_id', 'channel'] as const),
    ...(['user_agent', 'tools_hash', 'tools', 'images', 'has_prefill', 'system'] as const),
    ...(['messages', 'status', 'stop_reason', 'response', 'tokens_reasoning'] as const),
    ...(['tokens_cached', 'tool_calls', 'latency_ms'] as const),
  ],
  recognise: (lines) => {
    const payloads = lines.filter((line) => KEYS.every((key) => key in line))
    return lines.length === 0 ? 0 : payloads.length / lines.length
  },
  select,
})

const KEYS = ['call_type', 'startTime', 'model_parameters']
