import { afterAll, expect, it } from 'vitest'
import { callOf, exchangeOfCall, isExchange } from '../../src/service/intake/otlp/exchange.js'
import { spansOfJson } from '../../src/service/intake/otlp/json.js'
import { absentLeftOut } from '../../src/service/intake/row.js'
import { SOURCE_COLUMNS } from '../../src/sources/define.js'
import otel from '../../src/sources/otel-genai.js'
import { openEngine, type Row } from './engine.js'
import { request, SPANS } from './otel.fixture.js'

const engine = openEngine()
afterAll(() => engine.close())

const RESOURCE = { 'service.name': 'gateway', 'user.id': 'resource-user' }
const bare = ({ line: _, ...row }: Row) => absentLeftOut(row)
const parsed = (line: string) =>
  spansOfJson(Buffer.from(line))
    .map(callOf)
    .filter(isExchange)
    .map((call) => exchangeOfCall(call))

it('gives every column of the contract in its type', async () => {
  expect(await engine.types(otel)).toEqual({ line: 'String', ...SOURCE_COLUMNS })
})

it('gives the same record of a span by the engine and by the intake', async () => {
  const lines = Object.values(SPANS).map((given) => JSON.stringify(request(RESOURCE, given)))
  const rows = await engine.read(otel, lines)
  expect(rows.map(bare)).toEqual(lines.flatMap(parsed))
  expect(rows).toHaveLength(Object.keys(SPANS).length - 2)
})

it('reads a span', () => {
  const read = (given: (typeof SPANS)['newest']) =>
    parsed(JSON.stringify(request(RESOURCE, given)))[0]
  expect(read(SPANS.newest)).toMatchObject({
    exchange_id: 'resp-1',
    received_at: '2026-03-01T00:00:00.123Z',
    account_id: 'account-1',
    end_user_id: 'user-1',
    system: 'You are a model.\nBe brief.',
    messages: [
      { role: 'user', content: 'Why? "日本" a/b\n' },
      { role: 'assistant', content: '\u001elook {"at":"sky"}' },
      { role: 'tool', content: 'blue' },
    ],
    tools: ['look', 'go'],
    accept_language: 'de',
    response: 'Because.',
    stop_reason: 'stop',
    latency_ms: 1500,
  })
  expect(read(SPANS.plain)).toMatchObject({ account_id: 'resource-user', response: 'So.' })
  expect(read(SPANS.events)).toMatchObject({ status: 429, error_type: '429', system: 'Be brief.' })
})
