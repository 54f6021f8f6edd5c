import { defineSource } from './define.js'
import { shareOf } from './pair/dialect.js'
import {
  atLevels,
  contractColumns,
  digests,
  ENVELOPE_COLUMNS,
  EXCHANGE_ID,
  each,
  el,
  envelope,
  firstArray,
  firstText,
  firstValue,
  lineTuple,
  named,
  turnText,
} from './pair/envelope.js'

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

/** What blocks say, and the tools that they call. */
const said = (blocks: string, separator: string): string =>
  turnText(
    `arrayStringConcat(arrayFilter((x, k) -> k = 'text', ${el(blocks, 'text')}, ${el(blocks, 'type')}), '${separator}')`,
    `arrayMap((x, i, k) -> if(endsWith(k, 'tool_use'), concat(x, ' ', i), ''),
       ${el(blocks, 'name')}, ${el(blocks, 'input')}, ${el(blocks, 'type')})`,
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
  ...([
    'is_stream',
    'model',
    'temperature',
    'top_p',
    'max_tokens',
    'reasoning_tokens_max',
  ] as const),
  ...(['response_format', 'error_type', 'stop_reason', 'tokens_out', 'tokens_reasoning'] as const),
]

/** The first step: envelope, request and answer, wherever they stood. */
const PAIR = {
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
  error_type: firstText(
    ...each(['response', 'response.body', 'result.error', 'result'], 'error.type'),
    `if(${el('given', 'result.type')} = 'succeeded', '', ${el('given', 'result.type')})`,
  ),
}

const select = `
    WITH
    -- One row a line, as its pair gives it.
    line_given AS (SELECT line, JSONExtract(line, '${line}') AS given FROM input_line),
    -- One row a line: envelope, request and answer, wherever they stood.
    pair AS (
      SELECT line,
        ${named(PAIR)}
      FROM line_given
    ),
    -- One row a line: texts and blocks of its messages.
    step AS (
      SELECT line, ${Object.keys(PAIR).join(', ')},
        arrayMap(c -> ${asText('c')}, contents) AS texts,
        arrayMap(c -> ${asBlocks('c')}, contents) AS blocks
      FROM pair
    )
    SELECT line,
      ${contractColumns(SAME, {
        exchange_id: EXCHANGE_ID,
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

export default defineSource({
  id: 'anthropic',
  title: 'Messages API pairs',
  about: `One JSON object a line: a Messages API request and what answered it, as \`request\` and
    \`response\` (or \`request.body\` and \`response.body\`), or a batch line with \`custom_id\`,
    \`params\` and \`result\`. Beside them, or under \`metadata\` or \`meta\`, stands what the bodies do
    not hold: \`request_id\` (or \`id\`), \`received_at\` (or \`timestamp\`, \`created_at\`), \`account_id\`,
    and the contract's other columns by their names; user agent and language also from \`headers\`.
    A line without an account is the organization's, for that is whom the provider bills. A batch line
    without a request id gets one from its batch and \`custom_id\`. A file of batch results alone gives
    answers only, and its lines are rejected unless they name an account and an instant. Streams must
    have been put together to one message. Order of headers is read from \`header_order\` only, since an
    object has none. A turn's text is that of its text blocks and then its calls, behind a mark each.
    The text of reasoning is not read, of its signatures only the digest. \`n\` and log probabilities do
    not exist in this API.`,
  columns: [
    ...SAME,
    ...(['exchange_id', 'images', 'has_prefill', 'tools_hash', 'system', 'messages'] as const),
    ...(['tools', 'artefacts_presented', 'response', 'tokens_in', 'tokens_cached'] as const),
    ...(['tool_calls', 'artefacts_issued'] as const),
  ],
  recognise: (lines) => shareOf(lines, 'anthropic'),
  select,
})
