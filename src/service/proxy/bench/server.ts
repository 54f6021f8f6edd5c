/** A server of the measurement, in a thread or process of its own: the upstream, the bare pass-through or the proxy. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import fastify from 'fastify'
import { Pool } from 'undici'
import { passed } from '../../decisions/decide.js'
import { makeProxy } from '../plugin.js'
import { proxySettings } from '../settings.js'

export interface BenchServer {
  readonly role: 'upstream' | 'bare' | 'proxy'
  readonly upstream: string
}

const { role, upstream } = (workerData ?? JSON.parse(process.argv[2] ?? '')) as BenchServer
const ANSWER = Buffer.from(
  JSON.stringify({
    id: 'msg_1',
    type: 'message',
    content: [{ type: 'text', text: 'An answer of some length. '.repeat(80) }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 900, output_tokens: 500 },
  }),
)

function openUpstream(): void {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': ANSWER.length,
      })
      response.end(ANSWER)
    })
  })
  server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port))
}

/** As little as can stand between a client and an upstream. */
function openBare(): void {
  const pool = new Pool(upstream, { pipelining: 1 })
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/' } = request
    const headers = { ...request.headers, connection: undefined, host: undefined }
    const open = ({ statusCode, headers }: { statusCode: number; headers: object }) =>
      response.writeHead(statusCode, headers as Record<string, string>)
    pool
      .stream({ path, method: method as 'POST', headers, body: request }, open)
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port))
}

async function openProxy(): Promise<void> {
  const app = fastify({ logger: false })
  const pass = passed(0)
  const plugin = makeProxy({ settings: proxySettings.parse({ upstream }), hashSecret: 'bench' })
  const decisions = { decide: () => pass }
  const spool = { append: async () => undefined }
  app.register(async (scope) => plugin(scope, { decisions, spool }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  tell((app.server.address() as AddressInfo).port)
}

const tell = (port: number): void => {
  if (parentPort === null) process.send?.(port)
  else parentPort.postMessage(port)
}

if (role === 'upstream') openUpstream()
else if (role === 'bare') openBare()
else await openProxy()
