import assert from 'node:assert'
import { schemaText, tableNames } from './migrate.js'
import { sqlFile, statement } from './sql.js'
import type { Store } from './store.js'

/** The id of a run where there was none before. */
export const NO_RUN = '00000000-0000-0000-0000-000000000000'

/** One pass of the pipeline that ended with findings. Instants are UTC, as the engine prints them. */
export interface FinishedRun {
  readonly run_id: string
  readonly started: string
  readonly finished: string
  readonly window_from: string
  readonly window_to: string
  readonly version: string
}

export interface RunStart {
  readonly runId: string
  readonly startedAt: Date
  readonly version: string
}

const lastFinished = sqlFile(import.meta.url, './run_last_finished.sql', {})

/**
 * Says that a run began. The table is append-only: its end is a second row, so that a run which fails,
 * or is killed at any point, is one that began and never one that finished.
 */
export async function startRun(store: Store, start: RunStart): Promise<void> {
  await store.insert('run', [rowOf(start)])
}

/** Says that a run ended with its findings written. The last thing that a run does. */
export async function finishRun(
  store: Store,
  start: RunStart,
  end: {
    readonly finishedAt: Date
    readonly window: { readonly start: string; readonly end: string }
  },
): Promise<void> {
  await store.insert('run', [
    {
      ...rowOf(start),
      finished_at: instantText(end.finishedAt),
      window_start: end.window.start,
      window_end: end.window.end,
    },
  ])
}

/** The run that readers see, or nothing where none has finished yet. */
export async function lastFinishedRun(store: Store): Promise<FinishedRun | undefined> {
  const [run] = await store.rows<FinishedRun>(lastFinished)
  return run
}

const runPartitions = sqlFile(import.meta.url, './run_partition.sql', {
  runs_kept: 'UInt8',
  held: 'Array(String)',
  is_shared: 'Bool',
  tables: 'Array(String)',
})

const RUNS_KEPT = 2

/**
 * Drops what all runs but the last two that finished have left, failed ones too, and says how many that were. Those that are held
 * stay as well. Not while a run is under way in this process.
 */
export async function forgetRuns(
  store: Store,
  { isShared, held }: { readonly isShared: boolean; readonly held: readonly string[] },
): Promise<number> {
  const tables = tableNames().filter((table) => schemaText(table).includes('PARTITION BY run_id'))
  const spent = await store.rows<{ table: string; run_id: string }>(runPartitions, {
    runs_kept: RUNS_KEPT,
    held,
    is_shared: isShared,
    tables: tables.map(store.layout.writable),
  })
  for (const { table, run_id } of spent) {
    // The engine takes no placeholder here. It is a run id of ours, as the engine itself prints it.
    assert.match(run_id, /^[0-9a-f-]{36}$/)
    await store.run(statement('forget run', `ALTER TABLE ${table} DROP PARTITION '${run_id}'`))
  }
  return new Set(spent.map(({ run_id }) => run_id)).size
}

const rowOf = ({ runId, startedAt, version }: RunStart) => ({
  run_id: runId,
  started_at: instantText(startedAt),
  version,
})

const instantText = (instant: Date) => instant.toISOString().replace('T', ' ').replace('Z', '')
