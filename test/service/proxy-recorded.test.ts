import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  CHAT_EVENTS,
  CHAT_RECORD,
  CHAT_REQUEST,
  CHAT_RESPONSE,
  CLIENT,
  json,
  MESSAGES_EVENTS,
  MESSAGES_RECORD,
  MESSAGES_REQUEST,
  MESSAGES_RESPONSE,
  post,
  RESPONSES_EVENTS,
  RESPONSES_RECORD,
  RESPONSES_REQUEST,
  RESPONSES_RESPONSE,
  sse,
  UP,
} from './proxy-bodies.js'
import { worlds } from './proxy-world.js'

const start = worlds()

describe('Messages', () => {
  it('not streamed', async () => {
    const world = await start(json(MESSAGES_RESPONSE, UP))
    await post(world, '/v1/messages?beta=true', MESSAGES_REQUEST, CLIENT)
    expect(await world.recorded(1)).toEqual([MESSAGES_RECORD])
  })

  it.each([1, 2, 3, 7, 64, 100_000])('streamed in pieces of %i bytes', async (pieceBytes) => {
    const world = await start(sse(MESSAGES_EVENTS, pieceBytes, UP))
    await post(world, '/v1/messages', { ...MESSAGES_REQUEST, stream: true }, CLIENT)
    expect(await world.recorded(1)).toEqual([{ ...MESSAGES_RECORD, is_stream: true }])
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('packed with %s', async (encoding, pack) => {
    const world = await start((request, response) => {
      request.resume()
      response.writeHead(200, { 'content-encoding': encoding, ...UP })
      response.end(pack(JSON.stringify(MESSAGES_RESPONSE)))
    })
    await post(world, '/v1/messages', gzipSync(JSON.stringify(MESSAGES_REQUEST)), {
      ...CLIENT,
      'content-encoding': 'gzip',
    })
    expect(await world.recorded(1)).toEqual([MESSAGES_RECORD])
  })

  it('answered with an error, also in the middle of a stream', async () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'x' } }
    const first = await start(json(error, UP, 529))
    await post(first, '/v1/messages', MESSAGES_REQUEST)
    const second = await start(sse([...MESSAGES_EVENTS.slice(0, 8), error], 50))
    await post(second, '/v1/messages', { ...MESSAGES_REQUEST, stream: true })
    expect(await first.recorded(1)).toMatchObject([{ status: 529, error_type: 'overloaded_error' }])
    expect(await second.recorded(1)).toMatchObject([
      { exchange_id: 'msg_1', status: 200, error_type: 'overloaded_error', response: 'Só – ' },
    ])
  })

  it('under a path that only an upstream would take for it', async () => {
    const world = await start(json(MESSAGES_RESPONSE, UP))
    for (const path of ['/v1//messages', '/v1/x/%2e%2e/messages', '/v1/%6dessages/']) {
      await post(world, path, MESSAGES_REQUEST)
    }
    expect((await world.recorded(3)).map(({ endpoint }) => endpoint)).toEqual(
      Array(3).fill('/v1/messages'),
    )
  })
})

describe.each([
  ['/v1/chat/completions', CHAT_REQUEST, CHAT_RESPONSE, CHAT_EVENTS, CHAT_RECORD],
  ['/v1/responses', RESPONSES_REQUEST, RESPONSES_RESPONSE, RESPONSES_EVENTS, RESPONSES_RECORD],
] as const)('%s', (path, request, response, events, record) => {
  it('gives the same record, streamed in whatever pieces or not', async () => {
    const world = await start(json(response))
    await post(world, path, request)
    expect(await world.recorded(1)).toMatchObject([{ endpoint: path, ...record }])
    const { is_stream: _, ...whole } = (await world.recorded(1))[0] ?? {}
    for (const pieceBytes of [1, 5, 100_000]) {
      const streaming = await start(sse(events, pieceBytes))
      await post(streaming, path, { ...request, stream: true })
      const [got] = await streaming.recorded(1)
      const { received_at, latency_ms, header_order } = got ?? {}
      const own = { received_at, latency_ms, header_order, is_stream: true }
      expect(got).toEqual({ ...whole, ...own })
    }
  })

  it('broken off gives what had been said', async () => {
    const streaming = await start(sse(events.slice(0, -2), 100))
    await post(streaming, path, { ...request, stream: true })
    const [got] = await streaming.recorded(1)
    expect(got).toMatchObject({ exchange_id: record.exchange_id, response: record.response })
  })
})
