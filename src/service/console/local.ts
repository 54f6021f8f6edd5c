/** The console over a store that no service keeps: for whoever started it, on this machine, to read. */
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Person, ROLES } from '../../domain/people.js'
import { stateIn } from '../../records/catch-up.js'
import type { Store } from '../../store/store.js'
import { type Answered, readAnswer, refused } from '../people/read.js'
import { API_PREFIX } from '../people/socket.js'
import { tokenIn } from '../people/who.js'
import { CONSOLE_HEADERS, CONSOLE_PREFIX, type ConsoleFiles } from './files.js'

export interface LocalConsole {
  /** With the token behind its `#`, which is sent to nobody. */
  readonly url: string
  close(): Promise<void>
}

export interface LocalOptions {
  readonly store: Store
  readonly files: ConsoleFiles
  /** 0 takes one that is free. */
  readonly port: number
  /** Whoever has it may read. */
  readonly token: string
  readonly now: () => number
}

/** Who reads here: whoever has the store can read all of it anyhow. */
const READER: Person = { name: 'you', roles: ROLES, sha256: '' }

/** Resolves once it listens, on this machine alone. */
export async function openLocalConsole(options: LocalOptions): Promise<LocalConsole> {
  // What people did in a store that nobody keeps does not change meanwhile.
  const state = await stateIn(options.store)
  const ledger = { state: () => state, proposals: () => [...state.proposals.values()] }
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy())
  })
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://console')
    // A page of others whose name leads here is not this page.
    if (!isOfHere(request, server.address() as AddressInfo))
      return told(response, refused('ROUTE_UNKNOWN'))
    if (!pathname.startsWith(`${API_PREFIX}/`)) return page(request, response, pathname)
    if (!hasToken(request, options.token)) return told(response, refused('TOKEN_REQUIRED'))
    if (request.method !== 'GET') return told(response, refused('READ_ONLY'))
    const from = {
      ...{ ledger, reader: options.store, person: READER, people: [], policies: [] },
      ...{ inForce: undefined, nowMs: options.now(), isReadOnly: true },
    }
    const path = pathname.slice(API_PREFIX.length)
    return told(
      response,
      await readAnswer(path, searchParams, from).catch(() => refused('SERVICE_FAULT')),
    )
  }
  const page = (request: IncomingMessage, response: ServerResponse, pathname: string) => {
    if (!pathname.startsWith(`${CONSOLE_PREFIX}/`)) {
      response.writeHead(302, { location: `${CONSOLE_PREFIX}/` }).end()
      return
    }
    const file = options.files.find(pathname.slice(CONSOLE_PREFIX.length))
    if (file === undefined) return told(response, refused('ROUTE_UNKNOWN'))
    const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
    response.writeHead(200, {
      ...CONSOLE_HEADERS,
      'content-type': file.type,
      'cache-control': file.cache,
      ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    })
    response.end(isZipped ? file.gzipped : file.plain)
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return Object.freeze({
    url: `http://127.0.0.1:${port}${CONSOLE_PREFIX}/#token=${options.token}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

function told(response: ServerResponse, { status, body }: Answered): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(JSON.stringify(body))
}

const isOfHere = ({ headers }: IncomingMessage, { port }: AddressInfo): boolean =>
  [`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? '')

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(tokenIn(headers.authorization) ?? '')
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
