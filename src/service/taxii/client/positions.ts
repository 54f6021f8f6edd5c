/** How far others were read and told, durably. */
import { createHash } from 'node:crypto'
import type { TaxiiServerSettings } from '../../../config/sharing.js'
import { statement } from '../../../store/sql.js'
import type { Store } from '../../../store/store.js'
import { storedInstant } from '../instant.js'

const REACHED = statement(
  'taxii_reached',
  `SELECT count() AS rows, toUnixTimestamp64Micro(max(position_at)) AS micros
   FROM taxii_position WHERE way = {way:String}`,
)

export interface Positions {
  /** -1 where there is none. */
  reached(way: string): Promise<number>
  /** Resolves when it is on the disk. */
  reach(way: string, micros: number): Promise<void>
}

export const makePositions = (reader: Store, writer: Store): Positions =>
  Object.freeze({
    async reached(way: string) {
      const [row] = await reader.rows<{ rows: string; micros: string }>(REACHED, { way })
      return Number(row?.rows) === 0 ? -1 : Number(row?.micros)
    },
    reach: (way: string, micros: number) =>
      writer.insert('taxii_position', [{ way, position_at: storedInstant(micros) }]),
  })

/** What a position is of. Another server, or another collection here or there, begins anew. */
export const wayOf = (
  { url, collection }: TaxiiServerSettings,
  direction: 'pull' | 'push',
  collection_id: string,
): string =>
  createHash('sha256')
    .update(JSON.stringify([direction, url, collection, collection_id]))
    .digest('hex')
