import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveSchema } from '../../config/serve.js'
import { intakeDoor, proxyDoor } from '../doors.js'
import { type LingerBounds, takeRest } from '../linger.js'
import { type RunningGate, runGate } from './run.js'

const MIB = 1024 * 1024
const BODY_BYTES = 8 * MIB
let state: string
let running: RunningGate | undefined
let server: Server | undefined

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'stillwatch-linger-'))
  mkdirSync(join(state, 'snapshot'))
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  server?.close()
  server = undefined
  rmSync(state, { recursive: true, force: true })
})

const lines: string[] = []
async function start(limits: object = {}) {
  lines.length = 0
  const settings = serveSchema.parse({
    ...{ port: 0, state, log_level: 'info' },
    intake: { body_bytes_max: MIB },
    // Nobody is there.
    proxy: { upstream: 'http://127.0.0.1:1' },
    limits: { body_bytes_max: MIB, drain_seconds_max: 1, ...limits },
  })
  running = await runGate({
    readServe: () => settings,
    hashSecret: 'test',
    spool: {
      append: async () => {},
      stats: () => ({ bytes: 0, segments: 0, oldestMs: null, rows: 0 }),
      close: async () => {},
    },
    intake: intakeDoor(),
    proxy: proxyDoor(settings, { hashSecret: 'test' }),
    log: { write: (line) => lines.push(line) },
  })
  return running.url
}

const PATHS = ['/v1/ingest', '/v1/decide'] as const
const LENGTHS = {
  told: `Content-Length: ${BODY_BYTES}`,
  'not told': 'Transfer-Encoding: chunked',
} as const

const headOf = (path: string, length: string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${length}\r\n\r\n`

async function opened(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await new Promise((open) => socket.once('connect', open))
  return socket
}

/** Sends all of a request before it reads any of the answer, as a client that blocks does. Rejects where that is not possible. */
async function sendsFirst(url: string, path: string, length: keyof typeof LENGTHS) {
  const socket = await opened(url)
  const broken = new Promise<never>((_, reject) => socket.once('error', reject))
  const sent = async () => {
    const part = Buffer.alloc(64 * 1024, 120)
    const isChunked = length === 'not told'
    socket.write(headOf(path, LENGTHS[length]))
    for (let bytes = 0; bytes < BODY_BYTES; bytes += part.length) {
      if (isChunked) socket.write('10000\r\n')
      if (!socket.write(part)) await new Promise((drained) => socket.once('drain', drained))
      if (isChunked) socket.write('\r\n')
    }
    if (isChunked) socket.write('0\r\n\r\n')
    await sleep(50)
    let text = ''
    socket.on('data', (data) => (text += data))
    await new Promise((closed) => socket.once('end', closed))
    socket.end()
    return text
  }
  return Promise.race([sent(), broken])
}

const REFUSED = [
  ['/v1/ingest', /^HTTP\/1\.1 413 [\s\S]*BODY_TOO_LARGE/],
  ['/v1/decide', /^HTTP\/1\.1 413 [\s\S]*REQUEST_TOO_LARGE/],
  ['/v1/messages', /^HTTP\/1\.1 502 [\s\S]*api_error/],
] as const
const LENGTH_KINDS = ['told', 'not told'] as const

test.each(
  REFUSED.flatMap(([path, says]) => LENGTH_KINDS.map((length) => ({ path, length, says }))),
)(
  'a client that sends all of a body to $path, its length $length, before it reads has the answer',
  async ({ path, length, says }) => {
    const url = await start()
    const text = await sendsFirst(url, path, length)
    expect(text).toMatch(says)
    expect(text).toMatch(/\r\nconnection: close\r\n/i)
    expect(lines.join('')).not.toMatch(/premature|terminated/i)
  },
)

const HEADERS = { 'content-type': 'application/json' }
/** Clients that read while they send. Those of one connection each have it closed by the answer. */
const CLIENTS = {
  fetch: async (url: string, body: Buffer) => {
    const answer = await fetch(url, { method: 'POST', headers: HEADERS, body })
    return [answer.status, await answer.text()]
  },
  'a request of Node': (url: string, body: Buffer) =>
    new Promise((resolve, reject) => {
      const headers = { ...HEADERS, 'content-length': body.length }
      const options = { method: 'POST', headers, agent: false }
      const asking = request(url, options, (answer) => {
        let text = ''
        const end = () => resolve([answer.statusCode, text])
        answer.on('data', (bytes) => (text += bytes))
        answer.on('end', end).on('error', end)
      })
      asking.on('error', reject).end(body)
    }),
}

test.each(Object.entries(CLIENTS))(
  '%s is told each time that a body is too long',
  async (_, ask) => {
    const url = await start()
    const body = Buffer.alloc(BODY_BYTES, 120)
    for (const path of PATHS) {
      for (let time = 0; time < 3; time += 1) {
        expect(await ask(`${url}${path}`, body)).toEqual([413, expect.stringMatching(/TOO_LARGE/)])
      }
    }
  },
)

test('a connection whose rest is taken makes room for whoever asks', async () => {
  const url = await start({ connections_max: 2 })
  const held: Socket[] = []
  for (const _ of [1, 2]) {
    const socket = await opened(url)
    socket.on('error', () => {})
    const answered = new Promise<string>((told) => socket.once('data', (data) => told(`${data}`)))
    socket.write(`${headOf('/v1/ingest', LENGTHS.told)}x`)
    expect(await answered).toMatch(/^HTTP\/1\.1 413 /)
    held.push(socket)
  }
  expect(held.map(({ readyState }) => readyState)).toEqual(['open', 'open'])
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  await expect.poll(() => held[0]?.readyState).toBe('closed')
  for (const socket of held) socket.destroy()
})

/** Sends without end to a server that answers at once, and says for how long and how much that was taken. */
async function sendsWithoutEnd(bounds: LingerBounds, pauseMs: number) {
  const taken: number[] = []
  const answering = createServer(async (asked, response) => {
    const { socket } = asked
    response.writeHead(413, { connection: 'close', 'content-length': 4 })
    response.write('long')
    await takeRest(asked, bounds)
    taken.push(socket.bytesRead)
    response.end()
  })
  server = answering
  await new Promise<void>((listening) => answering.listen(0, '127.0.0.1', listening))
  const socket = await opened(`http://127.0.0.1:${(answering.address() as AddressInfo).port}`)
  let isOver = false
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket
    .on('error', () => {})
    .on('end', () => socket.destroy())
    .resume()
  const startedMs = performance.now()
  socket.write(headOf('/', 'Content-Length: 1000000000000'))
  const sending = (async () => {
    const part = Buffer.alloc(64 * 1024)
    while (!isOver) {
      if (!socket.write(part)) {
        await Promise.race([closed, new Promise((drained) => socket.once('drain', drained))])
      }
      await sleep(pauseMs)
    }
  })()
  await closed
  isOver = true
  await sending
  return { ms: performance.now() - startedMs, bytes: taken[0] ?? Number.NaN }
}

const UNBOUNDED = { bytesMax: 1000 * MIB, msMax: 60_000, silenceMsMax: 60_000 }

test('whoever sends without end is cut after a length, and after a time where that is slow or silent', async () => {
  const fast = await sendsWithoutEnd({ ...UNBOUNDED, bytesMax: 8 * MIB }, 0)
  expect(fast.bytes).toBeGreaterThan(8 * MIB)
  expect(fast.bytes).toBeLessThan(10 * MIB)
  const slow = await sendsWithoutEnd({ ...UNBOUNDED, msMax: 500 }, 50)
  const silent = await sendsWithoutEnd({ ...UNBOUNDED, silenceMsMax: 500 }, 2000)
  for (const { ms } of [slow, silent]) {
    expect(ms).toBeGreaterThan(450)
    expect(ms).toBeLessThan(10_000)
  }
})
