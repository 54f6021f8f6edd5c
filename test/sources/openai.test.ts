import { createHash } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import { SOURCE_COLUMNS } from '../../src/sources/define.js'
import openai from '../../src/sources/openai.js'
import { openEngine, type Row } from './engine.js'

const engine = openEngine()
afterAll(() => engine.close())

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const read = async (line: object): Promise<Row> => {
  const [row] = await engine.read(openai, [JSON.stringify(line)])
  if (row === undefined) throw new Error('no row')
  return row
}

it('gives every column of the contract in its type', async () => {
  expect(await engine.types(openai)).toEqual({ line: 'String', ...SOURCE_COLUMNS })
})

it('reads a Chat Completions pair', async () => {
  const row = await read({
    request_id: 'req_1',
    received_at: '2026-03-01T10:00:00Z',
    account_id: 'acct_1',
    metadata: { ip: '192.0.2.7', latency_ms: 5, status_code: 200 },
    headers: { 'user-agent': 'x/1', 'X-Stainless-Package-Version': '2.1' },
    request: {
      model: 'm',
      max_completion_tokens: 99,
      temperature: 1,
      top_p: 0.5,
      n: 2,
      stream: false,
      logprobs: true,
      user: 'u1',
      response_format: { type: 'json_object' },
      tools: [
        { type: 'function', function: { name: 'f', parameters: {} } },
        { type: 'custom', custom: { name: 'g' } },
      ],
      messages: [
        { role: 'developer', content: 'First.' },
        { role: 'system', content: [{ type: 'text', text: 'Second.' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look:' },
            { type: 'image_url', image_url: { url: 'https://a.example/1.png' } },
            { type: 'text', text: 'what?' },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c', content: '42' },
        { role: 'assistant', content: null, function_call: { name: 'h', arguments: '{}' } },
        { role: 'function', name: 'h', content: 'late' },
        { role: 'system', content: 'Third.' },
        { role: 'user', content: 'So?' },
      ],
    },
    response: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      choices: [
        {
          message: {
            content: 'One.',
            tool_calls: [{ function: { name: 'f', arguments: '{"c":3}' } }],
          },
          finish_reason: 'stop',
        },
        { message: { content: 'Two.' }, finish_reason: 'length' },
      ],
      usage: {
        prompt_tokens: 11,
        completion_tokens: 5,
        prompt_tokens_details: { cached_tokens: 3 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    },
  })
  expect(row).toMatchObject({
    exchange_id: 'req_1',
    account_id: 'acct_1',
    ip: '192.0.2.7',
    user_agent: 'x/1',
    client_version: '2.1',
    end_user_id: 'u1',
    is_batch: null,
    is_stream: false,
    model: 'm',
    temperature: 1,
    top_p: 0.5,
    n: 2,
    max_tokens: 99,
    reasoning_tokens_max: null,
    images: 1,
    has_logprobs: true,
    has_prefill: false,
    response_format: '{"type":"json_object"}',
    system: 'First.\nSecond.',
    messages: [
      { role: 'user', content: 'Look:\nwhat?' },
      { role: 'assistant', content: '\u001ef {"a":1}' },
      { role: 'tool', content: '42' },
      { role: 'assistant', content: '\u001eh {}' },
      { role: 'tool', content: 'late' },
      { role: 'system', content: 'Third.' },
      { role: 'user', content: 'So?' },
    ],
    tools: ['f', 'g'],
    status: 200,
    stop_reason: 'stop',
    response: 'One.\n\u001ef {"c":3}',
    tokens_in: 11,
    tokens_out: 5,
    tokens_reasoning: 2,
    tokens_cached: 3,
    tool_calls: 1,
    latency_ms: 5,
  })
  expect(row.tools_hash).toMatch(/^[0-9a-f]{64}$/)
})

it('reads a Responses pair', async () => {
  const row = await read({
    id: 'req_2',
    organization_id: 'org_2',
    request: {
      body: {
        model: 'm',
        instructions: 'Be brief.',
        max_output_tokens: 7,
        safety_identifier: 's1',
        conversation: { id: 'conv_1' },
        include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
        text: { format: { type: 'json_schema', name: 'x' } },
        tools: [{ type: 'web_search' }, { type: 'function', name: 'f', parameters: {} }],
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'Q' },
              { type: 'input_image', image_url: 'https://a.example/1.png' },
            ],
          },
          { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'ENC1' },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'A' }] },
          { type: 'function_call', call_id: 'c', name: 'f', arguments: '{"b":2}' },
          {
            type: 'function_call_output',
            call_id: 'c',
            output: [{ type: 'input_text', text: 'out' }],
          },
          {
            type: 'computer_call_output',
            output: { type: 'computer_screenshot', image_url: 'data:' },
          },
          { type: 'item_reference', id: 'x' },
        ],
      },
    },
    response: {
      status_code: 200,
      body: {
        id: 'resp_1',
        object: 'response',
        created_at: 1767261601,
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        output: [
          { type: 'reasoning', summary: [], encrypted_content: 'ENC2' },
          { type: 'message', content: [{ type: 'output_text', text: 'Part ' }, { text: 'two' }] },
          { type: 'function_call', name: 'f', arguments: '{}' },
          { type: 'web_search_call', status: 'completed' },
        ],
        usage: {
          input_tokens: 4,
          output_tokens: 6,
          input_tokens_details: { cached_tokens: 1 },
          output_tokens_details: { reasoning_tokens: 2 },
        },
      },
    },
  })
  expect(row).toMatchObject({
    exchange_id: 'req_2',
    received_at: '1767261601',
    account_id: 'org_2',
    end_user_id: 's1',
    session_id: 'conv_1',
    max_tokens: 7,
    images: 2,
    has_logprobs: true,
    has_prefill: false,
    response_format: '{"type":"json_schema","name":"x"}',
    system: 'Be brief.',
    messages: [
      { role: 'user', content: 'Q' },
      { role: 'assistant', content: 'A\n\u001ef {"b":2}' },
      { role: 'tool', content: 'out' },
      { role: 'tool', content: '' },
    ],
    tools: ['web_search', 'f'],
    artefacts_presented: [digest('ENC1')],
    artefacts_issued: [digest('ENC2')],
    status: 200,
    stop_reason: 'max_output_tokens',
    response: 'Part two\n\u001ef {}',
    tokens_in: 4,
    tokens_out: 6,
    tokens_reasoning: 2,
    tokens_cached: 1,
    tool_calls: 2,
  })
})

it('reads a bare input, a bare conversation, and an answer that is only a call', async () => {
  const request = { model: 'm', input: 'Why?', conversation: 'conv_2' }
  const output = [{ type: 'function_call', name: 'f', arguments: '{}' }]
  expect(await read({ request, response: { status: 'completed', output } })).toMatchObject({
    session_id: 'conv_2',
    messages: [{ role: 'user', content: 'Why?' }],
    stop_reason: 'completed',
    status: null,
    response: '\u001ef {}',
  })
})

it('reads batch lines and errors', async () => {
  const messages = [{ role: 'user', content: 'Why?' }]
  const batch = {
    id: 'batch_req_1',
    custom_id: 'c',
    account_id: 'a',
    url: '/v1/chat/completions',
    body: { model: 'm', messages },
    error: null,
  }
  const message = { content: null, refusal: 'No.' }
  const body = {
    id: 'chatcmpl-9',
    created: 1767261601,
    choices: [{ message, finish_reason: 'stop' }],
  }
  const response = { status_code: 200, request_id: 'req_b', body }
  expect(await read({ ...batch, response })).toMatchObject({
    exchange_id: 'req_b',
    received_at: '1767261601',
    endpoint: '/v1/chat/completions',
    is_batch: true,
    messages,
    status: 200,
    stop_reason: 'stop',
    refusal_category: 'refusal',
    response: 'No.',
  })
  expect(await read({ ...batch, response: null, error: { code: 'batch_expired' } })).toMatchObject({
    exchange_id: 'batch_req_1',
    error_type: 'batch_expired',
    response: '',
    tool_calls: null,
  })
  const failed = { status: 429, error: { type: 'requests', code: 'rate_limit_exceeded' } }
  expect(await read({ request: batch.body, response: failed })).toMatchObject({
    status: 429,
    error_type: 'requests',
    stop_reason: '',
  })
})
