import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { count } from './given.js'
import { clearKept } from './unfinished.js'

const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)

const duplicatesCount = file('duplicates_count')
const duplicatesKeep = file('exchange_kept')
const duplicatesRestore = file('exchange_restore')
const repeatedCount = file('repeated_count', { input_id: 'UInt32' })
const repeatedKeep = file('exchange_kept_of_input', { input_id: 'UInt32' })
const dropDuplicates = statement(
  'drop_duplicates',
  'DELETE FROM exchange WHERE exchange_id IN (SELECT exchange_id FROM exchange_kept)',
)

/** Of exchanges that are there more than once, one row stays. Looks at all there are. */
export async function dropRepeated(store: Store): Promise<void> {
  if ((await count(store, duplicatesCount, 'duplicates', {})) === 0) return
  await store.run(clearKept)
  await store.run(duplicatesKeep)
  await dropKept(store)
}

/**
 * The same for what one input repeats, by what was received in its own time: whoever sends an exchange
 * again sends the instant with it. Returns how many exchanges were there more than once.
 */
export async function dropRepeatedOf(store: Store, inputId: number): Promise<number> {
  const params = { input_id: inputId }
  const repeated = await count(store, repeatedCount, 'repeated', params)
  if (repeated === 0) return 0
  await store.run(clearKept)
  await store.run(repeatedKeep, params)
  await dropKept(store)
  return repeated
}

async function dropKept(store: Store): Promise<void> {
  await store.run(dropDuplicates)
  await store.run(duplicatesRestore)
  await store.run(clearKept)
}
