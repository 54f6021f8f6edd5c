/** What is new of some objects, and what becomes of the others. */
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { Kept } from './envelope.js'
import { instantOf, storedInstant } from './instant.js'
import { isOurs } from './sight.js'

/** What became of an object. `problem` is empty where the collection has it now. */
export interface Added {
  readonly id: string
  readonly version: string
  readonly isNew: boolean
  readonly problem: string
}

/** Told to whoever adds: a release, another server and a client of a partner alike. */
export const FULL =
  'The collection is full, or you hold half of what others leave in a relay: delete from it what is over, or have its `objects_max` or `bytes_max` raised, and send it again.'

/** The same whatever is there, so that it tells nothing of what may not be seen. */
const ANOTHERS =
  'Another has this id here: only whoever was first with it adds versions of it, or changes one.'

interface Known {
  /** Who put it there. */
  readonly client: string
  readonly version: string
  readonly versionMicros: number
  readonly digest: string
}
export type KnownVersions = ReadonlyMap<string, readonly Known[]>

const KNOWN = sqlFile(import.meta.url, './taxii_known.sql', {
  collection_id: 'String',
  ids: 'Array(String)',
})

/** The versions that a collection has of these objects, by id, oldest first. */
export async function knownIn(
  reader: Store,
  collection_id: string,
  objects: readonly Kept[],
): Promise<KnownVersions> {
  const ids = [...new Set(objects.map(({ id }) => id))]
  const rows = await reader.rows<{
    object_id: string
    client: string
    version: string
    version_micros: string
    object_digest: string
  }>(KNOWN, { collection_id, ids })
  const known = new Map<string, Known[]>()
  for (const { object_id, version_micros, object_digest, ...rest } of rows) {
    const one = { ...rest, versionMicros: Number(version_micros), digest: object_digest }
    known.set(object_id, [...(known.get(object_id) ?? []), one])
  }
  return known
}

/** What a collection holds of each client. */
export type HeldBy = ReadonlyMap<string, Room>

/**
 * What one may still put there. In a relay nobody but us holds more than half of what the others leave, so that there is room for
 * whoever has nothing there yet, and for a release.
 */
export function roomFor(client: string, into: Bound, held: HeldBy): Room {
  const share = into.relay === true && !isOurs(client) ? 2 : 1
  const own = held.get(client) ?? NOTHING
  const all = [...held.values()].reduce(sumOf, NOTHING)
  const left = (most: number, key: keyof Room) =>
    Math.ceil((most - all[key] + own[key]) / share) - own[key]
  return { objects: left(into.objects_max, 'objects'), bytes: left(into.bytes_max, 'bytes') }
}

export const NOTHING: Room = Object.freeze({ objects: 0, bytes: 0 })

export const sumOf = (a: Room, b: Room): Room => ({
  objects: a.objects + b.objects,
  bytes: a.bytes + b.bytes,
})

/** How much a collection may hold. */
export interface Bound {
  /** Versions. */
  readonly objects_max: number
  readonly bytes_max: number
  /** Whether others are told what others put there. */
  readonly relay?: boolean
}

export interface Sorted {
  readonly outcome: Added
  /** Undefined where nothing is to be written. */
  readonly row?: KeptRow
}

/** Of `taxii_object`, but for the collection and who adds it. */
type KeptRow = Readonly<Record<string, unknown>> & { readonly bytes: number }

/** What a collection holds, or may still take. */
export interface Room {
  /** Versions. */
  readonly objects: number
  readonly bytes: number
}

export interface Sorting {
  readonly client: string
  /** Whether others are told what it puts there. */
  readonly relay: boolean
  readonly room: Room
  readonly nextMicros: () => number
}

/** In their order. What is too large for the room does not keep out what is smaller. */
export function sorted(
  objects: readonly Kept[],
  knownBefore: KnownVersions,
  { client, relay, room, nextMicros }: Sorting,
): readonly Sorted[] {
  const known = new Map(knownBefore)
  let { objects: objectsLeft, bytes: bytesLeft } = room
  return objects.map((object) => {
    const { id, digest, json } = object
    const versions = known.get(id) ?? []
    // What is ours is added whatever others put under its id, and told in its place.
    const same = (isOurs(client) ? versions.filter(areOurs) : versions).find((one) =>
      isSame(one, object),
    )
    if (same?.digest === digest) {
      return { outcome: { id, version: same.version, isNew: false, problem: '' } }
    }
    const isAnothers = relay && !mayAdd(client, versions)
    if (isAnothers || same !== undefined) {
      const problem = isAnothers ? ANOTHERS : 'Another is there under this version.'
      return { outcome: { id, version: object.version ?? '', isNew: false, problem } }
    }
    const bytes = Buffer.byteLength(json)
    if (objectsLeft < 1 || bytesLeft < bytes) {
      return { outcome: { id, version: object.version ?? '', isNew: false, problem: FULL } }
    }
    objectsLeft -= 1
    bytesLeft -= bytes
    const addedMicros = nextMicros()
    const { version = instantOf(addedMicros), versionMicros = addedMicros } = object
    known.set(id, [...versions, { client, version, versionMicros, digest }])
    const row = rowOf(object, { addedMicros, version, versionMicros, bytes })
    return { outcome: { id, version, isNew: true, problem: '' }, row }
  })
}

const areOurs = (one: Known): boolean => isOurs(one.client)

/** Whoever was first with an id has it; what is ours comes before all. */
const mayAdd = (client: string, versions: readonly Known[]): boolean =>
  isOurs(client) || (!versions.some(areOurs) && (versions[0]?.client ?? client) === client)

/** An object without an instant of its own is the same where it says the same. */
const isSame = (one: Known, { versionMicros, digest }: Kept): boolean =>
  versionMicros === undefined ? one.digest === digest : one.versionMicros === versionMicros

const rowOf = (
  { id, type, marking, json, digest, expiresMs }: Kept,
  at: {
    readonly addedMicros: number
    readonly version: string
    readonly versionMicros: number
    readonly bytes: number
  },
): KeptRow => ({
  added_at: storedInstant(at.addedMicros),
  object_id: id,
  object_type: type,
  marking,
  version: at.version,
  version_at: storedInstant(at.versionMicros),
  object_json: json,
  bytes: at.bytes,
  object_digest: digest,
  expires_at: expiresMs === undefined ? null : storedInstant(expiresMs * 1000).slice(0, -3),
})
