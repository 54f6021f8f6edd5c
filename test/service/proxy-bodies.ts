import { createHash } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { expect } from 'vitest'
import type { World } from './proxy-world.js'

export const digest = (text: string) => createHash('sha256').update(text).digest('hex')
export const KEY = 'sk-ant-very-secret'
export const SECRET_WORDS = 'the words of a customer'

export async function post(world: World, path: string, body: unknown, headers: object = {}) {
  const response = await fetch(world.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': KEY, ...headers },
    body: typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
  })
  return response.text()
}

export const json =
  (body: object, headers: object = {}, status = 200): RequestListener =>
  (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }

/** The events of a stream, in pieces of so many bytes. */
export const sse =
  (events: readonly object[], pieceBytes: number, headers: object = {}): RequestListener =>
  async (request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers })
    const text = events
      .map(
        (event) =>
          `event: ${(event as { type?: string }).type ?? 'message'}\ndata: ${JSON.stringify(event)}\n\n`,
      )
      .join('')
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      response.write(bytes.subarray(at, at + pieceBytes))
      if (pieceBytes < 8 && at % 256 === 0) await new Promise(setImmediate)
    }
    response.end()
  }

export const MESSAGES_REQUEST = {
  model: 'heron-large',
  max_tokens: 400,
  temperature: 0.5,
  metadata: { user_id: 'u1' },
  system: 'Be brief.',
  tools: [{ name: 'run', input_schema: { type: 'object' } }],
  messages: [
    { role: 'user', content: `${SECRET_WORDS}?` },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'x', signature: 'SIG1' }] },
    { role: 'user', content: [{ type: 'image' }, { type: 'text', text: 'Ünd?' }] },
  ],
}
export const USAGE = { input_tokens: 9, output_tokens: 1, cache_read_input_tokens: 4 }
export const MESSAGES_RESPONSE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  content: [
    { type: 'thinking', thinking: 'hm', signature: 'SIG2' },
    { type: 'text', text: 'Só – yes 🌲.' },
    { type: 'tool_use', id: 't', name: 'run', input: { code: 'x' } },
    { type: 'unheard_of', payload: 1 },
  ],
  stop_reason: 'tool_use',
  usage: { ...USAGE, output_tokens: 30 },
}
export const delta = (index: number, given: object) => ({
  type: 'content_block_delta',
  index,
  delta: given,
})
const block = (index: number, content_block: object) => ({
  type: 'content_block_start',
  index,
  content_block,
})
export const MESSAGES_EVENTS = [
  {
    type: 'message_start',
    message: { ...MESSAGES_RESPONSE, content: [], stop_reason: null, usage: USAGE },
  },
  block(0, { type: 'thinking', thinking: '', signature: '' }),
  delta(0, { type: 'thinking_delta', thinking: 'hm' }),
  delta(0, { type: 'signature_delta', signature: 'SIG2' }),
  { type: 'content_block_stop', index: 0 },
  { type: 'ping' },
  block(1, { type: 'text', text: '' }),
  delta(1, { type: 'text_delta', text: 'Só – ' }),
  delta(1, { type: 'text_delta', text: 'yes 🌲.' }),
  block(2, { type: 'tool_use', id: 't', name: 'run', input: {} }),
  delta(2, { type: 'input_json_delta', partial_json: '{"co' }),
  delta(2, { type: 'input_json_delta', partial_json: 'de":"x"}' }),
  block(3, { type: 'unheard_of', payload: 1 }),
  delta(3, { type: 'unheard_of_delta', x: 1 }),
  { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 30 } },
  { type: 'message_stop' },
]
export const MESSAGES_RECORD = {
  exchange_id: 'req_up',
  received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  account_id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
  api_key_id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
  ip: '127.0.0.1',
  user_agent: 'Example/1',
  accept_language: 'de',
  header_order: expect.arrayContaining(['x-api-key']),
  endpoint: '/v1/messages',
  is_batch: false,
  model: 'heron-large',
  max_tokens: 400,
  temperature: 0.5,
  end_user_id: 'u1',
  system: 'Be brief.',
  images: 1,
  has_prefill: false,
  tools: ['run'],
  tools_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  messages: [
    { role: 'user', content: `${SECRET_WORDS}?` },
    { role: 'user', content: 'Ünd?' },
  ],
  artefacts_presented: [digest('SIG1')],
  artefacts_issued: [digest('SIG2')],
  status: 200,
  stop_reason: 'tool_use',
  response: 'Só – yes 🌲.\n\u001erun {"code":"x"}',
  tokens_in: 13,
  tokens_out: 30,
  tokens_cached: 4,
  tool_calls: 1,
  latency_ms: expect.any(Number),
  decision_level: 'pass',
}

export const CLIENT = { 'user-agent': 'Example/1', 'accept-language': 'de' }
export const UP = { 'request-id': 'req_up' }

export const CHAT_REQUEST = {
  model: 'gp',
  messages: [
    { role: 'developer', content: 'First.' },
    { role: 'user', content: [{ type: 'image_url' }, { type: 'text', text: 'Q' }] },
  ],
  n: 1,
  logprobs: true,
  response_format: { type: 'json_object' },
  tools: [{ type: 'function', function: { name: 'f', parameters: {} } }],
}
export const CHAT_USAGE = {
  prompt_tokens: 5,
  completion_tokens: 6,
  completion_tokens_details: { reasoning_tokens: 2 },
}
export const CHAT_CALLS = [
  { id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
]
export const CHAT_RESPONSE = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      message: { role: 'assistant', content: 'One 🌲', refusal: null, tool_calls: CHAT_CALLS },
    },
  ],
  usage: CHAT_USAGE,
}
const chunk = (choice: object) => ({
  id: 'chatcmpl-1',
  usage: null,
  choices: [{ index: 0, ...choice }],
})
const call = (given: object) => chunk({ delta: { tool_calls: [{ index: 0, ...given }] } })
export const CHAT_EVENTS = [
  chunk({ delta: { role: 'assistant', content: '' } }),
  chunk({ delta: { content: 'One ' } }),
  chunk({ delta: { content: '🌲' } }),
  call({ id: 'c', type: 'function', function: { name: 'f', arguments: '' } }),
  call({ function: { arguments: '{"a"' } }),
  call({ function: { arguments: ':1}' } }),
  chunk({ delta: {}, finish_reason: 'tool_calls' }),
  { id: 'chatcmpl-1', choices: [], usage: CHAT_USAGE },
]
export const CHAT_RECORD = {
  exchange_id: 'chatcmpl-1',
  model: 'gp',
  system: 'First.',
  messages: [{ role: 'user', content: 'Q' }],
  images: 1,
  n: 1,
  has_logprobs: true,
  response_format: '{"type":"json_object"}',
  tools: ['f'],
  stop_reason: 'tool_calls',
  response: 'One 🌲\n\u001ef {"a":1}',
  tokens_in: 5,
  tokens_out: 6,
  tokens_reasoning: 2,
  tool_calls: 1,
}
export const RESPONSES_REQUEST = {
  model: 'gp',
  instructions: 'Be brief.',
  input: [
    { role: 'user', content: 'Q' },
    { type: 'reasoning', encrypted_content: 'ENC1' },
  ],
}
export const RESPONSES_OUTPUT = [
  { type: 'reasoning', encrypted_content: 'ENC2' },
  { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes 🌲.' }] },
]
export const RESPONSES_RESPONSE = {
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  output: RESPONSES_OUTPUT,
  usage: { input_tokens: 3, output_tokens: 4 },
}
export const RESPONSES_EVENTS = [
  {
    type: 'response.created',
    response: { ...RESPONSES_RESPONSE, status: 'in_progress', output: [] },
  },
  { type: 'response.output_item.done', output_index: 0, item: RESPONSES_OUTPUT[0] },
  { type: 'response.output_item.added', output_index: 1, item: { type: 'message', content: [] } },
  { type: 'response.output_text.delta', output_index: 1, delta: 'Yes ' },
  { type: 'response.output_text.delta', output_index: 1, delta: '🌲.' },
  { type: 'response.output_item.done', output_index: 1, item: RESPONSES_OUTPUT[1] },
  { type: 'response.completed', response: RESPONSES_RESPONSE },
]
export const RESPONSES_RECORD = {
  exchange_id: 'resp_1',
  system: 'Be brief.',
  messages: [{ role: 'user', content: 'Q' }],
  artefacts_presented: [digest('ENC1')],
  artefacts_issued: [digest('ENC2')],
  stop_reason: 'completed',
  response: 'Yes 🌲.',
  tokens_in: 3,
  tokens_out: 4,
}
