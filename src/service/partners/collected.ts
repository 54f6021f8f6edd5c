/** What a partner put into a collection here, read as far as it bears on what is new of it. */

import type { Told } from '../../domain/told.js'
import { toldByObjects } from '../../pipeline/partners/told-objects.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const PLACES = sqlFile(import.meta.url, './told_place.sql', {
  ...{ collection_id: 'String', clients: 'Array(String)' },
  ...{ after_micros: 'Int64', rows_max: 'UInt32' },
})
const CLAIMS = sqlFile(import.meta.url, './told_claim.sql', {
  ...{ collection_id: 'String', clients: 'Array(String)', ids: 'Array(String)' },
  ...{ bytes_max: 'UInt32', rows_max: 'UInt32' },
})
const OBJECTS = sqlFile(import.meta.url, './told_object.sql', {
  ...{ collection_id: 'String', clients: 'Array(String)', ids: 'Array(String)' },
  ...{ bytes_max: 'UInt32', now_ms: 'Int64', rows_max: 'UInt32' },
})

/** Objects that are new at once. */
const BATCH = 500
/** An indicator has no longer text than this; what is larger says nothing that is matched. */
export const OBJECT_BYTES_MAX = 64 * 1024
/** What is read again for them: claims, the campaigns and indicators of these. */
const BESIDE_MAX = 2000

/** What of a collection is a partner's word. */
export interface Telling {
  readonly collection_id: string
  readonly partner_id: string
  /** Who put it there, as the collection names them. */
  readonly clients: readonly string[]
}

export interface Collected {
  readonly told: Told
  /** Up to where it was read, in microseconds. */
  readonly micros: number
}

/**
 * What came after a place, with what it says together with what came before: a relationship may come a page after its indicator.
 * Each object counts in its latest version, in whatever order versions came. Undefined where nothing came.
 */
export async function collectedAfter(
  reader: Store,
  { collection_id, clients }: Telling,
  { afterMicros, nowMs }: { readonly afterMicros: number; readonly nowMs: number },
): Promise<Collected | undefined> {
  const of = { collection_id, clients }
  const places = await reader.rows<Place>(PLACES, {
    ...of,
    after_micros: afterMicros,
    rows_max: BATCH,
  })
  const last = places.at(-1)
  if (last === undefined) return undefined
  const fresh = new Set(places.map(({ object_id }) => object_id))
  const ids = await idsBeside(reader, of, fresh)
  const rows = await reader.rows<{ object_json: string }>(OBJECTS, {
    ...{ ...of, ids, bytes_max: OBJECT_BYTES_MAX },
    ...{ now_ms: Math.trunc(nowMs), rows_max: ids.length },
  })
  const objects = rows.map(({ object_json }): unknown => JSON.parse(object_json))
  const told = toldByObjects(objects, { fresh, nowMs })
  const refused = [...told.refused, ...places.filter(isLarge).map(tooLarge)]
  return { told: { ...told, refused }, micros: Number(last.added_micros) }
}

interface Place {
  readonly object_id: string
  readonly added_micros: string
  readonly bytes: number
}

const isLarge = ({ bytes }: Place): boolean => bytes > OBJECT_BYTES_MAX
const tooLarge = ({ object_id }: Place) => ({ object_id, reason: 'It is larger than is read.' })

interface Claim {
  readonly object_id: string
  readonly source_ref: string
  readonly target_ref: string
}

/**
 * The fresh objects, all claims on any of them, and all claims on what those are about: an indicator is withdrawn where its last
 * claim is revoked, and not where one of two is.
 */
async function idsBeside(
  reader: Store,
  of: Pick<Telling, 'collection_id' | 'clients'>,
  fresh: ReadonlySet<string>,
): Promise<readonly string[]> {
  const claimsOn = (ids: readonly string[]) =>
    reader.rows<Claim>(CLAIMS, {
      ...{ ...of, ids, bytes_max: OBJECT_BYTES_MAX, rows_max: BESIDE_MAX },
    })
  const near = await claimsOn([...fresh])
  const sources = new Set(near.map(({ source_ref }) => source_ref))
  const far = near.length === 0 ? [] : await claimsOn([...sources])
  const beside = [...near, ...far].flatMap(({ object_id, source_ref, target_ref }) => [
    ...[object_id, source_ref, target_ref],
  ])
  return [...new Set([...fresh, ...beside])]
}
