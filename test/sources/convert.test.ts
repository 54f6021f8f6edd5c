import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { Account } from '../../src/domain/account.js'
import { CALL_MARK, type Exchange } from '../../src/domain/exchange.js'
import { convertExchange, convertFolder } from '../../src/lab/convert.js'
import anthropic from '../../src/sources/anthropic.js'
import { SOURCE_COLUMNS, type SourceColumn } from '../../src/sources/define.js'
import glasswally from '../../src/sources/glasswally.js'
import native from '../../src/sources/native.js'
import openai from '../../src/sources/openai.js'
import { openEngine, type Row } from './engine.js'

const engine = openEngine()
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-convert-'))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await engine.close()
})

const COMMON: Exchange = {
  exchange_id: 'req_1',
  received_at: '2026-03-01T10:00:00.250Z',
  account_id: 'acct_1',
  organization_id: 'org_1',
  api_key_id: 'key_1',
  end_user_id: 'user_1',
  session_id: 's1',
  channel: 'api',
  plan: 'scale',
  endpoint: '/v1/messages',
  is_batch: false,
  is_stream: true,
  ip: '192.0.2.7',
  asn: 64500,
  ip_country: 'AQ',
  user_agent: 'heron-python/1.2',
  client_version: '1.2',
  accept_language: 'de',
  ja4: 't13d1711h2_5982_8016',
  header_order: ['host', 'accept'],
  model: 'heron-large-3',
  temperature: 0.7,
  top_p: 0.9,
  max_tokens: 512,
  reasoning_tokens_max: 2048,
  text_policy: 'full',
  system: 'Be brief.\nBe kind.',
  messages: [
    { role: 'user', content: 'Why "so"? \u0000 日本' },
    { role: 'assistant', content: 'Because.' },
    { role: 'tool', content: '{"out":1}' },
    { role: 'user', content: 'And then?' },
  ],
  tools: ['run', 'search'],
  artefact_error: 'expired',
  status: 200,
  stop_reason: 'end_turn',
  refusal_category: 'cyber',
  response: 'Then nothing.\n',
  tokens_in: 500,
  tokens_out: 70,
  tokens_reasoning: 30,
  tokens_cached: 400,
  tool_calls: 2,
  latency_ms: 900,
}

const EXCHANGES: readonly Exchange[] = [
  { ...COMMON, images: 2, tools_hash: 'hash_1', response_format: 'json_schema:a/1' },
  { ...COMMON, exchange_id: 'req_2', tools_hash: 'hash_2', artefacts_issued: ['d1', 'd2'] },
  // Somebody else's reasoning, sent with a first question: there is no turn of the model's own.
  {
    ...COMMON,
    exchange_id: 'req_3',
    messages: [{ role: 'user', content: 'Expand this.' }],
    artefacts_presented: ['d1'],
    tools_hash: 'hash_1',
    response_format: 'json_schema:a/1',
  },
  {
    ...COMMON,
    exchange_id: 'req_4',
    n: 3,
    has_logprobs: true,
    tools: null,
    messages: [
      { role: 'user', content: 'Go on:' },
      { role: 'assistant', content: 'Once' },
    ],
    has_prefill: true,
  },
  {
    exchange_id: 'req_5',
    received_at: '2026-03-02T00:00:00Z',
    account_id: 'acct_2',
    model: 'heron-small-2',
    messages: [{ role: 'user', content: 'Hello' }],
    status: 429,
    error_type: 'rate_limit_error',
  },
]

/** Spelled differently in the form: equal where they were equal, different where they were not. */
const RESPELLED: readonly SourceColumn[] = ['tools_hash', 'response_format', 'ja4']
/** Counted in a body, or asked for by the form: 0 and false there may be absent in the native form. */
const COUNTED: readonly SourceColumn[] = ['images', 'has_prefill', 'tool_calls', 'tokens_in']

/** What each form cannot carry, or the lab does not write into it. */
const LOST = {
  anthropic: ['n', 'has_logprobs'],
  openai: ['reasoning_tokens_max'],
  // Everything but what its source lists; of a conversation the last question.
  glasswally: (Object.keys(SOURCE_COLUMNS) as SourceColumn[]).filter(
    (column) => !glasswally.columns.includes(column) || ['system', 'messages'].includes(column),
  ),
} as const satisfies Record<string, readonly SourceColumn[]>

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

const expectSame = (column: SourceColumn, before: readonly Row[], after: readonly Row[]): void => {
  const [old, now] = [before, after].map((rows) => rows.map((row) => told(row, column)))
  if (column.startsWith('artefacts_')) {
    expect(now, column).toEqual(old?.map((all) => (all as string[]).map(digest)))
  } else if (RESPELLED.includes(column)) {
    const places = (values: readonly unknown[] = []) =>
      values.map((value) => (value === '' ? -1 : values.indexOf(value)))
    expect(places(now), column).toEqual(places(old))
  } else if (COUNTED.includes(column)) {
    expect(now?.map(Number), column).toEqual(old?.map(Number))
  } else {
    expect(now, column).toEqual(old)
  }
}

/** The lab counts calls and has none of them: what a form says of them is left out. */
const told = (row: Row, column: SourceColumn): unknown =>
  column === 'response' ? String(row.response).split(`\n${CALL_MARK}`, 1)[0] : row[column]

const lines = EXCHANGES.map((exchange) => JSON.stringify(exchange))

describe.each([anthropic, openai, glasswally])('the lab in the form $id', (source) => {
  const form = source.id as keyof typeof LOST

  it('says the same in every column that the form can carry', async () => {
    const converted = EXCHANGES.map((exchange) => convertExchange(form, exchange))
    const before = await engine.read(native, lines)
    const after = await engine.read(source, converted)
    const lost: readonly SourceColumn[] = LOST[form]
    for (const column of Object.keys(SOURCE_COLUMNS) as SourceColumn[]) {
      if (!lost.includes(column)) expectSame(column, before, after)
    }
    const parsed = converted.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(source.recognise(parsed)).toBeGreaterThan(0.8)
  })
})

it('puts what Glasswally knows of an account into its events', () => {
  const account = { account_id: 'acct_1', created_at: '2026-01-01T00:00:00Z', payment_hash: 'p' }
  const [exchange = COMMON] = EXCHANGES
  expect(JSON.parse(convertExchange('glasswally', exchange, account as Account))).toMatchObject({
    prompt: 'And then?',
    payment_method_hash: 'p',
    system_prompt_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
    header_order: ['host', 'accept'],
  })
})

it.each([
  ['anthropic', ['account.jsonl', 'account_event.jsonl', 'exchange.jsonl.gz', 'truth.json']],
  ['glasswally', ['account_event.jsonl', 'exchange.jsonl.gz', 'truth.json']],
] as const)('converts a folder to %s', async (form, files) => {
  const [from, to] = [join(folder, `${form}-from`), join(folder, `${form}-to`)]
  mkdirSync(from)
  writeFileSync(join(from, 'exchange.jsonl.gz'), gzipSync(`${lines.join('\n')}\n`))
  writeFileSync(join(from, 'account.jsonl'), '{"account_id":"acct_1","payment_hash":"p"}\n')
  writeFileSync(join(from, 'account_event.jsonl'), '')
  writeFileSync(join(from, 'truth.json'), '{}')
  expect(await convertFolder(from, to, form)).toBe(EXCHANGES.length)
  expect(readdirSync(to).sort()).toEqual([...files])
  const written = gunzipSync(readFileSync(join(to, 'exchange.jsonl.gz'))).toString('utf8')
  expect(written.trimEnd().split('\n')).toHaveLength(EXCHANGES.length)
  expect(written.includes('"payment_method_hash":"p"')).toBe(form === 'glasswally')
})
