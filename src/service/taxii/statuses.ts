/** What became of what was added, for a week, and of each client the last 200: whoever added it may ask again. */
import { randomUUID } from 'node:crypto'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { Added } from './adding.js'
import { instantOf, storedInstant } from './instant.js'
import { makeLine } from './line.js'

const DAYS = 7
const DAY_MS = 86_400_000
/** Of a client. One tells of 1,000 objects at most, so it is some 200 KB long. */
export const STATUSES_MAX = 200
/** Of statuses before the older ones are removed, which rewrites the table: once in so many requests. */
const STATUSES_HELD_MAX = 2 * STATUSES_MAX

const ONE = statement(
  'taxii_status_one',
  `SELECT status_json FROM taxii_status
   WHERE status_id = {status_id:String} AND client = {client:String} LIMIT 1`,
)
const OLD = statement(
  'taxii_status_old',
  `SELECT count() AS rows FROM taxii_status
   WHERE requested_at < fromUnixTimestamp64Milli({before_ms:Int64})`,
)
const REMOVE_OLD = statement(
  'taxii_status_remove',
  `ALTER TABLE taxii_status DELETE
   WHERE requested_at < fromUnixTimestamp64Milli({before_ms:Int64}) SETTINGS mutations_sync = 1`,
)
const COUNTED = statement(
  'taxii_status_counted',
  'SELECT client, count() AS rows FROM taxii_status GROUP BY client',
)
/** The instant of the oldest that stays. */
const OLDEST = statement(
  'taxii_status_oldest',
  `SELECT toUnixTimestamp64Milli(requested_at) AS oldest_ms FROM taxii_status
   WHERE client = {client:String} ORDER BY requested_at DESC LIMIT 1 OFFSET {before:UInt32}`,
)
const REMOVE_BEFORE = statement(
  'taxii_status_remove_before',
  `ALTER TABLE taxii_status DELETE
   WHERE client = {client:String} AND requested_at < fromUnixTimestamp64Milli({oldest_ms:Int64})
   SETTINGS mutations_sync = 1`,
)

export interface Statuses {
  /** Resolves, once it is on the disk, to what is told. All that was asked for is done by then. */
  save(client: string, added: readonly Added[]): Promise<object>
  /** Nobody is told what became of another's. */
  find(status_id: string, client: string): Promise<string | undefined>
  sweep(): Promise<void>
}

export async function openStatuses(
  reader: Store,
  writer: Store,
  now: () => number,
): Promise<Statuses> {
  const inLine = makeLine()
  let held = await heldIn(reader)
  const trim = async (client: string) => {
    const [row] = await reader.rows<{ oldest_ms: string }>(OLDEST, {
      ...{ client, before: STATUSES_MAX - 1 },
    })
    if (row === undefined) return
    await writer.run(REMOVE_BEFORE, { client, oldest_ms: Number(row.oldest_ms) })
    held = await heldIn(reader)
  }
  const save = async (client: string, added: readonly Added[]) => {
    const requestedMicros = Math.trunc(now()) * 1000
    const told = statusOf(added, requestedMicros)
    const row = {
      status_id: told.id,
      client,
      requested_at: storedInstant(requestedMicros).slice(0, -3),
      status_json: JSON.stringify(told),
    }
    await writer.insert('taxii_status', [row])
    held.set(client, (held.get(client) ?? 0) + 1)
    if ((held.get(client) ?? 0) > STATUSES_HELD_MAX) await trim(client)
    return told
  }
  const sweep = async () => {
    const before_ms = Math.trunc(now()) - DAYS * DAY_MS
    const [old] = await reader.rows<{ rows: string }>(OLD, { before_ms })
    if (Number(old?.rows) === 0) return
    await writer.run(REMOVE_OLD, { before_ms })
    held = await heldIn(reader)
  }
  return Object.freeze({
    save: (client: string, added: readonly Added[]) => inLine(() => save(client, added)),
    async find(status_id: string, client: string) {
      const [row] = await reader.rows<{ status_json: string }>(ONE, { status_id, client })
      return row?.status_json
    },
    sweep: () => inLine(sweep),
  })
}

/** How many there are of each client. */
async function heldIn(reader: Store): Promise<Map<string, number>> {
  const rows = await reader.rows<{ client: string; rows: string }>(COUNTED)
  return new Map(rows.map(({ client, rows }) => [client, Number(rows)]))
}

/** As TAXII tells it. What was there already is no failure: whoever got no answer asks again. */
function statusOf(added: readonly Added[], requestedMicros: number) {
  const requested = instantOf(requestedMicros)
  const details = (isFailure: boolean) =>
    added
      .filter(({ problem }) => (problem !== '') === isFailure)
      .map(({ id, version, isNew, problem }) => ({
        id,
        version: version === '' ? requested : version,
        ...(isFailure ? { message: problem } : isNew ? {} : { message: 'It was there already.' }),
      }))
  const [successes, failures] = [details(false), details(true)]
  return {
    id: randomUUID(),
    status: 'complete',
    request_timestamp: requested,
    total_count: added.length,
    success_count: successes.length,
    ...(successes.length === 0 ? {} : { successes }),
    failure_count: failures.length,
    ...(failures.length === 0 ? {} : { failures }),
    pending_count: 0,
  }
}
