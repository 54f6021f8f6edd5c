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
} from './pair/envelope.js'
import {
  answerText,
  asText,
  chatTurns,
  elements,
  ITEMS,
  imagesIn,
  itemParts,
  itemRefusal,
  itemTurns,
  joined,
  MESSAGE,
} from './pair/openai-turns.js'

const TOOL = 'name String, description String, parameters String'
const BODY = `model String, messages Array(Tuple(${MESSAGE})), input Variant(${ITEMS}, String),
  instructions String, tools Array(Tuple(type String, ${TOOL}, server_label String,
    function Tuple(${TOOL}), custom Tuple(${TOOL}))), functions Array(Tuple(${TOOL})),
  max_tokens Nullable(Int64), max_completion_tokens Nullable(Int64),
  max_output_tokens Nullable(Int64), temperature Nullable(Float64), top_p Nullable(Float64),
  n Nullable(Int64), stream Nullable(Bool), logprobs Nullable(Int64), top_logprobs Nullable(Int64),
  include Array(String), response_format String, text Tuple(format String), user String,
  safety_identifier String, conversation String`

const DETAILS = 'Tuple(cached_tokens Nullable(Int64), reasoning_tokens Nullable(Int64))'
const ERROR = 'error Tuple(type String, code String)'
const ANSWER = `id String, created String, created_at String, status String, ${ERROR},
  choices Array(Tuple(finish_reason String, message Tuple(${MESSAGE}))), output ${ITEMS},
  incomplete_details Tuple(reason String), usage Tuple(prompt_tokens Nullable(Int64),
    completion_tokens Nullable(Int64), input_tokens Nullable(Int64), output_tokens Nullable(Int64),
    prompt_tokens_details ${DETAILS}, input_tokens_details ${DETAILS},
    completion_tokens_details ${DETAILS}, output_tokens_details ${DETAILS})`

const line = lineTuple(
  `body Tuple(${BODY}), ${BODY}`,
  `body Tuple(${BODY}), batch_id String, ${ERROR},
   response Tuple(status_code Nullable(Int64), request_id String, body Tuple(${ANSWER}), ${ANSWER})`,
)

const inBody = (path: string) => each(['request', 'request.body', 'body'], path)
const inAnswer = (path: string) => each(['response', 'response.body'], path)

const asItems = (input: string): string => `variantElement(${input}, '${ITEMS}')`

/** Chat Completions nests what Responses says flat: the same tools have the same hash in both. */
const toolText = (name: string): string =>
  `arrayMap((f, c, t) -> concat(f, c, t),
    ${elements('tools_given', `function.${name}`, `custom.${name}`, name)})`

const SAME = [
  ...ENVELOPE_COLUMNS,
  ...([
    'is_stream',
    'model',
    'temperature',
    'top_p',
    'n',
    'max_tokens',
    'response_format',
  ] as const),
  ...(['error_type', 'tokens_in', 'tokens_out', 'tokens_reasoning', 'tokens_cached'] as const),
]

/** The first step: envelope, request and answer, wherever they stood. */
const PAIR = {
  ...envelope,
  received_at: firstText(envelope.received_at, ...inAnswer('created_at'), ...inAnswer('created')),
  id_given: firstText(
    ...atLevels('request_id'),
    el('given', 'response.request_id'),
    ...atLevels('id'),
    ...inAnswer('id'),
  ),
  custom_id: el('given', 'custom_id'),
  batch_id: el('given', 'batch_id'),
  user_id: firstText(...inBody('safety_identifier'), ...inBody('user')),
  conversation: firstText(...inBody('conversation')),
  is_stream: firstValue(...inBody('stream')),
  model: firstText(...inBody('model')),
  temperature: firstValue(...inBody('temperature')),
  top_p: firstValue(...inBody('top_p')),
  n: firstValue(...inBody('n')),
  max_tokens: firstValue(
    ...inBody('max_completion_tokens'),
    ...inBody('max_output_tokens'),
    ...inBody('max_tokens'),
  ),
  response_format: firstText(...inBody('response_format'), ...inBody('text.format')),
  logprobs: firstValue(...inBody('logprobs'), ...inBody('top_logprobs')),
  included: `arrayConcat(${inBody('include').join(', ')})`,
  chat: firstArray(...inBody('messages')),
  input_text: firstText(...inBody('input').map(asText)),
  items: `arrayConcat(${inBody('input').map(asItems).join(', ')})`,
  instructions: firstText(...inBody('instructions')),
  tools_given: firstArray(...inBody('tools')),
  functions_given: firstArray(...inBody('functions')),
  choices: firstArray(...inAnswer('choices')),
  output: firstArray(...inAnswer('output')),
  answer_status: firstText(...inAnswer('status')),
  answer_code: firstValue(
    el('given', 'response.status_code'),
    `toInt64OrNull(${el('given', 'response.status')})`,
  ),
  cut_reason: firstText(...inAnswer('incomplete_details.reason')),
  error_type: firstText(
    ...inAnswer('error.type'),
    ...inAnswer('error.code'),
    ...each([''], 'error.type'),
    ...each([''], 'error.code'),
  ),
  tokens_in: firstValue(...inAnswer('usage.prompt_tokens'), ...inAnswer('usage.input_tokens')),
  tokens_out: firstValue(
    ...inAnswer('usage.completion_tokens'),
    ...inAnswer('usage.output_tokens'),
  ),
  tokens_reasoning: firstValue(
    ...inAnswer('usage.completion_tokens_details.reasoning_tokens'),
    ...inAnswer('usage.output_tokens_details.reasoning_tokens'),
  ),
  tokens_cached: firstValue(
    ...inAnswer('usage.prompt_tokens_details.cached_tokens'),
    ...inAnswer('usage.input_tokens_details.cached_tokens'),
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
    -- One row a line: its items as (role, text, call).
    itemised AS (
      SELECT *, ${itemParts('items')} AS item_parts FROM pair
    ),
    -- One row a line: its turns as (role, text), and the first choice.
    step AS (
      SELECT line, ${Object.keys(PAIR).join(', ')},
        arrayConcat(${chatTurns('chat')}, ${itemTurns('item_parts')},
          if(input_text = '', [], [('user', input_text)])) AS turns,
        arrayFirstIndex(r -> r != 'system', ${el('turns', 1)}) AS opened,
        toInt64(if(opened = 0, length(turns), opened - 1)) AS openings,
        arraySlice(${el('choices', 'message')}, 1, 1) AS message,
        arrayMap((f, c, n, s, k) -> ${firstText('f', 'c', 'n', 's', 'k')}, ${elements(
          'tools_given',
          'function.name',
          'custom.name',
          'name',
          'server_label',
          'type',
        )}) AS tools_named,
        arrayStringConcat(${el('message', 'refusal')}) AS chat_refusal,
        ${itemRefusal('output')} AS item_refusal
      FROM itemised
    )
    SELECT line,
      ${contractColumns(SAME, {
        exchange_id: EXCHANGE_ID,
        account_id: firstText('step.account_id', 'step.organization_id'),
        end_user_id: firstText('step.end_user_id', 'user_id'),
        session_id: firstText(
          'step.session_id',
          `if(startsWith(conversation, '{'), JSONExtractString(conversation, 'id'), conversation)`,
        ),
        is_batch: `coalesce(step.is_batch, if(custom_id != '', true, NULL))`,
        images: `if(empty(turns), NULL, ${imagesIn(el('chat', 'content'))} + ${imagesIn(el('items', 'content'))}
          + ${imagesIn(el('items', 'output'))} + countEqual(${el('items', 'type')}, 'computer_call_output'))`,
        has_logprobs: `multiIf(logprobs > 0 OR has(included, 'message.output_text.logprobs'), true,
          isNull(logprobs), NULL, false)`,
        has_prefill: `if(empty(turns), NULL, tupleElement(turns[-1], 1) = 'assistant')`,
        tools_hash: `if(empty(tools_given) AND empty(functions_given), '', lower(hex(SHA256(toJSONString(arraySort(arrayConcat(
          arrayZip(tools_named, ${toolText('description')}, ${toolText('parameters')}),
          arrayZip(${elements('functions_given', 'name', 'description', 'parameters')}))))))))`,
        system: joined(`arrayConcat([instructions], arraySlice(${el('turns', 2)}, 1, openings))`),
        messages: `arraySlice(turns, openings + 1)`,
        tools: `arrayConcat(tools_named, ${el('functions_given', 'name')})`,
        artefacts_presented: digests(el('items', 'encrypted_content')),
        status: 'coalesce(step.status, answer_code)',
        stop_reason: firstText(
          `if(empty(choices), '', tupleElement(choices[1], 'finish_reason'))`,
          'cut_reason',
          `if(isNull(toInt64OrNull(answer_status)), answer_status, '')`,
        ),
        refusal_category: firstText(
          'step.refusal_category',
          `if(chat_refusal != '' OR item_refusal != '', 'refusal', '')`,
        ),
        response: answerText('message', 'output', 'chat_refusal'),
        tool_calls: `if(empty(choices) AND empty(output), NULL,
          arraySum(t -> length(t), ${el('choices', 'message.tool_calls')})
          + arrayCount(n -> n != '', ${el('choices', 'message.function_call.name')})
          + arrayCount(k -> endsWith(k, '_call'), ${el('output', 'type')}))`,
        artefacts_issued: digests(el('output', 'encrypted_content')),
      })}
    FROM step`

export default defineSource({
  id: 'openai',
  title: 'Chat Completions and Responses pairs',
  about: `One JSON object a line: a Chat Completions or Responses request and what answered it, as
    \`request\` and \`response\` (or \`request.body\` and \`response.body\`), or a batch line with
    \`custom_id\`, \`body\` and \`response\`. Beside them, or under \`metadata\` or \`meta\`, stands what the
    bodies do not hold: \`request_id\` (or \`id\`), \`received_at\` (or \`timestamp\`, \`created_at\`),
    \`account_id\`, and the contract's other columns by their names; user agent and language also from
    \`headers\`. A line without an account is the organization's, for that is whom the provider bills;
    without an instant it has the answer's. The messages of system and developer before the first
    other one, and \`instructions\`, are the system prompt. Of several choices the first is the answer. A
    turn's text is what it says and then its calls, behind a mark each; items of the model that follow each other are one
    turn. Reasoning items are no turns; of their encrypted content
    only the digest is read. What \`previous_response_id\` and stored prompts stand for is not in the
    line, nor is a budget of reasoning tokens. Legacy Completions are not read.`,
  columns: [
    ...SAME,
    ...(['exchange_id', 'images', 'has_logprobs', 'has_prefill', 'tools_hash', 'system'] as const),
    ...(['messages', 'tools', 'artefacts_presented', 'stop_reason', 'response'] as const),
    ...(['tool_calls', 'artefacts_issued'] as const),
  ],
  recognise: (lines) => shareOf(lines, 'openai'),
  select,
})
