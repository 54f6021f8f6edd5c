import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile } from '../../store/sql.js'
import { LINK_RULE } from '../link-rule.js'

const held = testStore()
const { money_millibits_min, controller_millibits_min } = LINK_RULE
const handedOn = sqlFile(import.meta.url, './link_handed_on.sql', {
  run_id: 'UUID',
  money_millibits_min: 'Int32',
  controller_millibits_min: 'Int32',
})

const pair = (account_b: string) => ({ account_a: 'a', account_b })
const handed = (account_b: string, first_at: number, last_at = first_at) => ({
  ...pair(account_b),
  ...{ linker: 'continuation', family: 'replay', speaks: 'controller', weight_millibits: 17_000 },
  facts: { first_at, last_at },
})
const other = (account_b: string, speaks: string, weight_millibits: number) => ({
  ...pair(account_b),
  ...{ linker: 'other', family: 'other', speaks, weight_millibits, facts: {} },
})

test('a pair that something else shows to be of one hand is not one of people at a table', async () => {
  const link = (account_b: string, is_controlled = true) => ({
    ...pair(account_b),
    ...{ weight_millibits: 20_000, families: ['replay'], is_controlled },
  })
  const run_id = randomUUID()
  const insert = (table: string, given: readonly object[]) =>
    held.store.insert(
      table,
      given.map((row) => ({ run_id, ...row })),
    )
  await insert('link', [...[...'bcdef'].map((name) => link(name)), link('g', false)])
  await insert('link_evidence', [
    ...[handed('b', 100, 200), handed('b', 50), handed('c', 1), handed('d', 1), handed('e', 1)],
    ...[handed('g', 1), other('f', 'money', 20_000)],
    ...[other('b', 'circumstance', 9000), other('c', 'money', money_millibits_min)],
    ...[other('d', 'controller', controller_millibits_min), other('e', 'money', 1000)],
  ])
  const rows = await held.store.rows(handedOn, {
    run_id,
    money_millibits_min,
    controller_millibits_min,
  })
  expect(rows).toEqual([
    { ...pair('b'), first_at: 50, last_at: 200 },
    { ...pair('e'), first_at: 1, last_at: 1 },
  ])
})
