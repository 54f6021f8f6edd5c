import { once } from 'node:events'
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import {
  bodyOf,
  openRawUpstream,
  openUpstream,
  openWorld,
  until,
  type World,
  type WorldOptions,
} from './proxy-world.js'

const opened: { close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function raw(answer: (socket: Socket, head: string) => void, options: WorldOptions = {}) {
  const upstream = await openRawUpstream(answer)
  const world = await openWorld(upstream.url, options)
  opened.push(upstream, world)
  return world
}

async function plain(answer: RequestListener, options: WorldOptions = {}) {
  const upstream = await openUpstream(answer)
  const world = await openWorld(upstream.url, options)
  opened.push(upstream, world)
  return world
}

const KEY = { authorization: 'Bearer sk-secret-of-the-client' }

function post(world: World, path: string, body = '{}'): Promise<{ status: number; json: unknown }> {
  return new Promise((resolve, reject) => {
    const given = { port: world.port, path, method: 'POST', agent: false, headers: KEY }
    const request = httpRequest(given, (response) => {
      const { statusCode: status = 0 } = response
      bodyOf(response).then((bytes) => resolve({ status, json: JSON.parse(`${bytes}`) }), reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

const HEAD = 'HTTP/1.1 200 OK\r\n'
const anthropicError = (type: string) => ({
  type: 'error',
  error: { type, message: expect.any(String) },
  request_id: expect.any(String),
})
const openaiError = (type: string, code: string) => ({
  error: { message: expect.any(String), type, param: null, code },
})

describe('an upstream that fails before its answer', () => {
  it.each([
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes', (socket: Socket) => socket.end()],
    ['sends garbage', (socket: Socket) => socket.end('garbage\r\n\r\nmore')],
    ['sends another protocol', (socket: Socket) => socket.end('\x16\x03\x01\x02')],
    [
      'sends two lengths',
      (socket: Socket) => socket.end(`${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc`),
    ],
    [
      'sends a header without end',
      (socket: Socket) => socket.write(`${HEAD}x: ${'y'.repeat(70_000)}`),
    ],
    ['sends half a header', (socket: Socket) => socket.end(`${HEAD}x-hal`)],
  ])('%s: 502 in the form of the API', async (_, answer) => {
    const world = await raw(answer)
    expect(await post(world, '/v1/messages')).toEqual({
      status: 502,
      json: anthropicError('api_error'),
    })
    expect(await post(world, '/v1/responses')).toEqual({
      status: 502,
      json: openaiError('api_error', 'upstream_failed'),
    })
    expect(world.counters.upstream_failed).toBe(2)
    const [first] = await world.recorded(2)
    expect(first).toMatchObject({ status: 502, error_type: 'api_error' })
  })

  it('is not there: 502', async () => {
    const world = await openWorld('http://127.0.0.1:9')
    opened.push(world)
    expect((await post(world, '/v1/chat/completions')).status).toBe(502)
  })

  it('stalls: 504', async () => {
    const world = await raw(() => undefined, { settings: { answer_seconds_max: 0.2 } })
    expect(await post(world, '/v1/messages')).toEqual({
      status: 504,
      json: anthropicError('timeout_error'),
    })
    expect(await post(world, '/v1/chat/completions')).toEqual({
      status: 504,
      json: openaiError('timeout_error', 'upstream_timed_out'),
    })
    expect(world.counters.upstream_timed_out).toBe(2)
  })
})

describe('an upstream that fails in its answer', () => {
  const begun = `${HEAD}Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`
  it.each([
    ['resets', (socket: Socket) => setTimeout(() => socket.resetAndDestroy(), 50)],
    ['closes', (socket: Socket) => socket.end()],
    ['sends garbage', (socket: Socket) => socket.end('zz\r\nnothing')],
    ['stalls', () => undefined],
  ])('%s: the client gets what came and a connection that breaks', async (_, then) => {
    const world = await raw(
      (socket) => {
        socket.write(begun)
        setTimeout(() => then(socket), 50)
      },
      { settings: { silence_seconds_max: 0.3 } },
    )
    const { status, text, isBroken } = await broken(world)
    expect({ status, text, isBroken }).toEqual({ status: 200, text: 'hello', isBroken: true })
    await until(() => world.counters.upstream_failed + world.counters.upstream_timed_out === 1)
    const [record] = await world.recorded(1)
    expect(record).toMatchObject({ status: 200, endpoint: '/v1/messages' })
  })

  it('ends before its length: the client can tell', async () => {
    const world = await raw((socket) => socket.end(`${HEAD}Content-Length: 50\r\n\r\nhello`))
    expect(await broken(world)).toMatchObject({ text: 'hello', isBroken: true })
  })
})

function broken(world: World): Promise<{ status: number; text: string; isBroken: boolean }> {
  return new Promise((resolve, reject) => {
    const given = { port: world.port, path: '/v1/messages', method: 'POST', headers: KEY }
    const request = httpRequest(given, (response: IncomingMessage) => {
      let text = ''
      const { statusCode: status = 0 } = response
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('error', () => resolve({ status, text, isBroken: true }))
      response.on('end', () => resolve({ status, text, isBroken: false }))
    })
    request.on('error', reject)
    request.end('{}')
  })
}

describe('a client that goes away', () => {
  it.each([
    ['before the answer', false],
    ['in the middle of it', true],
  ])('%s ends the exchange with the upstream', async (_, hasBegun) => {
    let isGone = false
    const world = await plain((request, response) => {
      request.resume()
      if (hasBegun) response.write('data: {}\n\n')
      response.on('close', () => {
        isGone = true
      })
    })
    const given = { port: world.port, path: '/v1/messages', method: 'POST', headers: KEY }
    const request = httpRequest(given, () => request.destroy())
    request.on('error', () => undefined)
    request.end('{"model":"m"}')
    if (!hasBegun) setTimeout(() => request.destroy(), 100)
    await until(() => isGone)
    await until(() => world.counters.clients_gone === 1)
    const [record] = await world.recorded(1)
    expect(record).toMatchObject({ model: 'm', ...(hasBegun ? { status: 200 } : {}) })
    expect(world.counters.in_hand).toBe(0)
  })

  it('while it sends ends the exchange with the upstream', async () => {
    let ended: 'whole' | 'broken' | undefined
    const world = await plain((request) => {
      bodyOf(request).then(
        () => {
          ended = 'whole'
        },
        () => {
          ended = 'broken'
        },
      )
    })
    const headers = { ...KEY, 'content-length': 5_000_000 }
    const given = { port: world.port, path: '/v1/messages', method: 'POST', headers }
    const request = httpRequest(given)
    request.on('error', () => undefined)
    request.write(Buffer.alloc(400_000, 97))
    setTimeout(() => request.destroy(), 150)
    await until(() => ended !== undefined)
    expect(ended).toBe('broken')
    await until(() => world.counters.in_hand === 0)
  })

  it('or takes nothing for too long is let go', async () => {
    const world = await plain(
      (request, response) => {
        request.resume()
        const more = (): void => {
          while (response.write(Buffer.alloc(65_536))) if (response.destroyed) return
          response.once('drain', more)
        }
        more()
      },
      { settings: { client_seconds_max: 0.3 } },
    )
    const request = httpRequest({ port: world.port, path: '/big', headers: KEY }, (response) => {
      response.pause()
      response.on('error', () => undefined)
    })
    request.on('error', () => undefined)
    request.end()
    await until(() => world.counters.clients_gone === 1)
  })
})

describe('an upstream that has answered', () => {
  it('before it has read all: the client gets the answer', async () => {
    const world = await plain((_, response) => {
      response.writeHead(413, { 'content-type': 'application/json' })
      response.end('{"early":true}')
    })
    const answer = await new Promise((resolve, reject) => {
      const headers = { ...KEY, 'content-length': 3_000_000 }
      const given = { port: world.port, path: '/v1/messages', method: 'POST', headers }
      const request = httpRequest(given, (response) => {
        bodyOf(response).then((bytes) => resolve(`${response.statusCode} ${bytes}`), reject)
      })
      // The client may find its connection closed while it still sends.
      request.on('error', () => undefined)
      request.write(Buffer.alloc(1_000_000, 97))
      setTimeout(() => request.end(Buffer.alloc(2_000_000, 97)), 100)
    })
    expect(answer).toBe('413 {"early":true}')
  })
})

describe('too many at once', () => {
  it('are told to come again, and the others are served', async () => {
    const waiting: (() => void)[] = []
    const world = await plain(
      (request, response) => {
        request.resume()
        waiting.push(() => response.end('{}'))
      },
      { settings: { exchanges_max: 2 } },
    )
    const first = [post(world, '/v1/messages'), post(world, '/v1/messages')]
    await until(() => waiting.length === 2)
    expect(await post(world, '/v1/messages')).toEqual({
      status: 503,
      json: anthropicError('overloaded_error'),
    })
    for (const answer of waiting) answer()
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200])
  })

  it('make room where their requests have been coming for a while, whatever keys they invent, and not before', async () => {
    const world = await plain(
      (request, response) => void request.resume().on('end', () => response.end('{}')),
      { settings: { exchanges_max: 2 } },
    )
    const ends: number[] = []
    const begun: ClientRequest[] = []
    for (const place of [0, 1]) {
      const headers = { authorization: `Bearer invented-${place}`, 'content-length': 100_000 }
      const given = { port: world.port, path: '/v1/messages', method: 'POST', headers }
      const request = httpRequest(given).on('error', () => ends.push(place))
      request.write('{')
      begun.push(request)
      // One after the other: two connections may be taken in either order.
      await until(() => world.counters.in_hand === begun.length)
    }
    expect((await post(world, '/v1/messages')).status).toBe(503)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await post(world, '/v1/messages')).status).toBe(200)
    await until(() => ends.length === 1)
    expect([ends, world.counters.in_hand]).toEqual([[0], 1])
    for (const one of begun) one.destroy()
  })

  it('hold no place with the rest of what they send', async () => {
    const waiting: (() => void)[] = []
    const world = await plain((_, response) => void waiting.push(() => response.end('{}')), {
      settings: { exchanges_max: 1 },
    })
    const first = post(world, '/v1/messages')
    await until(() => waiting.length === 1)
    const headers = { ...KEY, 'content-length': 3_000_000 }
    const given = { port: world.port, path: '/v1/messages', method: 'POST', headers }
    const long = httpRequest(given).on('error', () => undefined)
    long.write('{')
    const [refused] = (await once(long, 'response')) as [IncomingMessage]
    expect([refused.statusCode, world.counters.in_hand]).toEqual([503, 1])
    for (const answer of waiting) answer()
    expect((await first).status).toBe(200)
    const next = post(world, '/v1/messages')
    await until(() => waiting.length === 2)
    waiting[1]?.()
    expect((await next).status).toBe(200)
    long.destroy()
  })
})
