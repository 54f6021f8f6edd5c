import { afterAll, expect, it } from 'vitest'
import { exchangeOfPayload } from '../../src/service/intake/litellm.js'
import { absentLeftOut } from '../../src/service/intake/row.js'
import { SOURCE_COLUMNS } from '../../src/sources/define.js'
import litellm from '../../src/sources/litellm.js'
import { openEngine, type Row } from './engine.js'

const engine = openEngine()
afterAll(() => engine.close())

const bare = ({ line: _, ...row }: Row) => absentLeftOut(row)

const PAYLOAD = {
  id: 'chatcmpl-1',
  trace_id: 'trace-1',
  call_type: 'acompletion',
  stream: true,
  status: 'success',
  startTime: 1772323200.123456,
  endTime: 1772323201.5,
  model: 'm-1',
  model_group: 'alias',
  end_user: 'end-1',
  requester_ip_address: '192.0.2.1',
  request_tags: ['User-Agent: sdk', 'User-Agent: sdk/1.2', 'other'],
  prompt_tokens: 12,
  completion_tokens: 34,
  metadata: {
    user_api_key_hash: 'hash-1',
    user_api_key_user_id: 'user-1',
    user_api_key_team_id: 'team-1',
    user_api_key_org_id: null,
    user_api_key_request_route: '/v1/chat/completions',
  },
  error_information: null,
  model_parameters: {
    temperature: 0.5,
    max_tokens: 99,
    tools: [
      {
        type: 'function',
        function: {
          name: 'look',
          description: 'a/b "c" 日本\n',
          parameters: { type: 'object', minimum: 0.5 },
        },
      },
    ],
  },
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Why?' },
        { type: 'image_url', image_url: { url: 'x' } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', function: { name: 'look', arguments: '{"at":1}' } }],
    },
    { role: 'tool', content: 'blue' },
  ],
  response: {
    id: 'chatcmpl-1',
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Because.' } }],
    usage: {
      completion_tokens_details: { reasoning_tokens: 3 },
      prompt_tokens_details: { cached_tokens: 4 },
    },
  },
}

const FAILURE = {
  ...PAYLOAD,
  id: 'failed',
  status: 'failure',
  error_information: { error_code: '429', error_class: 'RateLimitError', traceback: 'x' },
  response: {},
}

const PAYLOADS = {
  chat: PAYLOAD,
  failure: FAILURE,
  text: { ...PAYLOAD, messages: 'Why?', response: 'Because.' },
  redacted: {
    ...PAYLOAD,
    messages: [{ role: 'user', content: 'redacted-by-litellm' }],
    response: { choices: [{ message: { content: 'redacted-by-litellm' }, finish_reason: 'stop' }] },
  },
  calls: {
    ...PAYLOAD,
    metadata: {
      ...PAYLOAD.metadata,
      user_api_key_user_id: 'default_user_id',
      user_api_key_team_id: null,
    },
    response: {
      choices: [
        {
          finish_reason: 'tool_calls',
          message: { content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] },
        },
      ],
    },
  },
  items: {
    ...PAYLOAD,
    response: {
      output: [
        { type: 'reasoning', summary: [] },
        { type: 'message', content: [{ type: 'output_text', text: 'Because.' }] },
        { type: 'function_call', name: 'f', arguments: '{}' },
      ],
    },
  },
  calledItems: {
    ...PAYLOAD,
    response: { output: [{ type: 'function_call', name: 'f', arguments: '{}' }] },
  },
  blocks: {
    ...PAYLOAD,
    messages: [
      {
        role: 'user',
        content: [{ type: 'tool_result', content: [{ type: 'text', text: 'blue' }] }],
      },
      { role: 'assistant', content: [{ type: 'tool_use', name: 'f', input: { a: 1 } }] },
    ],
    response: {
      stop_reason: 'end_turn',
      content: [
        { type: 'text', text: 'Be' },
        { type: 'text', text: 'cause.' },
        { type: 'tool_use', name: 'f', input: {} },
      ],
    },
  },
  bare: { id: 'b', startTime: 1772323200, call_type: 'x', model_parameters: {}, metadata: {} },
  nothing: {},
}

it('gives every column of the contract in its type', async () => {
  expect(await engine.types(litellm)).toEqual({ line: 'String', ...SOURCE_COLUMNS })
})

it('gives the same record by the engine and by the intake', async () => {
  const payloads = Object.entries(PAYLOADS)
  const rows = await engine.read(
    litellm,
    payloads.map(([, payload]) => JSON.stringify(payload)),
  )
  expect(Object.fromEntries(payloads.map(([name], i) => [name, bare(rows[i] as Row)]))).toEqual(
    Object.fromEntries(payloads.map(([name, payload]) => [name, exchangeOfPayload(payload)])),
  )
})

it('reads a payload', () => {
  expect(exchangeOfPayload(PAYLOAD)).toMatchObject({
    exchange_id: 'chatcmpl-1',
    received_at: '2026-03-01T00:00:00.123Z',
    account_id: 'user-1',
    organization_id: 'team-1',
    user_agent: 'sdk/1.2',
    status: 200,
    system: 'Be brief.',
    messages: [
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: '\u001elook {"at":1}' },
      { role: 'tool', content: 'blue' },
    ],
    images: 1,
    response: 'Because.',
    tool_calls: 0,
    latency_ms: 1377,
  })
  expect(exchangeOfPayload(FAILURE)).toMatchObject({ status: 429, error_type: 'RateLimitError' })
  expect(JSON.stringify(exchangeOfPayload(PAYLOADS.redacted))).not.toContain('redacted')
  expect(exchangeOfPayload(PAYLOADS.calls)).toMatchObject({ account_id: 'hash-1' })
  expect(exchangeOfPayload(PAYLOADS.items)).toMatchObject({ response: 'Because.\n\u001ef {}' })
  expect(exchangeOfPayload(PAYLOADS.blocks)).toMatchObject({ response: 'Be\ncause.\n\u001ef {}' })
})
