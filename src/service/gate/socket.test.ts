import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import { type ServeSettings, serveSchema } from '../../config/serve.js'
import { keyCheckOf } from '../decisions/key-check.js'
import { hashKeyWords } from '../decisions/siphash.js'
import { keyedHash } from '../decisions/sketch.js'
import { buildSnapshot } from '../decisions/snapshot-encode.js'
import { writeSnapshot } from '../decisions/snapshot-file.js'
import type { ServicePlugin } from './plugin.js'
import { type RunningGate, runGate, snapshotPath } from './run.js'

const SECRET = 'test'
let state: string
let running: RunningGate | undefined
let settings: ServeSettings | Error

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'stillwatch-gate-'))
  mkdirSync(join(state, 'snapshot'))
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  rmSync(state, { recursive: true, force: true })
})

const settingsOf = (part: object = {}) =>
  serveSchema.parse({ port: 0, state, log_level: 'info', ...part })

async function start(part: object = {}, proxy?: ServicePlugin) {
  settings = settingsOf(part)
  const lines: string[] = []
  running = await runGate({
    readServe: () => {
      if (settings instanceof Error) throw settings
      return settings
    },
    hashSecret: SECRET,
    spool: {
      append: async () => {},
      stats: () => ({ bytes: 0, segments: 0, oldestMs: null, rows: 0 }),
      close: async () => {},
    },
    proxy,
    log: { write: (line) => lines.push(line) },
  })
  return { ...running, lines, port: Number(new URL(running.url).port) }
}

/** Sends bytes as they are and gives all that comes back until the other side closes. */
const raw = (port: number, ...parts: readonly string[]) =>
  new Promise<{ text: string; ms: number }>((resolve) => {
    const startedMs = performance.now()
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part)
    })
    socket.on('data', (data) => {
      text += data
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve({ text, ms: performance.now() - startedMs }))
  })

/** Connections that were opened one after the other, and say nothing. */
async function opened(port: number, count: number) {
  const held: Socket[] = []
  for (let at = 0; at < count; at += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {}).on('end', () => socket.destroy())
    await new Promise((open) => socket.once('connect', open))
    held.push(socket)
    await new Promise((later) => setTimeout(later, 20))
  }
  return held
}

const forwardAuth = async (url: string, account: string) => {
  const answer = await fetch(`${url}/v1/forward-auth`, { headers: { 'x-account-id': account } })
  return answer.status
}

async function publish(accounts: readonly string[]): Promise<void> {
  const key = hashKeyWords(hashKeyOf(SECRET))
  const file = buildSnapshot({
    createdAtMs: Date.now(),
    keyCheck: keyCheckOf(SECRET),
    runId: null,
    killSwitch: false,
    policies: [
      {
        policy_id: 'p',
        level: 'deny',
        reason_code: 'usage_review',
        appeal: 'appeals@example.org',
        measures: [],
        limits: {},
        models: [],
        tenants: [],
      },
    ],
    subjects: accounts.map((id) => ({
      kind: 'account',
      hash: keyedHash(key, id),
      policy: 0,
      startMs: 0,
      endMs: 8.64e15,
      group: '',
      reasons: [],
    })),
    shingles: [],
    templateShinglesMin: 3,
  })
  await writeSnapshot(snapshotPath(state), file)
}

describe('against hostile connections', () => {
  test('headers that never end are cut off in time, with an answer', async () => {
    const { port } = await start({ limits: { header_seconds_max: 1, request_seconds_max: 2 } })
    const { text, ms } = await raw(port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
    expect(ms).toBeLessThan(4000)
  })

  test('a body that never comes is cut off in time', async () => {
    const { port } = await start({ limits: { header_seconds_max: 1, request_seconds_max: 1 } })
    const head = 'POST /v1/decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    const { text, ms } = await raw(port, `${head}Content-Length: 100\r\n\r\n{"a`)
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
    expect(ms).toBeLessThan(4000)
  })

  test('headers and bodies beyond the limits, and what is no HTTP, are refused in our shape', async () => {
    const { port } = await start({ limits: { header_bytes_max: 2048, body_bytes_max: 1024 } })
    const long = await raw(
      port,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(4000)}\r\n\r\n`,
    )
    expect(long.text).toMatch(/^HTTP\/1\.1 431 [\s\S]*HEADER_TOO_LARGE/)
    const noise = await raw(port, '\u0000\u0001secret-noise\r\n\r\n')
    expect(noise.text).toMatch(/^HTTP\/1\.1 400 [\s\S]*REQUEST_INVALID/)
    expect(noise.text).not.toContain('secret-noise')
    const head =
      'POST /v1/decide HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n'
    const body = await raw(port, `${head}Content-Length: 2000\r\n\r\n${'x'.repeat(2000)}`)
    expect(body.text).toMatch(/^HTTP\/1\.1 413 [\s\S]*REQUEST_TOO_LARGE/)
  })

  test('a length told twice is refused: two servers would see two requests', async () => {
    const { port } = await start()
    const { text } = await raw(
      port,
      'POST /v1/decide HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    )
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('no more connections than allowed are held, and whoever waited longest makes room', async () => {
    const { port, url } = await start({ limits: { connections_max: 3 } })
    const held = await opened(port, 3)
    const { text } = await raw(
      port,
      'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    )
    expect(text).toMatch(/^HTTP\/1\.1 200 /)
    await expect.poll(() => held.map(({ destroyed }) => destroyed)).toEqual([true, false, false])
    const figures = await (await fetch(`${url}/metrics`)).text()
    expect(figures).toMatch(/^stillwatch_connections 3$/m)
    expect(figures).toMatch(/^stillwatch_connections_closed_total 1$/m)
    for (const one of held) one.destroy()
  })

  test('whoever is being answered makes no room; a body that is long in coming does', async () => {
    const answers: (() => void)[] = []
    const proxy: ServicePlugin = async (app) => {
      app.get('/slow', () => new Promise((resolve) => answers.push(() => resolve('done'))))
    }
    const { port } = await start({ limits: { connections_max: 2 } }, proxy)
    const get = 'GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
    const first = raw(port, get)
    await expect.poll(() => answers.length).toBe(1)
    const head = 'POST /v1/decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    const slow = raw(port, `${head}Content-Length: 100\r\n\r\n{"a`)
    await new Promise((later) => setTimeout(later, 50))
    const second = raw(port, get)
    await expect.poll(() => answers.length).toBe(2)
    expect((await slow).text).toBe('')
    expect((await raw(port, get)).text).toBe('')
    for (const answer of answers) answer()
    expect((await first).text).toContain('done')
    expect((await second).text).toContain('done')
  })
})

describe('a running gate', () => {
  test('answers from the snapshot, and from the next one without a restart', async () => {
    await publish(['a'])
    const { url } = await start()
    expect([await forwardAuth(url, 'a'), await forwardAuth(url, 'b')]).toEqual([403, 200])
    await publish(['b'])
    await expect.poll(() => forwardAuth(url, 'b'), { timeout: 5000 }).toBe(403)
    expect(await forwardAuth(url, 'a')).toBe(200)
  })

  test('SIGHUP takes the kill switch; settings that do not fit change nothing', async () => {
    await publish(['a'])
    const { url, lines } = await start()
    settings = new Error('planted secret')
    process.kill(process.pid, 'SIGHUP')
    await expect.poll(() => lines.join('')).toContain('settings not reloaded')
    expect(lines.join('')).not.toContain('planted secret')
    expect(await forwardAuth(url, 'a')).toBe(403)
    settings = settingsOf({ kill_switch: true })
    process.kill(process.pid, 'SIGHUP')
    await expect.poll(() => forwardAuth(url, 'a')).toBe(200)
  })

  test('stopping lets what runs end, takes nothing new, and ends streams at the deadline', async () => {
    let entered = 0
    const proxy: ServicePlugin = async (app) => {
      app.get('/slow', async () => {
        entered++
        await new Promise((later) => setTimeout(later, 300))
        return 'done'
      })
      app.get('/endless', (_, reply) => {
        entered++
        reply.hijack()
        reply.raw.write('begun')
      })
    }
    const gate = await start({ limits: { drain_seconds_max: 1 } }, proxy)
    const slow = fetch(`${gate.url}/slow`).then((answer) => answer.text())
    const endless = new Promise<string>((resolve) => {
      request(`${gate.url}/endless`, (answer) => {
        answer.on('data', () => {})
        answer.on('error', () => resolve('ended'))
        answer.on('close', () => resolve('ended'))
      }).end()
    })
    await expect.poll(() => entered).toBe(2)
    const startedMs = performance.now()
    const stopped = gate.stop()
    running = undefined
    expect(await slow).toBe('done')
    await expect(fetch(`${gate.url}/healthz`)).rejects.toThrow()
    expect(await endless).toBe('ended')
    await stopped
    expect(performance.now() - startedMs).toBeLessThan(3000)
  })
})
