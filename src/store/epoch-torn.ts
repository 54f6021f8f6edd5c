/** Whether what was made for a partition is still whole before it takes the partition's place. */
import { StillwatchError } from '../domain/errors.js'
import { statement } from './sql.js'
import type { Store } from './store.js'

const builtRows = statement(
  'rows_built',
  `SELECT toString(built_rows) AS rows FROM key_epoch
   WHERE state = 'built' AND table_name = {table_name:String} AND partition = {partition:String}
   ORDER BY place DESC LIMIT 1`,
)
interface Made {
  readonly table: string
  readonly partition: string
  /** Where its rows lie ready. */
  readonly beside: string
  /** The store, as errors name it. */
  readonly place: string
}

/**
 * What takes the place of a partition has as many rows as were made for it, whatever a power failure took of them. The partition
 * itself is asked where nobody noted how many: it has as many, or what is ended while it is replaced left the old rows
 * beside the new.
 */
export async function refuseTorn(
  store: Store,
  { table, partition, beside, place }: Made,
): Promise<void> {
  const of = { table_name: table, partition }
  const [noted] = await store.rows<{ rows: string }>(builtRows, of)
  const built = BigInt(noted?.rows ?? 0)
  const lying = BigInt(await rowsOf(store, beside, partition))
  if (built > 0n && lying === built) return
  if (built === 0n) {
    const held = BigInt(await rowsOf(store, store.layout.writable(table), partition))
    if (held === lying || held === 2n * lying) return
  }
  throw new StillwatchError('SECRET_TORN', { path: place, table })
}

/** How many rows a partition has. */
export async function rowsOf(store: Store, from: string, partition: string): Promise<string> {
  const text = `SELECT toString(count()) AS rows FROM ${from} WHERE _partition_id = {partition:String}`
  const [found] = await store.rows<{ rows: string }>(statement('rows_of', text), { partition })
  return found?.rows ?? '0'
}
