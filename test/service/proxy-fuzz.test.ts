import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EndpointKind } from '../../src/service/proxy/endpoint.js'
import type { CopiedBytes, RawExchange } from '../../src/service/proxy/record/raw.js'
import { makeReader } from '../../src/service/proxy/record/reader.js'
import { MESSAGES_EVENTS, MESSAGES_REQUEST, RESPONSES_EVENTS } from './proxy-bodies.js'

const EXCHANGES: readonly EndpointKind[] = ['messages', 'chat', 'responses']
const BATCHES: readonly EndpointKind[] = ['message_batch', 'message_batch_results', 'batch', 'file']

const stream = [...MESSAGES_EVENTS, ...RESPONSES_EVENTS]
  .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  .join('')

/** Something, or something that was meant to be something and has a hole in it. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .tuple(
      fc.constantFrom(stream, JSON.stringify(MESSAGES_REQUEST)),
      fc.nat(),
      fc.nat(40),
      fc.string(),
    )
    .map(([text, at, length, put]) => {
      const place = at % text.length
      return Buffer.from(text.slice(0, place) + put + text.slice(place + length))
    }),
)
const copied: fc.Arbitrary<CopiedBytes> = fc.record({
  head: bytes,
  tail: bytes,
  isCut: fc.boolean(),
  isDropped: fc.boolean(),
  contentType: fc.constantFrom(
    'application/json',
    'text/event-stream',
    'multipart/form-data; boundary=a',
  ),
  contentEncoding: fc.constantFrom('', '', 'gzip', 'br', 'deflate', 'zstd'),
})
const meta = {
  received_at: '2026-03-01T00:00:00.000Z',
  account_id: 'a',
  header_order: ['host'],
  endpoint: '/v1/messages',
  status: 200,
  latency_ms: 1,
  decision_level: 'pass',
  decision_policy_id: null,
}

it('whatever bytes pass, an exchange is one line, and a batch ends nothing', () => {
  const reader = makeReader({ textPolicy: 'full', batchBytesMax: 5000 })
  const property = fc.property(
    fc.constantFrom(...EXCHANGES, ...BATCHES),
    copied,
    copied,
    (kind, request, response) => {
      const rest = { subject: 's', ids: [], fallbackId: 'f' }
      const raw: RawExchange = { kind, meta, request, response, ...rest }
      const { lines, unreadable } = reader.read(raw)
      if (EXCHANGES.includes(kind)) expect([lines.length, unreadable]).toEqual([1, 0])
      for (const line of lines) {
        expect(line.includes(10)).toBe(false)
        expect(JSON.parse(Buffer.from(line).toString('utf8'))).toMatchObject({ account_id: 'a' })
      }
    },
  )
  fc.assert(property, { numRuns: Number(process.env.STILLWATCH_FUZZ_RUNS ?? 3000) })
})
