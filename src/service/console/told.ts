import type { Role } from '../../domain/people.js'
import type { FinishedRun } from '../../store/runs.js'

/** Who asks, and whether they can do anything here. */
export interface MeAnswer {
  readonly name: string
  readonly roles: readonly Role[]
  /** Where a store is read that no service keeps: nothing can be done to it. */
  readonly is_read_only?: boolean
}

/** The run that everything told is of. Instants are UTC. */
export interface RunTold {
  readonly run_id: string
  readonly finished_at: string
  readonly window_start: string
  readonly window_end: string
  readonly version: string
}

export const runTold = (run: FinishedRun | undefined): RunTold | null =>
  run === undefined
    ? null
    : {
        run_id: run.run_id,
        finished_at: rfc3339(run.finished),
        window_start: rfc3339(run.window_from),
        window_end: rfc3339(run.window_to),
        version: run.version,
      }

/** `2026-03-01 10:00:00.000`, as the engine prints UTC. */
export const rfc3339 = (instant: string) => `${instant.replace(' ', 'T')}Z`
