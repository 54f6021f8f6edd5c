import { afterAll, describe, expect, it } from 'vitest'
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

describe('a span gives the same record by the engine and by the intake', () => {
  it.each(Object.entries(SPANS))('%s', async (_, given) => {
    const line = JSON.stringify(request(RESOURCE, given))
    const rows = await engine.read(otel, [line])
    expect(rows.map(bare)).toEqual(parsed(line))
  })
})
