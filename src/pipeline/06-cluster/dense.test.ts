import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile } from '../../store/sql.js'

const held = testStore()
const dense = sqlFile(import.meta.url, './cluster_dense.sql', {
  run_id: 'UUID',
  shown_exchanges_min: 'UInt32',
  proven_min: 'UInt32',
  denser: 'Float64',
})

/** Forty exchanges of an account, so many to an hour of work, and others in an hour of their own. */
const profile = (account_id: string, anHour: number, fillers = 0) => ({
  account_id,
  profile_date: '2026-03-02',
  exchanges: 40 + fillers,
  hours: [...Array.from({ length: 40 / anHour }, () => anHour), fillers],
})

/** The clusters that are dense among customers of two, four, five and eight exchanges to an hour, so many of each. */
async function denseAmong(customers: number): Promise<readonly string[]> {
  const run_id = randomUUID()
  const proven = [2, 4, 5, 8].flatMap((anHour) =>
    Array.from({ length: customers }, (_, i) => profile(`${customers}c${anHour}.${i}`, anHour)),
  )
  const clusters = [
    ['readers', [20, 20, 20, 2], 0],
    ['pool', [2, 2, 4, 20], 0],
    ['padded', [2, 2, 4, 4], 400],
  ] as const
  const members = clusters.flatMap(([cluster_id, paces, fillers]) =>
    paces.map((anHour, i) => ({
      cluster_id,
      profile: profile(`${customers}${cluster_id}${i}`, anHour, fillers),
    })),
  )
  await held.store.insert('account_profile', [...proven, ...members.map((one) => one.profile)])
  await held.store.insert(
    'account_mission',
    proven.map(({ account_id, exchanges }) => ({ run_id, account_id, exchanges })),
  )
  await held.store.insert(
    'reference',
    proven.map(({ account_id }) => ({ run_id, account_id, entity_id: account_id })),
  )
  await held.store.insert(
    'cluster_member',
    members.map(({ cluster_id, profile: { account_id } }) => ({
      ...{ run_id, cluster_id, account_id },
      is_seed: 1,
    })),
  )
  const params = { run_id, shown_exchanges_min: 10, proven_min: 30, denser: 2 }
  const rows = await held.store.rows<{ cluster_id: string }>(dense, params)
  return rows.map((row) => row.cluster_id)
}

test('readers of a tutorial work denser than customers do; a pool that deals its work out does not, nor by an hour of fillers', async () => {
  expect(await denseAmong(10)).toEqual(['readers'])
})

test('nobody is dense where too few proven customers are there to compare with', async () => {
  expect(await denseAmong(7)).toEqual([])
})
