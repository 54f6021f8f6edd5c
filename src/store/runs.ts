import { sqlFile } from './sql.js'
import type { Store } from './store.js'

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

const rowOf = ({ runId, startedAt, version }: RunStart) => ({
  run_id: runId,
  started_at: instantText(startedAt),
  version,
})

const instantText = (instant: Date) => instant.toISOString().replace('T', ' ').replace('Z', '')
