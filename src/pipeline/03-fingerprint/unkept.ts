import { type Statement, sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

// Exchanges of the policy `fingerprint_only` are fingerprinted while the input that holds them is open. From then on
// nothing is left to derive them from, so what was derived is ground.

const INPUT = { input_id: 'UInt32' }
const unkept = sqlFile(import.meta.url, './exchange_unkept.sql', {})
const unprinted = sqlFile(import.meta.url, './exchange_unprinted.sql', {})
const clearAgain = sqlFile(import.meta.url, './clear_unkept_again.sql', INPUT)
const clearOrphans = sqlFile(import.meta.url, './clear_unkept_orphan.sql', {})
const unkeptOf = statement(
  'unkept_of_input',
  `SELECT count() AS unkept FROM exchange
   WHERE input_id = {input_id:UInt32} AND text_policy = 'fingerprint_only'`,
)
const againOf = statement(
  'unkept_again',
  `SELECT count() AS again FROM exchange_fingerprint
   WHERE row_hash != 0 AND row_hash IN (
       SELECT row_hash FROM exchange
       WHERE input_id = {input_id:UInt32} AND text_policy = 'fingerprint_only')`,
)
const balance = statement(
  'unkept_balance',
  `SELECT (SELECT count() FROM exchange WHERE text_policy = 'fingerprint_only') AS told,
          (SELECT count() FROM exchange_fingerprint WHERE row_hash != 0) AS prints`,
)

/** Has the exchanges of the open input derived whose texts are not kept, once, however often it comes. */
export async function beforeUnkept(
  store: Store,
  inputId: number,
  derive: (texted: Statement) => Promise<void>,
): Promise<void> {
  const params = { input_id: inputId }
  const [row] = await store.rows<{ unkept: string }>(unkeptOf, params)
  if (Number(row?.unkept ?? 0) === 0) return
  const [known] = await store.rows<{ again: string }>(againOf, params)
  if (Number(known?.again ?? 0) > 0) await store.run(clearAgain, params)
  await derive(unkept)
}

/** One fingerprint an exchange, whatever was undone or came twice. Costs two counts where all is well. */
export async function settleUnkept(
  { store }: { readonly store: Store },
  derive: (texted: Statement) => Promise<void>,
): Promise<void> {
  if (await isBalanced(store)) return
  await store.run(clearOrphans)
  if (!(await isBalanced(store))) await derive(unprinted)
}

async function isBalanced(store: Store): Promise<boolean> {
  const [row] = await store.rows<{ told: string; prints: string }>(balance)
  return row?.told === row?.prints
}
