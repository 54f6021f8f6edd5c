import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { type Head, NO_ENTRY } from '../../records/audit.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import {
  type Columns,
  columnsOf,
  countPartition,
  fits,
  isChanging,
  isGrowing,
  type Partition,
  rowsIn,
  TEXT_COLUMNS,
  writeDays,
  writePartition,
} from './engine-files.js'
import { sealFile } from './files.js'
import { type TableFile, type TextFile, tableFileOf, textFileOf } from './manifest.js'

const days = sqlFile(import.meta.url, './exchange_day.sql', { partition_id: 'String' })
const auditLast = sqlFile(import.meta.url, './audit_last.sql', { path: 'String' })

/** What is written where: `link` is the same folder by the name that the engine is given. */
export interface Target {
  readonly store: Store
  readonly folder: string
  readonly link: string
}

export interface Written {
  readonly tables: readonly TableFile[]
  readonly texts: readonly TextFile[]
}

// Nothing is larger, and a bound is needed.
const ROWS_MAX = Number.MAX_SAFE_INTEGER

/** Writes all partitions, each to a file. `done` is told the bytes that each takes in the store. */
export async function writeTables(
  target: Target,
  partitions: readonly Partition[],
  done: (bytes: number) => void,
): Promise<Written> {
  const columns = await columnsOf(target.store)
  const tables: TableFile[] = []
  const texts: TextFile[] = []
  for (const partition of partitions) {
    if (partition.table === 'exchange') {
      const week = await writeWeek(target, partition, columns)
      tables.push(...week.tables)
      texts.push(...week.texts)
    } else {
      tables.push(...(await writeOne(target, partition, columns)))
    }
    done(partition.bytes)
  }
  return { tables, texts }
}

const namesOf = (columns: Columns, table: string): readonly string[] =>
  (columns.get(table) ?? []).map(({ name }) => name)

async function writeOne(
  { store, folder, link }: Target,
  { table, part, partitionId }: Partition,
  columns: Columns,
): Promise<readonly TableFile[]> {
  const file = tableFileOf({ table, part })
  const params = { partition_id: partitionId }
  const [counted] = await store.rows<{ rows: string }>(countPartition(table), params)
  const least = Number(counted?.rows)
  // All rows of it may be deleted ones, and then the engine makes no file.
  if (least === 0) return []
  const path = join(link, file)
  await store.run(writePartition(table, namesOf(columns, table)), { ...params, path })
  let rows = 0
  await arrived(folder, file, async () => {
    rows = await rowsIn(store, path, ROWS_MAX)
    if (rows === least || (isGrowing(table) && rows > least)) return true
    if (!isChanging(table)) return false
    const [again] = await store.rows<{ rows: string }>(countPartition(table), params)
    return Number(again?.rows) !== least
  })
  return [{ file, table, part, rows, ...(await sealFile(join(folder, file))) }]
}

const FULL_BYTES = 16 * 1024 * 1024

/** The engine says of a file that a full disk did not take that it is written. So what arrived is looked at. */
async function arrived(
  folder: string,
  file: string,
  isWhole: () => Promise<boolean>,
): Promise<void> {
  let problem: unknown
  try {
    if (await isWhole()) return
  } catch (error) {
    problem = error
  }
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < FULL_BYTES) throw new StillwatchError('DISK_FULL', { path: folder }, problem)
  throw problem ?? new Error(`${file} holds other than was written to it`)
}

/** The exchanges of a week and their texts, each day in files of its own. */
async function writeWeek(
  { store, folder, link }: Target,
  { partitionId }: Partition,
  columns: Columns,
): Promise<Written> {
  const params = { partition_id: partitionId }
  const isText = (name: string) => (TEXT_COLUMNS as readonly string[]).includes(name)
  const facts = namesOf(columns, 'exchange').filter((name) => !isText(name))
  const path = join(link, tableFileOf({ table: 'exchange', part: DAY }))
  const textPath = join(link, textFileOf(DAY))
  await store.run(writeDays('back up exchange', facts), { ...params, path })
  const texted = ['received_at', 'row_hash', ...TEXT_COLUMNS]
  await store.run(writeDays('back up texts', texted), { ...params, path: textPath })
  const tables: TableFile[] = []
  const texts: TextFile[] = []
  for (const row of await store.rows<{ day: string; rows: string }>(days, params)) {
    const { day } = row
    const rows = Number(row.rows)
    const file = tableFileOf({ table: 'exchange', part: day })
    const textFile = textFileOf(day)
    const pair = { path: join(link, file), textPath: join(link, textFile), rows }
    await arrived(folder, file, () => fits(store, pair))
    tables.push({
      file,
      table: 'exchange',
      part: day,
      rows,
      ...(await sealFile(join(folder, file))),
    })
    const sealed = await sealFile(join(folder, textFile))
    texts.push({ file: textFile, day, rows, ...sealed, expired_at: null })
  }
  return { tables, texts }
}

/** In a path the engine puts the day for it. */
const DAY = '{_partition_id}'

/** The last entry of the audit trail as it was written, whatever was added to the store since. */
export async function headWritten(
  { store, link }: Target,
  tables: readonly TableFile[],
): Promise<Head> {
  const audit = tables.find(({ table }) => table === 'audit')
  if (audit === undefined) return NO_ENTRY
  const [row] = await store.rows<{ seq: string; hash: string }>(auditLast, {
    path: join(link, audit.file),
  })
  return row === undefined ? NO_ENTRY : { seq: Number(row.seq), hash: row.hash }
}
