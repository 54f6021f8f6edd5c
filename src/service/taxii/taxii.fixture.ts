import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SharingSettings, sharingSchema } from '../../config/sharing.js'
import type { Store } from '../../store/store.js'
import { type Collections, openCollections } from './collections.js'
import { serveTaxii } from './door.js'
import { TAXII_TYPE } from './media.js'
import { openStatuses } from './statuses.js'

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
export const tokenOf = (name: string) => `token-${name}`
const client = (name: string, read: readonly string[], write: readonly string[]) => ({
  ...{ name, sha256: sha256(tokenOf(name)), read, write },
})

/** Two collections, and clients with every right and none to them. */
export const SHARING = {
  title: 'Heron',
  collections: [
    { id: randomUUID(), alias: 'out', title: 'What we found', relay: true },
    {
      ...{ id: randomUUID(), alias: 'in', title: 'What others found' },
      ...{ objects_max: 50, relay: true },
    },
  ],
  clients: [
    client('reader', ['out'], []),
    client('writer', [], ['in']),
    client('both', ['in', 'out'], ['in', 'out']),
    client('nobody', [], []),
  ],
}
export const sharing = (part: object = {}): SharingSettings =>
  sharingSchema.parse({ ...SHARING, ...part })

/** As OASIS names it. */
const TLP_GREEN = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'

let made = 0
/** An indicator of its own, as a partner sends it. */
export function indicator(part: object = {}) {
  made += 1
  const at = new Date(Date.UTC(2026, 0, 1) + made).toISOString()
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${randomUUID()}`,
    created: at,
    modified: at,
    name: `one of ${made}`,
    pattern: "[ipv4-addr:value = '203.0.113.9']",
    pattern_type: 'stix',
    valid_from: at,
    object_marking_refs: [TLP_GREEN],
    ...part,
  }
}

export interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: {
    readonly [key: string]: unknown
    readonly objects?: readonly { readonly id: string; readonly [key: string]: unknown }[]
    readonly versions?: readonly string[]
    readonly more?: boolean
    readonly next?: string
  }
}

export interface Asking {
  readonly method?: string
  readonly as?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Answering {
  readonly collections: Collections
  /** What was logged so far. */
  readonly logged: () => string
  ask(path: string, asking?: Asking): Promise<Told>
  close(): Promise<void>
}

/** The door of the engine, on a socket of its own, over a store that is opened already. */
export async function answering(
  store: Store,
  settings: () => SharingSettings | undefined = sharing,
  now: () => number = Date.now,
): Promise<Answering> {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-taxii-'))
  const socketPath = join(folder, 'socket')
  const collections = await openCollections({ reader: store, writer: store, now })
  const statuses = await openStatuses(store, store, now)
  let logged = ''
  const line = (fields: object, message: string) => {
    logged += `${JSON.stringify(fields)} ${message}\n`
  }
  const log = { info: line, warn: line, error: line }
  const close = await serveTaxii(socketPath, { sharing: settings, collections, statuses, now, log })
  return {
    collections,
    logged: () => logged,
    ask: (path, asking = {}) => askSocket(socketPath, path, asking),
    close: async () => {
      await close()
      rmSync(folder, { recursive: true })
    },
  }
}

export function askSocket(socketPath: string, path: string, asking: Asking): Promise<Told> {
  const { method = 'GET', as = 'both', body } = asking
  const headers = {
    accept: TAXII_TYPE,
    authorization: `Bearer ${tokenOf(as)}`,
    ...(body === undefined ? {} : { 'content-type': TAXII_TYPE }),
    ...asking.headers,
  }
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const told = text === '' ? {} : JSON.parse(text)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: told })
      })
    })
    sent.on('error', reject)
    // Whoever has the answer may still be sending when the door closes.
    sent.on('socket', (socket) => socket.on('error', () => undefined))
    sent.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
  })
}
