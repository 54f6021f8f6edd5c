import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net'
import fastify from 'fastify'
import { afterEach } from 'vitest'
import { passed } from '../../src/service/decisions/decide.js'
import { makeProxy } from '../../src/service/proxy/plugin.js'
import {
  type Asked,
  type Decision,
  newCounters,
  type ProxyCounters,
} from '../../src/service/proxy/ports.js'
import type { ReaderPort } from '../../src/service/proxy/recorder.js'
import { type ProxySettings, proxySettings } from '../../src/service/proxy/settings.js'

export const PASS: Decision = passed(0)

export interface WorldOptions {
  readonly settings?: Partial<ProxySettings>
  readonly decide?: (asked: Asked) => Decision
  /** What stands before every path of the upstream. */
  readonly base?: string
  readonly append?: (lines: readonly Buffer[]) => Promise<void>
  readonly reader?: ReaderPort
}

export interface World {
  readonly url: string
  readonly port: number
  readonly counters: ProxyCounters
  /** The records so far. */
  readonly records: Record<string, unknown>[]
  readonly asked: Asked[]
  readonly log: string[]
  /** Waits until so many records are there. */
  readonly recorded: (count: number) => Promise<readonly Record<string, unknown>[]>
  readonly close: () => Promise<void>
}

/** A proxy in front of an upstream, with stubs of what decides and what keeps. */
export async function openWorld(upstream: string, options: WorldOptions = {}): Promise<World> {
  const counters = newCounters()
  const records: Record<string, unknown>[] = []
  const asked: Asked[] = []
  const log: string[] = []
  const app = fastify({
    logger: { level: 'trace', stream: { write: (line: string) => log.push(line) } },
    forceCloseConnections: true,
  })
  const append = async (_kind: 'exchange', lines: readonly Buffer[]) => {
    await options.append?.(lines)
    for (const line of lines) records.push(JSON.parse(line.toString('utf8')))
  }
  const decide = (given: Asked) => {
    asked.push(given)
    return options.decide?.(given) ?? PASS
  }
  const proxy = makeProxy({
    settings: proxySettings.parse({
      upstream: upstream + (options.base ?? ''),
      ...options.settings,
    }),
    hashSecret: 'secret of the test',
    now: Date.now,
    counters,
    ...(options.reader === undefined ? {} : { reader: options.reader }),
  })
  app.register(async (scope) => proxy(scope, { decisions: { decide }, spool: { append } }))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const recorded = (count: number) => until(() => records.length >= count).then(() => records)
  const { port } = app.server.address() as AddressInfo
  return { url, port, counters, records, asked, log, recorded, close: () => app.close() }
}

export interface Upstream {
  readonly url: string
  readonly close: () => Promise<void>
}

/** An upstream that answers as it is told to. */
export async function openUpstream(
  answer: RequestListener,
): Promise<Upstream & { server: Server }> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** An upstream that speaks in bytes: what it says need not be HTTP. */
export async function openRawUpstream(
  answer: (socket: Socket, head: string) => void,
): Promise<Upstream> {
  const sockets = new Set<Socket>()
  const server = createNetServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    let head = ''
    socket.on('data', (chunk) => {
      const isKnown = head.includes('\r\n\r\n')
      head += chunk.toString('latin1')
      if (!isKnown && head.includes('\r\n\r\n')) answer(socket, head)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Sends bytes, and gives all bytes that come back until the other side closes or is silent. */
export function exchangeBytes(port: number, bytes: string, silenceMs = 400): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const end = () => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(silenceMs, end)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', end).on('close', end)
    socket.write(Buffer.from(bytes, 'latin1'))
  })
}

export async function until(isSo: () => boolean | Promise<boolean>, msMax = 5000): Promise<void> {
  const startedAt = Date.now()
  while (!(await isSo())) {
    if (Date.now() - startedAt > msMax) throw new Error('it did not come to pass')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Opens proxies with their upstreams, and closes them all after each test. */
export function worlds(): (answer: RequestListener, options?: WorldOptions) => Promise<World> {
  const opened: { close: () => Promise<void> }[] = []
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close()
  })
  return async (answer, options = {}) => {
    const upstream = await openUpstream(answer)
    const world = await openWorld(upstream.url, options)
    opened.push(upstream, world)
    return world
  }
}
