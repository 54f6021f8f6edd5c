import { accessSync, constants, statSync } from 'node:fs'
import { basename } from 'node:path'
import { StillwatchError } from '../domain/errors.js'
import type { InputFile, Store } from '../store/store.js'
import { inputDoor } from './01-ingest/discover.js'
import { headerLines } from './01-ingest/given.js'
import { openFound, withMending } from './01-ingest/opened.js'

/** A file that `input_line` reads. */
export interface LookedAt {
  readonly isColumns: boolean
  /** Lines of the file before its first record. */
  readonly headerLines: number
}

/** What the work on a file gave. */
export interface Seen<Result> {
  readonly result: Result
  /** The line of a row that the engine could not read, where the others were kept. */
  readonly skippedLine?: number | undefined
}

/**
 * Opens a file, whichever form of those that a scan reads it has, for work that keeps nothing of it in the store. The work may
 * be done again, on what is good of the file. One that breaks off is an error.
 */
export async function lookAt<Result>(
  store: Store,
  path: string,
  work: (file: LookedAt) => Promise<Result>,
): Promise<Seen<Result>> {
  const bytes = bytesOf(path)
  const opened = await openFound(store, { path, name: basename(path), kind: 'account', bytes })
  const { result, file, fault, row } = await withMending(store, opened, async (one) => ({
    result: await work(lookedAt(one.file)),
    file: one.file,
    fault: one.fault,
    row: one.skipped_row,
  }))
  if (row !== undefined) return { result, skippedLine: headerLines(file) + row }
  if (fault === '') return { result }
  const [problem = ''] = fault.split(';')
  throw new StillwatchError('INPUT_UNREADABLE', { path, problem })
}

const lookedAt = (file: InputFile): LookedAt => ({
  isColumns: file.format === 'csv' || file.format === 'parquet',
  headerLines: headerLines(file),
})

function bytesOf(path: string): number {
  const stats = inputDoor(path, () => {
    accessSync(path, constants.R_OK)
    return statSync(path)
  })
  if (stats.isFile()) return stats.size
  const problem = stats.isDirectory()
    ? 'it is a folder; name the files in it'
    : 'it is a pipe or a device, and a file is read more than once'
  throw new StillwatchError('INPUT_UNREADABLE', { path, problem })
}
