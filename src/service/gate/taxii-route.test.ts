import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { REQUEST_BYTES_MAX, TAXII_TYPE } from '../taxii/media.js'
import { SHARING, tokenOf } from '../taxii/taxii.fixture.js'
import { gateWith, settingsOf } from './gate.fixture.js'

/** Other tests may have the machine. */
const PATIENT = { timeout: 20_000 }
let folder: string
let held: ServerResponse[]
let close: () => void
let asked: string[]
/** The process that keeps the collections, which answers when it is told to. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-taxii-'))
  held = []
  asked = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    request.resume()
    held.push(response)
  })
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve))
  const gate = gateWith({
    settings: settingsOf({ sharing: SHARING }),
    rest: { taxii: join(folder, 'socket') },
  })
  await gate.app.listen({ port: 0, host: '127.0.0.1' })
  port = (gate.app.server.address() as AddressInfo).port
  close = () => {
    server.close()
    server.closeAllConnections()
    gate.app.server.closeAllConnections()
    void gate.app.close()
  }
})
let port: number
afterEach(() => {
  close()
  rmSync(folder, { recursive: true })
})

const ask = (name: string, more: RequestInit = {}, path = '/taxii2/') =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    ...more,
    headers: { authorization: `Bearer ${tokenOf(name)}`, accept: TAXII_TYPE, ...more.headers },
  })
const answerAll = (body = '{}') => {
  for (const response of held.splice(0)) {
    response.writeHead(200, { 'content-type': TAXII_TYPE, 'x-inner': 'kept' }).end(body)
  }
}

test('what the engine says is passed on, and no more of its headers than those of TAXII', async () => {
  const answer = ask('both', {}, '/taxii2/api/collections/?limit=1')
  await expect.poll(() => held.length, PATIENT).toBe(1)
  answerAll('{"title":"x"}')
  const { status, headers } = await answer
  expect([status, headers.get('content-type'), headers.get('x-inner')]).toEqual([
    ...[200, TAXII_TYPE, null],
  ])
  expect(asked).toEqual([`GET /taxii2/api/collections/?limit=1 Bearer ${tokenOf('both')}`])
})

test('whoever has no token takes no room and does not reach the engine', async () => {
  const flood = await Promise.all(Array.from({ length: 100 }, () => ask('stranger')))
  expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([401]))
  expect(flood[0]?.headers.get('content-type')).toBe(TAXII_TYPE)
  expect(asked).toEqual([])
})

test('one client who asks without end leaves room for another, and gives back what it has', async () => {
  const flood = Array.from({ length: 60 }, () => ask('both'))
  await expect.poll(() => held.length, PATIENT).toBeGreaterThan(10)
  const other = ask('reader')
  await expect.poll(() => asked.filter((one) => one.includes('reader')).length, PATIENT).toBe(1)
  const refused = flood.length - (held.length - 1)
  expect(refused).toBeGreaterThan(30)
  answerAll()
  expect((await other).status).toBe(200)
  const done = await Promise.all(flood)
  const late = done.filter(({ status }) => status === 503)
  expect(late).toHaveLength(refused)
  expect(late[0]?.headers.get('retry-after')).toBe('5')
  await Promise.all(done.map((one) => one.text()))
  await expect.poll(() => isLetIn('both'), PATIENT).toBe(true)
})

/** Whether a client is let in; what it asks is answered at once. */
async function isLetIn(name: string): Promise<boolean> {
  const answer = ask(name)
  while ((await Promise.race([answer, sleep(20)])) === undefined) answerAll()
  return (await answer).status === 200
}

test('whoever leaves before the answer gives the room back, and not before the engine is done with it', async () => {
  for (let round = 0; round < 2; round += 1) {
    const ended = new AbortController()
    const flood = Array.from({ length: 20 }, () => ask('both', { signal: ended.signal }))
    await expect.poll(() => held.length, PATIENT).toBe(16)
    ended.abort()
    await Promise.allSettled(flood)
    await sleep(200)
    expect((await ask('both')).status).toBe(503)
    answerAll()
    await expect.poll(() => isLetIn('both'), PATIENT).toBe(true)
  }
})

test('decisions are answered while clients send slowly', async () => {
  const slow = Array.from({ length: 40 }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST /taxii2/api/collections/out/objects/ HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tokenOf('both')}\r\ncontent-type: ${TAXII_TYPE}\r\ncontent-length: 1000000\r\n\r\n{`,
    )
    return socket
  })
  const answer = await fetch(`http://127.0.0.1:${port}/v1/decide`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer a-token-of-the-tests',
      'content-type': 'application/json',
    },
    body: '{"account_id":"a"}',
  })
  expect(answer.status).toBe(200)
  for (const socket of slow) socket.destroy()
})

test('a body that is too long is refused in the form of TAXII, before the engine hears of it', async () => {
  const body = Buffer.alloc(REQUEST_BYTES_MAX + 1, ' ')
  const headers = { 'content-type': TAXII_TYPE }
  const answer = await ask('both', { method: 'POST', body, headers }, '/taxii2/api/')
  expect([answer.status, asked]).toEqual([413, []])
  expect(await answer.json()).toMatchObject({ http_status: '413', error_code: 'REQUEST_TOO_LARGE' })
})

test('while the engine is away, it is said when to ask again', async () => {
  const away = ask('both')
  await expect.poll(() => held.length, PATIENT).toBe(1)
  held[0]?.destroy()
  const { status, headers } = await away
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
})

test('where nothing is shared, the paths are not ours', async () => {
  const gate = gateWith({ rest: { taxii: join(folder, 'socket') } })
  const { statusCode, body } = await gate.app.inject({ url: '/taxii2/' })
  expect([statusCode, JSON.parse(body).error.code]).toEqual([404, 'ROUTE_UNKNOWN'])
})
