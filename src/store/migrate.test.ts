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
