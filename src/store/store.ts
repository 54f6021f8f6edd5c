import type { ClickHouseClient } from '@clickhouse/client'
import { StillwatchError } from '../domain/errors.js'
import {
  csvColumns,
  describeParquet,
  headerSelect,
  type InputColumn,
  type InputFile,
  inputSelect,
  plainPath,
} from './input.js'
import type { Layout } from './layout.js'
import type { PassingTable } from './passing.js'
import { bound, type Params, type Statement } from './sql.js'

export type { InputFile } from './input.js'

/**
 * The one door to the database. It serialises what it is given, binds every value, bounds every
 * statement in time, and retries nothing: a stage that fails is run again whole.
 */
export interface Store {
  /** Runs a statement that returns nothing. */
  run(statement: Statement, params?: Params): Promise<void>
  /** Runs a SELECT. 64-bit integers arrive as strings. Results are held in memory: keep them small. */
  rows<Row>(statement: Statement, params?: Params): Promise<Row[]>
  /** Writes rows that TypeScript made (clusters, verdicts). Never used for what was read from logs. */
  insert(table: string, rows: readonly object[]): Promise<void>
  /**
   * Makes `input_line (line)` read this file, and no other whatever its name looks like, until the next
   * call. A record in columns becomes a line of JSON.
   */
  openInput(input: InputFile): Promise<void>
  /** Makes `view` show the rows of a catalogue entry's SELECT. */
  openView(view: string, select: Statement): Promise<void>
  /** Makes the table `table` anew from a catalogue entry's SELECT, with its parameters bound. */
  openTable(table: PassingTable, select: Statement, params: Params): Promise<void>
  /** A folder for files that are not needed longer than the store is open. Made when first asked for. */
  scratch(): string
  readonly layout: Layout
  close(): Promise<void>
}

/** Told of each statement that ran, and how long it took. The clock is a door's. */
export interface StatementWatch {
  readonly now: () => number
  readonly statement: (name: string, seconds: number) => void
}

export interface StoreParts {
  readonly client: ClickHouseClient
  readonly layout: Layout
  /** Where the store is, as errors name it. */
  readonly place: string
  readonly scratch: () => string
  readonly close: () => Promise<void>
  readonly watch?: StatementWatch | undefined
}

const ROWS_PER_INSERT = 50_000

export function makeStore(parts: StoreParts): Store {
  const { client, layout, place, scratch, close, watch } = parts
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = watch?.now() ?? 0
    try {
      return await work()
    } catch (cause) {
      throw statementError(name, place, cause)
    } finally {
      watch?.statement(name, (watch.now() - start) / 1000)
    }
  }
  const command = (name: string, query: string, params: Params = {}) =>
    timed(name, async () => {
      await client.command({ query: layout.statement(query), query_params: { ...params } })
    })

  const select = <Row>(name: string, query: string, params: Params = {}) =>
    timed(name, async () => {
      const result = await client.query({
        query: layout.statement(query),
        query_params: { ...params },
        format: 'JSONEachRow',
      })
      return result.json<Row>()
    })
  const columnsOf = async (input: InputFile): Promise<readonly InputColumn[]> => {
    if (input.format === 'parquet') return select('input_columns', describeParquet(input))
    if (input.format !== 'csv') return []
    const [header] = await select<{ line: string }>('input_columns', headerSelect(input))
    return csvColumns(header?.line ?? '')
  }

  return Object.freeze({
    layout,
    scratch,
    run: (statement: Statement, params: Params = {}) =>
      command(statement.name, statement.text, bound(statement, params)),

    rows: <Row>(statement: Statement, params: Params = {}) =>
      select<Row>(statement.name, statement.text, bound(statement, params)),

    async insert(table: string, rows: readonly object[]) {
      for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
        const values = rows.slice(start, start + ROWS_PER_INSERT)
        await timed(`insert ${table}`, async () => {
          await client.insert({
            table: layout.writable(table),
            values,
            format: 'JSONEachRow',
          })
        })
      }
    },

    async openInput(given: InputFile) {
      const input = { ...given, path: plainPath(given.path, scratch) }
      const lines = inputSelect(input, await columnsOf(input))
      await command('input_line', `CREATE OR REPLACE VIEW input_line AS ${lines}`)
    },

    openView: (view: string, select: Statement) =>
      command(view, `CREATE OR REPLACE VIEW ${view} AS ${select.text}`),

    async openTable(table: PassingTable, select: Statement, params: Params) {
      // At once: the engine keeps what is dropped on the disk for eight minutes otherwise, and longer if it is closed.
      await command(table, `DROP TABLE IF EXISTS ${table} SYNC`)
      const create = `CREATE TABLE ${table} ENGINE = MergeTree ORDER BY tuple() AS ${select.text}`
      await command(select.name, create, bound(select, params))
    },

    close,
  })
}

// The engine quotes whole queries and rows in its messages; the beginning says what is wrong.
const PROBLEM_CHARACTERS = 300

function statementError(name: string, place: string, cause: unknown): StillwatchError {
  if (cause instanceof StillwatchError) return cause
  const whole = cause instanceof Error ? cause.message : String(cause)
  if (/No space left|Cannot reserve|NOT_ENOUGH_SPACE|ENOSPC|not enough space/i.test(whole)) {
    return new StillwatchError('DISK_FULL', { path: place }, cause)
  }
  if (/MEMORY_LIMIT_EXCEEDED|memory limit .*exceeded|std::bad_alloc/i.test(whole)) {
    return new StillwatchError('MEMORY_SHORT', { statement: name }, cause)
  }
  const problem = whole
    .trim()
    .slice(0, PROBLEM_CHARACTERS)
    .replace(/[\s.]+$/, '')
  return new StillwatchError('STATEMENT_FAILED', { statement: name, problem }, cause)
}
