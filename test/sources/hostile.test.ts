import { afterAll, describe, expect, it } from 'vitest'
import { SOURCE_COLUMNS, type SourceColumn } from '../../src/sources/define.js'
import { loadSources } from '../../src/sources/index.js'
import { openEngine, type Row } from './engine.js'

const engine = openEngine()
afterAll(() => engine.close())
/** The forms of other envelopes have hostile lines of their own. */
const OTHERS = ['native', 'litellm', 'otel-genai']
const sources = (await loadSources()).filter((source) => !OTHERS.includes(source.id))

const ENVELOPE = { request_id: 'keep', received_at: '2026-03-01T00:00:00Z', account_id: 'acct' }
const TEXT = 'Zeile\t"zwei" \\ \u0000 \u2028 💥 日本'
const junk: readonly unknown[] = [
  null,
  true,
  -1.5,
  1e300,
  '',
  TEXT,
  [],
  {},
  [null, 3, 'x', [], {}],
  [[['deep']]],
  { type: ['text'], text: { a: 1 }, content: [{ content: [[]] }] },
  { messages: 'x', body: [1], content: 5, usage: 'many', choices: [[null]], output: [{ type: 1 }] },
]

/** Each junk value at each place of a line that some source reads. */
const LINES = [
  ...['request', 'response', 'metadata', 'meta', 'headers', 'params', 'result', 'body', 'prompt']
    .concat(['custom_id', 'header_order', 'status', 'asn', 'token_count', 'ja3_hash', 'error'])
    .flatMap((key) => junk.map((value) => ({ ...ENVELOPE, [key]: value }))),
  ...['messages', 'input', 'system', 'instructions', 'tools', 'functions', 'thinking', 'include']
    .concat(['conversation', 'metadata', 'text', 'logprobs', 'body', 'headers', 'model'])
    .flatMap((key) =>
      junk.map((value) => ({ ...ENVELOPE, request: { model: 'm', [key]: value } })),
    ),
  ...['role', 'content', 'tool_calls', 'function_call'].flatMap((key) =>
    junk.map((value) => ({ ...ENVELOPE, request: { messages: [{ role: 'user', [key]: value }] } })),
  ),
  ...[
    'content',
    'choices',
    'output',
    'usage',
    'error',
    'status',
    'id',
    'incomplete_details',
  ].flatMap((key) => junk.map((value) => ({ ...ENVELOPE, response: { [key]: value } }))),
].map((line) => JSON.stringify(line))

const isOfType = (value: unknown, type: string): boolean => {
  if (type === 'String') return typeof value === 'string'
  if (type === 'Array(String)') {
    return Array.isArray(value) && value.every((one) => typeof one === 'string')
  }
  if (type.startsWith('Array')) {
    const isTurn = (one: { role: unknown; content: unknown }) =>
      ['user', 'assistant', 'tool', 'system'].includes(String(one.role)) &&
      typeof one.content === 'string'
    return Array.isArray(value) && value.every(isTurn)
  }
  return value === null || typeof value === (type.includes('Bool') ? 'boolean' : 'number')
}

const expectSound = (row: Row): void => {
  for (const [name, type] of Object.entries(SOURCE_COLUMNS)) {
    const value = row[name as SourceColumn]
    expect(isOfType(value, type), `${name} ${JSON.stringify(value)} in ${row.line}`).toBe(true)
  }
}

describe.each(sources)('$id, given what no client should send,', (source) => {
  it('keeps every line, every column in its place and every identifier', async () => {
    const rows = await engine.read(source, LINES)
    expect(rows.map((row) => row.line)).toEqual(LINES)
    for (const row of rows) {
      expectSound(row)
      expect([row.exchange_id, row.account_id]).toEqual(['keep', 'acct'])
    }
  })

  it('identifies nothing that is no object', async () => {
    const lines = [
      '',
      'nonsense',
      '{"request_id":',
      'null',
      '7',
      '"x"',
      '[]',
      ' ["id","x","y"]',
      '{}',
    ]
    const rows = await engine.read(source, lines)
    // The engine skips nothing but the line breaks themselves.
    expect(rows.map((row) => row.line)).toEqual(lines)
    for (const row of rows) {
      expectSound(row)
      expect(row.exchange_id).toBe('')
    }
  })

  it('takes the first of a repeated key, and shifts nothing', async () => {
    const line = `{"request_id":"keep","request_id":"x","account_id":"acct","account_id":"y",
      "prompt":"p","prompt":"q","request":{"messages":[{"role":"user","content":"p","content":"q"}],
      "messages":[]},"request":{},"timestamp":"t","timestamp":"u"}`.replaceAll('\n', ' ')
    const [row, after] = await engine.read(source, [line, JSON.stringify(ENVELOPE)])
    expect(row).toMatchObject({ exchange_id: 'keep', account_id: 'acct', received_at: 't' })
    expect(row?.messages).toEqual([{ role: 'user', content: 'p' }])
    expect(after).toMatchObject({ exchange_id: 'keep', messages: [] })
  })

  it('keeps a megabyte of any text as it was', async () => {
    const content = TEXT.repeat(50_000)
    const line = {
      ...ENVELOPE,
      prompt: content,
      request: { messages: [{ role: 'user', content }] },
    }
    const [row] = await engine.read(source, [JSON.stringify(line)])
    expect(row?.messages).toEqual([{ role: 'user', content }])
  })
})
