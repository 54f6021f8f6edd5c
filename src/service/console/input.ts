import type { FinishedRun } from '../../store/runs.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const inputPublished = sqlFile(import.meta.url, './input_published.sql', { run_id: 'UUID' })

/** What a run looked at. */
export interface InputTold {
  readonly exchanges: number
  readonly accounts: number
  readonly rejected: number
  readonly duplicates: number
  /** Detectors and linkers that had nothing to look at, and for want of which columns. */
  readonly detectors_off: readonly { readonly id: string; readonly missing: readonly string[] }[]
}

/** Null before the first run. */
export async function inputOf(
  reader: Store,
  run: FinishedRun | undefined,
): Promise<InputTold | null> {
  if (run === undefined) return null
  const [row] = await reader.rows<{ input: string }>(inputPublished, { run_id: run.run_id })
  return row === undefined ? null : (JSON.parse(row.input) as InputTold)
}
