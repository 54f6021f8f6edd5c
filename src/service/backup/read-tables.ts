import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import type { Store } from '../../store/store.js'
import {
  type Column,
  columnsIn,
  columnsOf,
  fits,
  readDay,
  readPartition,
  rowsIn,
  TEXT_COLUMNS,
} from './engine-files.js'
import { type Manifest, type TableFile, textFileOf } from './manifest.js'

/** A backup as the engine is to read it: `link` is its folder by the name that the engine is given. */
export interface Source {
  readonly store: Store
  readonly folder: string
  readonly link: string
  readonly manifest: Manifest
}

/** A file with what the engine found in it. */
interface Checked {
  readonly path: string
  readonly names: readonly string[]
  readonly file: TableFile
  /** Of exchanges whose texts are still there. */
  readonly textPath: string | undefined
}

/**
 * Reads all tables of a backup into a store that has none of their rows. First every file is looked into: a column
 * that is not the table's, or rows that are not as many as the manifest says, end it before anything is written.
 */
export async function readTables(source: Source, done: (bytes: number) => void): Promise<void> {
  const { store, manifest } = source
  const columns = await columnsOf(store)
  const checked: Checked[] = []
  for (const file of manifest.tables) {
    checked.push(await check(source, file, columns.get(file.table) ?? []))
    done(file.bytes)
  }
  for (const { path, names, file, textPath } of checked) {
    const params = { path, rows_max: file.rows }
    if (textPath === undefined) await store.run(readPartition(file.table, names), params)
    else await store.run(readDay(names), { ...params, text_path: textPath })
    done(file.bytes)
  }
}

async function check(
  { store, folder, link, manifest }: Source,
  file: TableFile,
  known: readonly Column[],
): Promise<Checked> {
  const path = join(link, file.file)
  const damaged = (problem: string) =>
    new StillwatchError('BACKUP_DAMAGED', { path: folder, problem: `${file.file} ${problem}` })
  const names = await namesIn(store, path, known, damaged)
  const texts = manifest.texts.find(
    ({ day, expired_at }) => file.table === 'exchange' && day === file.part && expired_at === null,
  )
  if ((await rowsIn(store, path, file.rows + 1)) !== file.rows) {
    throw damaged('has another number of rows than the manifest says')
  }
  if (texts === undefined) return { path, names, file, textPath: undefined }
  const textPath = join(link, textFileOf(file.part))
  const textColumns = known.filter(({ name }) =>
    [...TEXT_COLUMNS, 'received_at', 'row_hash'].includes(name),
  )
  await namesIn(store, textPath, textColumns, damaged)
  if (!(await fits(store, { path, textPath, rows: file.rows }))) {
    throw damaged('does not fit the texts of its day')
  }
  return { path, names, file, textPath }
}

/** The columns that a file has. One of an earlier release may lack some, and has no other. */
async function namesIn(
  store: Store,
  path: string,
  known: readonly Column[],
  damaged: (problem: string) => StillwatchError,
): Promise<readonly string[]> {
  const types = new Map(known.map(({ name, type }) => [name, type]))
  const found = await columnsIn(store, path)
  const strange = found.find(({ name, type }) => types.get(name) !== type)
  if (strange !== undefined) throw damaged(`has a column ${strange.name} that this version has not`)
  return found.map(({ name }) => name)
}
