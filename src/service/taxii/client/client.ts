/**
 * Reads collections of other servers into collections here, and sends collections here to others, on the engine's clock. Only what lies
 * in a collection goes out, and what comes in goes nowhere but into one: what it says is looked at by others.
 */
import {
  authorizationFor,
  type CollectionSettings,
  type SharingSettings,
  type TaxiiServerSettings,
} from '../../../config/sharing.js'
import { waitMs } from '../../connector/wait.js'
import { type Log, problemTold } from '../../log.js'
import { FULL } from '../adding.js'
import type { Collections } from '../collections.js'
import { keptOf, type StixObject } from '../envelope.js'
import { sentTo } from '../sight.js'
import { askServer, type Question } from './ask.js'
import { type Positions, wayOf } from './positions.js'
import { pull } from './pull.js'
import { push } from './push.js'
import { queueOf } from './queue.js'

export interface TaxiiClientOptions {
  readonly now: () => number
  readonly clock: () => number
  readonly log: Log
  readonly sharing: () => SharingSettings | undefined
  /** Ends early where the signal says so. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface TaxiiClientDoors {
  readonly collections: Collections
  readonly positions: Positions
}

/** Since the process began. */
export interface TaxiiFigures {
  readonly taxii_pulled: number
  readonly taxii_pushed: number
  readonly taxii_failures: number
}

export interface TaxiiClient {
  /** Begins whatever is due; of one server never two readings at once. It never throws. */
  tick(doors: TaxiiClientDoors): void
  figures(): TaxiiFigures
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  /** Breaks off what is under way; resolves when nothing is. */
  stop(): Promise<void>
}

const WAYS = ['pull', 'push'] as const
type Way = (typeof WAYS)[number]
/** Of what another server will not take. */
const NAMED_MAX = 10
/** Between two attempts after a fault of ours. */
const FAULT_MS_MAX = 600_000

export function makeTaxiiClient(options: TaxiiClientOptions): TaxiiClient {
  const { clock, sharing } = options
  const stopping = new AbortController()
  const underWay = new Map<string, Promise<void>>()
  const next = new Map<string, { readonly failures: number; readonly atMs: number }>()
  const figures = { taxii_pulled: 0, taxii_pushed: 0, taxii_failures: 0 }
  const again = (name: string, everyMs: number) => {
    next.set(name, { failures: 0, atMs: clock() + everyMs })
  }
  const later = (name: string, retryMs: number | undefined, msMax: number) => {
    const failures = (next.get(name)?.failures ?? 0) + 1
    next.set(name, { failures, atMs: clock() + waitMs(name, failures, retryMs, msMax) })
    figures.taxii_failures += 1
  }
  const visit = async (name: string, way: Way, visited: Visit) => {
    const { log } = options
    const server = visited.server.name
    const { objects, problem, retryMs } = await DOES[way](visited)
    figures[way === 'pull' ? 'taxii_pulled' : 'taxii_pushed'] += objects
    const everyMs = visited.server.minutes * 60_000
    if (problem === undefined) {
      again(name, everyMs)
      if (objects > 0) log.info({ server, way, objects }, 'shared by TAXII')
    } else if (!stopping.signal.aborted) {
      later(name, retryMs, everyMs)
      log.warn({ server, way, objects, problem }, 'not shared by TAXII')
    }
  }
  const begin = (name: string, way: Way, visited: Visit) => {
    const done = visit(name, way, visited)
      .catch((error) => {
        later(name, undefined, FAULT_MS_MAX)
        options.log.error(problemTold(error), 'not shared by TAXII')
      })
      .finally(() => underWay.delete(name))
    underWay.set(name, done)
  }
  const isDue = (name: string) =>
    !underWay.has(name) && (next.get(name)?.atMs ?? Number.NEGATIVE_INFINITY) <= clock()
  const settled = async () => {
    await Promise.all(underWay.values())
  }
  return Object.freeze({
    tick(doors: TaxiiClientDoors) {
      if (stopping.signal.aborted) return
      const { servers = [], collections = [] } = sharing() ?? {}
      for (const [server, way] of servers.flatMap((one) =>
        WAYS.map((way) => [one, way] as const),
      )) {
        const named = way === 'pull' ? server.pull_into : server.push_from
        const collection = collections.find(({ alias }) => alias === named)
        const name = `${way} ${server.name}`
        if (collection === undefined || !isDue(name)) continue
        begin(name, way, { server, collection, doors, options, signal: stopping.signal })
      }
    },
    figures: () => ({ ...figures }),
    settled,
    stop: async () => {
      stopping.abort()
      await settled()
    },
  })
}

interface Visit {
  readonly server: TaxiiServerSettings
  /** Here. */
  readonly collection: CollectionSettings
  readonly doors: TaxiiClientDoors
  readonly options: TaxiiClientOptions
  readonly signal: AbortSignal
}

function asker({ server, signal }: Visit) {
  const url = server.url.endsWith('/') ? server.url : `${server.url}/`
  const timeoutMs = server.timeout_seconds * 1000
  const authorization = authorizationFor(server)
  return (question: Question) => askServer({ url, authorization, timeoutMs, signal }, question)
}

const DOES = { pull: pullFrom, push: pushTo } as const

async function pullFrom(visit: Visit) {
  const { server, collection, doors, options } = visit
  const way = wayOf(server, 'pull', collection.id)
  const ask = asker(visit)
  const path = `collections/${server.collection}/objects/`
  return pull({
    ask: (query) => ask({ method: 'GET', path, query }),
    fromMicros: await doors.positions.reached(way),
    nowMs: options.now(),
    take: (objects) => take(objects, visit),
    reached: (micros) => doors.positions.reach(way, micros),
  })
}

async function take(objects: readonly StixObject[], visit: Visit): Promise<string | undefined> {
  const { server, collection, doors, options } = visit
  const fit = objects.flatMap((one) => {
    const kept = keptOf(one, options.now())
    return 'problem' in kept ? [] : [kept]
  })
  const added = await doors.collections.add(collection, fit, `server ${server.name}`)
  if (added.some(({ problem }) => problem === FULL)) return 'the collection here is full'
  const refused = objects.length - added.filter(({ problem }) => problem === '').length
  if (refused > 0) {
    options.log.warn({ server: server.name, refused }, 'objects of another server were not kept')
  }
  return undefined
}

async function pushTo(visit: Visit) {
  const { server, collection, doors, options } = visit
  const way = wayOf(server, 'push', collection.id)
  const pushed = await push({
    ask: asker(visit),
    collection: server.collection,
    queue: await queueOf({
      ...{ ...doors, way, collection_id: collection.id },
      sight: sentTo(server, collection),
    }),
    sleep: (ms) => options.sleep(ms, visit.signal),
  })
  const { refused } = pushed
  if (refused.length > 0) {
    // Ids and instants of STIX, of which the collection holds no others.
    const named = { refused: refused.length, objects: refused.slice(0, NAMED_MAX) }
    options.log.warn({ server: server.name, ...named }, 'objects that another server will not take')
  }
  return pushed
}
