/** Tells partners what was met here of what they told, by every way that they are set to, once after each run that says something new. */
import type { PartnerSettings } from '../../config/outbound.js'
import type { SharingSettings } from '../../config/sharing.js'
import type { Producer } from '../../domain/sharing.js'
import { sightingsFor } from '../../store/partners.js'
import { type FinishedRun, lastFinishedRun } from '../../store/runs.js'
import type { Store } from '../../store/store.js'
import { waitMs } from '../connector/wait.js'
import { type Log, problemTold } from '../log.js'
import type { Collections } from '../taxii/collections.js'
import { intoCollection } from './sightings-in-collection.js'
import { standingOf, type TellingBack, type ToldBack, toAddress, toFile } from './sightings-out.js'

export interface SightingsOptions {
  readonly now: () => number
  readonly clock: () => number
  readonly log: Log
  readonly sharing: () => SharingSettings | undefined
}

export interface SightingsDoors {
  readonly reader: Store
  readonly collections: Collections
}

export interface Sightings {
  /** Looks whether there is a new run. It never throws. */
  tick(doors: SightingsDoors): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  /** Breaks off what is under way; resolves when nothing is. */
  stop(): Promise<void>
}

const EVERY_MS = 5000

/** One of the ways by which a partner is told. */
interface Way {
  readonly name: string
  /** What would be told by it; the same is not told twice. */
  readonly of: string
  readonly tell: () => Promise<ToldBack>
}

interface Tried {
  readonly failures: number
  readonly againMs: number
}

export function makeSightings(options: SightingsOptions): Sightings {
  const { clock, now, log, sharing } = options
  /** By way. Lost with the process: then the last run is told once more, by the same ids. */
  const told = new Map<string, string>()
  const tried = new Map<string, Tried>()
  const stopping = new AbortController()
  let againMs = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | undefined

  const look = async ({ reader, collections }: SightingsDoors) => {
    const settings = sharing()
    const run = await lastFinishedRun(reader)
    if (run === undefined || settings?.producer === undefined) return
    for (const partner of settings.partners.filter(isToldBack)) {
      const met = await sightingsFor(reader, run.run_id, partner.id)
      const telling = { partner, run, met, producer: settings.producer, nowMs: now() }
      for (const way of waysOf(telling, { settings, collections, signal: stopping.signal })) {
        if (stopping.signal.aborted) return
        await tellBy(way, partner.id)
      }
    }
  }
  const tellBy = async ({ name, of, tell }: Way, partner: string) => {
    if (told.get(name) === of || (tried.get(name)?.againMs ?? 0) > clock()) return
    // One that cannot be told holds up no other.
    const came = await tell().catch((error): ToldBack => {
      log.error({ partner, ...problemTold(error) }, 'a partner is not told what was met')
      return { kind: 'failed', problem: 'a fault of ours' }
    })
    if (came.kind === 'failed') {
      const failures = (tried.get(name)?.failures ?? 0) + 1
      tried.set(name, { failures, againMs: clock() + waitMs(name, failures, came.retryMs) })
      log.warn({ partner, failures, problem: came.problem }, 'partner not told what was met')
      return
    }
    tried.delete(name)
    told.set(name, of)
    const { kind: _, ...rest } = came
    if (came.kind === 'refused') log.error({ partner, ...rest }, 'partner refused what was met')
    else if (came.sightings > 0) log.info({ partner, ...rest }, 'a partner is told what was met')
  }
  const settled = async () => underWay
  return Object.freeze({
    tick(doors: SightingsDoors) {
      if (stopping.signal.aborted || underWay !== undefined || againMs > clock()) return
      againMs = clock() + EVERY_MS
      underWay = look(doors)
        .catch((error) => log.error(problemTold(error), 'partners are not told what was met'))
        .finally(() => {
          underWay = undefined
        })
    },
    settled,
    stop: async () => {
      stopping.abort()
      await settled()
    },
  })
}

const isToldBack = ({ sightings_into, sightings_file, sightings_posted }: PartnerSettings) =>
  sightings_into !== undefined || sightings_file !== undefined || sightings_posted === true

interface Around {
  readonly settings: Pick<SharingSettings, 'collections'>
  readonly collections: Collections
  readonly signal: AbortSignal
}

/** A collection is looked at after each run, for it may lack what was told; the others are told what stands, where that is another. */
function waysOf(
  telling: TellingBack & { readonly run: FinishedRun; readonly producer: Producer },
  { settings, collections, signal }: Around,
): readonly Way[] {
  const { id, url, sightings_into, sightings_file, sightings_posted } = telling.partner
  const into = settings.collections.find(({ alias }) => alias === sightings_into)
  const standing = standingOf(telling)
  const ways: Way[] = []
  if (into !== undefined) {
    const of = JSON.stringify([telling.run.run_id, telling.producer])
    const tell = () => intoCollection(into, telling, collections)
    ways.push({ name: JSON.stringify([id, 'collection', into.id]), of, tell })
  }
  if (sightings_file !== undefined) {
    const name = JSON.stringify([id, 'file', sightings_file])
    ways.push({ name, of: standing, tell: () => toFile(sightings_file, telling) })
  }
  if (sightings_posted === true && url !== undefined) {
    const name = JSON.stringify([id, 'url', url])
    ways.push({ name, of: standing, tell: () => toAddress(url, telling, signal) })
  }
  return ways
}
