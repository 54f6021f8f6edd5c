import { resolve } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { sqlFile } from '../../store/sql.js'
import type { InputFile, Store } from '../../store/store.js'
import type { FoundInput } from './discover.js'
import { formOf } from './form.js'
import { isTorn, openTorn } from './mend.js'

/** A file that `input_line` reads, and what is wrong with it. */
export interface Opened {
  readonly file: InputFile
  /** '' where nothing is. */
  readonly fault: string
  /** The first lines, as texts. */
  readonly head: readonly string[]
  /** The number of the first row that was left out, counted from 1, where rows were. */
  readonly skipped_row?: number | undefined
}

const linesHead = sqlFile(import.meta.url, './lines_head.sql', {})

const TORN = 'breaks off or is damaged; what can be read of it was kept'
const BYTE_ORDER_MARK = '\ufeff'

/** Opens a file, whichever form it has, as far as it is good. Throws INPUT_UNREADABLE where nothing is. */
export async function openFound(store: Store, input: FoundInput): Promise<Opened> {
  if (input.isPlain) {
    const { path, hasOpened } = input
    const file: InputFile = { path: resolve(path), format: 'lines', compression: 'none', hasOpened }
    return opening(store, { file, fault: '', head: [] })
  }
  const { file, fault, isLost } = formOf(input)
  if (isLost) throw new StillwatchError('INPUT_UNREADABLE', { path: input.path, problem: fault })
  const opened = await withMending(store, { file, fault, head: [] }, (one) => opening(store, one))
  const first = opened.head.find((line) => line.trim() !== '') ?? ''
  if (file.format !== 'lines') return opened
  if (first.replace(BYTE_ORDER_MARK, '').trimStart().startsWith('[')) {
    const array = { ...opened.file, format: 'array' as const }
    return withMending(store, { ...opened, file: array }, (one) => opening(store, one))
  }
  if (!first.startsWith(BYTE_ORDER_MARK)) return opened
  return opening(store, { ...opened, file: { ...opened.file, mending: 'all' } })
}

async function opening(store: Store, opened: Opened): Promise<Opened> {
  await store.openInput(opened.file)
  const head = await store.rows<{ line: string }>(linesHead)
  return { ...opened, head: head.map(({ line }) => line) }
}

/**
 * Does work that reads the open file; where the file itself is at fault, does it again on what is good
 * of it. Whatever the work had done before is for the work to undo.
 */
export async function withMending<Result>(
  store: Store,
  opened: Opened,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  let at = opened
  for (let mended = 0; mended < MENDINGS_MAX; mended += 1) {
    try {
      return await work(at)
    } catch (error) {
      at = await mend(store, at, error)
    }
  }
  return work(at)
}

// A torn file may hold broken rows as well; more kinds of fault than these there are not.
const MENDINGS_MAX = 3

/** What is good of a file that could not be read for `error`; throws where that is nothing, or no fault of its. */
async function mend(store: Store, opened: Opened, error: unknown): Promise<Opened> {
  const { file } = opened
  if (!(error instanceof StillwatchError)) throw error
  if (error.code === 'MEMORY_SHORT' && file.format === 'lines' && file.mending === undefined) {
    const whole: InputFile = { ...file, mending: 'all' }
    await store.openInput(whole)
    return { ...opened, file: whole }
  }
  if (error.code !== 'STATEMENT_FAILED') throw error
  if (isTorn(error) && file.linesMax === undefined) {
    const good = await openTorn(store, file)
    const packing = file.compression === 'gz' ? 'gzip' : file.compression
    return { ...opened, file: good, fault: `the ${packing} data ${TORN}` }
  }
  const [, row] = /\(at row (\d+)\)/.exec(error.message) ?? []
  const isOfFile = row !== undefined || /in file\/uri|Parquet/.test(error.message)
  if (!isOfFile) throw error
  if (file.format === 'csv' && !file.skipsFaulty) {
    const sound: InputFile = { ...file, skipsFaulty: true }
    await store.openInput(sound)
    const where = row === undefined ? 'some rows' : `row ${row}, and perhaps later ones,`
    const fault = `${where} could not be read as CSV; the others were kept`
    const skipped = row === undefined ? undefined : Number(row)
    return { ...opened, file: sound, fault, skipped_row: skipped }
  }
  if (file.format === 'array' && file.linesMax === undefined) {
    const good = await openTorn(store, { ...file, compression: file.compression ?? 'none' })
    return { ...opened, file: good, fault: `the JSON array ${TORN}` }
  }
  const problem = problemOf(error, file)
  throw new StillwatchError('INPUT_UNREADABLE', { path: file.path, problem }, error)
}

function problemOf(error: StillwatchError, { format }: InputFile): string {
  const [first = ''] = error.message.replace(/^The statement `\w+` failed: /, '').split(/[\n:]/)
  const form = { lines: 'lines', array: 'a JSON array', csv: 'CSV', parquet: 'Parquet' }[format]
  return `it could not be read as ${form} (${first.replace(/\.+$/, '')})`
}
