import { expect, test } from 'vitest'
import { NAMING, NAMING_NOBODY } from '../../src/service/erasure/columns.js'
import { tablesNaming } from '../../src/service/erasure/store.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'

const holder = testStore()

// A new column is somebody's name or nobody's, and whoever adds it says which, or an erasure would pass it by.
test('of every column of text it is known whether it names somebody', async () => {
  const columns = await holder.store.rows<{ at: string; name: string }>(
    statement(
      'columns',
      `SELECT concat(table, '.', name) AS at, name FROM system.columns
       WHERE database = currentDatabase() AND position(type, 'String') > 0 AND table NOT IN ('line_opened', 'subject_erasing')
         AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine != 'View')`,
    ),
  )
  expect(columns.length).toBeGreaterThan(100)
  const unknown = columns.filter(
    ({ name }) => NAMING[name] === undefined && !NAMING_NOBODY.has(name),
  )
  expect(unknown.map(({ at }) => at)).toEqual([])
  const both = Object.keys(NAMING).filter((name) => NAMING_NOBODY.has(name))
  expect(both).toEqual([])
})

test('every table that can name somebody is reached, exchanges last', async () => {
  const naming = (await tablesNaming(holder.store)).map(({ table }) => table)
  expect(naming.at(-1)).toBe('exchange')
  const rows = await holder.store.rows<{ table: string }>(
    statement(
      'tables naming',
      `SELECT DISTINCT table FROM system.columns
       WHERE database = currentDatabase() AND match(name, '^(account_(id|a|b)|exchange_id|subject_id|organization_id|entity_id)$')
         AND table NOT IN ('exchange_kept', 'subject_erasing')
         AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine != 'View')`,
    ),
  )
  expect(rows.map(({ table }) => table).filter((table) => !naming.includes(table))).toEqual([])
})
