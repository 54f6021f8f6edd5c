/**
 * Where people act: on a socket of the engine, which keeps the records. Who asks is known by a token alone. An act is
 * written down before it is answered, and what is read of texts before it is shown.
 */
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { holds, type Person } from '../../domain/people.js'
import { previewShare } from '../../records/deeds/sharing.js'
import type { Ledger } from '../../records/ledger.js'
import type { PolicyKnown } from '../../records/state.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { InForceNow } from '../decisions/restricted.js'
import type { AskedTerms, Previews } from '../sharing/previews.js'
import { faultBody, faultOf, PEOPLE_FAULTS, type PeopleFault } from './faults.js'
import { READINGS } from './readings.js'
import { DEED_ROUTES, partsOf } from './routes.js'
import { API_PREFIX, ASKED_BYTES_MAX } from './socket.js'
import type { Who } from './who.js'

export interface PeopleDoor {
  readonly ledger: Ledger
  readonly reader: Store
  readonly who: Who
  readonly policies: () => readonly PolicyKnown[]
  readonly acted: () => void
  readonly inForce: () => InForceNow | undefined
  readonly now: () => number
  /** Where somebody can have one made of what would leave. */
  readonly previews?: Previews | undefined
}

interface Answered {
  readonly status: number
  readonly body: unknown
}

// More than the gate passes on at once.
const CONNECTIONS_MAX = 96
const ASKED_SECONDS_MAX = 10
const TEXT = sqlFile(import.meta.url, './exchange_text.sql', { exchange_id: 'String' })

/** Resolves, once it listens, to what closes it. */
export async function servePeople(socket: string, door: PeopleDoor): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    // What cannot be told, for it is too long a text, say, ends this answer and not the process.
    answer(request, door)
      .then(({ status, body }) => send(response, status, body))
      .catch(() => send(response, PEOPLE_FAULTS.SERVICE_FAULT.status, faultBody('SERVICE_FAULT')))
  })
  server.maxConnections = CONNECTIONS_MAX
  server.requestTimeout = ASKED_SECONDS_MAX * 1000
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

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(text)
}

const refused = (code: PeopleFault, places?: readonly string[]): Answered => ({
  status: PEOPLE_FAULTS[code].status,
  body: faultBody(code, places),
})

async function answer(request: IncomingMessage, door: PeopleDoor): Promise<Answered> {
  const person = await door.who.personOf(request.headers.authorization)
  if (person === 'NOBODY') return refused('TOKEN_REQUIRED')
  if (person === 'DOWN') return refused('ISSUER_DOWN')
  await door.ledger.refresh()
  if (door.ledger.state().revoked.has(person.sha256)) return refused('TOKEN_REVOKED')
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://people')
  const path = pathname.startsWith(API_PREFIX) ? pathname.slice(API_PREFIX.length) : ''
  if (request.method === 'GET') return read(path, searchParams, person, door)
  if (request.method !== 'POST') return refused('ROUTE_UNKNOWN')
  for (const { path: pattern, deed } of DEED_ROUTES) {
    const parts = partsOf(pattern, path)
    if (parts === undefined) continue
    const body = await bodyOf(request)
    if (body === 'too long') return refused('REQUEST_TOO_LARGE')
    if (body === undefined || Object.keys(parts).some((key) => key in body)) {
      return refused('INPUT_INVALID')
    }
    return act(deed, { ...body, ...parts }, person, door)
  }
  return refused('ROUTE_UNKNOWN')
}

async function act(
  deed: string,
  input: object,
  person: Person,
  { ledger, reader, acted, previews }: PeopleDoor,
): Promise<Answered> {
  const done = await ledger.act({ person, deed, input })
  if (done.kind === 'refused') return refused(faultOf(done.why), done.places)
  acted()
  const told = { state: done.kind, id: done.id, entry: done.seq }
  if (deed === 'preview_share') {
    const { data } = previewShare.input.safeParse(input)
    if (data !== undefined) previews?.ask(done.id, data satisfies AskedTerms)
  }
  if (deed !== 'read_text') return { status: done.kind === 'done' ? 200 : 202, body: told }
  const { exchange_id } = input as { readonly exchange_id: string }
  const [text] = await reader.rows<object>(TEXT, { exchange_id })
  return text === undefined ? refused('NOT_THERE') : { status: 200, body: { ...told, text } }
}

async function read(
  path: string,
  query: URLSearchParams,
  person: Person,
  { ledger, reader, who, policies, inForce, now, previews }: PeopleDoor,
): Promise<Answered> {
  const reading = READINGS.find((one) => one.path === path)
  if (reading === undefined) return refused('ROUTE_UNKNOWN')
  if (!holds(person, reading.who)) return refused('ROLE_MISSING')
  const known = { ledger, reader, person, people: who.people(), policies: policies() }
  const from = { ...known, inForce: inForce(), query, nowMs: now(), previews }
  return { status: 200, body: await reading.read(from) }
}

async function bodyOf(request: IncomingMessage): Promise<object | 'too long' | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > ASKED_BYTES_MAX) return 'too long'
    chunks.push(chunk)
  }
  try {
    const body: unknown = bytes === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
  } catch {
    return undefined
  }
}
