/** Puts what was met here of what a partner told where that partner finds it, once after each run. */
import type { CollectionSettings, SharingSettings } from '../../config/sharing.js'
import type { Producer } from '../../domain/sharing.js'
import { type StixObject, sightingObjects } from '../../pipeline/partners/told-back.js'
import { sightingsFor } from '../../store/partners.js'
import { lastFinishedRun } from '../../store/runs.js'
import type { Store } from '../../store/store.js'
import { type Log, problemTold } from '../log.js'
import { FULL } from '../taxii/adding.js'
import { type Collections, EVERYTHING } from '../taxii/collections.js'
import { keptOf } from '../taxii/envelope.js'

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
}

const EVERY_MS = 5000
/** Who put it into the collection; no client may be called so. */
const OURS = 'our sightings'

export function makeSightings(options: SightingsOptions): Sightings {
  const { clock, now, log, sharing } = options
  let againMs = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | undefined
  let told = ''
  const look = async (doors: SightingsDoors) => {
    const { producer, partners = [], collections = [] } = sharing() ?? {}
    const run = await lastFinishedRun(doors.reader)
    if (run === undefined || producer === undefined) return
    const of = JSON.stringify([run.run_id, producer, partners.map((one) => one.sightings_into)])
    if (of === told) return
    for (const { id, sightings_into } of partners) {
      const into = collections.find(({ alias }) => alias === sightings_into)
      if (into === undefined) continue
      const nowMs = now()
      const sent = await tellBack(doors, {
        partner_id: id,
        run_id: run.run_id,
        into,
        producer,
        nowMs,
      })
      if (sent > 0) log.info({ partner: id, sightings: sent }, 'a partner is told what was met')
    }
    told = of
  }
  return Object.freeze({
    tick(doors: SightingsDoors) {
      if (underWay !== undefined || againMs > clock()) return
      againMs = clock() + EVERY_MS
      underWay = look(doors)
        .catch((error) => log.error(problemTold(error), 'a partner is not told what was met'))
        .finally(() => {
          underWay = undefined
        })
    },
    settled: async () => underWay,
  })
}

interface TellingBack {
  readonly partner_id: string
  readonly run_id: string
  readonly into: CollectionSettings
  readonly producer: Producer
  readonly nowMs: number
}

/**
 * Adds what is new or was told otherwise, and takes back what is not so any more. How many it added; the same run again adds
 * nothing. Throws where the collection is full.
 */
async function tellBack({ reader, collections }: SightingsDoors, telling: TellingBack) {
  const { partner_id, run_id, into, producer, nowMs } = telling
  const toldAt = new Date(nowMs).toISOString()
  const met = await sightingsFor(reader, run_id, partner_id)
  const objects = sightingObjects(met, { producer, toldAt })
  const before = await standingIn(collections, into.id, producer)
  const present = new Set(objects.map(({ id }) => id))
  const gone = [...before.values()]
    .filter(({ id, revoked }) => revoked !== true && !present.has(id))
    .map((one) => ({ ...one, revoked: true, modified: toldAt }))
  const changed = objects.filter((one) => said(before.get(one.id)) !== said(one))
  const kept = [...changed, ...gone].flatMap((one) => {
    const looked = keptOf(one, nowMs)
    return 'problem' in looked ? [] : [looked]
  })
  if (!changed.some(({ type }) => type === 'sighting') && gone.length === 0) return 0
  const added = await collections.add(into, kept, OURS)
  if (added.some(({ problem }) => problem === FULL)) throw new Error('the collection is full')
  return added.filter(({ isNew, id }) => isNew && id.startsWith('sighting--')).length
}

/** What a version says, whenever it says so. */
const said = (object: StixObject | undefined): string =>
  JSON.stringify({ ...object, modified: '' }, Object.keys(object ?? {}).sort())

/** Sightings of ours that lie in a collection, each in its latest version. */
async function standingIn(
  collections: Collections,
  id: string,
  { identity_id }: Producer,
): Promise<ReadonlyMap<string, StixObject>> {
  const standing = new Map<string, StixObject>()
  const versions = { isAll: false, isFirst: false, isLast: true, at: [] }
  let afterMicros = -1
  for (;;) {
    const query = { ...EVERYTHING, limit: 1000, types: ['sighting'], versions, afterMicros }
    const { places, isMore } = await collections.page(id, query)
    for (const json of await collections.documents(id, places)) {
      const object = JSON.parse(json) as StixObject
      if (object.created_by_ref === identity_id) standing.set(object.id, object)
    }
    const last = places.at(-1)
    if (!isMore || last === undefined) return standing
    afterMicros = last.addedMicros
  }
}
