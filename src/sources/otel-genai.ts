import { defineSource, type SourceColumn } from './define.js'
import {
  ATTRIBUTES,
  firstOfList,
  mapOf,
  numberAt,
  SINGLE_NAMES,
  textAt,
} from './otel/attributes.js'
import { callsIn, imagesIn, joined, MESSAGES, messageRoles, messageTexts } from './otel/messages.js'
import {
  EVENT_CHOICE,
  EVENTS_OF_CALL,
  FRACTION_NAMES,
  OPERATIONS,
  TEXT_NAMES,
  TRUTH_NAMES,
  TURNS_MAX,
  WHOLE_NAMES,
} from './otel/names.js'
import {
  indexedAnswers,
  indexedCalls,
  inputJson,
  instructionsJson,
  outputJson,
  tools,
} from './otel/said.js'
import { contractColumns, el, firstText, named } from './pair/envelope.js'

const GROUPS = `Array(Tuple(resource Tuple(attributes ${ATTRIBUTES}),
  scopeSpans Array(Tuple(spans Array(String)))))`
const SPAN = `Tuple(traceId String, spanId String, startTimeUnixNano String, endTimeUnixNano String,
  status Tuple(code String), attributes ${ATTRIBUTES},
  events Array(Tuple(name String, attributes ${ATTRIBUTES})))`

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

/** Columns that are one text, whatever its name. */
const SAME = [
  ...(['organization_id', 'api_key_id', 'end_user_id', 'session_id', 'endpoint', 'ip'] as const),
  ...(['ja4', 'model', 'response_format'] as const),
] satisfies readonly SourceColumn[]

const WHOLE = Object.keys(WHOLE_NAMES) as (keyof typeof WHOLE_NAMES)[]
const FRACTIONS = Object.keys(FRACTION_NAMES) as (keyof typeof FRACTION_NAMES)[]

/** The step that reads single names: each column under its final name where it has one. */
const CALL = {
  ...Object.fromEntries(SAME.map((column) => [column, textAt(TEXT_NAMES[column])])),
  ...Object.fromEntries(
    WHOLE.map((column) => [column, numberAt(column, WHOLE_NAMES[column], 'Int64')]),
  ),
  ...Object.fromEntries(
    FRACTIONS.map((column) => [column, numberAt(column, FRACTION_NAMES[column], 'Float64')]),
  ),
  account_id: textAt(TEXT_NAMES.account_id),
  user_agent: textAt(TEXT_NAMES.user_agent),
  accept_language: textAt(TEXT_NAMES.accept_language),
  response_id: textAt(TEXT_NAMES.response_id),
  error_given: textAt(TEXT_NAMES.error_type),
  streams: `lower(${textAt(TRUTH_NAMES.is_stream)})`,
  reasons: textAt(TEXT_NAMES.finish_reasons),
  operation: `lower(${textAt(TEXT_NAMES.operation)})`,
  system_name: textAt(TEXT_NAMES.system_name),
  instructions: textAt(TEXT_NAMES.system_instructions),
  definitions: textAt(TEXT_NAMES.tool_definitions),
  input_text: textAt(TEXT_NAMES.input_messages),
  output_text: textAt(TEXT_NAMES.output_messages),
}

const instant = `if(start_ms = 0, '', concat(replaceOne(toString(fromUnixTimestamp64Milli(start_ms, 'UTC')), ' ', 'T'), 'Z'))`

const select = `
    WITH
    -- One row a line, as its spans and the resources that they came from.
    line_given AS (
      SELECT line, JSONHas(line, 'resourceSpans') AS is_request,
        arrayFlatten(arrayMap(
          (r, s) -> arrayMap(x -> (${el('r', 'attributes')}, x), arrayFlatten(${el('s', 'spans')})),
          ${el('groups', 'resource')}, ${el('groups', 'scopeSpans')})) AS pairs,
        JSONExtract(line, 'resourceSpans', '${GROUPS}') AS groups
      FROM input_line
    ),
    -- One row a span; a line that is no request stays one row, to be rejected.
    span_given AS (
      SELECT if(is_request, ${el('pair', 2)}, line) AS line, is_request, ${el('pair', 1)} AS resource,
        JSONExtract(${el('pair', 2)}, '${SPAN}') AS given
      FROM line_given
      ARRAY JOIN if(is_request, pairs, [(CAST([], '${ATTRIBUTES}'), '')]) AS pair
    ),
    -- One row a span: attributes as maps, those of the resource first, its own second, then the events'.
    span AS (
      SELECT line, is_request, given, ${el('given', 'events.name')} AS event_names,
        arrayMap(a -> ${mapOf('a')}, arrayConcat([resource, ${el('given', 'attributes')}],
          ${el('given', 'events.attributes')})) AS maps
      FROM span_given
    ),
    -- One row a span: what events tell of the call and its resource count where it does not say itself.
    span_merged AS (
      SELECT line, is_request, given, event_names, arraySlice(maps, 3) AS event_maps,
        mapUpdate(arrayFold((sum, m, n) -> if(n IN (${list(EVENTS_OF_CALL)}), mapUpdate(sum, m), sum),
          event_maps, event_names, maps[1]), maps[2]) AS attributes
      FROM span
    ),
    -- One row a span: those attributes that are looked up by name, for a look-up reads a map through.
    span_named AS (
      SELECT line, is_request, given, event_names, event_maps, attributes,
        mapFilter((k, v) -> k IN (${list(SINGLE_NAMES)}), attributes) AS named
      FROM span_merged
    ),
    -- One row a span: the single facts.
    call AS (
      SELECT line, is_request, event_names, event_maps, attributes,
        ${el('given', 'traceId')} AS trace_id, ${el('given', 'spanId')} AS span_id,
        ${el('given', 'status.code')} IN ('2', 'STATUS_CODE_ERROR') AS is_error,
        toInt64(intDiv(toUInt64OrZero(${el('given', 'startTimeUnixNano')}), 1000000)) AS start_ms,
        toUInt64OrZero(${el('given', 'startTimeUnixNano')}) AS start_ns,
        toUInt64OrZero(${el('given', 'endTimeUnixNano')}) AS end_ns,
        ${named(CALL)}
      FROM span_named
    ),
    -- One row an exchange. Tools, agents and plain requests are none.
    exchange_given AS (
      SELECT *, ${indexedAnswers} AS answers, ${indexedCalls} AS indexed_calls,
        event_maps[indexOf(event_names, '${EVENT_CHOICE}')] AS choice
      FROM call
      WHERE NOT is_request OR operation IN (${list(OPERATIONS)})
        OR (operation = '' AND system_name != '' AND model != '')
    ),
    -- One row an exchange: its messages, wherever they stood.
    exchange_told AS (
      SELECT *,
        JSONExtract(${instructionsJson}, '${MESSAGES}') AS instructed,
        arraySlice(JSONExtract(${inputJson}, '${MESSAGES}'), 1, ${TURNS_MAX}) AS asked,
        JSONExtract(${outputJson}, '${MESSAGES}') AS answered
      FROM exchange_given
    ),
    -- One row an exchange: who says what.
    step AS (
      SELECT *, arrayConcat(instructed, asked, arraySlice(answered, 1, 1)) AS all_messages,
        ${messageTexts('all_messages')} AS all_texts,
        ${messageRoles('asked')} AS roles,
        arraySlice(all_texts, length(instructed) + 1, length(asked)) AS texts,
        arrayFirstIndex(r -> r != 'system', roles) AS first_other,
        toInt64(if(first_other = 0, length(roles), first_other - 1)) AS opened
      FROM exchange_told
    )
    SELECT line,
      ${contractColumns([...SAME, ...WHOLE, ...FRACTIONS], {
        exchange_id: firstText(
          'response_id',
          `if(span_id = '', trace_id, if(trace_id = '', span_id, concat(lower(trace_id), ':', lower(span_id))))`,
        ),
        received_at: instant,
        account_id: 'step.account_id',
        user_agent: firstOfList('step.user_agent'),
        accept_language: firstOfList('step.accept_language'),
        is_stream: `multiIf(streams = 'true', true, streams = 'false', false, NULL)`,
        images: `if(empty(asked), NULL, ${imagesIn('asked')})`,
        has_prefill: `if(empty(asked), NULL, roles[-1] = 'assistant')`,
        tools_hash: `if(definitions = '', '', lower(hex(SHA256(definitions))))`,
        system:
          joined(`arrayConcat([if(empty(instructed) OR all_texts[1] = '', instructions, all_texts[1])],
          arraySlice(texts, 1, opened))`),
        messages: 'arrayZip(arraySlice(roles, opened + 1), arraySlice(texts, opened + 1))',
        tools,
        error_type: `multiIf(error_given != '', error_given, is_error, 'error', '')`,
        stop_reason: firstText(
          firstOfList('reasons'),
          `if(empty(answered), '', ${el('answered[1]', 'finish_reason')})`,
          `if(output_text = '' AND empty(answers) AND indexed_calls = 0, choice['finish_reason'], '')`,
        ),
        response: `if(empty(answered), '', all_texts[-1])`,
        tool_calls: `multiIf(output_text = '' AND (notEmpty(answers) OR indexed_calls > 0), toInt64(indexed_calls),
          empty(answered), NULL, ${callsIn('answered')})`,
        latency_ms: `if(start_ns = 0 OR end_ns < start_ns, NULL, toInt64(intDiv(end_ns - start_ns, 1000000)))`,
      })}
    FROM step`

export default defineSource({
  id: 'otel-genai',
  title: 'OpenTelemetry traces of model calls',
  about: `Traces as the collector's file exporter writes them: one ExportTraceServiceRequest a line, in
    OTLP's JSON. Each span that is a call of a model is one exchange, by the attribute names of all
    generations: \`gen_ai.*\` before and after version 1.37 of the conventions, \`llm.*\` of OpenLLMetry and
    of OpenInference, and the events that held turns before. Other spans are passed over. The account is
    \`account.id\`, else what LiteLLM's exporter says of the key, else \`enduser.id\` or \`user.id\`, of the
    span or of its resource. The id is that of the response, else trace and span. The network address is
    the client's (\`client.address\`), which only a server's span knows. Texts are there where the
    instrumentation was told to record them. A rejected span is numbered
    by the line that it stood in.`,
  columns: [
    ...SAME,
    ...WHOLE,
    ...FRACTIONS,
    ...(['exchange_id', 'received_at', 'account_id', 'user_agent', 'accept_language'] as const),
    ...([
      'is_stream',
      'images',
      'has_prefill',
      'tools_hash',
      'system',
      'messages',
      'tools',
    ] as const),
    ...(['error_type', 'stop_reason', 'response', 'tool_calls', 'latency_ms'] as const),
  ],
  recognise: (lines) => {
    const requests = lines.filter((line) => Array.isArray(line.resourceSpans))
    return lines.length === 0 ? 0 : requests.length / lines.length
  },
  isManyPerLine: true,
  select,
})
