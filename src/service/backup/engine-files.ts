import assert from 'node:assert'
import { rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { tableNames } from '../../store/migrate.js'
import { type Statement, sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

/**
 * `exchange_kept` is empty between two works of the engine. What a kill left in it is put back before a backup begins.
 * Which release wrote a store is said by the one that makes it anew. Nothing else is left out: what a run could make
 * anew is what decisions are made of until it has.
 */
const LEFT_OUT = ['exchange_kept', 'store_version']

/** What customers wrote and what they were answered. It lies in files of its own, one a day. */
export const TEXT_COLUMNS = ['system', 'prompt', 'response'] as const

export const tablesKept = (): readonly string[] =>
  tableNames().filter((table) => !LEFT_OUT.includes(table))

const partitions = sqlFile(import.meta.url, './partition.sql', { tables: 'Array(String)' })
const columns = sqlFile(import.meta.url, './column.sql', { tables: 'Array(String)' })

export interface Partition {
  readonly table: string
  readonly partitionId: string
  readonly part: string
  readonly bytes: number
}

export interface Column {
  readonly name: string
  readonly type: string
}

export type Columns = ReadonlyMap<string, readonly Column[]>

/**
 * What is added to while a backup is made: people act, decisions are published, and partners tell something. An entry of the trail is written after what it needs
 * of the others, so that a backup which takes the trail first lacks nothing of it.
 */
const GROWING = [
  ...['audit', 'record_text', 'ruling', 'let_go', 'policy_entered', 'shared_document'],
  ...['indicator_received', 'indicator_rejected'],
]
export const isGrowing = (table: string): boolean => GROWING.includes(table)

/** What partners add to and delete from at any time. A backup has of it what was there at one moment. */
const CHANGING = ['taxii_object', 'taxii_position', 'taxii_status']
export const isChanging = (table: string): boolean => CHANGING.includes(table)

/** Where the tables lie: the trail first, then the small ones, for what fails, fails soon. */
export async function partitionsOf(store: Store): Promise<readonly Partition[]> {
  const rows = await store.rows<{
    table: string
    partition_id: string
    part: string
    bytes: string
  }>(partitions, { tables: tablesKept() })
  return rows
    .map(({ table, partition_id, part, bytes }) => ({
      table,
      partitionId: partition_id,
      part: part === 'tuple()' ? '' : part,
      bytes: Number(bytes),
    }))
    .sort((a, b) => Number(isTrail(b)) - Number(isTrail(a)) || a.bytes - b.bytes)
}

const isTrail = ({ table }: Partition): boolean => table === 'audit'

/** The columns of each table. Their names become text of statements, and are what the schema may call them. */
export async function columnsOf(store: Store): Promise<Columns> {
  const rows = await store.rows<Column & { readonly table: string }>(columns, {
    tables: tablesKept(),
  })
  const found = new Map<string, Column[]>(tablesKept().map((table) => [table, []]))
  for (const { table, name, type } of rows) {
    assert.match(name, /^[a-z]\w{0,63}$/)
    found.get(table)?.push({ name, type })
  }
  return found
}

/**
 * What the engine is to call a folder. It reads `*` and `{…}` in a path as a pattern, so that it is given a link
 * with a plain name in a folder of its own.
 */
export function linkFor(store: Store, folder: string): string {
  const link = join(store.scratch(), 'backup')
  rmSync(link, { force: true })
  symlinkSync(resolve(folder), link)
  return link
}

const listed = (names: readonly string[]) => names.join(', ')

/** Writes one partition into a file. */
export const writePartition = (table: string, names: readonly string[]): Statement =>
  statement(
    `back up ${table}`,
    `INSERT INTO FUNCTION file({path:String}, 'Native') SELECT ${listed(names)} FROM ${table}
     WHERE _partition_id = {partition_id:String}`,
  )

/** How many rows a partition has, but for deleted ones. */
export const countPartition = (table: string): Statement =>
  statement(
    `rows of ${table}`,
    `SELECT count() AS rows FROM ${table} WHERE _partition_id = {partition_id:String}`,
  )

// The last two make the order the same each time: facts and texts of a day are laid side by side by it alone.
const EXCHANGE_ORDER = 'account_id, received_at, exchange_id, row_hash, input_id'

/** One order needs one stream. Texts may have 200 KB each: few at a time, and little of it before it is written. */
const DAY_BOUNDS = `max_insert_threads = 1, max_block_size = 1024, min_insert_block_size_rows = 65536,
  min_insert_block_size_bytes = 33554432`

/** Writes one partition of the exchanges, or their texts, into a file a day: `{_partition_id}` in the path is the day. */
export const writeDays = (name: string, names: readonly string[]): Statement =>
  statement(
    name,
    `INSERT INTO FUNCTION file({path:String}, 'Native') PARTITION BY toString(toDate(received_at))
     SELECT ${listed(names)} FROM exchange WHERE _partition_id = {partition_id:String}
     ORDER BY ${EXCHANGE_ORDER} SETTINGS ${DAY_BOUNDS}`,
  )

/** What is written in one part is held, sorted and packed in memory. */
const READ_BOUNDS = 'max_insert_threads = 1, min_insert_block_size_bytes = 67108864'

/** Reads a file back into its table. */
export const readPartition = (table: string, names: readonly string[]): Statement =>
  statement(
    `restore ${table}`,
    `INSERT INTO ${table} (${listed(names)}) SELECT ${listed(names)}
     FROM file({path:String}, 'Native') LIMIT {rows_max:UInt64} SETTINGS ${READ_BOUNDS}`,
  )

/** Reads a day of exchanges back with the texts that lie beside it. `text_fit` has seen that they are of the same rows. */
export const readDay = (names: readonly string[]): Statement =>
  statement(
    'restore exchange',
    `INSERT INTO exchange (${listed([...names, ...TEXT_COLUMNS])})
     SELECT ${listed([...names, ...TEXT_COLUMNS])}
     FROM (SELECT ${listed(names)} FROM file({path:String}, 'Native') LIMIT {rows_max:UInt64}) AS facts
     PASTE JOIN (
       SELECT row_hash AS of_row_hash, ${listed(TEXT_COLUMNS)} FROM file({text_path:String}, 'Native')
       LIMIT {rows_max:UInt64}
     ) AS texts
     WHERE row_hash = of_row_hash SETTINGS max_threads = 1, ${READ_BOUNDS}`,
  )

const fileRows = sqlFile(import.meta.url, './file_rows.sql', {
  path: 'String',
  rows_max: 'UInt64',
})
const textFit = sqlFile(import.meta.url, './text_fit.sql', {
  path: 'String',
  text_path: 'String',
  rows_max: 'UInt64',
})
const fileColumns = sqlFile(import.meta.url, './file_column.sql', { path: 'String' })

/** How many rows a file holds, looked for up to one more than there should be. */
export async function rowsIn(store: Store, path: string, rowsMax: number): Promise<number> {
  const [row] = await store.rows<{ rows: string }>(fileRows, { path, rows_max: rowsMax })
  return Number(row?.rows)
}

/** Whether each exchange of a day has its own texts beside it. */
export async function fits(
  store: Store,
  given: { readonly path: string; readonly textPath: string; readonly rows: number },
): Promise<boolean> {
  const { path, textPath, rows } = given
  const [row] = await store.rows<{ rows: string; strays: string }>(textFit, {
    path,
    text_path: textPath,
    rows_max: rows + 1,
  })
  return Number(row?.rows) === rows && Number(row?.strays) === 0
}

export const columnsIn = (store: Store, path: string): Promise<Column[]> =>
  store.rows<Column>(fileColumns, { path })
