import { sqlFile } from '../../store/sql.js'
import { defineStage, runParams } from '../stage.js'
import {
  attachAccounts,
  type Clusters,
  clustersOf,
  mergeClusters,
  type ScoredPair,
} from './clusters.js'

const RUN = { run_id: 'UUID' }
const controlledLinks = sqlFile(import.meta.url, './link_controlled.sql', RUN)
const unlinkedPairs = sqlFile(import.meta.url, './pair_unlinked.sql', RUN)
const scoredPairs = sqlFile(import.meta.url, './pair_scored.sql', RUN)

/**
 * Stage 6, cluster: which groups does that make?
 *
 * Communities of controlled links first; then clusters whose typical pair across them is linked are
 * one; then accounts that only circumstance ties to a cluster are attached to it, for the judge to
 * decide by what they do themselves. A cluster is structure, and no guilt.
 */
export const cluster = defineStage({
  name: 'cluster',
  question: 'Which groups does that make?',
  reads: ['link', 'link_candidate'],
  writes: ['cluster', 'cluster_member'],

  async run(context) {
    const { store, runId, progress } = context
    const params = runParams(context)
    progress('communities')
    const links = await store.rows<PairRow>(controlledLinks, params)
    const unlinked = await store.rows<PairRow>(unlinkedPairs, params)
    const scored = await store.rows<ScoredPair>(scoredPairs, params)

    const communities = clustersOf(links, unlinked)
    const merged = mergeClusters(communities, scored)
    const attached = attachAccounts(merged, scored)
    await store.insert('cluster_member', memberRows(runId, merged, attached, links))
    await store.insert('cluster', clusterRows(runId, merged, links))
  },
})

interface PairRow {
  readonly account_a: string
  readonly account_b: string
  readonly weight_millibits: number
}

function memberRows(
  run_id: string,
  clusters: Clusters,
  attached: ReturnType<typeof attachAccounts>,
  links: readonly PairRow[],
) {
  const strength = new Map<string, { sum: number; links: number }>()
  for (const link of links) {
    if (clusters.get(link.account_a) !== clusters.get(link.account_b)) continue
    for (const account of [link.account_a, link.account_b]) {
      const known = strength.get(account) ?? { sum: 0, links: 0 }
      strength.set(account, { sum: known.sum + link.weight_millibits, links: known.links + 1 })
    }
  }
  const core = [...clusters].map(([account_id, cluster_id]) => {
    const { sum, links: count } = strength.get(account_id) ?? { sum: 0, links: 0 }
    const weight_millibits = count === 0 ? 0 : Math.round(sum / count)
    return { run_id, cluster_id, account_id, is_core: 1, weight_millibits, links: count }
  })
  return [...core, ...attached.map((one) => ({ run_id, is_core: 0, ...one }))]
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
