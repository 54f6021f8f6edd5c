import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect } from 'vitest'
import { proxyDoor } from '../../src/service/doors.js'
import { gateWith, settingsOf, spool, TOKEN } from '../../src/service/gate/gate.fixture.js'
import { parseBody } from '../../src/service/intake/parse.js'
import { intakePlugin } from '../../src/service/intake/plugin.js'
import { openUpstream, type Upstream } from '../service/proxy-world.js'
import { fuzz } from './fuzz.js'

let upstream: Upstream
let gate: ReturnType<typeof gateWith>
let port: number

beforeAll(async () => {
  upstream = await openUpstream((request, response) => {
    request.resume()
    request.on('end', () => response.end('{"id":"msg_1"}'))
  })
  const proxy = { upstream: upstream.url, account_headers: ['x-account-id'] }
  const settings = settingsOf({ proxy, limits: { body_bytes_max: 65_536 }, log_level: 'warn' })
  gate = gateWith({
    settings,
    rest: {
      spool,
      // Threads load the built program; what they do to bodies is fed to the parsers themselves elsewhere.
      intake: (app, parts) => intakePlugin(app, { spool: parts.spool, parse: parseBody }),
      proxy: proxyDoor(settings, { hashSecret: 'fuzz' }),
      log: { write: (line) => line.includes(SECRET) && leaks.push(line) },
    },
  })
  await gate.app.listen({ port: 0, host: '127.0.0.1' })
  port = (gate.app.server.address() as AddressInfo).port
})
afterAll(async () => {
  gate.app.server.closeAllConnections()
  await gate.app.close()
  await upstream.close()
})

const SECRET = 'the words of a customer'
const leaks: string[] = []
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const MESSAGES = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: [{ type: 'text', text: SECRET }, { type: 'image' }] },
]
const ASKED = json({
  account_id: 'a',
  organization_id: 'o',
  ip: '203.0.113.9',
  user_agent: 'x/1.0',
  system: SECRET,
  messages: MESSAGES,
})
const GUARDED = json({
  input_type: 'request',
  texts: [SECRET],
  structured_messages: MESSAGES,
  request_data: { user_api_key_hash: 'h', user_api_key_user_id: 'u' },
  model: 'm',
})
const ROW = json({ exchange_id: 'e', received_at: '2026-03-01T00:00:00Z', account_id: 'a' })

/** No answer of ours is 500: that would be a fault of ours that somebody can bring about. */
async function inject(path: string, payload: Buffer, headers: Record<string, string>) {
  gate.asked.length = 0
  const given = { 'x-stillwatch-token': TOKEN, 'content-type': 'application/json', ...headers }
  const { statusCode, body } = await gate.app.inject({
    method: 'POST',
    url: path,
    headers: given,
    payload,
  })
  expect([statusCode, path]).not.toEqual([500, path])
  expect(body).not.toContain(SECRET)
  expect(leaks).toEqual([])
  return statusCode
}

const BODIES = [
  ['/v1/decide', ASKED, [200, 400, 413]],
  ['/beta/litellm_basic_guardrail_api', GUARDED, [200]],
] as const
for (const [path, good, statuses] of BODIES) {
  fuzz({
    name: `gate: the body of ${path}`,
    corpus: [good],
    run: async (bytes) => {
      expect(statuses).toContain(await inject(path, bytes, {}))
    },
  })
}

/** What a header may hold at all; anything else is for the raw socket below. */
const headerText = (bytes: Buffer): string =>
  bytes
    .subarray(0, 2000)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')

fuzz({
  name: 'gate: the headers of forward-auth',
  corpus: ['a', '203.0.113.9, ::1', 'Bearer sk-1', 'fe80::1%eth0', '::ffff:1.2.3.4'].map((text) =>
    Buffer.from(text),
  ),
  run: async (bytes, random) => {
    const names = ['x-account-id', 'x-real-ip', 'x-client-authorization', 'x-tenant', 'user-agent']
    const name = names[Math.floor(random() * names.length)] ?? ''
    const status = await inject('/v1/forward-auth', Buffer.alloc(0), { [name]: headerText(bytes) })
    expect([200, 403]).toContain(status)
  },
})

const TYPES = [
  'application/json',
  'application/x-protobuf',
  'multipart/form-data; boundary=a',
  '"application/json',
  ';',
  'text/x; charset="',
]
const ENCODINGS = ['', 'gzip', 'zstd', 'br', 'identity, gzip', 'x-gzip']
fuzz({
  name: 'intake: uploads under any type and encoding',
  corpus: [
    ROW,
    gzipSync(ROW),
    Buffer.from('--a\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--a--'),
  ],
  run: async (bytes, random) => {
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
    const path = pick(['/v1/ingest', '/v1/litellm', '/v1/traces', '/v1/logs', '/v1/accounts'])
    const encoding = pick(ENCODINGS)
    const headers = {
      'content-type': pick(TYPES),
      ...(encoding === '' ? {} : { 'content-encoding': encoding }),
    }
    expect([200, 400, 413, 415, 422]).toContain(await inject(path, bytes, headers))
  },
})

const line = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
const token = `X-Stillwatch-Token: ${TOKEN}`
fuzz({
  name: 'gate: requests as bytes on a socket',
  corpus: [
    line('GET /healthz HTTP/1.1', 'Host: localhost'),
    line(
      'GET /v1/forward-auth HTTP/1.1',
      'Host: localhost',
      token,
      'X-Account-Id: a',
      'X-Real-Ip: ::1',
    ),
    Buffer.concat([
      line(
        'POST /v1/decide HTTP/1.1',
        'Host: a',
        token,
        `Content-Length: ${ASKED.length}`,
        'Content-Type: application/json',
      ),
      ASKED,
    ]),
    Buffer.concat([
      line(
        'POST /v1/ingest HTTP/1.1',
        'Host: a',
        token,
        'Transfer-Encoding: chunked',
        'Content-Encoding: gzip',
      ),
      Buffer.from('5\r\nhello\r\n0\r\n\r\n'),
    ]),
    Buffer.concat([
      line(
        'POST /v1/messages?x=1 HTTP/1.1',
        'Host: a',
        'X-Account-Id: a',
        'Content-Length: 12',
        'Expect: 100-continue',
      ),
      Buffer.from('{"model":"m"}'),
    ]),
    Buffer.concat([
      line(
        'POST /v1/files HTTP/1.0',
        'Host: a',
        'Content-Type: multipart/form-data; boundary=a',
        'Content-Length: 9',
      ),
      Buffer.from('--a\r\n\r\n--a--'),
    ]),
  ],
  run: async (bytes) => {
    const answer = await said(bytes)
    if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.[01] [1-5]\d\d /)
    expect(answer).not.toMatch(/^HTTP\/1\.1 500 /)
    expect(leaks).toEqual([])
  },
})

/** Sends bytes and an end, and gives what comes back until the other side ends or is silent. */
function said(bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const end = () => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(SILENCE_MS, end)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', end).on('close', end)
    socket.end(bytes)
  })
}
const SILENCE_MS = 500
