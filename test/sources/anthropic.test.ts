import { createHash } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import anthropic from '../../src/sources/anthropic.js'
import { SOURCE_COLUMNS } from '../../src/sources/define.js'
import { openEngine, type Row } from './engine.js'

const engine = openEngine()
afterAll(() => engine.close())

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const read = async (line: object): Promise<Row> => {
  const [row] = await engine.read(anthropic, [JSON.stringify(line)])
  if (row === undefined) throw new Error('no row')
  return row
}

const NOTHING = {
  ...Object.fromEntries(
    Object.entries(SOURCE_COLUMNS).map(([name, type]) => [
      name,
      type === 'String' ? '' : type.startsWith('Array') ? [] : null,
    ]),
  ),
}

it('gives every column of the contract in its type', async () => {
  expect(await engine.types(anthropic)).toEqual({ line: 'String', ...SOURCE_COLUMNS })
})

it('reads a pair with tools, images and signed reasoning', async () => {
  const { line: _, ...row } = await read({
    request_id: 'req_1',
    received_at: '2026-03-01T10:00:00+02:00',
    status: 200,
    latency_ms: 812,
    ja4: 't13d',
    header_order: ['host', 'x-api-key'],
    metadata: {
      account_id: 'acct_1',
      organization_id: 'org_1',
      workspace_id: 'ws_1',
      ip: '192.0.2.7',
      session_id: 's1',
      channel: 'api',
      plan: 'scale',
      path: '/v1/messages',
      is_batch: false,
      asn: 64500,
      ip_country: 'AQ',
      artefact_error: 'foreign',
      text_policy: 'full',
    },
    headers: {
      'User-Agent': ['Example/Python 1.2.3'],
      'accept-language': 'de, en',
      'x-stainless-package-version': '1.2.3',
    },
    request: {
      model: 'heron-large',
      max_tokens: 4096,
      temperature: 0.25,
      top_p: 0.9,
      stream: true,
      thinking: { type: 'enabled', budget_tokens: 2048 },
      metadata: { user_id: 'user_9' },
      output_format: { type: 'json_schema', schema: {} },
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Be kind.' },
      ],
      tools: [
        { name: 'run', description: 'Runs.', input_schema: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search' },
      ],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look:' },
            { type: 'image', source: { type: 'base64', data: 'AAAA' } },
            { type: 'text', text: 'and run it.' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'SIG1' },
            { type: 'redacted_thinking', data: 'SECRET' },
            { type: 'text', text: 'One ' },
            { type: 'text', text: 'moment.' },
            { type: 'tool_use', id: 't', name: 'run', input: { code: 'x' } },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 't',
              content: [{ type: 'text', text: 'done' }, { type: 'image' }],
            },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', name: 'run', input: { n: 2 } }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't2', content: 'ok' },
            { type: 'text', text: 'Thanks. And now?' },
          ],
        },
      ],
    },
    response: {
      id: 'msg_1',
      type: 'message',
      content: [
        { type: 'thinking', thinking: 'x', signature: 'SIG2' },
        { type: 'text', text: 'Now this.' },
        { type: 'tool_use', id: 'u', name: 'run', input: {} },
        { type: 'server_tool_use', id: 'v', name: 'web_search', input: {} },
      ],
      stop_reason: 'tool_use',
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: 500,
        cache_creation_input_tokens: 40,
        output_tokens: 70,
        output_tokens_details: { thinking_tokens: 30 },
      },
    },
  })
  expect(row).toEqual({
    ...NOTHING,
    exchange_id: 'req_1',
    received_at: '2026-03-01T10:00:00+02:00',
    account_id: 'acct_1',
    organization_id: 'org_1',
    api_key_id: 'ws_1',
    end_user_id: 'user_9',
    session_id: 's1',
    channel: 'api',
    plan: 'scale',
    endpoint: '/v1/messages',
    is_batch: false,
    is_stream: true,
    ip: '192.0.2.7',
    asn: 64500,
    ip_country: 'AQ',
    user_agent: 'Example/Python 1.2.3',
    client_version: '1.2.3',
    accept_language: 'de, en',
    ja4: 't13d',
    header_order: '["host","x-api-key"]',
    model: 'heron-large',
    temperature: 0.25,
    top_p: 0.9,
    max_tokens: 4096,
    reasoning_tokens_max: 2048,
    images: 2,
    has_prefill: false,
    response_format: '{"type":"json_schema","schema":{}}',
    tools_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    text_policy: 'full',
    system: 'Be brief.\nBe kind.',
    messages: [
      { role: 'user', content: 'Look:\nand run it.' },
      { role: 'assistant', content: 'One moment.\n\u001erun {"code":"x"}' },
      { role: 'tool', content: 'done' },
      { role: 'assistant', content: '\u001erun {"n":2}' },
      { role: 'tool', content: 'ok' },
      { role: 'user', content: 'Thanks. And now?' },
    ],
    tools: ['run', 'web_search'],
    artefacts_presented: [digest('SIG1'), digest('SECRET')],
    artefact_error: 'foreign',
    status: 200,
    stop_reason: 'tool_use',
    response: 'Now this.\n\u001erun {}\n\u001eweb_search {}',
    tokens_in: 550,
    tokens_out: 70,
    tokens_reasoning: 30,
    tokens_cached: 500,
    tool_calls: 2,
    latency_ms: 812,
    artefacts_issued: [digest('SIG2')],
  })
})

const ask = { model: 'm', messages: [{ role: 'user', content: 'Why?' }] }

it('reads bodies under `body`, metadata under `meta`, and numbers of seconds', async () => {
  const row = await read({
    id: 'req_2',
    timestamp: 1767261600.5,
    meta: { org_id: 'org_2', client_ip: '192.0.2.8', duration_ms: 9 },
    request: { headers: { 'user-agent': 'x/1' }, body: { ...ask, system: 'Plain.' } },
    response: { status: 529, body: { type: 'error', error: { type: 'overloaded_error' } } },
  })
  expect(row).toMatchObject({
    exchange_id: 'req_2',
    received_at: '1767261600.5',
    account_id: 'org_2',
    organization_id: 'org_2',
    ip: '192.0.2.8',
    user_agent: 'x/1',
    system: 'Plain.',
    messages: ask.messages,
    status: 529,
    error_type: 'overloaded_error',
    response: '',
    tool_calls: null,
    tokens_in: null,
    latency_ms: 9,
  })
})

it('takes a text that looks like blocks for a text', async () => {
  const content = '[{"type":"text","text":"hidden"}]'
  const row = await read({ request_id: 'r', request: { messages: [{ role: 'user', content }] } })
  expect(row.messages).toEqual([{ role: 'user', content }])
})

it('knows a prefilled answer, and that presented reasoning is neither a turn nor an answer', async () => {
  const prefilled = [...ask.messages, { role: 'assistant', content: 'Because' }]
  expect(await read({ request: { messages: prefilled } })).toMatchObject({
    has_prefill: true,
    messages: prefilled,
  })
  const thinking = { role: 'assistant', content: [{ type: 'thinking', signature: 'S' }] }
  expect(await read({ request: { messages: [thinking, ...ask.messages] } })).toMatchObject({
    has_prefill: false,
    messages: ask.messages,
    artefacts_presented: [digest('S')],
  })
})

it('hashes tools by what they are, not by their order or spacing', async () => {
  const tools = [
    { name: 'a', input_schema: { type: 'object' } },
    { name: 'b', input_schema: {} },
  ]
  const hashOf = async (given: readonly object[]) =>
    (await read({ request: { ...ask, tools: given } })).tools_hash
  const hash = await hashOf(tools)
  expect(await hashOf([...tools].reverse())).toBe(hash)
  const cached = tools.map((tool) => ({ ...tool, cache_control: { type: 'ephemeral' } }))
  expect(await hashOf(cached)).toBe(hash)
  expect(await hashOf([tools[0] ?? {}, { name: 'b', input_schema: { x: 1 } }])).not.toBe(hash)
})

it('reads batch lines, and of results alone what there is', async () => {
  const both = { account_id: 'a', received_at: '2026-03-01T00:00:00Z', custom_id: 'c', params: ask }
  const message = { id: 'msg_3', type: 'message', content: [{ type: 'text', text: 'So.' }] }
  expect(await read({ ...both, result: { type: 'succeeded', message } })).toMatchObject({
    exchange_id: 'msg_3',
    is_batch: true,
    messages: ask.messages,
    response: 'So.',
    error_type: '',
  })
  const error = { type: 'error', error: { type: 'invalid_request_error' } }
  expect(await read({ ...both, batch_id: 'b', result: { type: 'errored', error } })).toMatchObject({
    exchange_id: 'b:c',
    error_type: 'invalid_request_error',
  })
  const expired = await read({ ...both, result: { type: 'expired' } })
  expect(expired.exchange_id).toMatch(/^c#[0-9A-F]{16}$/)
  expect(expired.error_type).toBe('expired')
  expect(await read({ custom_id: 'c', result: { type: 'succeeded', message } })).toMatchObject({
    exchange_id: 'msg_3',
    account_id: '',
    messages: [],
    images: null,
    response: 'So.',
  })
})

it('names the refusal as the provider does', async () => {
  const response = { type: 'message', stop_reason: 'refusal', stop_details: { category: 'cyber' } }
  expect(await read({ request: ask, response })).toMatchObject({
    stop_reason: 'refusal',
    refusal_category: 'cyber',
  })
})
