import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { anthropicRequest, anthropicResponse } from '../../src/service/proxy/record/anthropic.js'
import type { BodyFields } from '../../src/service/proxy/record/body-fields.js'
import { openaiRequest } from '../../src/service/proxy/record/openai.js'
import { openaiResponse } from '../../src/service/proxy/record/openai-answer.js'
import anthropic from '../../src/sources/anthropic.js'
import openai from '../../src/sources/openai.js'
import { openEngine } from '../sources/engine.js'

const engine = openEngine()
afterAll(() => engine.close())

const COLUMNS = [
  'model',
  'is_stream',
  'temperature',
  'top_p',
  'n',
  'max_tokens',
  'images',
  'system',
]
  .concat(['reasoning_tokens_max', 'response_format', 'has_logprobs', 'has_prefill', 'end_user_id'])
  .concat(['session_id', 'messages', 'tools', 'tools_hash', 'artefacts_presented', 'error_type'])
  .concat(['artefacts_issued', 'stop_reason', 'refusal_category', 'response', 'tokens_in'])
  .concat(['tokens_out', 'tokens_reasoning', 'tokens_cached', 'tool_calls'])

const isAbsent = (value: unknown) =>
  value === '' || value === null || value === undefined || JSON.stringify(value) === '[]'

/** Only what is there: an empty text, an empty list and `null` mean the same. */
const present = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).filter(([key, value]) => COLUMNS.includes(key) && !isAbsent(value)),
  )

const word = fc.constantFrom(
  'Why?',
  'So.',
  '',
  'a/b "c"',
  'line\nend\u2028x',
  'ünï 🌲',
  '[1]',
  '{}',
)
const count = fc.oneof(fc.nat(5000), fc.constant(null), fc.constant('x'), fc.constant(1.5))
const object = fc.constantFrom<object[]>({}, { type: 'object' }, { a: [1, 'b/c', null, true] })
const loose = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: word })
const some = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] })
/** An object in a list that says nothing at all is none to the engine: it always has this key. */
const element = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, key: keyof T) =>
  fc.record(shape, { requiredKeys: [key] })
const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 4 })

const anthropicBlock = element(
  {
    type: fc
      .constantFrom('text', 'image', 'tool_use', 'server_tool_use', 'tool_result', 'thinking')
      .chain((type) => fc.constantFrom(type, 'redacted_thinking', 'unheard_of')),
    text: word,
    name: word,
    input: object,
    signature: word,
    data: word,
    content: fc.oneof(
      word,
      list(element({ type: fc.constantFrom('text', 'image'), text: word }, 'type')),
    ),
  },
  'type',
)
const anthropicPair = fc.record({
  request: some({
    model: word,
    max_tokens: count,
    temperature: fc.constantFrom(0, 0.25, 1, null),
    top_p: fc.constantFrom(0.9, null),
    stream: fc.boolean(),
    thinking: some({ budget_tokens: count }),
    metadata: some({ user_id: word }),
    output_format: object,
    output_config: some({ format: object }),
    system: fc.oneof(word, list(element({ type: fc.constant('text'), text: word }, 'type'))),
    tools: list(
      element({ name: word, type: word, description: word, input_schema: object }, 'name'),
    ),
    messages: list(
      element(
        {
          role: fc.constantFrom('user', 'assistant', 'system', 'robot'),
          content: fc.oneof(word, list(anthropicBlock)),
        },
        'role',
      ),
    ),
  }),
  response: some({
    content: loose(list(anthropicBlock)),
    stop_reason: word,
    stop_details: some({ category: word }),
    error: some({ type: word }),
    usage: some({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
      output_tokens_details: some({ thinking_tokens: count }),
    }),
  }),
})

const part = element(
  {
    type: fc.constantFrom('text', 'input_text', 'image_url', 'input_image', 'refusal', 'audio'),
    text: word,
    refusal: word,
  },
  'type',
)
const call = element({ name: word, arguments: word, input: word }, 'name')
const message = element(
  {
    role: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'function', 'x'),
    content: fc.oneof(word, list(part), fc.constant(null)),
    refusal: word,
    tool_calls: list(element({ function: call, custom: call }, 'function')),
    function_call: call,
  },
  'role',
)
const item = element(
  {
    type: fc
      .constantFrom('message', 'reasoning', 'function_call', 'function_call_output', 'other')
      .chain((type) => fc.constantFrom(type, 'computer_call_output', 'web_search_call')),
    role: fc.constantFrom('user', 'assistant', 'developer', ''),
    content: fc.oneof(word, list(part)),
    name: word,
    arguments: word,
    input: word,
    output: fc.oneof(word, list(part)),
    encrypted_content: word,
  },
  'type',
)
const tool = { name: word, description: word, parameters: object }
const tokens = some({ cached_tokens: count, reasoning_tokens: count })
const openaiPair = fc.record({
  request: some({
    model: word,
    messages: list(message),
    input: fc.oneof(word, list(item)),
    instructions: word,
    tools: list(
      element(
        { type: word, ...tool, server_label: word, function: some(tool), custom: some(tool) },
        'type',
      ),
    ),
    functions: list(element(tool, 'name')),
    max_tokens: count,
    max_completion_tokens: count,
    max_output_tokens: count,
    temperature: fc.constantFrom(0, 0.25, null),
    n: count,
    stream: fc.boolean(),
    logprobs: fc.boolean(),
    top_logprobs: fc.nat(3),
    include: list(fc.constantFrom('message.output_text.logprobs', 'other')),
    response_format: object,
    text: some({ format: object }),
    user: word,
    safety_identifier: word,
    conversation: fc.oneof(fc.constant('conv_1'), some({ id: fc.constant('conv_2') })),
  }),
  response: some({
    status: fc.constantFrom('completed', 'incomplete'),
    error: some({ type: word, code: word }),
    choices: list(element({ finish_reason: word, message }, 'finish_reason')),
    output: list(item),
    incomplete_details: some({ reason: word }),
    usage: some({
      prompt_tokens: count,
      completion_tokens: count,
      input_tokens: count,
      output_tokens: count,
      prompt_tokens_details: tokens,
      input_tokens_details: tokens,
      completion_tokens_details: tokens,
      output_tokens_details: tokens,
    }),
  }),
})

type Pair = { readonly request: object; readonly response: object }
type Reader = (body: Readonly<Record<string, unknown>>) => BodyFields

describe.each([
  ['anthropic', anthropic, anthropicPair, anthropicRequest, anthropicResponse],
  ['openai', openai, openaiPair, openaiRequest, openaiResponse],
] as const)('%s', (_, source, pair: fc.Arbitrary<Pair>, request: Reader, response: Reader) => {
  it('gives the record that the source of files gives for the same pair', async () => {
    const pairs = fc.sample(pair, { numRuns: 600, seed: 7 })
    const lines = pairs.map((one) => JSON.stringify({ request_id: 'r', ...one }))
    const rows = await engine.read(source, lines)
    expect(rows.length).toBe(pairs.length)
    for (const [place, one] of pairs.entries()) {
      const fields = { ...request({ ...one.request }), ...response({ ...one.response }) }
      expect({ ...one, fields: present(fields) }).toEqual({
        ...one,
        fields: present(rows[place] ?? {}),
      })
    }
  })
})
