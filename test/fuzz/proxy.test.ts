import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import type { EndpointKind } from '../../src/service/proxy/endpoint.js'
import { readHeld } from '../../src/service/proxy/hold/read.js'
import type { CopiedBytes } from '../../src/service/proxy/record/raw.js'
import { makeReader } from '../../src/service/proxy/record/reader.js'
import {
  MESSAGES_EVENTS,
  MESSAGES_REQUEST,
  MESSAGES_RESPONSE,
  RESPONSES_EVENTS,
} from '../service/proxy-bodies.js'
import { fuzz } from './fuzz.js'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const stream = (events: readonly object[]) =>
  Buffer.from(
    events
      .map(
        (event) => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`,
      )
      .join(''),
  )
const chunks = ['Good ', 'morning.'].map((content) => ({
  id: 'chatcmpl-1',
  choices: [{ index: 0, delta: { content, tool_calls: [{ index: 0, function: { name: 'f' } }] } }],
}))
const chat = Buffer.from(
  `${chunks.map((one) => `data: ${JSON.stringify(one)}\r\n\r\n`).join('')}data: [DONE]\n\n`,
)
const MESSAGES = [json(MESSAGES_REQUEST), json(MESSAGES_RESPONSE)]
const batch = { requests: [{ custom_id: 'a', params: MESSAGES_REQUEST }] }
const result = { custom_id: 'a', result: { type: 'succeeded', message: MESSAGES_RESPONSE } }
const upload = Buffer.from(
  [
    '--a\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n',
    '--a\r\ncontent-disposition: form-data; name="file"; filename="x.jsonl"\r\n\r\n',
    `${JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: MESSAGES_REQUEST })}\n`,
    '\r\n--a--\r\n',
  ].join(''),
)

const META = {
  received_at: '2026-03-01T00:00:00.000Z',
  account_id: 'a',
  header_order: ['host'],
  endpoint: '/v1/messages',
  status: 200,
  latency_ms: 1,
  decision_level: 'pass',
  decision_policy_id: null,
}
const NOTHING: CopiedBytes = {
  head: Buffer.alloc(0),
  tail: Buffer.alloc(0),
  isCut: false,
  isDropped: false,
  contentType: '',
  contentEncoding: '',
}

interface Body {
  readonly kinds: readonly EndpointKind[]
  readonly contentType: string
  readonly contentEncodings?: readonly string[]
  readonly corpus: readonly Buffer[]
}

const EVENTS = 'text/event-stream'
const JSON_TYPE = 'application/json'
const EXCHANGES: readonly EndpointKind[] = ['messages', 'chat', 'responses']

const BODIES: Readonly<Record<string, Body>> = {
  'a stream of events': {
    kinds: EXCHANGES,
    contentType: EVENTS,
    corpus: [stream(MESSAGES_EVENTS), stream(RESPONSES_EVENTS), chat],
  },
  JSON: { kinds: EXCHANGES, contentType: JSON_TYPE, corpus: MESSAGES },
  'a packed body': {
    kinds: EXCHANGES,
    contentType: JSON_TYPE,
    contentEncodings: ['gzip', 'br', 'deflate', 'zstd', 'gzip, gzip'],
    corpus: [
      ...MESSAGES.map((one) => gzipSync(one)),
      ...MESSAGES.map((one) => brotliCompressSync(one)),
    ],
  },
  'a batch and its results': {
    kinds: ['message_batch', 'message_batch_results', 'batch'],
    contentType: JSON_TYPE,
    corpus: [json(batch), Buffer.from(`${JSON.stringify(result)}\n${JSON.stringify(result)}`)],
  },
  'an upload of a file': {
    kinds: ['file'],
    contentType: 'multipart/form-data; boundary=a',
    corpus: [upload],
  },
}

for (const [name, { kinds, contentType, contentEncodings = [''], corpus }] of Object.entries(
  BODIES,
)) {
  const reader = makeReader({ textPolicy: 'full', batchBytesMax: 50_000 })
  fuzz({
    name: `proxy: ${name}`,
    corpus,
    run: (bytes, random) => {
      const pick = <Value>(from: readonly Value[], fallback: Value): Value =>
        from[Math.floor(random() * from.length)] ?? fallback
      const kind = pick(kinds, 'messages')
      const cut = Math.floor(random() * bytes.length)
      const isCut = random() < 0.2
      const copied: CopiedBytes = {
        ...NOTHING,
        head: isCut ? bytes.subarray(0, cut) : bytes,
        tail: isCut ? bytes.subarray(cut) : Buffer.alloc(0),
        isCut,
        contentType,
        contentEncoding: pick(contentEncodings, ''),
      }
      const isRequest = random() < 0.5
      const { lines, unreadable } = reader.read({
        kind,
        meta: META,
        subject: 's',
        ids: [],
        fallbackId: 'f',
        request: isRequest ? copied : NOTHING,
        response: isRequest ? NOTHING : copied,
      })
      if (EXCHANGES.includes(kind)) expect([lines.length, unreadable]).toEqual([1, 0])
      for (const line of lines) {
        expect(line.includes(10)).toBe(false)
        expect(JSON.parse(Buffer.from(line).toString('utf8')).account_id).toBe('a')
      }
    },
  })
}

// An answer under `hold-answer`: what it says, or that this cannot be told.
for (const [name, contentType, corpus] of [
  ['a stream of events', EVENTS, [stream(MESSAGES_EVENTS), stream(RESPONSES_EVENTS), chat]],
  ['JSON', JSON_TYPE, [...MESSAGES, ...MESSAGES.map((one) => gzipSync(one))]],
] as const) {
  fuzz({
    name: `held answers: ${name}`,
    corpus,
    run: async (bytes, random) => {
      const cut = Math.floor(random() * bytes.length)
      const said = await readHeld({
        kind: (['messages', 'chat', 'responses'] as const)[Math.floor(random() * 3)] ?? 'chat',
        pages: [bytes.subarray(0, cut), bytes.subarray(cut)],
        contentType,
        contentEncoding: random() < 0.3 ? 'gzip' : '',
        isDropped: () => false,
      })
      if (said !== null) expect(said.texts.every((text) => typeof text === 'string')).toBe(true)
    },
  })
}
