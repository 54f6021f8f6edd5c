import { describe, expect, it } from 'vitest'
import { SOURCE_COLUMNS } from './define.js'
import { loadSources } from './index.js'

const sources = await loadSources()

const ask = { model: 'm', messages: [{ role: 'user', content: 'Why?' }] }
const envelope = { request_id: 'r', received_at: '2026-03-01T00:00:00Z', account_id: 'a' }

/** Lines of each form, the plainest first. */
const LINES: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  native: [
    { exchange_id: 'e', received_at: '2026-03-01T00:00:00Z', account_id: 'a' },
    { exchange_id: 'e', account_id: 'a', messages: ask.messages, response: 'Because.' },
  ],
  anthropic: [
    { ...envelope, request: { ...ask, max_tokens: 9 }, response: { type: 'message', content: [] } },
    { ...envelope, request: { body: { ...ask, system: 's' } }, response: { body: {} } },
    { ...envelope, request: ask, response: { type: 'error', error: { type: 'api_error' } } },
    { custom_id: 'c', params: ask, result: { type: 'succeeded', message: { type: 'message' } } },
    { custom_id: 'c', result: { type: 'expired' } },
  ],
  openai: [
    { ...envelope, request: ask, response: { object: 'chat.completion', choices: [] } },
    { ...envelope, request: { model: 'm', input: 'Why?' }, response: { status: 'completed' } },
    { ...envelope, request: { ...ask, n: 2 }, response: { error: { type: 'server_error' } } },
    { custom_id: 'c', method: 'POST', url: '/v1/chat/completions', body: { ...ask, n: 1 } },
    { id: 'b', custom_id: 'c', response: { status_code: 200, body: { choices: [] } }, error: null },
  ],
  litellm: [
    { id: 'l', call_type: 'acompletion', startTime: 1, model_parameters: {}, messages: [] },
    { id: 'l', call_type: 'acompletion', startTime: 1, model_parameters: {}, response: {} },
  ],
  'otel-genai': [{ resourceSpans: [] }, { resourceSpans: [{ scopeSpans: [] }] }],
  glasswally: [
    {
      request_id: 'r',
      account_id: 'a',
      timestamp: '2026-03-01T00:00:00Z',
      ip_address: '192.0.2.1',
      user_agent: 'u',
      model: 'm',
      prompt: 'Why?',
      token_count: 3,
      country_code: 'AQ',
      header_order: ['host'],
    },
  ],
}

const STRANGE = { zzz: 1, prompt_id: null, trace: { messages: [] }, label: ['x'], output_path: '' }

const best = (lines: readonly Readonly<Record<string, unknown>>[]) => {
  const sure = sources.map((source) => ({ id: source.id, sure: source.recognise(lines) }))
  return sure.sort((a, b) => b.sure - a.sure)
}

describe('sources', () => {
  it('are the files of the folder', () => {
    expect(sources.map((source) => source.id)).toEqual(Object.keys(LINES).sort())
  })

  it('say what they read, in columns that exist', () => {
    for (const source of sources) {
      expect(source.title).not.toBe('')
      expect(source.about.length).toBeGreaterThan(60)
      expect(new Set(source.columns).size).toBe(source.columns.length)
      for (const column of source.columns) expect(SOURCE_COLUMNS).toHaveProperty(column)
      for (const column of ['exchange_id', 'received_at', 'account_id'] as const) {
        expect(source.columns).toContain(column)
      }
      // A dot asks the engine for a subcolumn, and costs eight times what `tupleElement` does.
      if (source.id !== 'native') expect(source.select).not.toMatch(/\bgiven\./)
    }
  })

  it.each(Object.keys(LINES))('recognise %s, and nobody else claims it', (id) => {
    for (const line of LINES[id] ?? []) {
      for (const lines of [[line], [{ ...line, ...STRANGE }]]) {
        const [first, second] = best(lines)
        expect(first).toEqual({ id, sure: 1 })
        expect(second?.sure).toBe(0)
      }
    }
    const [first, second] = best(LINES[id] ?? [])
    expect(first).toEqual({ id, sure: 1 })
    expect(second?.sure).toBe(0)
  })

  it('give a pair that either dialect may have written to one of them', () => {
    const [first, second] = best([{ ...envelope, request: ask, status: 500 }])
    expect(first?.id).toBe('anthropic')
    expect(first?.sure).toBeGreaterThan(second?.sure ?? 1)
    const [mixed] = best([
      { ...envelope, request: ask, status: 500 },
      { ...envelope, request: ask, response: { choices: [] } },
    ])
    expect(mixed?.id).toBe('openai')
  })

  it('recognise nothing in nothing, and nothing in what is none of them', () => {
    for (const lines of [
      [],
      [{}],
      [{ a: 1 }],
      [{ request: 'x', response: [] }],
      [{ body: null }],
    ]) {
      expect(best(lines).map(({ sure }) => sure)).toEqual(sources.map(() => 0))
    }
  })
})
