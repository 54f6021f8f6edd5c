import type { RequestListener } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { REPEATING, TRACE } from './held-bodies.js'
import {
  CHAT_EVENTS,
  CHAT_RESPONSE,
  json,
  MESSAGES_EVENTS,
  MESSAGES_REQUEST,
  MESSAGES_RESPONSE,
  post,
  RESPONSES_EVENTS,
  RESPONSES_RESPONSE,
  sse,
} from './proxy-bodies.js'
import { bodyOf, PASS, until, type World, worlds } from './proxy-world.js'

const start = worlds()
const APPEAL = 'https://provider.example/appeal'
const HOLD = {
  ...PASS,
  level: 'hold' as const,
  policy_id: 'policy-7',
  reason_code: 'usage_review',
  appeal: APPEAL,
  measures: ['hold-answer'],
  group: 'campaign c49e',
  reasons: ['campaign c49e: act at 97'],
}
const TOLD = 'under the policy policy-7 (usage_review). To appeal: https://provider.example/appeal'

const hold = (answer: RequestListener, settings: object = {}) =>
  start(answer, { decide: () => HOLD, settings })
const ask = (world: World, path = '/v1/messages', more: object = {}) =>
  fetch(world.url + path, {
    ...{ method: 'POST', body: JSON.stringify(MESSAGES_REQUEST) },
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    ...more,
  })

describe('an answer that repeats its reasoning', () => {
  const rows = Object.entries(REPEATING).flatMap(([name, { path, whole, events }]) => [
    [name, path, json(whole, { 'request-id': 'req_up' })] as const,
    [`${name}, streamed`, path, sse(events, 90, { 'request-id': 'req_up' })] as const,
  ])
  it.each(rows)(
    '%s: is refused in the form of the API, and no part of it is told',
    async (...row) => {
      const [, path, answer] = row
      const world = await hold(answer)
      const got = await ask(world, path)
      const text = await got.text()
      expect(got.status).toBe(403)
      const { error } = JSON.parse(text)
      expect(error.type).toBe('permission_error')
      expect(error.message).toContain(TOLD)
      expect(got.headers.get('stillwatch-measures')).toBe('hold-answer')
      expect(got.headers.get('stillwatch-policy')).toBe('policy-7')
      expect(got.headers.get('stillwatch-reason')).toBe('usage_review')
      expect(got.headers.get('stillwatch-appeal')).toBe(APPEAL)
      expect(text + JSON.stringify([...got.headers])).not.toMatch(/step \d|req_up|c49e/)
      expect(world.counters).toMatchObject({ answers_withheld: 1, held_bytes: 0 })
      // The record is of what the client got: no answer, and no reasoning that was issued to it.
      const [record] = await world.recorded(1)
      expect(record).toMatchObject({
        ...{ status: 403, error_type: 'permission_error', decision_level: 'hold' },
      })
      expect(JSON.stringify(record)).not.toMatch(/step \d|artefacts_issued/)
    },
  )

  it('is refused compressed too, and a tag does not hide it where reasoning is shown apart', async () => {
    const gzip = await hold((request, response) => {
      request.resume()
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      response.writeHead(200, headers)
      response.end(gzipSync(JSON.stringify(REPEATING.messages?.whole)))
    })
    expect((await ask(gzip)).status).toBe(403)
    const content = `${TRACE}</think>`
    const hidden = await hold(json({ choices: [{ message: { reasoning: TRACE, content } }] }))
    expect((await ask(hidden, '/v1/chat/completions')).status).toBe(403)
  })
})

describe('an answer of its own', () => {
  it.each([
    ['/v1/messages', json(MESSAGES_RESPONSE, { 'x-own': 'ä' })],
    ['/v1/messages', sse(MESSAGES_EVENTS, 7, { 'x-own': 'yes' })],
    ['/v1/chat/completions', json(CHAT_RESPONSE)],
    ['/v1/chat/completions', sse(CHAT_EVENTS, 64)],
    ['/v1/responses', json(RESPONSES_RESPONSE)],
    ['/v1/responses', sse(RESPONSES_EVENTS, 5000)],
  ])('%s passes byte for byte when it is whole, and its client is told', async (path, answer) => {
    const open = await start(answer)
    const held = await hold(answer)
    const plain = await ask(open, path)
    const got = await ask(held, path)
    expect(got.status).toBe(plain.status)
    expect(await got.text()).toBe(await plain.text())
    const own = ({ headers }: Response) =>
      [...headers].filter(([name]) => !/^stillwatch-|^date$/.test(name))
    expect(own(got)).toEqual(own(plain))
    expect(got.headers.get('stillwatch-measures')).toBe('hold-answer')
    expect(got.headers.get('stillwatch-appeal')).toBe(APPEAL)
    const [ofOpen] = await open.recorded(1)
    const [ofHeld] = await held.recorded(1)
    const fixed = { received_at: 0, latency_ms: 0, exchange_id: 0 }
    const under = { decision_level: 'hold', decision_policy_id: 'policy-7' }
    expect({ ...ofHeld, ...fixed }).toEqual({ ...ofOpen, ...fixed, ...under })
    await until(() => held.counters.held_bytes === 0)
  })

  it('does not begin before it is whole; whoever is under no such measure has it as it comes', async () => {
    const ends: (() => void)[] = []
    const slow: RequestListener = (request, response) => {
      request.resume()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"choices":[]}\n\n')
      ends.push(() => response.end('data: [DONE]\n\n'))
    }
    const open = await start(slow)
    expect((await ask(open, '/v1/chat/completions')).status).toBe(200)
    const held = await hold(slow)
    let isBegun = false
    const got = ask(held, '/v1/chat/completions').finally(() => {
      isBegun = true
    })
    await until(() => held.counters.held_bytes > 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isBegun).toBe(false)
    for (const end of ends) end()
    expect(await (await got).text()).toBe('data: {"choices":[]}\n\ndata: [DONE]\n\n')
  })

  it('that is an error of the API is not held', async () => {
    const world = await hold(json({ error: { message: 'slow down' } }, { 'retry-after': '7' }, 429))
    const got = await ask(world)
    expect([got.status, got.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await got.json()).toEqual({ error: { message: 'slow down' } })
    expect(world.counters.answers_withheld).toBe(0)
    const busy = await hold((request, response) => {
      request.resume()
      response.writeHead(529, { 'content-type': 'text/html' }).end('<html>busy</html>')
    })
    const page = await ask(busy)
    expect([page.status, await page.text()]).toEqual([529, '<html>busy</html>'])
  })
})

/** Begins an answer, and notes when its connection is closed on it. */
const beginning =
  (bytes: string, seen: { closed: number }, headers: object = {}): RequestListener =>
  (request, response) => {
    request.resume()
    response.on('close', () => {
      if (!response.writableFinished) seen.closed += 1
    })
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers })
    response.write(bytes)
  }

describe('an answer that cannot be looked into', () => {
  const saying =
    (body: string | Buffer, headers: object = {}): RequestListener =>
    (request, response) => {
      request.resume()
      response.writeHead(200, { 'content-type': 'application/json', ...headers })
      response.end(body)
    }
  const deep = `{"content":[{"type":"x","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}]}`
  const letters = JSON.stringify({ content: [{ type: 'text', text: 'word '.repeat(110_000) }] })
  it.each([
    ['no JSON', saying('{"content":')],
    ['a page', saying('<html>502</html>', { 'content-type': 'text/html' })],
    ['nothing', saying('')],
    ['a list', saying('[]')],
    ['packed in an unknown way', saying('{}', { 'content-encoding': 'zstd' })],
    ['packed, and broken', saying('{}', { 'content-encoding': 'gzip' })],
    ['no UTF-8', saying(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))],
    ['an event that is none', saying('data: {"a\n\n', { 'content-type': 'text/event-stream' })],
    ['depth without end', saying(deep)],
    ['more than half a million letters', saying(letters)],
    ['too many bytes', saying(JSON.stringify({ a: 'x'.repeat(3_000_000) }))],
  ])('%s: is refused, and told so', async (_, answer) => {
    const world = await hold(answer, { hold_bytes_max: 2_000_000 })
    const got = await ask(world)
    expect([got.status, got.headers.get('stillwatch-measures')]).toEqual([403, 'unseen'])
    expect((JSON.parse(await got.text()) as { error: object }).error).toMatchObject({
      type: 'permission_error',
      message: expect.stringContaining(TOLD),
    })
    expect(world.counters.measures.unseen).toBe(1)
    await until(() => world.counters.held_bytes === 0)
  })

  it('too long or too slow: the upstream is not waited for', async () => {
    const seen = { closed: 0 }
    const long = await hold(beginning('x'.repeat(5000), seen), { hold_bytes_max: 4000 })
    expect((await ask(long)).status).toBe(403)
    const slow = await hold(beginning('data: {}\n\n', seen), { hold_seconds_max: 0.1 })
    const got = await ask(slow)
    expect(got.status).toBe(403)
    expect(await got.text()).toContain('takes too long')
    await until(() => seen.closed === 2)
    expect([long.counters.held_bytes, slow.counters.held_bytes]).toEqual([0, 0])
  })

  it('no room for all that are held: 503, and there is room again', async () => {
    const waiting: (() => void)[] = []
    const world = await hold(
      async (request, response) => {
        await bodyOf(request)
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(`: ${'x'.repeat(3000)}\n\n`)
        waiting.push(() => response.end())
      },
      { holds_bytes_max: 5000 },
    )
    const first = ask(world)
    await until(() => world.counters.held_bytes > 3000)
    const second = await ask(world)
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await second.text()).toContain('overloaded')
    waiting[0]?.()
    expect((await first).status).toBe(200)
    await until(() => world.counters.held_bytes === 0)
    const third = ask(world)
    await until(() => waiting.length === 3)
    waiting[2]?.()
    expect((await third).status).toBe(200)
  })

  it('broken off by the upstream: no half of it is passed on', async () => {
    const world = await hold((request, response) => {
      request.resume()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${TRACE}\n\n`, () => request.socket.destroy())
    })
    const got = await ask(world)
    expect(got.status).toBe(502)
    expect(await got.text()).not.toMatch(/step \d/)
    await until(() => world.counters.held_bytes === 0)
  })
})

describe('a client', () => {
  it('that goes away while its answer is held ends it at the upstream', async () => {
    const seen = { closed: 0 }
    const world = await hold(beginning('data: {}\n\n', seen))
    const leaving = new AbortController()
    const left = ask(world, '/v1/messages', { signal: leaving.signal }).catch(() => 'left')
    await until(() => world.counters.held_bytes > 0)
    leaving.abort()
    expect(await left).toBe('left')
    await until(() => seen.closed === 1 && world.counters.held_bytes === 0)
    expect(world.counters.clients_gone).toBe(1)
    expect(await world.recorded(1)).toMatchObject([{ decision_level: 'hold' }])
  })

  it('that takes nothing of what was held does not keep its room', async () => {
    let end = (): void => undefined
    const world = await hold(
      (request, response) => {
        request.resume()
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write(`{"content":[],"padding":"${'x'.repeat(12_000_000)}`)
        end = () => response.end('"}')
      },
      { client_seconds_max: 0.2 },
    )
    const socket = connect(world.port, '127.0.0.1').pause()
    socket.on('error', () => undefined)
    socket.write('POST /v1/messages HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}')
    await until(() => world.counters.held_bytes > 12_000_000)
    end()
    await until(() => world.counters.held_bytes === 0)
    expect(world.counters.clients_gone).toBe(1)
    socket.destroy()
  })

  it('meets nothing of it on other paths', async () => {
    const world = await hold(json({ data: [] }))
    expect(await post(world, '/v1/embeddings', {})).toBe('{"data":[]}')
    const got = await fetch(`${world.url}/v1/models`)
    expect(got.headers.get('stillwatch-measures')).toBeNull()
  })
})
