import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { StillwatchError } from '../../src/domain/errors.js'
import { stageContext, stagesUpTo } from '../../src/explain/stage-run.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'

/** What the tests of bad input share: folders of files, and what ingest makes of them. */

export type Files = Readonly<Record<string, string | Buffer>>

export interface Ingested {
  readonly files: readonly {
    readonly file: string
    readonly lines: number
    readonly accepted: number
    readonly rejected: number
    readonly fault: string
    readonly unknown_keys: Readonly<Record<string, number>>
  }[]
  /** `file:line reason`, in order. */
  readonly rejects: readonly string[]
  /** The exchanges in the store, by id. */
  readonly exchanges: readonly ExchangeRow[]
  readonly error?: StillwatchError | undefined
}

export interface ExchangeRow {
  readonly exchange_id: string
  readonly account_id: string
  readonly received_at: string
  readonly end_user_id: string
  readonly prompt: string
  readonly status: number | null
  readonly is_batch: boolean | null
  readonly tools: readonly string[]
}

const folders: string[] = []

/** A new folder with these files, gone after the tests of the file. */
export function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-bad-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A sound exchange as a line, with what is given changed. */
export function line(id: string | number, given: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    exchange_id: `e${id}`,
    received_at: '2026-03-01T10:00:00Z',
    account_id: 'account-1',
    model: 'm',
    status: 200,
    messages: [{ role: 'user', content: `prompt of ${id}` }],
    ...given,
  })
}

export const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`

const TABLES = [
  'account',
  'account_event',
  'exchange',
  'exchange_kept',
  'exchange_rejected',
  'input_file',
  'model_release',
  'ruling',
]

/** Empties the store, and ingests what the paths hold. */
export async function ingest(store: Store, ...paths: readonly string[]): Promise<Ingested> {
  for (const table of TABLES) {
    await store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  return ingestMore(store, ...paths)
}

/** The same into a store that holds what it holds. */
export async function ingestMore(store: Store, ...paths: readonly string[]): Promise<Ingested> {
  const runId = randomUUID()
  const inputs = paths.map((path) => ({ path }))
  const context = await stageContext({ store, runId, inputs, hashKey: hashKeyOf('test') })
  let error: StillwatchError | undefined
  try {
    for (const stage of stagesUpTo('ingest')) await stage.run(context)
  } catch (thrown) {
    if (!(thrown instanceof StillwatchError)) throw thrown
    error = thrown
  }
  const all = <Row>(name: string, text: string) =>
    store.rows<Row>(statement(name, text), { run_id: runId })
  const files = await all<Record<string, string> & { unknown_keys: Record<string, string> }>(
    'files',
    'SELECT * FROM input_file WHERE run_id = {run_id:String} ORDER BY input_id',
  )
  const rejects = await all<{ reject: string }>(
    'rejects',
    `SELECT concat(file, ':', toString(line_number), ' ', reason) AS reject FROM exchange_rejected
     WHERE input_id IN (SELECT input_id FROM input_file WHERE run_id = {run_id:String})
     ORDER BY input_id, line_number`,
  )
  return {
    files: files.map((row) => ({
      file: row.file ?? '',
      lines: Number(row.lines),
      accepted: Number(row.accepted),
      rejected: Number(row.rejected),
      fault: row.fault ?? '',
      unknown_keys: Object.fromEntries(
        Object.entries(row.unknown_keys).map(([key, given]) => [key, Number(given)]),
      ),
    })),
    rejects: rejects.map(({ reject }) => reject),
    exchanges: await store.rows<ExchangeRow>(exchangesOf),
    error,
  }
}

const exchangesOf = statement(
  'exchanges',
  `SELECT exchange_id, account_id, received_at, end_user_id, prompt, status, is_batch, tools
   FROM exchange ORDER BY exchange_id LIMIT 10000`,
)

export const ids = ({ exchanges }: Ingested): readonly string[] =>
  exchanges.map(({ exchange_id }) => exchange_id)
