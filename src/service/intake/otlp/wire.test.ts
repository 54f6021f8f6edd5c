import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { parseBody } from '../parse.js'
import { intakePlugin } from '../plugin.js'
import { zstdCompressed } from '../zstd.fixture.js'
import { logsOfJson, spansOfJson } from './json.js'
import { logsOfWire, spansOfWire } from './wire.js'

type Spans = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0]
type Logs = Parameters<typeof ProtobufLogsSerializer.serializeRequest>[0]

const RESOURCE = { attributes: { 'account.id': 'account-1', list: ['a', 1, true] } }
const CONTEXT = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  traceFlags: 1,
}

/** What the maker's own encoder makes of spans: the other side of the wire, written by others. */
const SPANS = [
  {
    name: 'chat m',
    kind: 2,
    spanContext: () => CONTEXT,
    startTime: [1772323200, 123456789],
    endTime: [1772323201, 0],
    status: { code: 2, message: 'no' },
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.request.temperature': 0.25,
      'gen_ai.usage.input_tokens': 2 ** 40,
      'gen_ai.request.stream': false,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.prompt.0.content': '日本 💥',
      negative: -5,
    },
    events: [{ name: 'gen_ai.user.message', time: [1, 1], attributes: { content: 'Why?' } }],
    links: [],
    duration: [1, 0],
    ended: true,
    resource: RESOURCE,
    instrumentationScope: { name: 'scope' },
    droppedAttributesCount: 1,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  },
] as unknown as Spans

const LOGS = [
  ['gen_ai.user.message', { content: 'Why?' }],
  ['gen_ai.choice', { index: 0, finish_reason: 'stop', message: { content: 'So.', parts: [] } }],
].map(([eventName, body], i) => ({
  hrTime: [1772323200, i],
  hrTimeObserved: [1772323200, i],
  spanContext: CONTEXT,
  eventName,
  body,
  attributes: { 'gen_ai.system': 'x', 'gen_ai.request.model': 'm' },
  resource: RESOURCE,
  instrumentationScope: { name: 'scope' },
  droppedAttributesCount: 0,
})) as unknown as Logs

const bytesOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? [])

const TRACES = {
  json: bytesOf(JsonTraceSerializer.serializeRequest(SPANS)),
  protobuf: bytesOf(ProtobufTraceSerializer.serializeRequest(SPANS)),
}
const RECORDS = {
  json: bytesOf(JsonLogsSerializer.serializeRequest(LOGS)),
  protobuf: bytesOf(ProtobufLogsSerializer.serializeRequest(LOGS)),
}

async function open() {
  const kept: Record<string, unknown>[] = []
  const app = Fastify()
  const append = async (_kind: string, lines: readonly Buffer[]) => {
    for (const line of lines) kept.push(JSON.parse(line.toString('utf8')))
  }
  await app.register(intakePlugin, { spool: { append }, parse: parseBody })
  const post = (url: string, type: string, payload: Buffer, headers = {}) =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': type, ...headers } })
  return { app, kept, post }
}
const PROTOBUF = 'application/x-protobuf'

describe('both encodings of OTLP', () => {
  it('give the same spans', () => {
    expect(spansOfWire(TRACES.protobuf)).toHaveLength(1)
    expect(spansOfWire(TRACES.protobuf)).toEqual(spansOfJson(TRACES.json))
  })

  it('give the same log records', () => {
    expect(logsOfWire(RECORDS.protobuf)).toHaveLength(2)
    expect(logsOfWire(RECORDS.protobuf)).toEqual(logsOfJson(RECORDS.json))
  })

  it('become exchanges, and turns of one span become one', async () => {
    const { kept, post } = await open()
    for (const [type, name] of [
      ['application/json', 'json'],
      [PROTOBUF, 'protobuf'],
    ] as const) {
      const answer = await post('/v1/traces', type, TRACES[name])
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toBe(type)
      await post('/v1/logs', type, RECORDS[name])
    }
    const exchange_id = `${CONTEXT.traceId}:${CONTEXT.spanId}`
    expect(kept[0]).toMatchObject({ exchange_id, account_id: 'account-1', error_type: 'error' })
    expect(kept[1]).toMatchObject({
      exchange_id,
      model: 'm',
      messages: [{ role: 'user', content: 'Why?' }],
      response: 'So.',
      stop_reason: 'stop',
    })
    expect(kept.slice(2)).toEqual(kept.slice(0, 2))
  })

  it('are told of spans that were rejected, in words that the sender understands', async () => {
    const { post } = await open()
    const bare = [{ ...SPANS[0], resource: { attributes: {} } }] as unknown as Spans
    const json = await post(
      '/v1/traces',
      'application/json',
      bytesOf(JsonTraceSerializer.serializeRequest(bare)),
    )
    const errorMessage = 'resourceSpans[0].scopeSpans[0].spans[0]: account_id is missing'
    expect(json.json()).toEqual({ partialSuccess: { rejectedSpans: '1', errorMessage } })
    const wire = await post(
      '/v1/traces',
      PROTOBUF,
      bytesOf(ProtobufTraceSerializer.serializeRequest(bare)),
    )
    expect(ProtobufTraceSerializer.deserializeResponse(wire.rawPayload)).toMatchObject({
      partialSuccess: { errorMessage },
    })
  })

  it('are refused with a status of their own kind', async () => {
    const { post } = await open()
    expect((await post('/v1/traces', 'text/plain', TRACES.json)).statusCode).toBe(415)
    const json = await post('/v1/traces', 'application/json', Buffer.from('{'))
    expect([json.statusCode, json.json()]).toEqual([
      400,
      { code: 3, message: 'the body is no JSON' },
    ])
    const wire = await post('/v1/traces', PROTOBUF, TRACES.protobuf.subarray(0, -3))
    expect([wire.statusCode, wire.headers['content-type']]).toEqual([400, PROTOBUF])
    expect(wire.rawPayload.subarray(0, 2)).toEqual(Buffer.from([0x08, 3]))
  })

  it('come packed as well', async () => {
    const { kept, post } = await open()
    const zstd = { 'content-encoding': 'zstd' }
    const answer = await post('/v1/traces', PROTOBUF, zstdCompressed(TRACES.protobuf), zstd)
    expect(answer.statusCode).toBe(200)
    expect(kept).toHaveLength(1)
  })
})
