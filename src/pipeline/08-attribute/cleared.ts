import { NO_RUN } from '../../store/runs.js'
import { sqlFile, statement } from '../../store/sql.js'
import { type RunContext, runParams } from '../stage.js'

const RUNS = { run_id: 'UUID', last_run_id: 'UUID', window_end: 'DateTime64(3)' }
const accounts = sqlFile(import.meta.url, './cleared_account.sql', RUNS)
const campaigns = sqlFile(import.meta.url, './cleared_campaign.sql', RUNS)
const clearedCampaigns = statement(
  'cleared_campaigns',
  `SELECT subject_id FROM cleared WHERE run_id = {run_id:UUID} AND subject_kind = 'campaign'`,
)

/**
 * Writes down whom people let go, once the campaigns of the run have their members: whatever tells others of a campaign, or says
 * whose it is, reads it from there. Also where the run has no campaign, so that the next one knows.
 */
export async function writeCleared(context: RunContext): Promise<void> {
  const params = { ...runParams(context), last_run_id: context.lastRunId ?? NO_RUN }
  await context.store.run(accounts, params)
  await context.store.run(campaigns, params)
}

/** Names of campaigns of this run and the last that people let go. */
export async function campaignsCleared({
  store,
  runId,
}: Pick<RunContext, 'store' | 'runId'>): Promise<ReadonlySet<string>> {
  const rows = await store.rows<{ subject_id: string }>(clearedCampaigns, { run_id: runId })
  return new Set(rows.map(({ subject_id }) => subject_id))
}
