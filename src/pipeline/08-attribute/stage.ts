import { uuidOf } from '../../domain/identifier.js'
import { sqlFile } from '../../store/sql.js'
import { defineStage } from '../stage.js'
import { causeRows, evidenceRows } from './evidence.js'
import { roleOf, type Standing } from './role.js'
import { countTaken, ORDINARY_MILLIBITS_MAX } from './taken.js'

const RUN = { run_id: 'UUID' }
const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, RUN)
const campaignClusters = file('campaign_cluster')
const campaignAccounts = sqlFile(import.meta.url, './campaign_account.sql', {
  ...RUN,
  ordinary_millibits_max: 'Int32',
})

/**
 * Stage 8, attribute: whose campaign is it?
 *
 * Makes campaigns of judged clusters, gives every member its role, tells what was taken from cover, and
 * writes down in sentences what each campaign rests on and what speaks against it.
 */
export const attribute = defineStage({
  name: 'attribute',
  question: 'Whose campaign is it?',
  reads: [
    'account_identity',
    'account_mission',
    'account_profile',
    'account_value',
    'campaign',
    'campaign_mark',
    'campaign_member',
    'campaign_taken',
    'cluster',
    'cluster_member',
    'cluster_tie',
    'exchange',
    'exchange_fingerprint',
    'exchange_template',
    'link_evidence',
    'signal',
    'template_slot',
    'verdict',
  ],
  writes: ['campaign', 'campaign_evidence', 'campaign_mark', 'campaign_member', 'campaign_taken'],

  async run(context) {
    const { store, runId } = context
    const params = { run_id: runId }
    const clusters = await store.rows<ClusterRow>(campaignClusters, params)
    const idOf = new Map(clusters.map((row) => [row.cluster_id, uuidOf(row.earliest_exchange)]))
    await store.insert(
      'campaign',
      clusters.map(({ cluster_id, verdict, confidence, linkage, extraction }) => ({
        run_id: runId,
        campaign_id: idOf.get(cluster_id),
        cluster_id,
        verdict,
        confidence,
        linkage,
        extraction,
        succeeds: [],
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
    await store.insert('campaign_evidence', [
      ...(await evidenceRows(context)),
      ...causeRows(runId, clusters, idOf),
    ])
  },
})

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
