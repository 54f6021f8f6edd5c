import type { Described } from '../../domain/definition.js'
import { uuidOf } from '../../domain/identifier.js'
import { sqlFile } from '../../store/sql.js'
import { defineStage, type RunContext } from '../stage.js'

const RUN = { run_id: 'UUID' }
const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, RUN)
const campaignClusters = file('campaign_cluster')
const campaignAccounts = file('campaign_account')
const evidenceLinks = file('evidence_link')
const evidenceSignals = file('evidence_signal')

/**
 * Stage 8, attribute: whose campaign is it?
 *
 * Makes campaigns of judged clusters, gives every member its role, and writes down in sentences what
 * each campaign rests on and what speaks against it.
 */
export const attribute = defineStage({
  name: 'attribute',
  question: 'Whose campaign is it?',
  reads: [
    'campaign',
    'campaign_member',
    'cluster_member',
    'exchange',
    'link_evidence',
    'signal',
    'verdict',
  ],
  writes: ['campaign', 'campaign_evidence', 'campaign_member'],

  async run(context) {
    const { store, runId } = context
    const params = { run_id: runId }
    const clusters = await store.rows<ClusterRow>(campaignClusters, params)
    const idOf = new Map(clusters.map((row) => [row.cluster_id, uuidOf(row.earliest_exchange)]))
    await store.insert(
      'campaign',
      clusters.map(({ earliest_exchange: _, ...row }) => ({
        ...row,
        run_id: runId,
        campaign_id: idOf.get(row.cluster_id),
        succeeds: [],
      })),
    )
    const accounts = await store.rows<AccountRow>(campaignAccounts, params)
    await store.insert(
      'campaign_member',
      accounts.flatMap((row) => {
        const campaign_id = idOf.get(row.cluster_id)
        if (campaign_id === undefined) return []
        const { account_id } = row
        return [
          {
            run_id: runId,
            campaign_id,
            account_id,
            role: roleOf(row),
            membership: membershipOf(row),
          },
        ]
      }),
    )
    await store.insert('campaign_evidence', await evidenceRows(context))
  },
})

interface ClusterRow {
  readonly cluster_id: string
  readonly verdict: string
  readonly confidence: number
  readonly linkage: number
  readonly extraction: number
  readonly earliest_exchange: string
}

interface AccountRow {
  readonly cluster_id: string
  readonly account_id: string
  readonly standing: string
  readonly is_core: number
  readonly weight_millibits: number
}

/** Guilt is not contagious: an account with its own long, proven history is a victim until shown else. */
const roleOf = (row: AccountRow) => (row.standing === 'bystander' ? 'victim' : 'operator')

/** Two of three for who is tied by circumstance and its own traffic; nearly sure for a hard link. */
function membershipOf(row: AccountRow): number {
  if (row.is_core === 0) return 0.67
  return Math.round(100 * (1 - 2 ** (-(row.weight_millibits - 8000) / 2000))) / 100
}

interface EvidenceRow {
  readonly campaign_id: string
  readonly family: string
  readonly weight_millibits: number
}

async function evidenceRows({ store, runId, linkers, detectors }: RunContext) {
  const params = { run_id: runId }
  const statements = new Map<string, Described>(
    [...linkers, ...detectors].map((definition) => [definition.id, definition]),
  )
  const links = await store.rows<
    Omit<EvidenceRow, 'weight_millibits'> & {
      linker: string
      weight_typical: number
      pairs: string
      accounts: string
      facts_best: Record<string, number>
    }
  >(evidenceLinks, params)
  const signals = await store.rows<
    EvidenceRow & { detector: string; facts: Record<string, number> }
  >(evidenceSignals, params)
  const row = (given: EvidenceRow, kind: string, statement: string) => ({
    run_id: runId,
    campaign_id: given.campaign_id,
    evidence_id: uuidOf(`${given.campaign_id} ${kind}`),
    family: given.family,
    kind: kind.replaceAll('-', '_'),
    weight_millibits: given.weight_millibits,
    statement,
  })
  return [
    ...links.map((link) =>
      row(
        { ...link, weight_millibits: link.weight_typical },
        link.linker,
        `${said(statements.get(link.linker), link.linker, link.facts_best)} ${link.accounts} of its accounts, ${link.pairs} pairs.`,
      ),
    ),
    ...signals.map((signal) => ({
      ...row(
        signal,
        signal.detector,
        said(statements.get(signal.detector), signal.detector, signal.facts),
      ),
      family: signal.family === 'innocence' ? 'history' : 'extraction',
    })),
  ]
}

/** The definition's sentence with its facts filled in; what speaks against has sentences of its own. */
function said(
  definition: Described | undefined,
  id: string,
  facts: Readonly<Record<string, number>>,
): string {
  const text = definition?.statement ?? AGAINST[id] ?? id
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole))
}

const AGAINST: Readonly<Record<string, string>> = {
  'verified-apart': 'Both are organisations that are verified apart from each other.',
  'old-apart': 'Both have long histories that began at different times.',
}
