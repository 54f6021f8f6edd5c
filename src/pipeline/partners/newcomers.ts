import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { type RunContext, runParams } from '../stage.js'
import { isPerPartner, partnersHeeded } from './linkers.js'
import { keepMatches, matchTold, partnersOf } from './match.js'
import { worthParams } from './weigh.js'

/**
 * Matches what partners told with the newcomers who are compared just now, as it was worth in the run whose campaigns they are
 * compared with. The matches are of `context.runId`, for {@link forgetMatches} to drop.
 */
export async function matchNewcomers(context: RunContext, familyRunId: string): Promise<void> {
  const { store, runId } = context
  const linker = context.linkers.find(isPerPartner)
  if (linker === undefined || (await partnersHeeded(store, familyRunId)).length === 0) return
  const partners = await partnersOf(store)
  await matchTold(context, { partners, familyRunId, of: 'newcomers' })
  await keepMatches(store, {
    ...{ ...runParams(context), ...worthParams(linker) },
    ...{ run_id: runId, worth_run_id: familyRunId },
  })
}

/** The engine binds no value where a partition is named. */
export const forgetMatches = (store: Store, runId: string): Promise<void> =>
  store.run(
    statement('forget_indicator_match', `ALTER TABLE indicator_match DROP PARTITION '${runId}'`),
  )
