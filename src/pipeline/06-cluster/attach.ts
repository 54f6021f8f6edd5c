import { sqlFile } from '../../store/sql.js'
import type { RunContext } from '../stage.js'
import { type Alike, alikeAccounts, alikeGroups, type Likeness } from './alike.js'
import { clusterName } from './clusters.js'
import { WORTH } from './worth.js'

// Who belongs to a cluster that no link holds? Accounts that pooled circumstance ties to it, and accounts that
// ask for the same, in the same words and at the same pace.

const RUN = { run_id: 'UUID' }
const ties = sqlFile(import.meta.url, './cluster_tie.sql', {
  ...RUN,
  ...WORTH,
  mission_millibits_min: 'Int32',
  core_min: 'UInt32',
})
const paces = sqlFile(import.meta.url, './cluster_pace.sql', {
  ...RUN,
  mission_millibits_min: 'Int32',
  window_end: 'DateTime64(3)',
  core_min: 'UInt32',
  dense: 'Array(String)',
  shown_exchanges_min: 'UInt32',
  prior_core: 'UInt32',
  prior_peers: 'UInt32',
})
const likenesses = sqlFile(import.meta.url, './account_alike.sql', {
  ...RUN,
  peers_min: 'UInt32',
  prior_peers: 'UInt32',
  peer_share: 'Float64',
  text_bits_min: 'Float64',
})
const tiedAccounts = sqlFile(import.meta.url, './account_tied.sql', {
  ...RUN,
  families_min: 'UInt8',
  mission_millibits_min: 'Int32',
  weight_millibits_min: 'Int32',
})

/** Fewer are a household or a team, which the judge names nobody of. */
const TIE_CORE_MIN = 4

const TIED = {
  families_min: 2,
  mission_millibits_min: 0,
  // 16 to 1 for membership, the prior taken off.
  weight_millibits_min: 4000,
} as const

const ALIKE = {
  // A core of fewer shows no pace.
  core_min: 4,
  prior_core: 8,
  // As for the quiet in `account_mission`.
  shown_exchanges_min: 10,
  // With fewer proven customers who have a mission of their own, nobody is there to be compared with.
  peers_min: 30,
  prior_peers: 20,
  // Of those who have the mission so many have the text, before anything is counted.
  peer_share: 0.02,
  text_bits_min: 1,
} as const
/** As the judge weighs links: at even odds; two bits of odds are one of weight. */
const LIKENESS_EVEN_MILLIBITS = 14_000
/** Odds of nearly six to one that an account is of one of the hands. */
const ALIKE_MILLIBITS_MIN = 2500

/** Attaches the accounts that pooled ties tie to a cluster, and then those that are alike. */
export async function attachAccounts(
  context: RunContext,
  given: Parameters<RunContext['store']['run']>[1],
) {
  const { store, runId, progress } = context
  progress('ties')
  await store.run(ties, { ...given, core_min: TIE_CORE_MIN })
  const attached = await store.rows<AttachedRow>(tiedAccounts, { ...given, ...TIED })
  await store.insert('cluster_member', attachedRows(runId, attached))
  progress('likeness')
  await store.run(paces, { ...given, ...ALIKE })
  const alike = await store.rows<Likeness>(likenesses, { ...given, ...ALIKE })
  await addAlike(context, alikeAccounts(alike, ALIKE_MILLIBITS_MIN))
}

/** Adds the alike to the cluster that they are of; to one of their own where they may be of several. */
async function addAlike({ store, runId }: RunContext, accounts: readonly Alike[]) {
  for (const { cluster_id, members } of alikeGroups(accounts)) {
    const id = cluster_id ?? clusterName(members.map((one) => one.account_id))
    const rows = attachedRows(
      runId,
      members.map((one) => ({ ...one, cluster_id: id })),
    )
    if (cluster_id !== undefined) {
      await store.insert('cluster_member', rows)
      continue
    }
    // Of a group of its own the odds of likeness are what holds it, on the scale of linkage.
    const held = rows.map((row) => ({
      ...row,
      is_seed: 1,
      weight_millibits: LIKENESS_EVEN_MILLIBITS + Math.round(row.weight_millibits / 2),
    }))
    const sum = held.reduce((total, row) => total + row.weight_millibits, 0)
    await store.insert('cluster_member', held)
    await store.insert('cluster', [
      {
        run_id: runId,
        cluster_id: id,
        accounts: held.length,
        entities: held.length,
        links: 0,
        weight_millibits: Math.round(sum / held.length),
        rests_on: '',
      },
    ])
  }
}

interface AttachedRow {
  readonly cluster_id: string
  readonly account_id: string
  readonly families?: number
  readonly weight_millibits: number
}

const attachedRows = (run_id: string, rows: readonly AttachedRow[]) =>
  rows.map(({ cluster_id, account_id, families = 0, weight_millibits }) => ({
    run_id,
    cluster_id,
    account_id,
    is_core: 0,
    is_seed: 0,
    links: families,
    weight_millibits,
  }))
