import { z } from 'zod'
import type { Detector } from '../../detectors/define.js'
import { account } from '../../domain/account.js'
import type { Linker } from '../../linkers/define.js'
import { SOURCE_COLUMNS, type Source } from '../../sources/define.js'
import type { Statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { QUERIES } from '../queries/queries.js'

export interface ColumnChecked {
  readonly record: 'exchange' | 'account'
  readonly column: string
  readonly type: string
  /** Whether the form of any file can fill it. */
  readonly is_mapped: boolean
  readonly filled: number
  /** Rows that could be filled. */
  readonly of: number
  /** Lines of native files, at least, that hold something there which is not of the column's type. */
  readonly unread: number
}

/** A key of a file's lines. */
export interface KeyRow {
  readonly key: string
  readonly lines: number
  /** Lines on which it holds something. */
  readonly lines_filled: number
}

export interface Off {
  readonly id: string
  readonly missing: readonly string[]
}

export interface ColumnsGiven {
  /** The files of exchanges in the project's own form. */
  readonly native: readonly { readonly file: string; readonly lines: string }[]
  readonly keys: ReadonlyMap<string, readonly KeyRow[]>
  readonly sources: readonly Source[]
  readonly exchanges: number
  readonly accounts: number
}

/** Every column of the contracts, with how much of it is filled. */
export async function columnsOf(store: Store, given: ColumnsGiven): Promise<ColumnChecked[]> {
  const fill = async (statement: Statement) =>
    new Map(
      (await store.rows<{ column: string; filled: string }>(statement)).map((row) => [
        row.column,
        Number(row.filled),
      ]),
    )
  const exchanges = await fill(QUERIES.exchangeFill)
  const accounts = await fill(QUERIES.accountFill)
  // Lines that were rejected or came twice hold keys too, so what is told is the least there can be.
  const lines = given.native.reduce((sum, row) => sum + Number(row.lines), 0)
  const spare = given.sources.length === 1 ? lines - given.exchanges : Number.POSITIVE_INFINITY
  const heldBy = (column: string) =>
    given.native
      .flatMap((row) => given.keys.get(row.file) ?? [])
      .filter(({ key }) => key === column)
      .reduce((sum, { lines_filled }) => sum + lines_filled, 0)
  return [
    ...Object.entries(SOURCE_COLUMNS)
      .filter(([column]) => exchanges.has(column))
      .map(([column, type]) => {
        const filled = exchanges.get(column) ?? 0
        return {
          record: 'exchange' as const,
          column,
          type: column === 'received_at' ? 'instant' : typeText(type),
          is_mapped: given.sources.some((source) => source.columns.some((one) => one === column)),
          filled,
          of: given.exchanges,
          unread: TYPED.test(type) ? Math.max(0, heldBy(column) - filled - spare) : 0,
        }
      }),
    ...Object.entries(account.shape).map(([column, schema]) => ({
      record: 'account' as const,
      column,
      type: contractTypeText(schema),
      is_mapped: given.accounts > 0,
      filled: accounts.get(column) ?? 0,
      of: given.accounts,
      unread: 0,
    })),
  ]
}

/** Types that a value may fail to be of; anything can be read as text. */
const TYPED = /^Nullable/

function typeText(type: string): string {
  if (type.startsWith('Array(Tuple')) return 'list of role and content'
  if (type.startsWith('Array')) return 'list of texts'
  if (type.includes('Bool')) return 'true or false'
  if (type.includes('Float')) return 'number'
  return type.includes('Int') ? 'whole number' : 'text'
}

function contractTypeText(schema: z.ZodType): string {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))
  if (text.includes('"date-time"')) return 'instant'
  if (text.includes('"boolean"')) return 'true or false'
  return text.includes('"number"') ? 'number' : 'text'
}

/** What stage share names in the findings: whatever needs a column that nothing fills. */
export function definitionsOff(
  definitions: readonly Pick<Linker | Detector, 'id' | 'needs'>[],
  columns: readonly ColumnChecked[],
): readonly Off[] {
  const filled = new Set(
    columns
      .filter((column) => column.filled > 0)
      .map(({ record, column }) => (record === 'account' ? `account.${column}` : column)),
  )
  return definitions
    .map(({ id, needs }) => ({
      id,
      missing: needs.filter((need) => !need.split('|').some((column) => filled.has(column))),
    }))
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
