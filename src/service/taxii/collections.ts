/**
 * The collections, durably in the store. One process writes, one addition or deletion after another; what `add` resolves to is
 * on the disk. Each version of an object has an instant of its own, so that a place in a collection is one number, pages are whole
 * whatever is added meanwhile, and whoever asks for what came after an instant misses nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { removeReplaced } from '../../store/replaced.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import {
  type Added,
  type Bound,
  knownIn,
  NOTHING,
  type Room,
  roomFor,
  sorted,
  sumOf,
} from './adding.js'
import type { Kept } from './envelope.js'
import { makeGathered } from './gathered.js'
import { makeLine } from './line.js'
import { ALL_VERSIONS, type Query, type Versions } from './query.js'
import { type Sight, WHOLE } from './sight.js'

export interface Place {
  readonly object_id: string
  readonly version: string
  readonly addedMicros: number
  readonly bytes: number
}

export interface Page {
  readonly places: readonly Place[]
  /** Whether there is more after it. */
  readonly isMore: boolean
}

export interface Removing {
  readonly collection_id: string
  readonly ids: readonly string[]
  readonly versions: Versions
  /** All of it where nothing is said. */
  readonly sight?: Sight
}

/** A collection by its id, and how much it may hold. */
export interface Holder extends Bound {
  readonly id: string
}

export interface Collections {
  /** Each in its order. A version that is there already stays as it is. */
  add(into: Holder, objects: readonly Kept[], client: string): Promise<readonly Added[]>
  /** What may be seen, without the objects themselves; no more than 2 MiB of them, or one. */
  page(collection_id: string, query: Query, sight?: Sight): Promise<Page>
  /** The objects at these places, each as JSON. One that was deleted meanwhile is not there. */
  documents(collection_id: string, places: readonly Place[]): Promise<readonly string[]>
  has(collection_id: string, object_id: string, sight?: Sight): Promise<boolean>
  /** These versions of these objects; how many went. Nothing of them is left on the disk, unless a statement still reads it. */
  remove(removing: Removing): Promise<number>
  /** Takes what is over its time from the disk, and says how many versions. */
  sweep(): Promise<number>
}

export interface CollectionParts {
  readonly reader: Store
  readonly writer: Store
  readonly now: () => number
}

const PAGE_BYTES_MAX = 2 * 1024 * 1024
/** As many as a collection may hold. */
const VERSIONS_MAX = 1_000_000
/** Of one mutation: it is written down with the places that it deletes. */
const REMOVED_AT_ONCE = 10_000

const PAGE = sqlFile(import.meta.url, './taxii_page.sql', {
  ...{ collection_id: 'String', now_ms: 'Int64', ids: 'Array(String)', types: 'Array(String)' },
  ...{ after_micros: 'Int64', is_all: 'Bool', is_first: 'Bool', is_last: 'Bool' },
  ...{ versions: 'Array(Int64)', rows: 'UInt32' },
  ...{ own: 'Array(String)', ours: 'Array(String)', others: 'Array(String)' },
})
const DOCUMENT = sqlFile(import.meta.url, './taxii_document.sql', {
  ...{ collection_id: 'String', first_micros: 'Int64', last_micros: 'Int64' },
  places: 'Array(Int64)',
})
const LAST = sqlFile(import.meta.url, './taxii_last.sql', {})
/** It says no id: the engine keeps the text of what it deleted by. */
const REMOVE = statement(
  'taxii_remove',
  `ALTER TABLE taxii_object DELETE
   WHERE collection_id = {collection_id:String}
     AND has({places:Array(Int64)}, toUnixTimestamp64Micro(added_at))
   SETTINGS mutations_sync = 1`,
)
const OVER = statement(
  'taxii_over',
  `SELECT count() AS rows FROM taxii_object
   WHERE expires_at <= fromUnixTimestamp64Milli({now_ms:Int64})`,
)
const REMOVE_OVER = statement(
  'taxii_remove_over',
  `ALTER TABLE taxii_object DELETE
   WHERE expires_at <= fromUnixTimestamp64Milli({now_ms:Int64}) SETTINGS mutations_sync = 1`,
)

export const EVERYTHING: Query = Object.freeze({
  ...{ limit: 1, afterMicros: -1, ids: [], types: [], versions: ALL_VERSIONS, isOfStix: true },
})

export async function openCollections(parts: CollectionParts): Promise<Collections> {
  const { reader, writer } = parts
  const inLine = makeLine()
  let held = await heldIn(reader)
  let { lastMicros } = held
  /** Later than any before, whatever the clock was set to. */
  const nextMicros = () => {
    lastMicros = Math.max(Math.trunc(parts.now()) * 1000, lastMicros + 1)
    return lastMicros
  }
  const add = async (into: Holder, objects: readonly Kept[], client: string) => {
    const known = await knownIn(reader, into.id, objects)
    const holding = held.of.get(into.id) ?? new Map<string, Room>()
    const room = roomFor(client, into, holding)
    const all = sorted(objects, known, {
      ...{ client, relay: into.relay === true, room, nextMicros },
    })
    const rows = all.flatMap(({ row }) =>
      row === undefined ? [] : [{ ...row, collection_id: into.id, client }],
    )
    if (rows.length > 0) await writer.insert('taxii_object', rows)
    const added = { objects: rows.length, bytes: rows.reduce((sum, row) => sum + row.bytes, 0) }
    held.of.set(into.id, holding.set(client, sumOf(holding.get(client) ?? NOTHING, added)))
    return all.map(({ outcome }) => outcome)
  }
  const cleared = async (work: () => Promise<number>) => {
    const count = await work()
    if (count === 0) return 0
    await removeReplaced(writer, ['taxii_object'])
    held = await heldIn(reader)
    return count
  }
  // Each deletion rewrites parts of the table, which costs as much for one object as for many.
  const removeGathered = makeGathered({
    work: (all: readonly Removing[]) =>
      inLine(async () => {
        let counts: readonly number[] = []
        await cleared(async () => {
          counts = await removeAll(parts, all)
          return counts.reduce((sum, count) => sum + count, 0)
        })
        return counts
      }),
    clock: parts.now,
    // Nothing is kept alive by a rest.
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
  })
  return Object.freeze({
    add: (into: Holder, objects: readonly Kept[], client: string) =>
      inLine(() => add(into, objects, client)),
    page: async (collection_id: string, query: Query, sight = WHOLE) =>
      pageOf(
        await placesIn(parts, collection_id, { ...query, limit: query.limit + 1 }, sight),
        query.limit,
      ),
    documents: (collection_id: string, places: readonly Place[]) =>
      documentsIn(reader, collection_id, places),
    has: async (collection_id: string, object_id: string, sight = WHOLE) =>
      (await placesIn(parts, collection_id, { ...EVERYTHING, ids: [object_id] }, sight)).length > 0,
    remove: (removing: Removing) => removeGathered(removing),
    sweep: () => inLine(() => cleared(() => removeOver(parts))),
  })
}

/** How much each collection holds of whom, and when the last of all came. */
async function heldIn(reader: Store) {
  const rows = await reader.rows<{
    collection_id: string
    client: string
    objects: string
    bytes: string
    last_micros: string
  }>(LAST)
  const of = new Map<string, Map<string, Room>>()
  for (const { collection_id, client, objects, bytes } of rows) {
    const holding = of.get(collection_id) ?? new Map<string, Room>()
    of.set(collection_id, holding.set(client, { objects: Number(objects), bytes: Number(bytes) }))
  }
  return {
    of,
    lastMicros: Math.max(0, ...rows.map(({ last_micros }) => Number(last_micros))),
  }
}

async function placesIn(
  { reader, now }: CollectionParts,
  collection_id: string,
  { ids, types, afterMicros, versions, isOfStix, limit }: Query,
  sight: Sight,
): Promise<readonly Place[]> {
  if (!isOfStix) return []
  const rows = await reader.rows<{
    object_id: string
    version: string
    added_micros: string
    bytes: number
  }>(PAGE, {
    ...{ collection_id, ids, types, after_micros: afterMicros, rows: limit },
    ...{ is_all: versions.isAll, is_first: versions.isFirst, is_last: versions.isLast },
    ...{ versions: versions.at, now_ms: Math.trunc(now()), ...sight },
  })
  return rows.map(({ added_micros, ...row }) => ({ ...row, addedMicros: Number(added_micros) }))
}

/** As many of them as are asked for and as fit. */
function pageOf(found: readonly Place[], limit: number): Page {
  let bytes = 0
  const places = found.slice(0, limit).filter((place, index) => {
    bytes += place.bytes
    return index === 0 || bytes <= PAGE_BYTES_MAX
  })
  return { places, isMore: found.length > places.length }
}

async function documentsIn(
  reader: Store,
  collection_id: string,
  places: readonly Place[],
): Promise<readonly string[]> {
  const at = places.map(({ addedMicros }) => addedMicros)
  const [first, last] = [at[0], at.at(-1)]
  if (first === undefined || last === undefined) return []
  const rows = await reader.rows<{ object_json: string }>(DOCUMENT, {
    ...{ collection_id, first_micros: first, last_micros: last, places: at },
  })
  return rows.map(({ object_json }) => object_json)
}

/** How many versions went for each. What two of them meet goes for the first. */
async function removeAll(
  parts: CollectionParts,
  all: readonly Removing[],
): Promise<readonly number[]> {
  const found = new Map<string, Set<number>>()
  const counts: number[] = []
  for (const one of all) {
    const places = found.get(one.collection_id) ?? new Set<number>()
    found.set(one.collection_id, places)
    const before = places.size
    for (const { addedMicros } of await removedBy(parts, one)) places.add(addedMicros)
    counts.push(places.size - before)
  }
  for (const [collection_id, places] of found) {
    const at = [...places]
    for (let from = 0; from < at.length; from += REMOVED_AT_ONCE) {
      const some = at.slice(from, from + REMOVED_AT_ONCE)
      await parts.writer.run(REMOVE, { collection_id, places: some })
    }
  }
  return counts
}

async function removedBy(
  parts: CollectionParts,
  { collection_id, ids, versions, sight = WHOLE }: Removing,
): Promise<readonly Place[]> {
  // None named would be all.
  if (ids.length === 0) return []
  const query = { ...EVERYTHING, limit: VERSIONS_MAX, ids, versions }
  return placesIn(parts, collection_id, query, sight)
}

async function removeOver({ reader, writer, now }: CollectionParts): Promise<number> {
  const now_ms = Math.trunc(now())
  const [over] = await reader.rows<{ rows: string }>(OVER, { now_ms })
  const count = Number(over?.rows)
  if (count > 0) await writer.run(REMOVE_OVER, { now_ms })
  return count
}
