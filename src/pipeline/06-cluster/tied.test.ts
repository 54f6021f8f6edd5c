import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile } from '../../store/sql.js'

const held = testStore()
const tiedAccounts = sqlFile(import.meta.url, './account_tied.sql', {
  run_id: 'UUID',
  families_min: 'UInt8',
  mission_millibits_min: 'Int32',
  weight_millibits_min: 'Int32',
})
const range = (count: number) => Array.from({ length: count }, (_, at) => at)

/** How firmly an account is tied to a core of ten, of a hundred accounts in all, by these bits of each family. */
async function tiedBy(bits: Readonly<Record<string, number>>): Promise<number | undefined> {
  const run_id = randomUUID()
  const core = range(10).map((at) => `core-${at}`)
  const outside = ['near', ...range(89).map((at) => `other-${at}`)]
  await held.store.insert(
    'account_mission',
    [...core, ...outside].map((account_id) => ({ run_id, account_id, mission_millibits: 0 })),
  )
  await held.store.insert(
    'cluster_member',
    core.map((account_id) => ({ run_id, cluster_id: 'c', account_id, is_seed: 1 })),
  )
  await held.store.insert(
    'cluster_tie',
    Object.entries(bits).map(([family, weight]) => ({
      ...{ run_id, cluster_id: 'c', account_id: 'near', linker: family, family },
      weight_millibits: 1000 * weight,
    })),
  )
  const [row] = await held.store.rows<{ weight_millibits: number }>(tiedAccounts, {
    ...{ run_id, families_min: 2, mission_millibits_min: 0, weight_millibits_min: 4000 },
  })
  return row?.weight_millibits
}

test('an account is tied by what it carries itself, as firmly with the word of a partner as without', async () => {
  const firm = await tiedBy({ network: 5, content: 4 })
  expect(firm).toBeGreaterThanOrEqual(4000)
  expect(await tiedBy({ network: 5, content: 4, partner: 7.6 })).toBe(firm)
})

test('whoever is nearly tied stays outside, whatever a partner told of it', async () => {
  expect(await tiedBy({ network: 3, content: 3 })).toBeUndefined()
  expect(await tiedBy({ network: 3, content: 3, partner: 7.6 })).toBeUndefined()
})
