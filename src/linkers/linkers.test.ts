import { describe, expect, test } from 'vitest'
import { fill, testStore } from '../../test/store.js'
import type { Given } from '../domain/definition.js'
import { statement, tablesOf } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { type Linker, linkerPage } from './define.js'
import { loadLinkers } from './index.js'

const holder = testStore()
const linkers = await loadLinkers()

describe.each(linkers)('$id', (linker) => {
  test.each(Object.entries(linker.cases.links))('links %s', async (_, given) => {
    expect(await pairsOf(holder.store, linker, given)).toBeGreaterThan(0)
  })

  test.each(Object.entries(linker.cases.quiet))('does not link %s', async (_, given) => {
    expect(await pairsOf(holder.store, linker, given)).toBe(0)
  })

  test('has cases on both sides, and one for every firing one', () => {
    const { links, quiet } = linker.cases
    expect(Object.keys(links).length).toBeGreaterThan(0)
    expect(Object.keys(quiet).length).toBeGreaterThanOrEqual(Object.keys(links).length)
  })

  test('names only its settings and what every linker is given', () => {
    const known = [
      'run_id',
      'hash_key',
      'window_start',
      'window_end',
      ...Object.keys(linker.settings),
    ]
    expect(known).toEqual(
      expect.arrayContaining(Object.keys(statement(linker.id, linker.sql).params)),
    )
  })

  test('its page is current', async () => {
    await expect(linkerPage(linker)).toMatchFileSnapshot(
      `../../docs/reference/linkers/${linker.id}.md`,
    )
  })
})

/** How many pairs of different customers share a value, or are spoken of. */
async function pairsOf(store: Store, linker: Linker, given: Given): Promise<number> {
  const tables = tablesOf(linker.sql).reads.filter((table) => table !== 'numbers')
  const run = await fill(store, given, [...tables, 'account_identity'])
  const settings = Object.fromEntries(
    Object.entries(linker.settings).map(([name, { value }]) => [name, value]),
  )
  const params = { ...run, ...settings }
  const table = linker.kind === 'pair' ? 'linker_pair' : 'linker_value'
  await store.openTable(table, statement(linker.id, linker.sql), params)
  const count =
    linker.kind === 'pair'
      ? 'SELECT count() AS pairs FROM linker_pair WHERE weight_millibits > 0'
      : `SELECT count() AS pairs FROM (
           SELECT value_hash FROM linker_value INNER JOIN account_identity USING (account_id)
           WHERE value_hash != 0 ${linker.kind === 'shared-value' && linker.weighs_itself ? 'AND weight_millibits > 0' : ''} GROUP BY value_hash HAVING uniqExact(entity_id) >= 2)`
  const [row] = await store.rows<{ pairs: string }>(statement('pairs', count))
  return Number(row?.pairs)
}
