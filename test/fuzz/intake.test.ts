import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { describe, expect, it } from 'vitest'
import { type ParseOutcome, type ParseTask, parseBody } from '../../src/service/intake/parse.js'
import { FORTY_LINES, zstdBomb, zstdCompressed } from '../../src/service/intake/zstd.fixture.js'
import { request, SPANS } from '../sources/otel.fixture.js'
import { mutated, randomOf } from './mutate.js'

/** Seconds for each parser. `STILLWATCH_FUZZ_SECONDS=120 npx vitest run test/fuzz` looks longer. */
const SECONDS = Number(process.env.STILLWATCH_FUZZ_SECONDS ?? 1.5)
const SEED = Number(process.env.STILLWATCH_FUZZ_SEED ?? 20260301)

/** Milliseconds of processor for one input of at most 64 KiB, the collector's work among them. */
const INPUT_MS_MAX = 1500
/** Bytes that may be held after a million of inputs more than after the first thousand. */
const GROWTH_BYTES_MAX = 48 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

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

describe.each(TARGETS)('%s, whatever the bytes,', (_, form, encoding, corpus) => {
  it(
    `gives an outcome in bounded time and memory (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED)
      const limits = { bytesMax: 1024 * 1024, textPolicy: 'full', accountAttributes: [] } as const
      const parse = (bytes: Buffer) => parseBody({ form, encoding, bytes, ...limits })
      for (const bytes of corpus) expectSound(await parse(bytes))
      const began = Date.now()
      let heapFirst = 0
      let inputs = 0
      let slowest = 0
      for (; Date.now() - began < SECONDS * 1000 || inputs < 1000; inputs += 1) {
        const bytes = mutated(corpus, random)
        const at = process.cpuUsage()
        const outcome = await parse(bytes).catch((error: unknown) => {
          throw new Error(`seed ${SEED}, input ${inputs}: ${bytes.toString('base64')}`, {
            cause: error,
          })
        })
        const { user, system } = process.cpuUsage(at)
        slowest = Math.max(slowest, (user + system) / 1000)
        expectSound(outcome)
        if (inputs === 999) {
          collect()
          heapFirst = process.memoryUsage().heapUsed
        }
      }
      collect()
      const grown = process.memoryUsage().heapUsed - heapFirst
      if (process.env.STILLWATCH_FUZZ_SECONDS !== undefined) {
        process.stderr.write(
          `${_}: ${inputs} inputs, slowest ${slowest.toFixed(1)} ms, grown ${grown} bytes\n`,
        )
      }
      expect(slowest).toBeLessThan(INPUT_MS_MAX)
      expect(grown).toBeLessThan(GROWTH_BYTES_MAX)
    },
    SECONDS * 1000 + 60_000,
  )
})
