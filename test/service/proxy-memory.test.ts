import { request as httpRequest } from 'node:http'
import { expect, it } from 'vitest'
import { PASS, until, worlds } from './proxy-world.js'

const start = worlds()
const MEBIBYTE = 1024 * 1024
const PIECE = Buffer.alloc(64 * 1024, 'x')

/** A client that takes an answer slowly, and says how much came. */
function takeSlowly(port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer k' }
    const request = httpRequest({ port, path, headers, method: 'POST' }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        const before = Math.floor(bytes / MEBIBYTE)
        bytes += chunk.length
        if (Math.floor(bytes / MEBIBYTE) === before) return
        response.pause()
        setTimeout(() => response.resume(), 4)
      })
      response.on('end', () => resolve(bytes)).on('error', reject)
    })
    request.on('error', reject)
    request.end('{}')
  })
}

// This process holds the upstream and the client too; none of the three may pile anything up.
it('two hundred megabytes for a slow reader are never in memory', async () => {
  const total = 200 * MEBIBYTE
  const world = await start((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let sent = 0
    const more = (): void => {
      while (sent < total) {
        sent += PIECE.length
        if (!response.write(PIECE)) {
          response.once('drain', more)
          return
        }
      }
      response.end()
    }
    more()
  })
  const before = process.memoryUsage.rss()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before)
  }, 5)
  const bytes = await takeSlowly(world.port, '/v1/messages')
  clearInterval(watch)
  expect(bytes).toBe(total)
  expect(most / MEBIBYTE).toBeLessThan(128)
  expect(world.counters.recorded_cut + world.counters.recorded).toBeGreaterThanOrEqual(0)
})

it('a hundred megabytes sent to a slow upstream are never in memory', async () => {
  const total = 100 * MEBIBYTE
  let came = 0
  const world = await start((request, response) => {
    request.on('data', (chunk: Buffer) => {
      const before = Math.floor(came / MEBIBYTE)
      came += chunk.length
      if (Math.floor(came / MEBIBYTE) === before) return
      request.pause()
      setTimeout(() => request.resume(), 4)
    })
    request.on('end', () => response.end('{}'))
  })
  const before = process.memoryUsage.rss()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before)
  }, 5)
  await new Promise<void>((resolve, reject) => {
    const headers = { authorization: 'Bearer k', 'content-length': total }
    const given = { port: world.port, path: '/v1/files', method: 'POST', headers }
    const request = httpRequest(given, (response) => response.resume().on('end', resolve))
    request.on('error', reject)
    let sent = 0
    const more = (): void => {
      while (sent < total) {
        sent += PIECE.length
        if (!request.write(PIECE)) {
          request.once('drain', more)
          return
        }
      }
      request.end()
    }
    more()
  })
  clearInterval(watch)
  expect(came).toBe(total)
  expect(most / MEBIBYTE).toBeLessThan(128)
})

it('a body that comes byte by byte costs what it weighs', async () => {
  const world = await start((request, response) => {
    request.resume()
    request.on('end', () => response.end('{}'))
  })
  const before = process.memoryUsage()
  const chunks = Buffer.from('1\r\nx\r\n'.repeat(1_000_000))
  const head = 'POST /v1/messages HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n'
  const { connect } = await import('node:net')
  await new Promise<void>((resolve, reject) => {
    const socket = connect(world.port, '127.0.0.1')
    socket.on('error', reject)
    socket.on('data', () => {
      socket.destroy()
      resolve()
    })
    socket.write(head)
    socket.write(chunks)
    socket.write('0\r\n\r\n')
  })
  const now = process.memoryUsage()
  expect((now.rss - before.rss) / MEBIBYTE).toBeLessThan(128)
})

it('answers that are held take the room that all of them have, however many there are', async () => {
  const clients = 60
  const room = 32 * MEBIBYTE
  const world = await start(
    (request, response) => {
      request.resume()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      // In pieces that do not fill a page, and without an end.
      const more = (): void => {
        while (!response.destroyed && response.write(`: ${'x'.repeat(2046)}`));
        response.once('drain', more)
      }
      more()
    },
    {
      decide: () => ({ ...PASS, level: 'hold', measures: ['hold-answer'] }),
      settings: { holds_bytes_max: room, hold_seconds_max: 2 },
    },
  )
  const before = process.memoryUsage()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, world.counters.held_bytes)
  }, 1)
  const statuses = await Promise.all(
    Array.from({ length: clients }, async () => {
      const answer = await fetch(`${world.url}/v1/messages`, { method: 'POST', body: '{}' })
      await answer.arrayBuffer()
      return answer.status
    }),
  )
  clearInterval(watch)
  expect(new Set(statuses)).toEqual(new Set([403, 503]))
  expect(most).toBeGreaterThan(room / 2)
  expect(most).toBeLessThanOrEqual(room)
  await until(() => world.counters.held_bytes === 0)
  expect((process.memoryUsage().rss - before.rss) / MEBIBYTE).toBeLessThan(256)
})
