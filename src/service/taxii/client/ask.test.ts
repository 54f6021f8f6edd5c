import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { TAXII_TYPE } from '../media.js'
import { ANSWER_BYTES_MAX, askServer } from './ask.js'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function ask(listener: RequestListener, timeoutMs = 2000) {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
  const { signal } = new AbortController()
  const to = { url, authorization: 'Bearer x', timeoutMs, signal }
  return askServer(to, { method: 'GET', path: 'collections/', query: { limit: '1' } })
}
const taxii = { 'content-type': TAXII_TYPE }

test('an answer with its instants is heard', async () => {
  const heard = await ask((request, response) => {
    expect([request.url, request.headers.accept]).toEqual(['/api/collections/?limit=1', TAXII_TYPE])
    response.writeHead(200, { ...taxii, 'x-taxii-date-added-last': '2026-01-01T00:00:00.000001Z' })
    response.end('{"more":false}')
  })
  expect(heard).toMatchObject({ kind: 'heard', body: { more: false }, firstMicros: undefined })
  expect(heard).toMatchObject({ lastMicros: Date.UTC(2026, 0, 1) * 1000 + 1 })
})

test('a redirect is not followed, wherever it leads', async () => {
  let asked = 0
  const heard = await ask((_, response) => {
    asked += 1
    response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end()
  })
  expect([heard, asked]).toMatchObject([{ kind: 'failed', problem: 'redirected' }, 1])
})

test('gigabytes are not read', async () => {
  let sent = 0
  const heard = await ask((_, response) => {
    response.writeHead(200, taxii)
    const chunk = Buffer.alloc(1024 * 1024, '[')
    const more = () => {
      if (response.destroyed) return
      sent += chunk.length
      response.write(chunk) ? setImmediate(more) : response.once('drain', more)
    }
    more()
  }, 20_000)
  expect(heard).toMatchObject({ kind: 'failed', problem: 'a longer answer than is read' })
  expect(sent).toBeLessThan(ANSWER_BYTES_MAX + 16 * 1024 * 1024)
})

test('what is packed small and is large is not read either', async () => {
  const heard = await ask((_, response) => {
    response.writeHead(200, { ...taxii, 'content-encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(ANSWER_BYTES_MAX + 1, ' ')))
  }, 20_000)
  expect(heard).toMatchObject({ kind: 'failed', problem: 'a longer answer than is read' })
})

test.each([
  ['another media type', { 'content-type': 'application/json' }, '{}'],
  ['another media type', { 'content-type': 'application/taxii+json;version=2.0' }, '{}'],
  ['no JSON, or too deep', taxii, '{'],
  ['no JSON, or too deep', taxii, '[]'],
  ['no JSON, or too deep', taxii, `{"objects":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
])('%s is refused', async (problem, headers, body) => {
  const heard = await ask((_, response) => response.writeHead(200, headers).end(body))
  expect(heard).toMatchObject({ kind: 'failed', problem })
})

test('what never ends is broken off', async () => {
  const heard = await ask((_, response) => {
    response.writeHead(200, taxii).write('{')
  }, 300)
  expect(heard).toMatchObject({ kind: 'failed', problem: 'no answer in time' })
})

test('how long to wait is heard, up to an hour', async () => {
  const heard = await ask((_, response) =>
    response.writeHead(503, { 'retry-after': '99999' }).end(),
  )
  expect(heard).toMatchObject({ kind: 'failed', status: 503, retryMs: 3_600_000 })
})
