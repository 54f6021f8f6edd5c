import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile } from '../../store/sql.js'

const held = testStore()
const facts = sqlFile(import.meta.url, './cluster_facts.sql', {
  run_id: 'UUID',
  own_millibits_min: 'Int32',
})

test('a group is as large as those that are alike it, not as those that circumstance ties to it, and as firm and as bent on a harvest as its seeds', async () => {
  const run_id = randomUUID()
  const accounts = Array.from({ length: 12 }, (_, i) => ({
    account_id: `f${i}`,
    is_seed: i < 5 ? 1 : 0,
    links: i < 5 ? 4 : i < 9 ? 0 : 3,
  }))
  await held.store.insert('cluster', [{ run_id, cluster_id: 'c', accounts: 5, rests_on: '' }])
  await held.store.insert(
    'cluster_member',
    accounts.map((one) => ({
      ...{ run_id, cluster_id: 'c', ...one },
      weight_millibits: one.is_seed ? 20_000 : 3000,
    })),
  )
  await held.store.insert(
    'account_identity',
    accounts.map(({ account_id }) => ({ account_id, entity_id: account_id })),
  )
  await held.store.insert(
    'account_mission',
    accounts.map(({ account_id, is_seed }) => ({
      ...{ run_id, account_id, exchanges: 20 },
      asked_millibits: is_seed ? 9000 : 0,
    })),
  )
  const [row] = await held.store.rows(facts, { run_id, own_millibits_min: 3000 })
  expect(row).toMatchObject({
    accounts: '5',
    entities: '9',
    harvesting: 1,
    weight_millibits: 20_000,
  })
})
