import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { statement } from './sql.js'
import type { Store } from './store.js'
import { writeVersion, writtenBy } from './version.js'

const SCHEMA = new URL('../schema/', import.meta.url)

const columns = statement(
  'columns',
  'SELECT table, name FROM system.columns WHERE database = currentDatabase()',
)

/**
 * What a run writes in many pieces, reads a few times, and drops whole two runs later. To merge that took a twelfth of the
 * processor time of an incremental run. Nobody else writes to these, so that no more pieces come than a run makes.
 */
const UNMERGED = ['account_value', 'link_candidate', 'link_evidence', 'shared_value'] as const

const merging = statement(
  'tables_merging',
  `SELECT name FROM system.tables
   WHERE database = currentDatabase() AND name IN {tables:Array(String)}
     AND position(engine_full, 'max_bytes_to_merge_at_max_space_in_pool') = 0`,
)

/**
 * Creates what is absent: functions first (tables and statements use them), then tables, the columns
 * that a store of an earlier version lacks, what the engine need not merge, and last the views over them. A column is never dropped or changed, and a table whose key would have to
 * change gets another name. Throws STORE_NEWER, and changes nothing, where a later version wrote it; `place` is told.
 */
export async function migrate(store: Store, place: string): Promise<void> {
  const last = await writtenBy(store, place)
  for (const file of sqlFilesOf('functions/')) await create(store, `functions/${file}`)
  for (const file of sqlFilesOf('./')) await create(store, file)
  const rows = await store.rows<{ table: string; name: string }>(columns)
  const known = new Set(rows.map(({ table, name }) => `${table}.${name}`))
  for (const table of tableNames()) {
    for (const { name, type } of columnsOf(table)) {
      if (known.has(`${table}.${name}`)) continue
      const added = `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${name} ${type}`
      await store.run(statement(`column ${table}.${name}`, added))
    }
  }
  await leaveUnmerged(store)
  for (const file of sqlFilesOf('views/')) await create(store, `views/${file}`)
  await writeVersion(store, last)
}

async function leaveUnmerged(store: Store): Promise<void> {
  for (const { name } of await store.rows<{ name: string }>(merging, { tables: UNMERGED })) {
    const limited = `ALTER TABLE ${name} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1`
    await store.run(statement(`unmerged ${name}`, limited))
  }
}

/** The columns of a table as its schema file describes them, or that of the table whose columns it has. */
function columnsOf(table: string): readonly { readonly name: string; readonly type: string }[] {
  const like = columnsLike(table)
  if (like !== table) return columnsOf(like)
  const lines = schemaText(table)
    .replaceAll(/ *--[^\n]*/g, '')
    .matchAll(/^ {4}(\w+) +(.+?),?$/gm)
  return [...lines].map(([, name = '', type = '']) => ({ name, type }))
}

/** The table that has the columns of this one: mostly itself. */
export const columnsLike = (table: string): string =>
  /^CREATE TABLE IF NOT EXISTS \w+ AS (\w+)$/m.exec(schemaText(table))?.[1] ?? table

/** The names of the tables that the schema describes. */
export function tableNames(): readonly string[] {
  return sqlFilesOf('./').map((file) => basename(file, '.sql'))
}

/** The text of a table's schema file. */
export function schemaText(table: string): string {
  return readFileSync(new URL(`${table}.sql`, SCHEMA), 'utf8')
}

function sqlFilesOf(folder: string): readonly string[] {
  return readdirSync(new URL(folder, SCHEMA))
    .filter((file) => file.endsWith('.sql'))
    .sort()
}

async function create(store: Store, file: string): Promise<void> {
  const ddl = readFileSync(new URL(file, SCHEMA), 'utf8')
  // A placeholder in it is a parameter of the view that it makes.
  for (const text of store.layout.create(ddl)) await store.run({ name: file, text, params: {} })
}
