/** A socket of the engine, by which the gate passes on what others ask. */
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Inside {
  readonly connectionsMax: number
  /** For a request to arrive. */
  readonly askedSecondsMax: number
  /** Never rejects. */
  readonly answer: (request: IncomingMessage) => Promise<Answer>
}

/** Resolves, once it listens, to what closes it. Nobody but the user of the service may ask there. */
export async function listenInside(
  socket: string,
  { connectionsMax, askedSecondsMax, answer }: Inside,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    answer(request)
      .then(({ status, headers, body }) => {
        response.writeHead(status, { ...headers, 'cache-control': 'no-store' })
        response.end(body)
      })
      .catch(() => response.destroy())
  })
  return listenAlone(server, { socket, connectionsMax, askedSecondsMax })
}

/** Listens on a socket that only this user can open. Resolves, once it does, to what closes it. */
export async function listenAlone(
  server: Server,
  {
    socket,
    connectionsMax,
    askedSecondsMax,
  }: Pick<Inside, 'connectionsMax' | 'askedSecondsMax'> & { readonly socket: string },
): Promise<() => Promise<void>> {
  server.maxConnections = connectionsMax
  server.requestTimeout = askedSecondsMax * 1000
  rmSync(socket, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  chmodSync(socket, 0o600)
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}

/** What came with a request, as text; undefined where it is longer than `bytesMax`. */
export async function bodyOf(
  request: IncomingMessage,
  bytesMax: number,
): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  // Whoever sent too much is to read the answer.
  const coming: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false })
  for await (const chunk of coming) {
    bytes += chunk.length
    if (bytes > bytesMax) {
      request.resume()
      return undefined
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
