import { gzipSync } from 'node:zlib'
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { expect, it } from 'vitest'
import { type ParseOutcome, type ParseTask, parseBody } from '../../src/service/intake/parse.js'
import { FORTY_LINES, zstdBomb, zstdCompressed } from '../../src/service/intake/zstd.fixture.js'
import { request, SPANS } from '../sources/otel.fixture.js'
import { fuzz } from './fuzz.js'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const lines = Buffer.from(
  [
    { exchange_id: 'e', received_at: '2026-03-01T00:00:00Z', account_id: 'a', text_policy: 'none' },
    { schema: 'stillwatch.account/1', account_id: 'a', created_at: '2026-03-01T00:00:00Z' },
    {
      exchange_id: 'f',
      received_at: '2026-03-01T00:00:00Z',
      account_id: 'a',
      messages: [{ role: 'user', content: 'SECRET' }],
    },
  ]
    .map((row) => JSON.stringify(row))
    .join('\n'),
)
const traces = Object.values(SPANS).map((span) => json(request({ 'user.id': 'r' }, span)))
const payload = {
  id: 'x',
  startTime: 1772323200.5,
  metadata: { user_api_key_hash: 'h' },
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Why?' }] }],
  response: { choices: [{ message: { content: 'So.' } }], output: [], content: [] },
}
const context = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  traceFlags: 1,
}
const spans = [
  {
    ...{
      name: 'chat',
      kind: 2,
      spanContext: () => context,
      startTime: [1772323200, 1],
      endTime: [1772323201, 0],
    },
    ...{
      status: { code: 2 },
      links: [],
      duration: [1, 0],
      ended: true,
      instrumentationScope: { name: 's' },
    },
    attributes: { 'gen_ai.operation.name': 'chat', 'user.id': 'u', list: ['a', 1, 0.5, true] },
    events: [{ name: 'gen_ai.user.message', time: [1, 1], attributes: { content: 'Why?' } }],
    resource: { attributes: { a: 'b' } },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  },
] as unknown as Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0]
const wire = Buffer.from(ProtobufTraceSerializer.serializeRequest(spans) ?? [])

const otlp = (signal: 'traces' | 'logs', encoding: 'json' | 'protobuf') =>
  ({ name: 'otlp', signal, encoding }) as const
const LINES = { name: 'lines', kind: 'exchange' } as const

const TARGETS: readonly (readonly [
  string,
  ParseTask['form'],
  ParseTask['encoding'],
  readonly Buffer[],
])[] = [
  ['lines', LINES, 'identity', [lines]],
  ['gzip', LINES, 'gzip', [gzipSync(lines), gzipSync(Buffer.alloc(100_000))]],
  ['zstd', LINES, 'zstd', [...FORTY_LINES, zstdCompressed(lines), zstdBomb(20)]],
  [
    'OTLP traces in JSON',
    otlp('traces', 'json'),
    'identity',
    [...traces, Buffer.from(JsonTraceSerializer.serializeRequest(spans) ?? [])],
  ],
  [
    'OTLP logs in JSON',
    otlp('logs', 'json'),
    'identity',
    traces.map((bytes) =>
      Buffer.from(
        bytes
          .toString('utf8')
          .replace('resourceSpans', 'resourceLogs')
          .replace('scopeSpans', 'scopeLogs')
          .replace('"spans"', '"logRecords"'),
      ),
    ),
  ],
  ['OTLP traces in protobuf', otlp('traces', 'protobuf'), 'identity', [wire]],
  ['OTLP logs in protobuf', otlp('logs', 'protobuf'), 'identity', [wire]],
  [
    'LiteLLM',
    { name: 'litellm' },
    'identity',
    [
      json(payload),
      json([payload, payload]),
      Buffer.from(`${JSON.stringify(payload)}\n${JSON.stringify(payload)}`),
    ],
  ],
  [
    'one account',
    { name: 'one', kind: 'account', account_id: 'a' },
    'identity',
    [json({ created_at: '2026-03-01T00:00:00Z' })],
  ],
]

function expectSound(outcome: ParseOutcome): void {
  if (outcome.fault !== '') {
    expect(outcome.reason).not.toBe('')
    return
  }
  for (const { line } of outcome.records) {
    expect(line.includes(0x0a)).toBe(false)
    const row = JSON.parse(line.toString('utf8'))
    if (row.text_policy === 'none') expect(line.includes('SECRET')).toBe(false)
  }
  for (const { place, reason } of outcome.rejected) {
    expect(place.length * reason.length).toBeGreaterThan(0)
    expect(reason).not.toContain('SECRET')
  }
}

/** What a few bytes unpack to: as large a body as is taken, of nothing. */
it.each([['\n'], [' \n'], ['\t\r\n']])('a body of nothing but %j is soon read', async (line) => {
  const bytes = Buffer.from(line.repeat(Math.floor((64 * 1024 * 1024) / line.length)))
  const at = process.cpuUsage()
  const form = { name: 'lines', kind: 'exchange' } as const
  const rest = { textPolicy: 'full', accountAttributes: [] } as const
  const given = { form, encoding: 'identity', bytes, bytesMax: bytes.length, ...rest } as const
  expect(await parseBody(given)).toEqual({ fault: '', records: [], rejected: [] })
  expect(process.cpuUsage(at).user / 1e6).toBeLessThan(BLANK_SECONDS_MAX)
})
const BLANK_SECONDS_MAX = 15

const LIMITS = { bytesMax: 1024 * 1024, textPolicy: 'full', accountAttributes: [] } as const

for (const [name, form, encoding, corpus] of TARGETS) {
  fuzz({
    name: `intake: ${name}`,
    corpus,
    inputsMin: 1000,
    run: async (bytes) => expectSound(await parseBody({ form, encoding, bytes, ...LIMITS })),
  })
}
