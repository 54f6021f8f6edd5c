import { sqlFile } from '../../store/sql.js'
import { type RunContext, runParams } from '../stage.js'

const sightings = sqlFile(import.meta.url, './sighting.sql', {
  ...{ run_id: 'UUID', window_end: 'DateTime64(3)', accounts_step: 'UInt32' },
})
/** Of fewer accounts nothing is told: whoever tells one address at a time would learn of one customer. */
const ACCOUNTS_STEP = 5

/** What of a partner's patterns operators of ours carry, for it to be told back. */
export const countSightings = (context: RunContext): Promise<void> =>
  context.store.run(sightings, { ...runParams(context), accounts_step: ACCOUNTS_STEP })
