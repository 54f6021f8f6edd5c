import { defineSource, SOURCE_COLUMNS, type SourceColumn } from './define.js'

/**
 * The lesson of this file, for whoever writes a source: one `JSONExtract` with one large tuple reads a
 * line once and is lenient, for what is absent or of another type is the type's default. Content that
 * is either a text or an array of blocks is a `Variant`, which decides by the JSON type, so that a text
 * which merely looks like blocks stays a text. Elements are taken with `tupleElement` and never with a
 * dot: a dot asks the engine for a subcolumn, and it lists all subcolumns of the type each time (eight
 * times the work here). What a step writes twice must be a plain column of the step before.
 */

/** What the envelope of a pair says, by column; of several names the first that is given counts. */
const ENVELOPE = {
  received_at: ['received_at', 'timestamp', 'created_at'],
  account_id: ['account_id'],
  organization_id: ['organization_id', 'org_id'],
  api_key_id: ['api_key_id', 'workspace_id', 'workspace'],
  end_user_id: ['end_user_id'],
  session_id: ['session_id'],
  channel: ['channel'],
  plan: ['plan'],
  endpoint: ['endpoint', 'path', 'url'],
  is_batch: ['is_batch'],
  ip: ['ip', 'client_ip', 'ip_address'],
  asn: ['asn'],
  ip_country: ['ip_country', 'country'],
  user_agent: ['user_agent'],
  client_version: ['client_version'],
  accept_language: ['accept_language'],
  ja4: ['ja4'],
  header_order: ['header_order'],
  text_policy: ['text_policy'],
  artefact_error: ['artefact_error'],
  status: ['status', 'status_code'],
  refusal_category: ['refusal_category'],
  latency_ms: ['latency_ms', 'duration_ms'],
} as const satisfies Partial<Record<SourceColumn, readonly string[]>>

type EnvelopeColumn = keyof typeof ENVELOPE
export const ENVELOPE_COLUMNS = Object.keys(ENVELOPE) as EnvelopeColumn[]

const HEADERS: Partial<Record<SourceColumn, string>> = {
  user_agent: 'user-agent',
  accept_language: 'accept-language',
  client_version: 'x-stainless-package-version',
}

/** A header as HTTP/2 and as HTTP/1 spell it. */
const spellings = (name: string): readonly string[] => [
  name,
  name.replaceAll(/(^|-)[a-z]/g, (letters) => letters.toUpperCase()),
]

const metadata = ENVELOPE_COLUMNS.flatMap((column) =>
  ENVELOPE[column].map((name) => `${name} ${SOURCE_COLUMNS[column]}`),
)
  .concat('request_id String', 'id String')
  .join(', ')

const headers = Object.values(HEADERS)
  .flatMap(spellings)
  .map((name) => `\`${name}\` String`)
  .join(', ')

/** The tuple of a line: the envelope, the request's own parts, and the parts beside it. */
export const lineTuple = (request: string, parts: string): string =>
  `Tuple(${metadata}, metadata Tuple(${metadata}), meta Tuple(${metadata}), custom_id String,
    headers Tuple(${headers}), request Tuple(headers Tuple(${headers}), ${request}), ${parts})`

/** An element of a tuple, or of each tuple of an array, by its path. */
export const el = (from: string, path: string | number): string =>
  String(path)
    .split('.')
    .reduce((tuple, key) => `tupleElement(${tuple}, ${/^\d+$/.test(key) ? key : `'${key}'`})`, from)

/** The same path from each place in the line. */
export const each = (places: readonly string[], path: string): readonly string[] =>
  places.map((place) => el('given', place === '' ? path : `${place}.${path}`))

/** The first of these texts that is not empty. */
export const firstText = (...texts: readonly string[]): string => first(texts, (x) => `${x} != ''`)
export const firstArray = (...arrays: readonly string[]): string =>
  first(arrays, (x) => `notEmpty(${x})`)
export const firstValue = (...values: readonly string[]): string => `coalesce(${values.join(', ')})`

function first(all: readonly string[], isGiven: (one: string) => string): string {
  const cases = all.slice(0, -1).map((one) => `${isGiven(one)}, ${one}`)
  return cases.length === 0 ? all.join() : `multiIf(${cases.join(', ')}, ${all.at(-1)})`
}

/** Metadata stand beside the pair, or in an object of their own. */
const LEVELS = ['', 'metadata', 'meta']
export const atLevels = (name: string): readonly string[] => each(LEVELS, name)

function fromEnvelope(column: EnvelopeColumn): string {
  const places = ENVELOPE[column].flatMap(atLevels)
  if (SOURCE_COLUMNS[column] !== 'String') return firstValue(...places)
  return firstText(...places, ...headerTexts(HEADERS[column]))
}

/** A header as sent. Programs that keep each header as an array give its first value. */
function headerTexts(name: string | undefined): readonly string[] {
  if (name === undefined) return []
  return spellings(name)
    .flatMap((key) => each(['headers', 'request.headers'], key))
    .map((text) => `if(startsWith(${text}, '["'), JSONExtractString(${text}, 1), ${text})`)
}

/** `expression AS name`, as a step of a statement lists them. */
export const named = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(',\n        ')

/** What the envelope says, for the first step; each column under its final name. */
export const envelope = Object.fromEntries(
  ENVELOPE_COLUMNS.map((column) => [column, fromEnvelope(column)]),
)

/** The last step: every column of the contract, in its type; what is left out is absent. */
export function contractColumns(
  same: readonly SourceColumn[],
  columns: Partial<Record<SourceColumn, string>>,
): string {
  const expression = (name: SourceColumn): string =>
    columns[name] ?? (same.includes(name) ? `step.${name}` : absent(SOURCE_COLUMNS[name]))
  return (Object.keys(SOURCE_COLUMNS) as SourceColumn[])
    .map((name) => `CAST(${expression(name)}, '${SOURCE_COLUMNS[name]}') AS ${name}`)
    .join(',\n      ')
}

const absent = (type: string): string =>
  type === 'String' ? `''` : type.startsWith('Array') ? '[]' : 'NULL'

/** A JSON array has no keys: its elements would be taken for identifiers by their place. */
export const IS_ARRAY = `startsWith(trimLeft(substring(line, 1, 64)), '[')`

/** Signed artefacts are kept as digests only: whoever reads the store cannot present them. */
export const digests = (artefacts: string): string =>
  `arrayMap(a -> lower(hex(SHA256(a))), arrayFilter(a -> a != '', ${artefacts}))`

const PARTS = 'Array(Tuple(type String, text String))'
const BLOCKS = `Array(Tuple(type String, text String, name String, input String, signature String, data String, content Variant(${PARTS}, String)))`
const CONTENT = `Variant(${BLOCKS}, String)`

const BODY = `model String, messages Array(Tuple(role String, content ${CONTENT})),
  system Variant(${PARTS}, String), max_tokens Nullable(Int64), temperature Nullable(Float64),
  top_p Nullable(Float64), stream Nullable(Bool), thinking Tuple(budget_tokens Nullable(Int64)),
  metadata Tuple(user_id String), output_format String, output_config Tuple(format String),
  tools Array(Tuple(name String, type String, mcp_server_name String, description String,
    input_schema String))`

const ERROR = 'error Tuple(type String, error Tuple(type String))'

const ANSWER = `id String, content ${CONTENT}, stop_reason String,
  stop_details Tuple(category String), ${ERROR}, usage Tuple(input_tokens Nullable(Int64),
    output_tokens Nullable(Int64), cache_read_input_tokens Nullable(Int64),
    cache_creation_input_tokens Nullable(Int64),
    output_tokens_details Tuple(thinking_tokens Nullable(Int64)))`

const line = lineTuple(
  `body Tuple(${BODY}), ${BODY}`,
  `params Tuple(${BODY}), batch_id String,
   result Tuple(type String, message Tuple(${ANSWER}), ${ERROR}),
   response Tuple(status Nullable(Int64), body Tuple(${ANSWER}), ${ANSWER})`,
)

const inBody = (path: string) => each(['request', 'request.body', 'params'], path)
const inAnswer = (path: string) => each(['response', 'response.body', 'result.message'], path)

const asText = (content: string): string => `ifNull(variantElement(${content}, 'String'), '')`
const asBlocks = (content: string): string => `variantElement(${content}, '${BLOCKS}')`
const asParts = (content: string): string => `variantElement(${content}, '${PARTS}')`

const partsText = (parts: string): string =>
  `arrayStringConcat(arrayFilter(x -> x != '', ${el(parts, 'text')}), '\\n')`

/** What blocks say: their texts, or where there are none the tools that they call. */
const said = (blocks: string, separator: string): string =>
  firstText(
    `arrayStringConcat(arrayFilter((x, k) -> k = 'text', ${el(blocks, 'text')}, ${el(blocks, 'type')}), '${separator}')`,
    `arrayStringConcat(arrayFilter(x -> x != '', arrayMap(
       (x, i, k) -> if(endsWith(k, 'tool_use'), concat(x, ' ', i), ''),
       ${el(blocks, 'name')}, ${el(blocks, 'input')}, ${el(blocks, 'type')})), '\\n')`,
  )

const signatures = (blocks: string): string =>
  `arrayMap((s, d, k) -> multiIf(k = 'thinking', s, k = 'redacted_thinking', d, ''),
    ${el(blocks, 'signature')}, ${el(blocks, 'data')}, ${el(blocks, 'type')})`

/** Tool results are turns of their own, and reasoning that is only presented is none. */
const isSilent = (kinds: string): string =>
  `notEmpty(${kinds}) AND NOT has(${kinds}, 'text')
    AND (has(${kinds}, 'tool_result') OR (r = 'assistant' AND NOT has(${kinds}, 'tool_use')))`

const images = `arraySum(k -> countEqual(k, 'image'), ${el('blocks', 'type')})
  + arraySum(b -> arraySum(c -> countEqual(${el(asParts('c'), 'type')}, 'image'), ${el('b', 'content')}), blocks)`

const SAME = [
  ...ENVELOPE_COLUMNS,
  ...(['is_stream', 'model', 'temperature', 'top_p', 'max_tokens', 'reasoning_tokens_max'] as const),
  ...(['response_format', 'error_type', 'stop_reason', 'tokens_out', 'tokens_reasoning'] as const),
]

const select = `
    WITH
    -- One row a line, as its pair gives it.
    line_given AS (SELECT line, JSONExtract(line, '${line}') AS given FROM input_line),
    -- One row a line: envelope, request and answer, wherever they stood.
    pair AS (
      SELECT line,
        ${named({
          ...envelope,
          id_given: firstText(...atLevels('request_id'), ...atLevels('id'), ...inAnswer('id')),
          custom_id: el('given', 'custom_id'),
          batch_id: el('given', 'batch_id'),
          user_id: firstText(...inBody('metadata.user_id')),
          is_stream: firstValue(...inBody('stream')),
          model: firstText(...inBody('model')),
          temperature: firstValue(...inBody('temperature')),
          top_p: firstValue(...inBody('top_p')),
          max_tokens: firstValue(...inBody('max_tokens')),
          reasoning_tokens_max: firstValue(...inBody('thinking.budget_tokens')),
          response_format: firstText(...inBody('output_format'), ...inBody('output_config.format')),
          turns_given: firstArray(...inBody('messages')),
          roles: el('turns_given', 'role'),
          contents: el('turns_given', 'content'),
          system_text: firstText(...inBody('system').map(asText)),
          system_parts: `arrayConcat(${inBody('system').map(asParts).join(', ')})`,
          tools_given: firstArray(...inBody('tools')),
          answer_text: firstText(...inAnswer('content').map(asText)),
          answer_blocks: `arrayConcat(${inAnswer('content').map(asBlocks).join(', ')})`,
          stop_reason: firstText(...inAnswer('stop_reason')),
          stop_category: firstText(...inAnswer('stop_details.category')),
          tokens_fresh: firstValue(...inAnswer('usage.input_tokens')),
          tokens_read: firstValue(...inAnswer('usage.cache_read_input_tokens')),
          tokens_written: firstValue(...inAnswer('usage.cache_creation_input_tokens')),
          tokens_out: firstValue(...inAnswer('usage.output_tokens')),
          tokens_reasoning: firstValue(...inAnswer('usage.output_tokens_details.thinking_tokens')),
          answer_status: el('given', 'response.status'),
          result_type: el('given', 'result.type'),
          error_type: firstText(
            ...each(['response', 'response.body', 'result.error', 'result'], 'error.type'),
            `if(${el('given', 'result.type')} = 'succeeded', '', ${el('given', 'result.type')})`,
          ),
        })}
      FROM line_given
    ),
    -- One row a line: texts and blocks of its messages.
    step AS (
      SELECT *, arrayMap(c -> ${asText('c')}, contents) AS texts,
        arrayMap(c -> ${asBlocks('c')}, contents) AS blocks
      FROM pair
    )
    SELECT line,
      ${contractColumns(SAME, {
        exchange_id: `multiIf(${IS_ARRAY}, '', id_given != '', id_given, custom_id = '', '',
          batch_id != '', concat(batch_id, ':', custom_id),
          concat(custom_id, '#', hex(cityHash64(line))))`,
        account_id: firstText('step.account_id', 'step.organization_id'),
        end_user_id: firstText('step.end_user_id', 'user_id'),
        is_batch: `coalesce(step.is_batch, if(custom_id != '', true, NULL))`,
        images: `if(empty(roles), NULL, ${images})`,
        has_prefill: `if(empty(roles), NULL, roles[-1] = 'assistant')`,
        tools_hash: `if(empty(tools_given), '', lower(hex(SHA256(toJSONString(arraySort(tools_given))))))`,
        system: firstText('system_text', partsText('system_parts')),
        messages: `arrayFlatten(arrayMap((r, x, b) -> arrayConcat(
          arrayMap(c -> ('tool', ${firstText(asText('c'), partsText(asParts('c')))}),
            arrayFilter((c, k) -> k = 'tool_result', ${el('b', 'content')}, ${el('b', 'type')})),
          if(${isSilent(el('b', 'type'))}, [], [(if(r IN ('assistant', 'system'), r, 'user'),
            multiIf(x != '', x, r = 'assistant', ${said('b', '')}, ${said('b', '\\n')}))])),
          roles, texts, blocks))`,
        tools: `arrayMap((n, s, k) -> ${firstText('n', 's', 'k')}, ${el('tools_given', 'name')},
          ${el('tools_given', 'mcp_server_name')}, ${el('tools_given', 'type')})`,
        artefacts_presented: digests(`arrayFlatten(arrayMap(b -> ${signatures('b')},
          arrayFilter((b, r) -> r = 'assistant', blocks, roles)))`),
        status: 'coalesce(step.status, answer_status)',
        refusal_category: firstText('step.refusal_category', 'stop_category'),
        response: `if(answer_text != '', answer_text, ${said('answer_blocks', '')})`,
        // The API counts what it read from and wrote to its cache apart from \`input_tokens\`.
        tokens_in: 'tokens_fresh + ifNull(tokens_read, 0) + ifNull(tokens_written, 0)',
        tokens_cached: 'tokens_read',
        tool_calls: `if(answer_text = '' AND empty(answer_blocks), NULL,
          arrayCount(k -> endsWith(k, 'tool_use'), ${el('answer_blocks', 'type')}))`,
        artefacts_issued: digests(signatures('answer_blocks')),
      })}
    FROM step`

export default defineSource({ id: 'anthropic', title: '', about: '', columns: [], recognise: () => 0, select })
