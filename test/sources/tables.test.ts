import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { afterAll, expect, it } from 'vitest'
import { exchange } from '../../src/domain/exchange.js'

// The statements of docs/how-to/tables.md, against tables of the form that their makers give them.

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-tables-'))
const client = createClient({
  connection: createChdbConnection({ path: join(folder, 'data') }),
  clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
} as unknown as Parameters<typeof createClient>[0])
afterAll(async () => {
  await client.close()
  rmSync(folder, { recursive: true, force: true })
})

const page = readFileSync('docs/how-to/tables.md', 'utf8')
const statementOf = (name: string) =>
  new RegExp(`<!-- ${name} -->\n\`\`\`sql\n([\\s\\S]*?)\n\`\`\``).exec(page)?.[1] ?? ''

/** Columns that a statement computes on its way, and which the contract does not know. */
const STEPS = ['turns', 'given', 'answered']

const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Why?' },
]
const parts = messages.map(({ role, content }) => ({ role, parts: [{ type: 'text', content }] }))
const now = new Date(Date.now() - 3_600_000).toISOString().replace('T', ' ').replace('Z', '')

const CASES = {
  otel_traces: {
    tables: [
      `CREATE TABLE otel_traces (Timestamp DateTime64(9), TraceId String, SpanId String,
        ResourceAttributes Map(LowCardinality(String), String), Duration UInt64,
        SpanAttributes Map(LowCardinality(String), String), StatusCode LowCardinality(String))
        ENGINE = MergeTree ORDER BY Timestamp`,
    ],
    rows: {
      otel_traces: [
        {
          ...{ Timestamp: now, TraceId: 't', SpanId: 's', Duration: 1_500_000_000 },
          ResourceAttributes: { 'account.id': 'a' },
          SpanAttributes: {
            'gen_ai.operation.name': 'chat',
            'gen_ai.request.model': 'm',
            'gen_ai.usage.input_tokens': '3',
            'gen_ai.input.messages': JSON.stringify(parts),
            'gen_ai.output.messages': JSON.stringify([
              { parts: [{ type: 'text', content: 'So.' }] },
            ]),
          },
        },
        { Timestamp: now, SpanAttributes: { 'http.route': '/' } },
      ],
    },
    expected: { exchange_id: 't:s', account_id: 'a', messages, response: 'So.', latency_ms: 1500 },
  },
  langfuse: {
    tables: [
      `CREATE TABLE observations (id String, trace_id String, project_id String,
        type LowCardinality(String), start_time DateTime64(3), end_time Nullable(DateTime64(3)),
        level LowCardinality(String), input Nullable(String), output Nullable(String),
        provided_model_name Nullable(String), model_parameters Nullable(String),
        usage_details Map(LowCardinality(String), UInt64), event_ts DateTime64(3), is_deleted UInt8)
        ENGINE = ReplacingMergeTree(event_ts, is_deleted) ORDER BY (project_id, type, id)`,
      `CREATE TABLE traces (id String, project_id String, user_id Nullable(String),
        session_id Nullable(String), event_ts DateTime64(3), is_deleted UInt8)
        ENGINE = ReplacingMergeTree(event_ts, is_deleted) ORDER BY (project_id, id)`,
    ],
    rows: {
      observations: [
        {
          ...{ id: 'o', trace_id: 't', project_id: 'p', type: 'GENERATION', start_time: now },
          ...{ end_time: now, level: 'DEFAULT', provided_model_name: 'm', event_ts: now },
          ...{ input: JSON.stringify(messages), output: '{"role":"assistant","content":"So."}' },
          ...{ model_parameters: '{"temperature":0.5}', usage_details: { input: 3, output: 4 } },
        },
      ],
      traces: [{ id: 't', project_id: 'p', user_id: 'a', session_id: 's', event_ts: now }],
    },
    expected: { exchange_id: 'o', account_id: 'a', messages, response: 'So.', tokens_out: 4 },
  },
  litellm: {
    tables: [
      `CREATE TABLE spend_logs (request_id String, call_type String, api_key String, spend Float64,
        total_tokens Int256, prompt_tokens Int256, completion_tokens Int256, startTime DateTime,
        endTime DateTime, model String, user String, metadata String, cache_hit String,
        cache_key String, request_tags String) ENGINE = MergeTree ORDER BY request_id`,
    ],
    rows: {
      spend_logs: [
        {
          ...{ request_id: 'r', call_type: 'acompletion', api_key: 'k', user: 'default_user_id' },
          ...{ prompt_tokens: 3, completion_tokens: 4, model: 'm' },
          ...{ startTime: now.slice(0, 19), endTime: now.slice(0, 19) },
        },
      ],
    },
    expected: { exchange_id: 'r', account_id: 'k', channel: 'router:litellm', tokens_in: 3 },
  },
  helicone: {
    tables: [
      `CREATE TABLE request_response_rmt (latency Nullable(Int64), status Int64,
        completion_tokens Nullable(Int64), prompt_tokens Nullable(Int64),
        model LowCardinality(String), request_id UUID, request_created_at DateTime64(3),
        user_id LowCardinality(String), organization_id UUID, proxy_key_id Nullable(UUID),
        provider LowCardinality(String), target_url Nullable(String), country_code Nullable(String),
        properties Map(LowCardinality(String), String), request_body String, response_body String,
        updated_at DateTime64(3, 'UTC') DEFAULT now()) ENGINE = ReplacingMergeTree(updated_at)
        ORDER BY (organization_id, provider, model, user_id, request_created_at, request_id)`,
    ],
    rows: {
      request_response_rmt: [
        {
          ...{ latency: 5, status: 200, completion_tokens: 4, prompt_tokens: 3, model: 'm' },
          request_id: '11111111-1111-1111-1111-111111111111',
          ...{ request_created_at: now, user_id: 'a', provider: 'OPENAI', country_code: 'AQ' },
          ...{ target_url: 'https://example.com/v1/chat/completions', properties: {} },
          request_body: JSON.stringify({ messages, temperature: 0.5 }),
          response_body: JSON.stringify({ choices: [{ message: { content: 'So.' } }] }),
        },
      ],
    },
    expected: {
      account_id: 'a',
      endpoint: '/v1/chat/completions',
      messages,
      response: 'So.',
      status: 200,
    },
  },
}

it.each(Object.entries(CASES))(
  '%s gives exchanges as the contract has them',
  async (name, given) => {
    for (const query of given.tables) await client.command({ query })
    for (const [table, values] of Object.entries(given.rows)) {
      await client.insert({ table, values, format: 'JSONEachRow' })
    }
    const answer = await client.query({ query: statementOf(name), format: 'JSONEachRow' })
    const rows = await answer.json<Record<string, unknown>>()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject(given.expected)
    const left = Object.entries(rows[0] ?? {}).filter(([key]) => !STEPS.includes(key))
    expect(left.map(([key]) => key).filter((key) => !(key in exchange.shape))).toEqual([])
    expect(() => exchange.parse(Object.fromEntries(left))).not.toThrow()
  },
)
