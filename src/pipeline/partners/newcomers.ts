import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { RunContext } from '../stage.js'
import { isPerPartner, partnersHeeded } from './linkers.js'
import { heardInRun, keepMatches, matchTold } from './match.js'

/**
 * Matches what partners had told when the run weighed it with the newcomers who are compared just now, as it was worth in that run,
 * whose campaigns they are compared with. The matches are of `context.runId`, for {@link forgetMatches} to drop.
 */
export async function matchNewcomers(context: RunContext, familyRunId: string): Promise<void> {
  const { store, runId } = context
  if (!context.linkers.some(isPerPartner)) return
  if ((await partnersHeeded(store, familyRunId)).length === 0) return
  const heard = await heardInRun(store, familyRunId)
  await matchTold(context, { ...heard, familyRunId, metRunId: familyRunId, of: 'newcomers' })
  await keepMatches(store, { run_id: runId, worth_run_id: familyRunId })
}

/** The engine binds no value where a partition is named. */
export const forgetMatches = (store: Store, runId: string): Promise<void> =>
  store.run(
    statement('forget_indicator_match', `ALTER TABLE indicator_match DROP PARTITION '${runId}'`),
  )
