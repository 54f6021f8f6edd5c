import { sqlFile, statement } from '../../store/sql.js'
import type { InputFile, Store } from '../../store/store.js'
import type { Opened } from './opened.js'

/** What one file gave: a row of `input_file` but for its name and what was rejected. */
export interface FileGiven {
  readonly source: string
  /** Lines that hold something. */
  readonly lines: number
  readonly accepted: number
  readonly fault: string
  readonly unknown_keys: Readonly<Record<string, number>>
}

const linesOf = statement('lines', 'SELECT count() AS lines FROM input_line')
const linesBlank = sqlFile(import.meta.url, './lines_blank.sql', {})
const keysGiven = sqlFile(import.meta.url, './keys_given.sql', {})

/**
 * How many lines of the open file hold something. Blank lines are looked for only where fewer were
 * accepted than there are lines, since that takes a pass of its own.
 */
export async function linesHolding(store: Store, accepted: number): Promise<number> {
  const lines = await count(store, linesOf, 'lines', {})
  if (accepted >= lines) return lines
  return lines - (await count(store, linesBlank, 'blank', {}))
}

const rowsHeld = statement(
  'rows',
  `SELECT count() AS rows FROM source_exchange WHERE trimBoth(line, ' \\t\\r') != ''`,
)

/** How many exchanges the open file claims to hold, where that is not one a line. */
export const rowsHolding = (store: Store): Promise<number> => count(store, rowsHeld, 'rows', {})

/** The keys of the open file that a statement does not name, with the lines that hold them. */
export async function unknownKeys(store: Store, text: string): Promise<Record<string, number>> {
  const given = await store.rows<{ key: string; lines: string }>(keysGiven)
  const named = new Set(text.match(/[\w-]+/g))
  const unknown = given.filter(({ key }) => !named.has(key)).slice(0, KEYS_MAX)
  return Object.fromEntries(unknown.map(({ key, lines }) => [key, Number(lines)]))
}

const KEYS_MAX = 100

/** The lines of a file before its first record. */
export const headerLines = ({ format }: InputFile): number => (format === 'csv' ? 1 : 0)

/** Rejects the row that stopped the engine, where it was left out for the others: no line holds it. */
export async function rejectSkipped(
  store: Store,
  { file, skipped_row: row }: Opened,
  { input_id, file: name }: { readonly input_id: number; readonly file: string },
): Promise<number> {
  if (row === undefined) return 0
  const reason = 'the row could not be read as CSV'
  const line_number = row + headerLines(file)
  const rejected = { input_id, file: name, line_number, reason, line_bytes: 0 }
  await store.insert('exchange_rejected', [rejected])
  return 1
}

export async function count(
  store: Store,
  from: Parameters<Store['rows']>[0],
  column: string,
  params: Readonly<Record<string, number>>,
): Promise<number> {
  const [row] = await store.rows<Record<string, string>>(from, params)
  return Number(row?.[column] ?? 0)
}
