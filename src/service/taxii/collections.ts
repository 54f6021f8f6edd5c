/**
 * The collections, durably in the store. One process writes, one addition or deletion after another; what `add` resolves to is
 * on the disk. Each version of an object has an instant of its own, so that a place in a collection is one number, pages are whole
 * whatever is added meanwhile, and whoever asks for what came after an instant misses nothing.
 */
import { sqlFile, statement } from '../../store/sql.js'
import { removeReplaced } from '../../store/replaced.js'
import type { Store } from '../../store/store.js'
import type { Kept } from './envelope.js'
import { instantOf, storedInstant } from './instant.js'
import { makeLine } from './line.js'
import { ALL_VERSIONS, type Query, type Versions } from './query.js'

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

/** What became of an object. `problem` is empty where the collection has it now. */
export interface Added {
  readonly id: string
  readonly version: string
  readonly isNew: boolean
  readonly problem: string
}

/** A collection by its id, and how much it may hold. */
export interface Holder {
  readonly id: string
  readonly objects_max: number
}

export interface Collections {
  /** Each in its order. A version that is there already stays as it is. */
  add(into: Holder, objects: readonly Kept[], client: string): Promise<readonly Added[]>
  /** Without the objects themselves; no more than 2 MiB of them, or one. */
  page(collection_id: string, query: Query): Promise<Page>
  /** The objects at these places, each as JSON. One that was deleted meanwhile is not there. */
  documents(collection_id: string, places: readonly Place[]): Promise<readonly string[]>
  has(collection_id: string, object_id: string): Promise<boolean>
  /** How many versions went. Nothing of them is left on the disk, unless a statement still reads it. */
  remove(collection_id: string, object_id: string, versions: Versions): Promise<number>
  /** Takes what is over its time from the disk. */
  sweep(): Promise<number>
}

export interface CollectionParts {
  readonly reader: Store
  readonly writer: Store
  readonly now: () => number
}

export const FULL = 'The collection is full.'
const PAGE_BYTES_MAX = 2 * 1024 * 1024
const ROWS_MAX = 1_000_000

const PAGE = sqlFile(import.meta.url, './taxii_page.sql', {
  ...{ collection_id: 'String', now_ms: 'Int64', ids: 'Array(String)', types: 'Array(String)' },
  ...{ after_micros: 'Int64', is_all: 'Bool', is_first: 'Bool', is_last: 'Bool' },
  ...{ versions: 'Array(Int64)', rows: 'UInt32' },
})
const DOCUMENT = sqlFile(import.meta.url, './taxii_document.sql', {
  ...{ collection_id: 'String', first_micros: 'Int64', last_micros: 'Int64' },
  places: 'Array(Int64)',
})
const KNOWN = sqlFile(import.meta.url, './taxii_known.sql', {
  collection_id: 'String',
  ids: 'Array(String)',
})
const LAST = sqlFile(import.meta.url, './taxii_last.sql', {})
const REMOVE = statement(
  'taxii_remove',
  `ALTER TABLE taxii_object DELETE
   WHERE collection_id = {collection_id:String} AND object_id = {object_id:String}
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

interface PageRow {
  readonly object_id: string
  readonly version: string
  readonly added_micros: string
  readonly bytes: number
}

export async function openCollections(parts: CollectionParts): Promise<Collections> {
  const { reader, writer, now } = parts
  const inLine = makeLine()
  const rows = await reader.rows<{ collection_id: string; objects: string; last_micros: string }>(
    LAST,
  )
  const held = new Map(rows.map(({ collection_id, objects }) => [collection_id, Number(objects)]))
  let lastMicros = Math.max(0, ...rows.map(({ last_micros }) => Number(last_micros)))
  /** Later than any before, whatever the clock was set to. */
  const nextMicros = () => {
    lastMicros = Math.max(Math.trunc(now()) * 1000, lastMicros + 1)
    return lastMicros
  }
  const places = async (collection_id: string, query: Query, most: number) => {
    const { ids, types, afterMicros, versions } = query
    if (!query.isOfStix) return []
    const found = await reader.rows<PageRow>(PAGE, {
      ...{ collection_id, ids, types, after_micros: afterMicros, rows: most },
      ...{ is_all: versions.isAll, is_first: versions.isFirst, is_last: versions.isLast },
      ...{ versions: versions.at, now_ms: Math.trunc(now()) },
    })
    return found.map(({ added_micros, ...row }) => ({ ...row, addedMicros: Number(added_micros) }))
  }
  const add = async (into: Holder, objects: readonly Kept[], client: string) => {
    const known = await knownIn(reader, into.id, objects)
    const room = into.objects_max - (held.get(into.id) ?? 0)
    const sorted = sortedBy(objects, known, { room, nextMicros })
    const added = sorted.filter(({ row }) => row !== undefined)
    const taken = added.map(({ row }) => ({ ...row, collection_id: into.id, client }))
    if (taken.length > 0) await writer.insert('taxii_object', taken)
    held.set(into.id, (held.get(into.id) ?? 0) + taken.length)
    return sorted.map(({ outcome }) => outcome)
  }
  const remove = async (collection_id: string, object_id: string, versions: Versions) => {
    const query = { ...EVERYTHING, ids: [object_id], versions }
    const found = await places(collection_id, query, ROWS_MAX)
    if (found.length === 0) return 0
    const at = found.map(({ addedMicros }) => addedMicros)
    await writer.run(REMOVE, { collection_id, object_id, places: at })
    held.set(collection_id, Math.max(0, (held.get(collection_id) ?? 0) - found.length))
    await removeReplaced(writer, ['taxii_object'])
    return found.length
  }
  const sweep = async () => {
    const now_ms = Math.trunc(now())
    const [over] = await reader.rows<{ rows: string }>(OVER, { now_ms })
    if (Number(over?.rows) === 0) return 0
    await writer.run(REMOVE_OVER, { now_ms })
    await removeReplaced(writer, ['taxii_object'])
    const left = await reader.rows<{ collection_id: string; objects: string }>(LAST)
    held.clear()
    for (const { collection_id, objects } of left) held.set(collection_id, Number(objects))
    return Number(over?.rows)
  }
  return Object.freeze({
    add: (into: Holder, objects: readonly Kept[], client: string) =>
      inLine(() => add(into, objects, client)),
    page: async (collection_id: string, query: Query) =>
      pageOf(await places(collection_id, query, query.limit + 1), query.limit),
    documents: (collection_id: string, at: readonly Place[]) =>
      documents(reader, collection_id, at),
    has: async (collection_id: string, object_id: string) =>
      (await places(collection_id, { ...EVERYTHING, ids: [object_id] }, 1)).length > 0,
    remove: (collection_id: string, object_id: string, versions: Versions) =>
      inLine(() => remove(collection_id, object_id, versions)),
    sweep: () => inLine(sweep),
  })
}

export const EVERYTHING: Query = Object.freeze({
  ...{ limit: 1, afterMicros: -1, ids: [], types: [], versions: ALL_VERSIONS, isOfStix: true },
})

/** As many of them as are asked for and as fit. */
function pageOf(found: readonly Place[], limit: number): Page {
  let bytes = 0
  const places = found.slice(0, limit).filter((place, index) => {
    bytes += place.bytes
    return index === 0 || bytes <= PAGE_BYTES_MAX
  })
  return { places, isMore: found.length > places.length }
}

async function documents(
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

interface Known {
  readonly version: string
  readonly versionMicros: number
  readonly digest: string
}

async function knownIn(
  reader: Store,
  collection_id: string,
  objects: readonly Kept[],
): Promise<Map<string, Known[]>> {
  const ids = [...new Set(objects.map(({ id }) => id))]
  const rows = await reader.rows<{
    object_id: string
    version: string
    version_micros: string
    object_digest: string
  }>(KNOWN, { collection_id, ids })
  const known = new Map<string, Known[]>()
  for (const { object_id, version, version_micros, object_digest } of rows) {
    const one = { version, versionMicros: Number(version_micros), digest: object_digest }
    known.set(object_id, [...(known.get(object_id) ?? []), one])
  }
  return known
}

interface Sorted {
  readonly outcome: Added
  /** Of those that are to be written. */
  readonly row?: object
}

/** What is new of some objects, and what becomes of the others. */
function sortedBy(
  objects: readonly Kept[],
  known: Map<string, Known[]>,
  { room, nextMicros }: { readonly room: number; readonly nextMicros: () => number },
): readonly Sorted[] {
  let left = room
  return objects.map((object) => {
    const versions = known.get(object.id) ?? []
    const same = versions.find(({ digest, versionMicros }) =>
      object.versionMicros === undefined
        ? digest === object.digest
        : versionMicros === object.versionMicros,
    )
    const outcome = { id: object.id, version: same?.version ?? object.version ?? '', isNew: false }
    if (same !== undefined) {
      const problem = same.digest === object.digest ? '' : 'Another is there under this version.'
      return { outcome: { ...outcome, problem } }
    }
    if (left <= 0) return { outcome: { ...outcome, problem: FULL } }
    left -= 1
    const addedMicros = nextMicros()
    const { version = instantOf(addedMicros), versionMicros = addedMicros, digest } = object
    known.set(object.id, [...versions, { version, versionMicros, digest }])
    const row = rowOf(object, { addedMicros, version, versionMicros })
    return { outcome: { ...outcome, version, isNew: true, problem: '' }, row }
  })
}

const rowOf = (
  { id, type, json, digest, expiresMs }: Kept,
  at: { readonly addedMicros: number; readonly version: string; readonly versionMicros: number },
) => ({
  added_at: storedInstant(at.addedMicros),
  object_id: id,
  object_type: type,
  version: at.version,
  version_at: storedInstant(at.versionMicros),
  object_json: json,
  bytes: Buffer.byteLength(json),
  object_digest: digest,
  expires_at:
    expiresMs === undefined ? null : storedInstant(expiresMs * 1000).slice(0, -3),
})
