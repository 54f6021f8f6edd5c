import { defineSource, SOURCE_COLUMNS, type SourceColumn } from './define.js'

/**
 * Pairs of a Messages API request and what answered it, one pair a line.
 *
 * The lesson: one call of `JSONExtract` with one large tuple reads a line once, and is lenient: what is
 * absent or of another type is the type's default. Content that is either a text or an array of blocks
 * is a `Variant`, which decides by the JSON type; a text that merely looks like blocks stays a text.
 * Each later step is a subquery, because a lambda computes again whatever it does not get as a column.
 */

/** What the envelope of a pair says, by column; the first name that is given counts. */
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

/** Where the metadata may stand: beside the pair, or in an object of its own. */
const LEVELS = ['given', 'given.metadata', 'given.meta']

const metadata = [
  'request_id String, id String',
  ...Object.entries(ENVELOPE).flatMap(([column, names]) =>
    names.map((name) => `${name} ${SOURCE_COLUMNS[column as EnvelopeColumn]}`),
  ),
].join(', ')

const headers = ['user-agent', 'User-Agent', 'accept-language', 'Accept-Language']
  .concat(['x-stainless-package-version', 'X-Stainless-Package-Version'])
  .map((name) => `\`${name}\` String`)
  .join(', ')

/** The tuple of a line whose pair has these parts, beside the envelope. */
export const lineTuple = (parts: string, request: string): string =>
  `Tuple(${metadata}, metadata Tuple(${metadata}), meta Tuple(${metadata}), custom_id String,
    headers Tuple(${headers}), request Tuple(headers Tuple(${headers}), ${request}), ${parts})`

/** The first of these texts that is not empty. Each is written twice: they must be plain columns. */
export const firstText = (...texts: readonly string[]): string =>
  texts.length === 1
    ? String(texts[0])
    : `multiIf(${texts
        .slice(0, -1)
        .map((text) => `${text} != '', ${text}`)
        .join(', ')}, ${texts.at(-1)})`

/** One name at each level of the envelope. */
export const atLevels = (name: string): readonly string[] =>
  LEVELS.map((level) => `${level}.${name}`)

const HEADERS: Partial<Record<SourceColumn, string>> = {
  user_agent: 'user-agent',
  accept_language: 'accept-language',
  client_version: 'x-stainless-package-version',
}

/** A header as sent; programs that keep every header as an array give its first value. */
function headerTexts(name: string): readonly string[] {
  const title = name.replaceAll(/(^|-)[a-z]/g, (letters) => letters.toUpperCase())
  return ['given.headers', 'given.request.headers']
    .flatMap((place) => [name, title].map((key) => `${place}.\`${key}\``))
    .map((text) => `if(startsWith(${text}, '["'), JSONExtractString(${text}, 1), ${text})`)
}

/** What the envelope gives for a column. */
function fromEnvelope(column: EnvelopeColumn): string {
  const places = ENVELOPE[column].flatMap((name) => atLevels(name))
  if (SOURCE_COLUMNS[column] !== 'String') return `coalesce(${places.join(', ')})`
  const header = HEADERS[column]
  return firstText(...places, ...(header === undefined ? [] : headerTexts(header)))
}

const envelopeKeys = Object.keys(ENVELOPE) as EnvelopeColumn[]

/** What the envelope says, as columns of its own, and those columns by their final names. */
export const envelopeColumns = Object.fromEntries(
  envelopeKeys.map((column) => [`envelope_${column}`, fromEnvelope(column)]),
)
export const envelopeNames = Object.fromEntries(
  envelopeKeys.map((column) => [column, `envelope_${column}`]),
) as Readonly<Record<EnvelopeColumn, string>>

/** Columns that an earlier step has under their final names. */
export const sameName = (...columns: readonly SourceColumn[]) =>
  Object.fromEntries(columns.map((column) => [column, column]))

export const asNamed = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(',\n        ')

/** `''`, `NULL` or `[]` in the column's own type for what a form does not hold. */
export function selectColumns(columns: Partial<Record<SourceColumn, string>>): string {
  return (Object.keys(SOURCE_COLUMNS) as SourceColumn[])
    .map((name) => `CAST(${columns[name] ?? absent(name)}, '${SOURCE_COLUMNS[name]}') AS ${name}`)
    .join(',\n      ')
}

function absent(name: SourceColumn): string {
  const type = SOURCE_COLUMNS[name]
  return type === 'String' ? `''` : type.startsWith('Array') ? '[]' : 'NULL'
}

/** Signed artefacts are kept as digests only: whoever reads the store cannot present them. */
export const digests = (artefacts: string): string =>
  `arrayMap(a -> lower(hex(SHA256(a))), arrayFilter(a -> notEmpty(a), ${artefacts}))`

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
  `params Tuple(${BODY}), batch_id String, result Tuple(type String, message Tuple(${ANSWER}), ${ERROR}),
   response Tuple(status Nullable(Int64), body Tuple(${ANSWER}), ${ANSWER})`,
  `body Tuple(${BODY}), ${BODY}`,
)

const BODIES = ['given.request', 'given.request.body', 'given.params']
const ANSWERS = ['given.response', 'given.response.body', 'given.result.message']

const asText = (content: string): string => `ifNull(variantElement(${content}, 'String'), '')`
const asBlocks = (content: string): string => `variantElement(${content}, '${BLOCKS}')`
const asParts = (content: string): string => `variantElement(${content}, '${PARTS}')`

/** What a list of blocks says: its texts, or where it has none the tools that it calls. */
const said = (blocks: string, separator: string): string =>
  firstText(
    `arrayStringConcat(arrayMap(b -> b.text, arrayFilter(b -> b.type = 'text', ${blocks})), '${separator}')`,
    `arrayStringConcat(arrayMap(b -> concat(b.name, ' ', b.input),
       arrayFilter(b -> endsWith(b.type, 'tool_use'), ${blocks})), '\\n')`,
  )

const partsText = (parts: string): string =>
  `arrayStringConcat(arrayMap(p -> p.text, arrayFilter(p -> p.text != '', ${parts})), '\\n')`

/** Tool results are turns of their own, and reasoning that is only presented is none. */
const IS_SILENT = `notEmpty(t.3) AND NOT has(t.3.type, 'text')
  AND (has(t.3.type, 'tool_result') OR (t.1 = 'assistant' AND NOT has(t.3.type, 'tool_use')))`

const signatures = (blocks: string): string =>
  `arrayMap(b -> if(b.type = 'thinking', b.signature, b.data),
     arrayFilter(b -> b.type IN ('thinking', 'redacted_thinking'), ${blocks}))`

const places = (from: readonly string[], name: string) => from.map((place) => `${place}.${name}`)

/** The first of these arrays that is not empty. */
export const firstArray = (arrays: readonly string[]): string =>
  `multiIf(${arrays.map((array, index) => (index + 1 < arrays.length ? `notEmpty(${array}), ${array}` : array)).join(', ')})`

export const firstNumber = (numbers: readonly string[]): string => `coalesce(${numbers.join(', ')})`

const body = (name: string) => places(BODIES, name)
const answer = (name: string) => places(ANSWERS, name)

const select = `
    WITH
    -- One row a line, as its pair gives it.
    line_given AS (SELECT line, JSONExtract(line, '${line}') AS given FROM input_line),
    -- One row a line: envelope, request and answer, wherever they stood.
    pair AS (
      SELECT line,
        ${asNamed(envelopeColumns)},
        ${firstText(...atLevels('request_id'), ...atLevels('id'), ...answer('id'))} AS id_given,
        given.custom_id AS custom_id, given.batch_id AS batch_id,
        ${asNamed({
          user_id: firstText(...body('metadata.user_id')),
          is_stream: firstNumber(body('stream')),
          model: firstText(...body('model')),
          temperature: firstNumber(body('temperature')),
          top_p: firstNumber(body('top_p')),
          max_tokens: firstNumber(body('max_tokens')),
          reasoning_tokens_max: firstNumber(body('thinking.budget_tokens')),
          response_format: firstText(...body('output_format'), ...body('output_config.format')),
          messages_given: firstArray(body('messages')),
          system_text: firstText(...body('system').map(asText)),
          system_parts: `arrayConcat(${body('system').map(asParts).join(', ')})`,
          tools_given: firstArray(body('tools')),
          answer_text: firstText(...answer('content').map(asText)),
          answer_blocks: `arrayConcat(${answer('content').map(asBlocks).join(', ')})`,
          stop_reason: firstText(...answer('stop_reason')),
          stop_category: firstText(...answer('stop_details.category')),
          tokens_fresh: firstNumber(answer('usage.input_tokens')),
          tokens_read: firstNumber(answer('usage.cache_read_input_tokens')),
          tokens_written: firstNumber(answer('usage.cache_creation_input_tokens')),
          tokens_out: firstNumber(answer('usage.output_tokens')),
          tokens_reasoning: firstNumber(answer('usage.output_tokens_details.thinking_tokens')),
          answer_status: 'given.response.status',
          error_type: firstText(
            'given.response.error.type',
            'given.response.body.error.type',
            'given.result.error.error.type',
            'given.result.error.type',
            `if(given.result.type = 'succeeded', '', given.result.type)`,
          ),
        })}
      FROM line_given
    ),
    -- One row a line; a turn is role, text and blocks.
    pair_turns AS (
      SELECT *,
        arrayMap(m -> (m.role, ${asText('m.content')}, ${asBlocks('m.content')}),
          messages_given) AS turns,
        arrayFilter(t -> t.1 = 'assistant', turns) AS turns_answered
      FROM pair
    )
    SELECT line,
      ${selectColumns({
        ...envelopeNames,
        exchange_id: `multiIf(startsWith(trimLeft(substring(line, 1, 64)), '['), '',
          id_given != '', id_given,
          custom_id = '', '',
          batch_id != '', concat(batch_id, ':', custom_id),
          concat(custom_id, '#', hex(cityHash64(line))))`,
        account_id: firstText('envelope_account_id', 'envelope_organization_id'),
        end_user_id: firstText('envelope_end_user_id', 'user_id'),
        is_batch: `coalesce(envelope_is_batch, if(custom_id != '', true, NULL))`,
        ...sameName(
          ...(['is_stream', 'model', 'temperature', 'top_p', 'max_tokens'] as const),
          ...(['reasoning_tokens_max', 'response_format', 'error_type', 'stop_reason'] as const),
          ...(['tokens_out', 'tokens_reasoning'] as const),
        ),
        images: `if(empty(turns), NULL, arraySum(t -> arraySum(b -> toInt64(b.type = 'image')
          + toInt64(countEqual(${asParts('b.content')}.type, 'image')), t.3), turns))`,
        has_prefill: `if(empty(turns), NULL, (turns[-1]).1 = 'assistant')`,
        tools_hash: `if(empty(tools_given), '', lower(hex(SHA256(toJSONString(arraySort(tools_given))))))`,
        system: firstText('system_text', partsText('system_parts')),
        messages: `arrayFlatten(arrayMap(t -> arrayConcat(
          arrayMap(b -> ('tool', ${firstText(asText('b.content'), partsText(asParts('b.content')))}),
            arrayFilter(b -> b.type = 'tool_result', t.3)),
          if(${IS_SILENT}, [], [(if(t.1 IN ('assistant', 'system'), t.1, 'user'),
            multiIf(t.2 != '', t.2, t.1 = 'assistant', ${said('t.3', '')}, ${said('t.3', '\\n')}))])), turns))`,
        tools: `arrayMap(t -> ${firstText('t.name', 't.mcp_server_name', 't.type')}, tools_given)`,
        artefacts_presented: digests(
          `arrayFlatten(arrayMap(t -> ${signatures('t.3')}, turns_answered))`,
        ),
        status: 'coalesce(envelope_status, answer_status)',
        refusal_category: firstText('envelope_refusal_category', 'stop_category'),
        response: `if(answer_text != '', answer_text, ${said('answer_blocks', '')})`,
        // The API counts what it read from and wrote to its cache apart from \`input_tokens\`.
        tokens_in: 'tokens_fresh + ifNull(tokens_read, 0) + ifNull(tokens_written, 0)',
        tokens_cached: 'tokens_read',
        tool_calls: `if(answer_text = '' AND empty(answer_blocks), NULL,
          arrayCount(b -> endsWith(b.type, 'tool_use'), answer_blocks))`,
        artefacts_issued: digests(signatures('answer_blocks')),
      })}
    FROM pair_turns`

export default defineSource({
  id: 'anthropic',
  title: '',
  about: '',
  columns: [],
  recognise: () => 0,
  select,
})
