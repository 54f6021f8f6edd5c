import { sqlFile } from '../../store/sql.js'
import { defineStage, type RunContext, runParams } from '../stage.js'
import { type Clusters, clustersOf, mergeClusters, type ScoredPair } from './clusters.js'

const RUN = { run_id: 'UUID' }
const controlledLinks = sqlFile(import.meta.url, './link_controlled.sql', RUN)
const unlinkedPairs = sqlFile(import.meta.url, './pair_unlinked.sql', RUN)
const scoredPairs = sqlFile(import.meta.url, './pair_scored.sql', RUN)
const missions = sqlFile(import.meta.url, './account_mission.sql', {
  ...RUN,
  rate_min: 'Float64',
  sent_max: 'UInt32',
  counted_min: 'UInt32',
})
const ties = sqlFile(import.meta.url, './cluster_tie.sql', {
  ...RUN,
  quiet_millibits_max: 'Int32',
  quiet_exchanges_min: 'UInt32',
  common_share: 'Float64',
  linkers: 'Array(String)',
  families: 'Array(String)',
  bits_max: 'Array(Float64)',
})
const tiedAccounts = sqlFile(import.meta.url, './account_tied.sql', {
  ...RUN,
  families_min: 'UInt8',
  mission_millibits_min: 'Int32',
  weight_millibits_min: 'Int32',
})

const MISSION = {
  // One in five thousand, where a class is never seen.
  rate_min: 0.0002,
  // A single loud account does not make everybody else look quiet.
  sent_max: 200,
  counted_min: 3,
} as const

const TIES = {
  quiet_millibits_max: 3000,
  // Too few requests show no mission, so they show no quiet either: a pool of thousands with four
  // requests each would make its own exits ordinary.
  quiet_exchanges_min: 10,
  // What one quiet account in fifty carries ties nobody.
  common_share: 0.02,
} as const

const TIED = {
  families_min: 2,
  mission_millibits_min: 0,
  // 16 to 1 for membership, the prior taken off.
  weight_millibits_min: 4000,
} as const

/**
 * Stage 6, cluster: which groups does that make?
 *
 * Communities of controlled links first; then clusters whose typical pair across them is linked are
 * one; then accounts that pooled circumstance ties to a core are attached to it, for the judge to
 * decide by what they do themselves. A cluster is structure, and no guilt.
 */
export const cluster = defineStage({
  name: 'cluster',
  question: 'Which groups does that make?',
  reads: [
    'account_identity',
    'account_mission',
    'account_profile',
    'account_value',
    'cluster_member',
    'cluster_tie',
    'link',
    'link_candidate',
  ],
  writes: ['account_mission', 'cluster', 'cluster_member', 'cluster_tie'],

  async run(context) {
    const { store, runId, progress } = context
    const params = runParams(context)
    progress('communities')
    const links = await store.rows<PairRow>(controlledLinks, params)
    const unlinked = await store.rows<PairRow>(unlinkedPairs, params)
    const scored = await store.rows<ScoredPair>(scoredPairs, params)

    const communities = clustersOf(links, unlinked)
    const merged = mergeClusters(communities, scored)
    await store.insert('cluster_member', memberRows(runId, merged, links))
    await store.insert('cluster', clusterRows(runId, merged, links))
    await attachAccounts(context)
  },
})

interface PairRow {
  readonly account_a: string
  readonly account_b: string
  readonly weight_millibits: number
}

/** Ties every account to every core, and attaches those that enough ties. */
async function attachAccounts(context: RunContext) {
  const { store, runId, linkers, progress } = context
  progress('ties')
  const params = {
    ...runParams(context),
    linkers: linkers.map((linker) => linker.id),
    families: linkers.map((linker) => linker.family),
    bits_max: linkers.map((linker) => linker.bits_max),
  }
  await store.run(missions, { ...params, ...MISSION })
  await store.run(ties, { ...params, ...TIES })
  const attached = await store.rows<TiedRow>(tiedAccounts, { ...params, ...TIED })
  await store.insert(
    'cluster_member',
    attached.map(({ cluster_id, account_id, families, weight_millibits }) => ({
      run_id: runId,
      cluster_id,
      account_id,
      is_core: 0,
      links: families,
      weight_millibits,
    })),
  )
}

interface TiedRow {
  readonly cluster_id: string
  readonly account_id: string
  readonly families: number
  readonly weight_millibits: number
}

function memberRows(run_id: string, clusters: Clusters, links: readonly PairRow[]) {
  const strength = new Map<string, { sum: number; links: number }>()
  for (const link of links) {
    if (clusters.get(link.account_a) !== clusters.get(link.account_b)) continue
    for (const account of [link.account_a, link.account_b]) {
      const known = strength.get(account) ?? { sum: 0, links: 0 }
      strength.set(account, { sum: known.sum + link.weight_millibits, links: known.links + 1 })
    }
  }
  return [...clusters].map(([account_id, cluster_id]) => {
    const { sum, links: count } = strength.get(account_id) ?? { sum: 0, links: 0 }
    const weight_millibits = count === 0 ? 0 : Math.round(sum / count)
    return { run_id, cluster_id, account_id, is_core: 1, weight_millibits, links: count }
  })
}

function clusterRows(run_id: string, clusters: Clusters, links: readonly PairRow[]) {
  const rows = new Map<string, { accounts: number; links: number; sum: number }>()
  for (const cluster_id of clusters.values()) {
    const row = rows.get(cluster_id) ?? { accounts: 0, links: 0, sum: 0 }
    rows.set(cluster_id, { ...row, accounts: row.accounts + 1 })
  }
  for (const link of links) {
    const cluster_id = clusters.get(link.account_a)
    if (cluster_id === undefined || cluster_id !== clusters.get(link.account_b)) continue
    const row = rows.get(cluster_id) ?? { accounts: 0, links: 0, sum: 0 }
    rows.set(cluster_id, { ...row, links: row.links + 1, sum: row.sum + link.weight_millibits })
  }
  return [...rows].map(([cluster_id, { accounts, links: count, sum }]) => ({
    run_id,
    cluster_id,
    accounts,
    entities: accounts,
    links: count,
    weight_millibits: count === 0 ? 0 : Math.round(sum / count),
    rests_on: '',
  }))
}
