import { expect, test } from 'vitest'
import { testStore } from '../../test/store.js'
import { migrate } from './migrate.js'
import { statement } from './sql.js'

const held = testStore()

test('a store of an earlier version gets the columns that it lacks, and keeps its rows', async () => {
  const { store } = held
  await store.insert('exchange_fingerprint', [{ exchange_id: 'x', account_id: 'a' }])
  const drop = 'ALTER TABLE exchange_fingerprint DROP COLUMN opening_hash'
  await store.run(statement('drop', drop))
  await migrate(store, '')
  const rows = await store.rows(
    statement('rows', 'SELECT exchange_id, opening_hash FROM exchange_fingerprint'),
  )
  expect(rows).toEqual([{ exchange_id: 'x', opening_hash: '0' }])
})

test('what a run leaves to the next but one is not merged, and a mutation reaches it all the same', async () => {
  const { store } = held
  const [run_id, at] = ['00000000-0000-4000-8000-000000000001', '2026-03-01 00:00:00.000']
  const value = { run_id, linker: 'payment', first_at: at, last_at: at }
  for (const value_hash of Array(12).keys()) {
    const account_id = value_hash === 5 ? 'b' : 'a'
    await store.insert('account_value', [{ ...value, account_id, value_hash }])
  }
  const deleting = `ALTER TABLE account_value DELETE WHERE account_id = 'b' SETTINGS mutations_sync = 1`
  await store.run(statement('delete', deleting))
  const left = await store.rows(
    statement(
      'left',
      `SELECT max(level) AS merges, sum(rows) AS held FROM system.parts WHERE table = 'account_value' AND active`,
    ),
  )
  expect(left).toEqual([{ merges: 0, held: '11' }])
  const limits = statement(
    'limits',
    `SELECT count() AS tables FROM system.tables
     WHERE engine_full LIKE '%max_bytes_to_merge_at_max_space_in_pool = 1%'`,
  )
  expect(await store.rows(limits)).toEqual([{ tables: '4' }])
})
