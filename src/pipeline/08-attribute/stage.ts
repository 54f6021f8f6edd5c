import { sqlFile } from '../../store/sql.js'
import { defineStage, type RunContext } from '../stage.js'
import { writeCleared } from './cleared.js'
import { causeRows, evidenceRows } from './evidence.js'
import { campaignNames, type Former, type Name } from './names.js'
import { propose } from './propose.js'
import { roleOf, type Standing } from './role.js'
import { countTaken, ORDINARY_MILLIBITS_MAX } from './taken.js'

const RUN = { run_id: 'UUID' }
const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, RUN)
const campaignClusters = file('campaign_cluster')
const campaignFormers = sqlFile(import.meta.url, './campaign_former.sql', {
  ...RUN,
  last_run_id: 'UUID',
})
const campaignAccounts = sqlFile(import.meta.url, './campaign_account.sql', {
  ...RUN,
  ordinary_millibits_max: 'Int32',
})

/**
 * Stage 8, attribute: whose campaign is it?
 *
 * Makes campaigns of judged clusters, gives every member its role, tells what was taken from cover, writes
 * down in sentences what each campaign rests on and what speaks against it, and proposes which of them are of
 * one hand. It names nobody.
 */
export const attribute = defineStage({
  name: 'attribute',
  question: 'Whose campaign is it?',
  reads: [
    'account_event',
    'account_identity',
    'account_mission',
    'account_profile',
    'account_value',
    'campaign',
    'campaign_mark',
    'campaign_member',
    'campaign_taken',
    'cleared',
    'cluster',
    'cluster_member',
    'cluster_tie',
    'exchange',
    'exchange_fingerprint',
    'exchange_template',
    'link_evidence',
    'ruling',
    'shared_value',
    'signal',
    'template_slot',
    'verdict',
  ],
  writes: [
    'attribution',
    'campaign',
    'campaign_evidence',
    'campaign_mark',
    'campaign_member',
    'campaign_taken',
    'cleared',
  ],

  async run(context) {
    const { store, runId } = context
    const params = { run_id: runId }
    const clusters = await store.rows<ClusterRow>(campaignClusters, params)
    const named = new Set(clusters.map(({ cluster_id }) => cluster_id))
    const formers = (await formersOf(context)).filter(({ cluster_id }) => named.has(cluster_id))
    const names = campaignNames(clusters, formers)
    const idOf = new Map([...names].map(([cluster, { campaign_id }]) => [cluster, campaign_id]))
    await store.insert(
      'campaign',
      clusters.map(({ cluster_id, verdict, confidence, linkage, extraction }) => ({
        run_id: runId,
        ...(names.get(cluster_id) as Name),
        cluster_id,
        verdict,
        confidence,
        linkage,
        extraction,
      })),
    )
    if (clusters.length > 0) {
      context.progress('what was taken')
      await countTaken(store, params)
    }
    const accounts = await store.rows<AccountRow>(campaignAccounts, {
      ...params,
      ordinary_millibits_max: ORDINARY_MILLIBITS_MAX,
    })
    await store.insert(
      'campaign_member',
      accounts.map((row) => ({
        run_id: runId,
        campaign_id: row.campaign_id,
        account_id: row.account_id,
        role: roleOf(row),
        membership: membershipOf(row),
      })),
    )
    await writeCleared(context)
    await store.insert('campaign_evidence', [
      ...(await evidenceRows(context)),
      ...causeRows(runId, clusters, idOf),
    ])
    if (clusters.length > 0) {
      context.progress('whose they are')
      await propose(context, { names, formers })
    }
  },
})

/** Nothing on the first run. */
async function formersOf({ store, runId, lastRunId }: RunContext): Promise<readonly Former[]> {
  if (lastRunId === undefined) return []
  const params = { run_id: runId, last_run_id: lastRunId }
  const rows = await store.rows<FormerRow>(campaignFormers, params)
  return rows.map((row) => ({
    ...row,
    operators: Number(row.operators),
    shared: Number(row.shared),
  }))
}

/** Counts come as texts. */
type FormerRow = Omit<Former, 'operators' | 'shared'> & {
  readonly operators: string
  readonly shared: string
}

interface ClusterRow {
  readonly cluster_id: string
  readonly verdict: string
  readonly confidence: number
  readonly linkage: number
  readonly extraction: number
  readonly earliest_exchange: string
  /** The one cause without which it falls apart, or ''; and what that costs it. */
  readonly rests_on: string
  readonly cause_millibits: number
}

interface AccountRow extends Standing {
  readonly campaign_id: string
  readonly account_id: string
  readonly is_core: number
  readonly weight_millibits: number
}

/** Two of three for who is tied by circumstance and its own traffic; nearly sure for a hard link. */
function membershipOf(row: AccountRow): number {
  if (row.is_core === 0) return 0.67
  const surplus = Math.max(0, row.weight_millibits - 8000)
  return Math.max(0.67, Math.round(100 * (1 - 2 ** (-surplus / 2000))) / 100)
}
