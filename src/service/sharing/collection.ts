/**
 * What two people let leave, in a collection of TAXII: added, and where it was withdrawn taken out, with a revoked version of all that
 * was ours for whoever has it already. The same is done again without anything coming of it.
 */
import type { CollectionSettings } from '../../config/sharing.js'
import { revokedOf, type StixObject, tellingOf } from '../../pipeline/release/outlets.js'
import type { Delivery, Share } from '../../records/share.js'
import { sharedDocument } from '../../records/shared-documents.js'
import type { Store } from '../../store/store.js'
import type { Posted } from '../connector/post.js'
import { FULL } from '../taxii/adding.js'
import type { Collections } from '../taxii/collections.js'
import { type Kept, keptOf, type Unfit } from '../taxii/envelope.js'
import { microsOf } from '../taxii/instant.js'
import { shareClient } from '../taxii/sight.js'

export interface GivingDoors {
  readonly collections: Collections
  readonly reader: Store
  /** What else is given out there now. */
  readonly others: readonly Share[]
  readonly now: () => number
}

const GIVEN: Posted = { kind: 'accepted', isDone: true }
const refused = (problem: string): Posted => ({ kind: 'refused', problem })

export async function giveTo(
  into: CollectionSettings,
  { what, share }: Delivery,
  doors: GivingDoors,
): Promise<Posted> {
  const objects = await objectsOf(doors.reader, share)
  // Nothing else is told in its place.
  if (objects === undefined) return refused('document lost')
  return what === 'share'
    ? add(into, { share, objects }, doors)
    : takeOut(into, { share, objects }, doors)
}

interface Told {
  readonly share: Share
  readonly objects: readonly StixObject[]
}

async function objectsOf(
  reader: Store,
  { sha256 }: Share,
): Promise<readonly StixObject[] | undefined> {
  const document = await sharedDocument(reader, sha256)
  if (document === undefined) return undefined
  return (JSON.parse(document) as { readonly objects: readonly StixObject[] }).objects
}

async function add(
  into: CollectionSettings,
  { share, objects }: Told,
  { collections, now }: GivingDoors,
): Promise<Posted> {
  const telling = new Set(tellingOf(objects).map(({ id }) => id))
  const [kept, unfit] = sortedOut(objects, now())
  if (unfit !== undefined) return refused(unfit.problem)
  const ends = kept.map((one) => (telling.has(one.id) ? ending(one, share) : one))
  const added = await collections.add(into, ends, shareClient(share.share_id))
  if (added.some(({ problem }) => problem === FULL)) return full
  const other = added.find(({ id, problem }) => telling.has(id) && problem !== '')
  return other === undefined ? GIVEN : refused('another is there under this version')
}

const full: Posted = { kind: 'failed', problem: 'the collection is full', retryMs: undefined }

/** As they are kept, and one that cannot be. What has expired is not told. */
function sortedOut(objects: readonly StixObject[], nowMs: number) {
  const all = objects
    .filter(({ valid_until: until }) => typeof until !== 'string' || Date.parse(until) > nowMs)
    .map((object) => keptOf(object, nowMs))
  const isKept = (one: Kept | Unfit): one is Kept => !('problem' in one)
  return [all.filter(isKept), all.find((one) => 'problem' in one)] as const
}

const ending = (one: Kept, { expires_ms }: Share): Kept => ({
  ...one,
  expiresMs: Math.min(one.expiresMs ?? expires_ms, expires_ms),
})

/** What another share still tells stays: it goes when that does. */
async function takeOut(
  into: CollectionSettings,
  { share, objects }: Told,
  { collections, reader, others, now }: GivingDoors,
): Promise<Posted> {
  const still = new Set<string>()
  for (const other of others.filter(({ share_id }) => share_id !== share.share_id)) {
    for (const { id, modified } of (await objectsOf(reader, other)) ?? []) {
      still.add(id).add(`${id} ${modified}`)
    }
  }
  const gone = tellingOf(objects).filter(({ id, modified }) => !still.has(`${id} ${modified}`))
  for (const [micros, ids] of byVersion(gone)) {
    const versions = { isAll: false, isFirst: false, isLast: false, at: [micros] }
    await collections.remove({ collection_id: into.id, ids, versions })
  }
  const withdrawnAt = new Date(share.withdrawn_ms ?? now()).toISOString()
  const revoked = revokedOf(objects, withdrawnAt).filter(({ id }) => !still.has(id))
  const [kept] = sortedOut(revoked, now())
  const ends = kept.map((one) => ending(one, share))
  const added = await collections.add(into, ends, shareClient(share.share_id))
  return added.some(({ problem }) => problem === FULL) ? full : GIVEN
}

function byVersion(objects: readonly StixObject[]): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>()
  for (const { id, modified } of objects) {
    const micros = microsOf(`${modified}`)
    if (micros !== undefined) found.set(micros, [...(found.get(micros) ?? []), id])
  }
  return found
}
