import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { Mark, MarkedAccount } from '../../verification/marks.js'

const MARKED = sqlFile(import.meta.url, './marked_value.sql', { run_id: 'UUID' })

interface Row {
  readonly account_id: string
  readonly mark: Mark
  readonly channel: string
  readonly value: string
}

/** What operators of a run’s campaigns and suspended accounts signed up with, as hashes. */
export async function markedAccounts(
  store: Store,
  run_id: string,
): Promise<readonly MarkedAccount[]> {
  const byAccount = new Map<string, MarkedAccount & { readonly values: string[] }>()
  for (const { account_id, mark, channel, value } of await store.rows<Row>(MARKED, { run_id })) {
    const known = byAccount.get(account_id) ?? { account_id, mark, values: [] }
    // One that signed up with nothing is there by its name alone.
    if (channel !== '') known.values.push(`${channel}:${value}`)
    byAccount.set(account_id, known)
  }
  return [...byAccount.values()]
}
