import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bodyOf,
  exchangeBytes,
  openUpstream,
  openWorld,
  type Upstream,
  type World,
} from './proxy-world.js'

interface Seen {
  readonly method: string
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

let answerWith: Parameters<typeof openUpstream>[0] = (_, response) => response.end()
const seen: Seen[] = []
let upstream: Upstream
let world: World

beforeAll(async () => {
  upstream = await openUpstream(async (request, response) => {
    const { method = '', url = '', rawHeaders } = request
    seen.push({ method, url, rawHeaders, body: await bodyOf(request) })
    answerWith(request, response)
  })
  world = await openWorld(upstream.url)
})
afterAll(async () => {
  await world.close()
  await upstream.close()
})

interface Answer {
  readonly status: number
  readonly message: string
  readonly rawHeaders: readonly string[]
  readonly rawTrailers: readonly string[]
  readonly body: Buffer
}

function send(options: RequestOptions, chunks: readonly Buffer[] = []): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: world.port, agent: false, ...options })
    request.on('error', reject)
    request.on('response', (response: IncomingMessage) => {
      bodyOf(response).then((body) => {
        const { statusCode = 0, statusMessage = '', rawHeaders, rawTrailers } = response
        resolve({ status: statusCode, message: statusMessage, rawHeaders, rawTrailers, body })
      }, reject)
    })
    for (const chunk of chunks) request.write(chunk)
    request.end()
  })
}

const CL0 = ['content-length', '0']

const chunked = fc.array(
  fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes)),
  {
    maxLength: 12,
  },
)
const path = fc.constantFrom('/v1/messages?beta=true', '/v1/responses', '/else/%7Ewhere?a=%20b&a=c')

describe('bytes pass untouched', () => {
  it('in both directions, in whatever pieces they come', async () => {
    const pass = fc.asyncProperty(
      path,
      chunked,
      chunked,
      fc.boolean(),
      async (url, up, down, sized) => {
        const answer = Buffer.concat(down)
        answerWith = (_, response) => {
          if (sized) response.setHeader('content-length', answer.length)
          for (const chunk of down) response.write(chunk)
          response.end()
        }
        const body = Buffer.concat(up)
        const headers = sized ? { 'content-length': body.length } : {}
        const got = await send({ path: url, method: 'POST', headers }, up)
        expect(got.body.equals(answer)).toBe(true)
        expect(seen.at(-1)?.url).toBe(url)
        expect(seen.at(-1)?.body.equals(body)).toBe(true)
      },
    )
    await fc.assert(pass, { numRuns: 60 })
  })

  it('with headers in their order and number, on either side', async () => {
    answerWith = (_, response) => {
      response.sendDate = false
      response.writeHead(299, 'As It Is', [
        ...['X-One', 'a', 'x-two', 'b', 'X-One', 'c', 'set-cookie', 'd=1', 'Set-Cookie', 'e=2'],
        ...['x-latin', 'caf\u00e9', 'Content-Length', '2'],
      ])
      response.end('ok')
    }
    const answer = await exchangeBytes(
      world.port,
      'POST /x HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-b: caf\u00e9\r\nX-A: 2\r\nConnection: close, X-Drop\r\n' +
        'X-Drop: gone\r\nTE: trailers\r\nContent-Length: 0\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 299 As It Is\r\nX-One: a\r\nx-two: b\r\nX-One: c\r\n/)
    expect(answer).toMatch(
      /set-cookie: d=1\r\nSet-Cookie: e=2\r\nx-latin: caf.*\r\nContent-Length: 2/,
    )
    expect(answer).not.toMatch(/date:/i)
    const sent = seen.at(-1)?.rawHeaders ?? []
    const own = sent.indexOf('X-A')
    expect(sent.slice(own)).toEqual(['X-A', '1', 'x-b', 'caf\u00e9', 'X-A', '2', ...CL0])
  })

  it('compressed as they are', async () => {
    const packed = gzipSync('{"a":1}')
    answerWith = (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' })
      response.end(packed)
    }
    const got = await send({ path: '/v1/messages', method: 'POST' }, [packed])
    expect(got.body.equals(packed)).toBe(true)
    expect(seen.at(-1)?.body.equals(packed)).toBe(true)
  })

  it('with trailers, early hints, HEAD, 204 and 304', async () => {
    answerWith = (_, response) => {
      response.writeHead(200, { trailer: 'x-sum' })
      response.write('body')
      response.addTrailers({ 'x-sum': '7' })
      response.end()
    }
    expect((await send({ path: '/t', method: 'GET' })).rawTrailers).toEqual(['x-sum', '7'])
    answerWith = (_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.end('done')
    }
    const hinted = await exchangeBytes(world.port, 'GET /h HTTP/1.1\r\nHost: h\r\n\r\n')
    expect(hinted).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nlink: <\/a\.css>; rel=preload\r\n\r\nHTTP/i,
    )
    answerWith = (_, response) => {
      response.writeHead(200, { 'content-length': '1234' })
      response.end()
    }
    const head = await send({ path: '/h', method: 'HEAD' })
    expect(head.rawHeaders).toContain('1234')
    expect(head.body.length).toBe(0)
    for (const status of [204, 304]) {
      answerWith = (_, response) => response.writeHead(status).end()
      expect((await send({ path: '/n' })).status).toBe(status)
    }
  })

  it('after the 100 that a client waits for', async () => {
    answerWith = (_, response) => response.end('took it')
    const answer = await new Promise<string>((resolve, reject) => {
      const request = httpRequest({
        port: world.port,
        path: '/v1/messages',
        method: 'POST',
        headers: { expect: '100-continue', 'content-length': 2 },
      })
      request.on('continue', () => request.end('{}'))
      request.on('response', (response) => bodyOf(response).then((b) => resolve(`${b}`), reject))
      request.on('error', reject)
      request.flushHeaders()
    })
    expect(answer).toBe('took it')
    expect(seen.at(-1)?.body.toString()).toBe('{}')
  })

  it('a header of ten thousand bytes', async () => {
    const long = 'x'.repeat(10_000)
    answerWith = (_, response) => response.writeHead(200, { 'x-long': long }).end()
    const got = await send({ path: '/long', headers: { 'x-long': long } })
    expect(got.rawHeaders).toContain(long)
    expect(seen.at(-1)?.rawHeaders).toContain(long)
  })

  it('each piece of a stream as soon as it is there', async () => {
    let next: () => void = () => undefined
    answerWith = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      let sent = 0
      next = () => {
        response.write(`data: ${sent++}\n\n`)
        if (sent === 5) response.end()
      }
    }
    const pieces: string[] = []
    await new Promise<void>((resolve, reject) => {
      const request = httpRequest({ port: world.port, path: '/v1/messages', method: 'POST' })
      request.on('error', reject)
      request.on('response', (response) => {
        // The upstream says its next word when this one has come through: what is held back ends all.
        next()
        response.on('data', (chunk) => {
          pieces.push(`${chunk}`)
          next()
        })
        response.on('end', resolve)
      })
      request.end('{}')
    })
    expect(pieces).toEqual([0, 1, 2, 3, 4].map((n) => `data: ${n}\n\n`))
  })

  it('over one connection that is used again', async () => {
    answerWith = (request, response) => response.end(request.url)
    const ask = (n: number, close = '') => `GET /k${n} HTTP/1.1\r\nHost: h\r\n${close}\r\n`
    const answer = await exchangeBytes(
      world.port,
      ask(1) + ask(2) + ask(3, 'Connection: close\r\n'),
    )
    expect(answer.match(/\/k\d/g)).toEqual(['/k1', '/k2', '/k3'])
  })
})

describe('what could be read in two ways is refused, and no upstream sees it', () => {
  const POST = 'POST /v1/messages HTTP/1.1\r\nHost: h\r\n'
  const hidden = 'GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n'
  it.each([
    [
      'both lengths',
      `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    ['two lengths', `${POST}Content-Length: 0\r\nContent-Length: 4\r\n\r\n${hidden}`],
    ['two lengths in one', `${POST}Content-Length: 0, 4\r\n\r\n${hidden}`],
    ['a length with a sign', `${POST}Content-Length: +4\r\n\r\nabcd${hidden}`],
    ['a coding that is none', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
    [
      'chunked, and not last',
      `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'a chunk size that is none',
      `${POST}Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n`,
    ],
    [
      'a chunk size beyond measure',
      `${POST}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na`,
    ],
    ['a space before the colon', `${POST}Content-Length : 4\r\n\r\nabcd${hidden}`],
    ['a bare line end', `${POST}X-A: b\nContent-Length: 4\r\n\r\nabcd${hidden}`],
    ['another host in the line', `GET http://169.254.169.254/ HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['no path', `OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n`],
  ])('%s', async (_, bytes) => {
    answerWith = (_request, response) => response.end('reached')
    const before = seen.length
    const answer = await exchangeBytes(world.port, bytes)
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
    expect(answer).not.toContain('reached')
    expect(seen.length).toBe(before)
  })
})
