import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { count } from './given.js'

/** The tables whose rows say from which input they came. */
export const INPUT_TABLES = [
  'exchange',
  'account',
  'account_event',
  'model_release',
  'ruling',
  'application',
  'exchange_rejected',
] as const
type InputTable = (typeof INPUT_TABLES)[number]

const recover = sqlFile(import.meta.url, './exchange_recover.sql', {})
export const clearKept = statement('clear_kept', 'TRUNCATE TABLE exchange_kept')
const keptOf = statement('kept', 'SELECT count() AS kept FROM exchange_kept')
const lastInput = statement('last_input', 'SELECT max(input_id) AS last FROM input_file')

const perTable = INPUT_TABLES.map((table) => ({
  table,
  unfinished: statement(
    `unfinished ${table}`,
    `SELECT count() AS unfinished FROM ${table} WHERE input_id > {input_id:UInt32}`,
  ),
  forgetUnfinished: statement(
    `forget unfinished ${table}`,
    `DELETE FROM ${table} WHERE input_id > {input_id:UInt32}`,
  ),
  forget: statement(`forget ${table}`, `DELETE FROM ${table} WHERE input_id = {input_id:UInt32}`),
}))

/**
 * Undoes what an ingest that was interrupted left half done, or it would count twice or be lost. An input
 * is finished once `input_file` has its row, which is written last: rows of any later input are nobody's.
 * Returns the number of the last input that finished.
 */
export async function recoverUnfinished(store: Store): Promise<number> {
  if ((await count(store, keptOf, 'kept', {})) > 0) {
    await store.run(recover)
    await store.run(clearKept)
  }
  const [row] = await store.rows<{ last: number }>(lastInput)
  const last = Number(row?.last ?? 0)
  for (const { unfinished, forgetUnfinished } of perTable) {
    if ((await count(store, unfinished, 'unfinished', { input_id: last })) === 0) continue
    await store.run(forgetUnfinished, { input_id: last })
  }
  return last
}

/** Undoes what one input wrote to one table, so that it can be read again. */
export async function forgetInput(store: Store, table: InputTable, inputId: number): Promise<void> {
  const forget = perTable.find((one) => one.table === table)?.forget
  if (forget !== undefined) await store.run(forget, { input_id: inputId })
}
