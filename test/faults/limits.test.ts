import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { serveSchema } from '../../src/config/serve.js'
import { type Service, startService, until } from '../integration/served.js'
import { textOf } from '../reference/documents.js'
import { openUpstream, type Upstream } from '../service/proxy-world.js'
import {
  ask,
  BODY_BYTES_MAX,
  BODY_LIMITS,
  DECIDE_LIMITS,
  HEADER_BYTES_MAX,
  HEADER_LIMIT,
  JSON_TYPE,
  LARGE_LIMITS,
  type Limit,
  RECORD_LIMITS,
} from './limits.js'
import { type Asked, startProbe, told } from './probe.js'

const EXCHANGES_MAX = 4

let small: Service
let usual: Service
let upstream: Upstream
let waiting: (() => void)[] = []
let received: number[] = []
beforeAll(async () => {
  upstream = await openUpstream((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://upstream')
    let bytes = 0
    request.on('data', (chunk: Buffer) => (bytes += chunk.length))
    request.on('end', () => {
      received.push(bytes)
      if (pathname === '/wait') waiting.push(() => response.end('done'))
      else response.setHeader('x', 'x'.repeat(Number(searchParams.get('header') ?? 0))).end('done')
    })
  })
  small = await startService({
    limits: { body_bytes_max: BODY_BYTES_MAX, header_bytes_max: HEADER_BYTES_MAX },
    intake: {
      body_bytes_max: BODY_BYTES_MAX,
      bodies_bytes_max: BODY_BYTES_MAX,
      silence_seconds_max: 1,
    },
    proxy: { upstream: upstream.url, exchanges_max: EXCHANGES_MAX },
  })
  usual = await startService()
  for (const one of [small, usual])
    await until('the gate', async () => (await fetch(`${one.url}/healthz`)).ok)
})
afterAll(async () => {
  for (const one of [small, usual]) {
    await one?.end()
    one?.remove()
  }
  await upstream?.close()
})

const question = { path: '/v1/decide', headers: JSON_TYPE, body: '{"account_id":"a"}' }
const isAnswered = async ({ url }: Service) => (await ask(url, question)).status === 200

async function hold(service: Service, { within, beyond, status, says }: Limit): Promise<void> {
  const taken = await ask(service.url, within)
  expect([taken.status, taken.text.slice(0, 200)]).toEqual([200, expect.any(String)])
  expect(await isAnswered(service)).toBe(true)
  const refused = await ask(service.url, beyond)
  expect([refused.status, refused.text.slice(0, 500)]).toEqual([
    status,
    expect.stringMatching(says),
  ])
  expect(await isAnswered(service)).toBe(true)
}

const named = (limits: readonly Limit[]) =>
  limits.map((limit) => {
    const { method = 'POST', path, headers = {} } = limit.within
    const encoding = headers['content-encoding'] ?? ''
    return [
      `${limit.name}, ${limit.says}, ${method} ${path.slice(0, 40)} ${encoding}`,
      limit,
    ] as const
  })

describe('what is at a limit is taken, what is over it refused with a word of what to do, and the next answered', () => {
  test.each(named([HEADER_LIMIT, ...DECIDE_LIMITS, ...BODY_LIMITS, ...RECORD_LIMITS]))(
    '%s',
    (_, limit) => hold(small, limit),
  )

  test('as the service comes, and all along decisions are answered', async () => {
    const probe = await startProbe(usual.url)
    for (const limit of LARGE_LIMITS) await hold(usual, limit)
    const { decide }: { decide: Asked } = await probe.end()
    process.stderr.write(`bodies at and over every limit\n  decide: ${told(decide)}\n`)
    expect(decide.failed + decide.refused).toBe(0)
    expect(decide.longestMs).toBeLessThan(2000)
  })
})

describe('limits that others can use up', () => {
  test('serve.intake.bodies_bytes_max: no room for another body is 503, and soon there is', async () => {
    const socket = connect(Number(new URL(small.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /v1/ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{')
    await sleep(200)
    const whole = { path: '/v1/ingest', body: '\n'.repeat(BODY_BYTES_MAX) }
    const refused = await ask(small.url, whole)
    expect(refused.status).toBe(503)
    expect(refused.headers['retry-after']).toBe('5')
    expect(refused.text).toContain('send it again later')
    let answer = ''
    socket.on('data', (bytes) => (answer += bytes))
    // serve.intake.silence_seconds_max
    await until('the silent body to be given up', async () => answer !== '', 5)
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*BODY_SLOW/)
    socket.destroy()
    expect((await ask(small.url, whole)).status).toBe(200)
  })

  test('serve.proxy.exchanges_max: one more is 503, and decisions are answered', async () => {
    waiting = []
    const held = Array.from({ length: EXCHANGES_MAX }, () => ask(small.url, { path: '/wait' }))
    await until('all to wait', async () => waiting.length === EXCHANGES_MAX)
    const refused = await ask(small.url, { path: '/wait' })
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('overloaded')])
    expect(await isAnswered(small)).toBe(true)
    for (const answer of waiting) answer()
    for (const { status } of await Promise.all(held)) expect(status).toBe(200)
    expect((await ask(small.url, { path: '/' })).status).toBe(200)
  })

  test.each([
    ['serve.proxy.look_bytes_max', 256 * 1024],
    ['serve.proxy.copy_bytes_max', 2 * 1024 * 1024],
  ])('%s: what is longer passes all the same', async (_, bytes) => {
    received = []
    for (const length of [bytes, bytes + 1]) {
      const answer = await ask(small.url, { path: '/v1/messages', body: 'x'.repeat(length) })
      expect(answer.status).toBe(200)
    }
    expect(received).toEqual([bytes, bytes + 1])
  })

  test('the headers of an answer of the upstream', async () => {
    expect((await ask(small.url, { path: '/?header=65000' })).status).toBe(200)
    expect((await ask(small.url, { path: '/?header=66000' })).status).toBe(502)
    expect(await isAnswered(small)).toBe(true)
  })
})

describe('JSON of any depth', () => {
  const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`
  const bodies = [
    deep,
    `{"account_id":"a","messages":${deep}}`,
    `{"metadata":${deep},"resourceSpans":${deep}}`,
  ]
  const paths = ['decide', 'ingest', 'litellm', 'accounts', 'account-events', 'traces', 'logs']
  test.each(paths)('/v1/%s answers it, and the next', async (path) => {
    for (const body of bodies) {
      const { status } = await ask(small.url, { path: `/v1/${path}`, headers: JSON_TYPE, body })
      expect([200, 400, 413, 422]).toContain(status)
      expect(await isAnswered(small)).toBe(true)
    }
  })
})

describe('the page of the limits', () => {
  const page = textOf('docs/reference/limits.md')

  test.each([
    ...new Set(
      [...DECIDE_LIMITS, ...BODY_LIMITS, ...RECORD_LIMITS, ...LARGE_LIMITS].map(({ name }) => name),
    ),
  ])('has %s', (name) => {
    expect(page).toContain(`| ${name.startsWith('serve.') ? `\`${name}\`` : name} |`)
  })

  test.each(maxima('serve', z.toJSONSchema(serveSchema, { io: 'input' }) as Node))(
    'has %s',
    (key) => {
      expect(page).toContain(`| \`${key}\` |`)
    },
  )
})

interface Node {
  readonly properties?: Readonly<Record<string, Node>>
}

/** The settings that bound something. */
function maxima(prefix: string, { properties = {} }: Node): string[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const key = `${prefix}.${name}`
    return node.properties === undefined ? (/_max$/.test(name) ? [key] : []) : maxima(key, node)
  })
}
