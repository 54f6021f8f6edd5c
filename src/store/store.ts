import type { ClickHouseClient } from '@clickhouse/client'
import { StillwatchError } from '../domain/errors.js'
import type { Layout } from './layout.js'
import type { Params, Statement } from './sql.js'

/** A file of lines that the engine is to read: `path` is absolute. */
export interface InputFile {
  readonly path: string
  readonly format: 'lines' | 'parquet' | 'csv'
}

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
  /** Makes `input_line (line)` read this file, until the next call. */
  openInput(input: InputFile): Promise<void>
  /** Makes `view` show the rows of a catalogue entry's SELECT. */
  openView(view: string, select: Statement): Promise<void>
  /** Makes the table `table` anew from a catalogue entry's SELECT, with its parameters bound. */
  openTable(table: string, select: Statement, params: Params): Promise<void>
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
  readonly close: () => Promise<void>
  readonly watch?: StatementWatch | undefined
}

const ROWS_PER_INSERT = 50_000

export function makeStore({ client, layout, close, watch }: StoreParts): Store {
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = watch?.now() ?? 0
    try {
      return await work()
    } catch (cause) {
      throw statementError(name, cause)
    } finally {
      watch?.statement(name, (watch.now() - start) / 1000)
    }
  }
  const command = (name: string, query: string, params: Params = {}) =>
    timed(name, async () => {
      await client.command({ query: layout.statement(query), query_params: { ...params } })
    })

  return Object.freeze({
    layout,
    run: (statement: Statement, params: Params = {}) =>
      command(statement.name, statement.text, bound(statement, params)),

    rows: <Row>(statement: Statement, params: Params = {}) =>
      timed(statement.name, async () => {
        const result = await client.query({
          query: layout.statement(statement.text),
          query_params: { ...bound(statement, params) },
          format: 'JSONEachRow',
        })
        return result.json<Row>()
      }),

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

    openInput: (input: InputFile) =>
      command('input_line', `CREATE OR REPLACE VIEW input_line AS ${inputSelect(input)}`),

    openView: (view: string, select: Statement) =>
      command(view, `CREATE OR REPLACE VIEW ${view} AS ${select.text}`),

    async openTable(table: string, select: Statement, params: Params) {
      await command(table, `DROP TABLE IF EXISTS ${table}`)
      const create = `CREATE TABLE ${table} ENGINE = MergeTree ORDER BY tuple() AS ${select.text}`
      await command(select.name, create, bound(select, params))
    },

    close,
  })
}

/** Only what the text names: a stage hands over all it knows, a statement takes what it needs. */
function bound(statement: Statement, params: Params): Params {
  const entries = Object.keys(statement.params).map((name) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${statement.name}: {${name}} was not given`)
    return [name, value] as const
  })
  return Object.fromEntries(entries)
}

/**
 * The one place where a value becomes text of a statement: the engine takes no parameter in a view.
 * The path comes from the operator's command line, never from a log.
 */
function inputSelect({ path, format }: InputFile): string {
  const quoted = `'${path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (format === 'lines') return `SELECT line FROM file(${quoted}, 'LineAsString', 'line String')`
  const engineFormat = format === 'parquet' ? 'Parquet' : 'CSVWithNames'
  return `SELECT formatRowNoNewline('JSONEachRow', *) AS line FROM file(${quoted}, '${engineFormat}')`
}

function statementError(name: string, cause: unknown): StillwatchError {
  if (cause instanceof StillwatchError) return cause
  const problem = cause instanceof Error ? cause.message : String(cause)
  if (/No space left|Cannot reserve|NOT_ENOUGH_SPACE/i.test(problem)) {
    return new StillwatchError('DISK_FULL', { path: 'the store folder' }, cause)
  }
  return new StillwatchError('STATEMENT_FAILED', { statement: name, problem }, cause)
}
