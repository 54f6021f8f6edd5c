/** What was met of what a partner told, in a collection here that they read. */
import type { CollectionSettings } from '../../config/sharing.js'
import { type StixObject, sightingObjects } from '../../pipeline/partners/told-back.js'
import { FULL } from '../taxii/adding.js'
import { type Collections, EVERYTHING } from '../taxii/collections.js'
import { keptOf } from '../taxii/envelope.js'
import { OUR_SIGHTINGS, putBy } from '../taxii/sight.js'
import type { TellingBack, ToldBack } from './sightings-out.js'

/**
 * Adds what is new or was told otherwise, and takes back what is not so any more. How many it added; the same run again adds
 * nothing. Throws where the collection is full.
 */
export async function intoCollection(
  into: CollectionSettings,
  { met, producer, nowMs }: TellingBack,
  collections: Collections,
): Promise<ToldBack> {
  const toldAt = new Date(nowMs).toISOString()
  const objects = sightingObjects(met, { producer, toldAt })
  const before = await standingIn(collections, into.id)
  const present = new Set(objects.map(({ id }) => id))
  const gone = [...before.values()]
    .filter(({ id, revoked }) => revoked !== true && !present.has(id))
    .map((one) => ({ ...one, revoked: true, modified: toldAt }))
  const changed = objects.filter((one) => said(before.get(one.id)) !== said(one))
  const kept = [...changed, ...gone].flatMap((one) => {
    const looked = keptOf(one, nowMs)
    return 'problem' in looked ? [] : [looked]
  })
  if (!changed.some(({ type }) => type === 'sighting') && gone.length === 0) {
    return { kind: 'told', sightings: 0 }
  }
  const added = await collections.add(into, kept, OUR_SIGHTINGS)
  if (added.some(({ problem }) => problem === FULL)) throw new Error('the collection is full')
  const sightings = added.filter(({ isNew, id }) => isNew && id.startsWith('sighting--')).length
  return { kind: 'told', sightings }
}

/** What a version says, whenever it says so. */
const said = (object: StixObject | undefined): string =>
  JSON.stringify({ ...object, modified: '' }, Object.keys(object ?? {}).sort())

/** Sightings that we put into a collection, each in its latest version: what another says in our name is not ours. */
async function standingIn(
  collections: Collections,
  id: string,
): Promise<ReadonlyMap<string, StixObject>> {
  const standing = new Map<string, StixObject>()
  const versions = { isAll: false, isFirst: false, isLast: true, at: [] }
  let afterMicros = -1
  for (;;) {
    const query = { ...EVERYTHING, limit: 1000, types: ['sighting'], versions, afterMicros }
    const { places, isMore } = await collections.page(id, query, putBy(OUR_SIGHTINGS))
    for (const json of await collections.documents(id, places)) {
      const object = JSON.parse(json) as StixObject
      standing.set(object.id, object)
    }
    const last = places.at(-1)
    if (!isMore || last === undefined) return standing
    afterMicros = last.addedMicros
  }
}
