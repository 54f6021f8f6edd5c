import { sqlFile, statement } from '../../store/sql.js'
import { LINK_RULE } from '../link-rule.js'
import { linkersOf } from '../partners/linkers.js'
import { defineStage, runParams } from '../stage.js'
import { attachAccounts } from './attach.js'
import { clustersOf, joinPieces, type WeighedPair } from './clusters.js'
import { type Customer, coresOf } from './core.js'
import { type CohortEvidence, restsOn } from './rests-on.js'
import { type HandedOn, tablesOf } from './tables.js'
import { type CohortPair, type Held, joinTold, strongestOf } from './told.js'
import { WORTHS } from './worth.js'

const RUN = { run_id: 'UUID' }
const { money_millibits_min, controller_millibits_min } = LINK_RULE
const controlledLinks = sqlFile(import.meta.url, './link_controlled.sql', RUN)
const handedOnLinks = sqlFile(import.meta.url, './link_handed_on.sql', {
  ...RUN,
  money_millibits_min: 'Int32',
  controller_millibits_min: 'Int32',
})
const unlinkedPairs = sqlFile(import.meta.url, './pair_unlinked.sql', RUN)
const missions = sqlFile(import.meta.url, './account_mission.sql', {
  ...RUN,
  rate_min: 'Float64',
  sent_max: 'UInt32',
  prior_sent: 'UInt32',
  forced_min: 'UInt32',
  loop_slots_min: 'UInt32',
  loop_bits: 'Float64',
  loop_share_full: 'Float64',
  loop_accounts_share: 'Float64',
  loop_accounts_min: 'UInt32',
  mission_millibits_min: 'Int32',
  quiet_exchanges_min: 'UInt32',
})
const cohortValues = sqlFile(import.meta.url, './cohort_value.sql', {
  ...RUN,
  common_share: 'Float64',
  prior_entities: 'UInt32',
  linkers: 'Array(String)',
  unseen: 'Array(Float64)',
})
const cohortEvidences = sqlFile(import.meta.url, './cohort_evidence.sql', {
  ...RUN,
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  members_all: 'UInt32',
  neighbours: 'UInt32',
  linkers: 'Array(String)',
  families: 'Array(String)',
  bits_max: 'Array(Float64)',
  m: 'Array(Float64)',
})
const denseClusters = sqlFile(import.meta.url, './cluster_dense.sql', {
  ...RUN,
  shown_exchanges_min: 'UInt32',
  proven_min: 'UInt32',
  denser: 'Float64',
})
const cohortLinks = sqlFile(import.meta.url, './cohort_link.sql', {
  ...RUN,
  weight_millibits_min: 'Int32',
})
/** What circumstance says of pairs. What partners told is left out: without it, a cluster must hold together. */
const pairRows = statement(
  'cohort_pair_rows',
  `SELECT account_a, account_b, linker, family, toString(value_hash) AS value_hash, weight_millibits
   FROM cohort_evidence
   WHERE run_id = {run_id:UUID} AND family != 'partner'
     AND account_a IN ({accounts:Array(String)}) AND account_b IN ({accounts:Array(String)})
   ORDER BY account_a, account_b, linker`,
)
/** The same of all pairs inside a cluster. */
const cohortRows = statement(
  'cohort_rows',
  `SELECT account_a, account_b, linker, family, toString(value_hash) AS value_hash, weight_millibits
   FROM cohort_evidence
   INNER JOIN (
       SELECT account_id, cluster_id AS one FROM cluster_member WHERE run_id = {run_id:UUID}
   ) AS a ON a.account_id = account_a
   INNER JOIN (
       SELECT account_id, cluster_id AS other FROM cluster_member WHERE run_id = {run_id:UUID}
   ) AS b ON b.account_id = account_b
   WHERE run_id = {run_id:UUID} AND one = other AND family != 'partner'
   ORDER BY account_a, account_b, linker`,
)
/** Whose the accounts in controlled links are. */
const customerRows = statement(
  'controlled_customer',
  `SELECT
       account_id, entity_id,
       if(payment_hash != 0 AND payment_kind != 'voucher', toString(payment_hash), entity_id) AS payer
   FROM account_identity
   WHERE account_id IN (
       SELECT arrayJoin([account_a, account_b]) FROM link WHERE run_id = {run_id:UUID} AND is_controlled)
   ORDER BY account_id`,
)
const MISSION = {
  // One in five thousand, where a class is never seen.
  rate_min: 0.0002,
  // A single loud account does not make everybody else look quiet.
  sent_max: 200,
  // A hundred loud accounts: with fewer proven customers, what everybody asks for is ordinary.
  prior_sent: 20_000,
  // There are many tags: one answer, or two, open with a rare one by chance.
  forced_min: 3,
  // As the detector of loops weighs them: an account of ten slots shows less than one of twenty.
  loop_slots_min: 10,
  loop_bits: 8,
  loop_share_full: 0.15,
  // What half of thousands of accounts do tells nobody apart. A pool may be most of a small installation.
  loop_accounts_share: 0.5,
  loop_accounts_min: 2000,
  // Whose own requests are eight times as likely in a harvest as among peers is of interest.
  mission_millibits_min: 3000,
  // Too few requests show no mission, so they show no quiet either: a pool of thousands with four
  // requests each would make its own exits ordinary.
  quiet_exchanges_min: 10,
} as const

const suspectAccounts = statement(
  'suspect_account',
  `SELECT account_id FROM account_mission
   WHERE run_id = {run_id:UUID} AND mission_millibits >= {mission_millibits_min:Int32}`,
)

const COHORT = {
  members_all: 60,
  neighbours: 12,
  // Of two thousand accounts of interest a few dozen are of one hand: six bits against any two.
  weight_millibits_min: 12_000,
} as const

const DENSE = {
  // As for the quiet: of fewer requests an hour says little.
  shown_exchanges_min: 10,
  // With fewer proven customers, nobody is there to be compared with.
  proven_min: 30,
  // A pool that is dealt out to look like customers is about as dense as they are; a script is many times as dense.
  denser: 2,
} as const

/**
 * Stage 6, cluster: which groups does that make?
 *
 * Two entrances: controlled links, and circumstance among those whose own requests look like a harvest.
 * Communities of both; then pieces that are linked to each other as within are one; then accounts that
 * pooled circumstance ties to a cluster are attached to it, for the judge to decide by what they do
 * themselves. What a cluster rests on is noted. A cluster is structure, and no guilt.
 */
export const cluster = defineStage({
  name: 'cluster',
  question: 'Which groups does that make?',
  reads: [
    'account_identity',
    'account_mission',
    'account_profile',
    'account_value',
    'cluster',
    'cluster_member',
    'cluster_tie',
    'cohort_evidence',
    'exchange_fingerprint',
    'link',
    'link_candidate',
    'link_evidence',
    'reference',
    'template_slot',
  ],
  writes: ['account_mission', 'cluster', 'cluster_member', 'cluster_tie', 'cohort_evidence'],

  async run(context) {
    const { store, runId, progress } = context
    const linkers = await linkersOf(context, context.runId)
    const params = {
      ...runParams(context),
      ...WORTHS,
      linkers: linkers.map((linker) => linker.id),
      families: linkers.map((linker) => linker.family),
      bits_max: linkers.map((linker) => linker.bits_max),
      m: linkers.map((linker) => (linker.kind === 'shared-value' ? linker.m : 0)),
      unseen: linkers.map((linker) =>
        linker.kind === 'shared-value' ? linker.unseen_frequency : 0,
      ),
    }
    progress('missions')
    await store.run(missions, { ...params, ...MISSION })
    progress('cohorts')
    await store.openTable('cohort_value', cohortValues, { ...params, ...COHORT })
    await store.run(cohortEvidences, { ...params, ...COHORT })
    const told = await store.rows<CohortPair>(cohortLinks, { ...params, ...COHORT })

    progress('communities')
    const controlled = await store.rows<WeighedPair>(controlledLinks, params)
    const unlinked = await store.rows<WeighedPair>(unlinkedPairs, params)
    const suspects = new Set(
      (await store.rows<{ account_id: string }>(suspectAccounts, { ...params, ...MISSION })).map(
        ({ account_id }) => account_id,
      ),
    )
    const cohort = told.filter((row) => row.weight_millibits >= COHORT.weight_millibits_min)
    const links = strongestOf(controlled, cohort)
    const own = { clusters: joinPieces(clustersOf(links, unlinked), links), links, controlled }
    const held =
      told.length === cohort.length
        ? own
        : await joinTold(own, { told, unlinked, suspects }, (accounts) =>
            store.rows(pairRows, { ...params, accounts }),
          )
    const merged = held.clusters
    await store.insert('cluster_member', memberRows(runId, held))
    const evidence = await store.rows<CohortEvidence>(cohortRows, params)
    const dense = await store.rows<{ cluster_id: string }>(denseClusters, { ...params, ...DENSE })
    const denseIds = dense.map((row) => row.cluster_id)
    const handed = await store.rows<HandedOn>(handedOnLinks, {
      ...params,
      money_millibits_min,
      controller_millibits_min,
    })
    const tables = tablesOf(merged, controlled, handed)
    const causes = restsOn(merged, controlled, evidence, suspects, new Set(denseIds), tables)
    const customers = await store.rows<Customer>(customerRows, params)
    const cores = coresOf(merged, controlled, customers)
    await store.insert('cluster', clusterRows(runId, held, { causes, cores }))
    await attachAccounts(context, {
      ...params,
      dense: denseIds,
      mission_millibits_min: MISSION.mission_millibits_min,
    })
  },
})

function memberRows(run_id: string, { clusters, links, controlled }: Held) {
  const weights = new Map<string, number[]>()
  for (const link of links) {
    if (clusters.get(link.account_a) !== clusters.get(link.account_b)) continue
    for (const account of [link.account_a, link.account_b]) {
      const known = weights.get(account)
      if (known === undefined) weights.set(account, [link.weight_millibits])
      else known.push(link.weight_millibits)
    }
  }
  const core = new Set(
    controlled
      .filter((link) => clusters.get(link.account_a) === clusters.get(link.account_b))
      .flatMap((link) => [link.account_a, link.account_b]),
  )
  return [...clusters].map(([account_id, cluster_id]) => {
    const all = weights.get(account_id) ?? []
    // How firmly a member is held is how firmly its two best links hold it.
    const best = all.toSorted((a, b) => b - a).slice(0, 2)
    const sum = best.reduce((total, one) => total + one, 0)
    const weight_millibits = best.length === 0 ? 0 : Math.round(sum / best.length)
    const is_core = core.has(account_id) ? 1 : 0
    return {
      run_id,
      cluster_id,
      account_id,
      is_core,
      is_seed: 1,
      weight_millibits,
      links: all.length,
    }
  })
}

function clusterRows(
  run_id: string,
  { clusters, links }: Held,
  noted: {
    readonly causes: ReadonlyMap<string, string>
    readonly cores: ReadonlyMap<string, number>
  },
) {
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
    core_joined: noted.cores.get(cluster_id) ?? 0,
    weight_millibits: count === 0 ? 0 : Math.round(sum / count),
    rests_on: noted.causes.get(cluster_id) ?? '',
  }))
}
