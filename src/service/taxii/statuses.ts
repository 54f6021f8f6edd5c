/** What became of what was added, for a week: whoever added it may ask again. */
import { randomUUID } from 'node:crypto'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { Added } from './adding.js'
import { instantOf, storedInstant } from './instant.js'

const DAYS = 7
const DAY_MS = 86_400_000

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

export interface Statuses {
  /** Resolves, once it is on the disk, to what is told. All that was asked for is done by then. */
  save(client: string, added: readonly Added[]): Promise<object>
  /** Nobody is told what became of another's. */
  find(status_id: string, client: string): Promise<string | undefined>
  sweep(): Promise<void>
}

export function makeStatuses(reader: Store, writer: Store, now: () => number): Statuses {
  return Object.freeze({
    async save(client: string, added: readonly Added[]) {
      const requestedMicros = Math.trunc(now()) * 1000
      const told = statusOf(added, requestedMicros)
      const row = {
        status_id: told.id,
        client,
        requested_at: storedInstant(requestedMicros).slice(0, -3),
        status_json: JSON.stringify(told),
      }
      await writer.insert('taxii_status', [row])
      return told
    },
    async find(status_id: string, client: string) {
      const [row] = await reader.rows<{ status_json: string }>(ONE, { status_id, client })
      return row?.status_json
    },
    async sweep() {
      const before_ms = Math.trunc(now()) - DAYS * DAY_MS
      const [old] = await reader.rows<{ rows: string }>(OLD, { before_ms })
      if (Number(old?.rows) > 0) await writer.run(REMOVE_OLD, { before_ms })
    },
  })
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
