import { uuidOf } from '../../domain/identifier.js'
import { sqlFile, statement } from '../../store/sql.js'
import { link, linkAgain } from '../05-link/stage.js'
import { cluster } from '../06-cluster/stage.js'
import { judge } from '../07-judge/stage.js'
import { linkersOf } from '../partners/linkers.js'
import { type RunContext, runParams } from '../stage.js'

const RUN = { run_id: 'UUID' }
const BOTH = { ...RUN, null_id: 'UUID' }
const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)
const gathered = file('null_gathered', { ...RUN, gathered_min: 'UInt32' })
const hubs = file('null_hub', { ...RUN, gathered_min: 'UInt32' })
const moves = file('null_move', {
  ...RUN,
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  lot: 'UInt32',
  window_end: 'DateTime64(3)',
  families: 'Array(String)',
  address_linkers: 'Array(String)',
  group_max: 'UInt32',
  keeps_groups: 'UInt8',
})
const DEALT = [
  file('account_value', { ...BOTH, linkers: 'Array(String)', families_of: 'Array(String)' }),
  file('shared_value', { ...BOTH, weighing_themselves: 'Array(String)' }),
  file('link_evidence', { ...BOTH, proposing: 'Array(String)' }),
  file('link_candidate', { null_id: 'UUID' }),
  statement(
    'reference_kept',
    `INSERT INTO reference (run_id, account_id, entity_id)
     SELECT {null_id:UUID}, account_id, entity_id FROM reference WHERE run_id = {run_id:UUID}`,
  ),
  statement(
    'partner_weight_kept',
    `INSERT INTO partner_weight (run_id, partner_id, partner_number, is_paused, trust_millis, accounts)
     SELECT {null_id:UUID}, partner_id, partner_number, is_paused, trust_millis, accounts
     FROM partner_weight WHERE run_id = {run_id:UUID}`,
  ),
  statement(
    'template_slot_kept',
    `INSERT INTO template_slot (run_id, family_id, slot_hash, account_id, exchanges, works, senders)
     SELECT {null_id:UUID}, family_id, slot_hash, account_id, exchanges, works, senders
     FROM template_slot WHERE run_id = {run_id:UUID}`,
  ),
]
const campaigns = statement(
  'null_campaigns',
  `SELECT count() AS campaigns FROM verdict
   WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster' AND verdict IN ('review', 'act')`,
)

/** Four customers are what a campaign has at least. */
const GATHERED_MIN = 4
/** Whom an address holds together is a household, an office or a class; more are an exit or a carrier. */
const GROUP_MAX = 300
const TEMPORARY = ['null_gathered', 'null_hub', 'null_move']

/**
 * Makes the null runs that were asked for: what accounts carry is dealt anew, links are weighed, clustered
 * and judged again under a run id of the null's own, and campaigns are counted. What an account itself does
 * stays with it. Every second null keeps organisations, classes and households whole. Nothing stays behind.
 */
export async function runNulls(context: RunContext): Promise<void> {
  const { nulls } = context
  if (nulls === undefined) return
  const params = { ...runParams(context), gathered_min: GATHERED_MIN }
  try {
    if (nulls.asked > 0) {
      await context.store.openTable('null_gathered', gathered, params)
      await context.store.openTable('null_hub', hubs, params)
    }
    while (nulls.made < nulls.asked) {
      context.progress('null run', nulls.made + 1, nulls.asked)
      const found = await runNull(context, nulls.made)
      nulls.campaigns += found
      nulls.made += 1
    }
  } finally {
    for (const table of TEMPORARY) {
      await context.store.run(statement(table, `DROP TABLE IF EXISTS ${table}`))
    }
  }
}

/** How many campaigns one null run makes. Lots are keyed and numbered: the same log, the same nulls. */
async function runNull(context: RunContext, index: number): Promise<number> {
  const { store, runId } = context
  const linkers = await linkersOf(context, runId)
  const null_id = uuidOf(`${runId} null ${index}`)
  const shared = linkers.filter((linker) => linker.kind === 'shared-value')
  const pairs = linkers.filter((linker) => linker.kind === 'pair')
  const params = {
    ...runParams(context),
    null_id,
    lot: index,
    families: [...new Set(linkers.map((linker) => linker.family))],
    linkers: linkers.map((linker) => linker.id),
    families_of: linkers.map((linker) => linker.family),
    address_linkers: shared.filter(({ family }) => family === 'network').map(({ id }) => id),
    weighing_themselves: shared.filter((one) => one.weighs_itself).map(({ id }) => id),
    proposing: pairs.filter(({ runs }) => runs === 'proposing').map(({ id }) => id),
    group_max: GROUP_MAX,
    keeps_groups: index % 2,
  }
  const own: RunContext = { ...context, runId: null_id, progress: () => undefined }
  try {
    await store.openTable('null_move', moves, params)
    for (const dealt of DEALT) await store.run(dealt, params)
    await linkAgain(own)
    await cluster.run(own)
    await judge.run(own)
    const [row] = await store.rows<{ campaigns: string }>(campaigns, { run_id: null_id })
    return Number(row?.campaigns ?? 0)
  } finally {
    await removeRun(own)
  }
}

/** Removes all rows of a null run. Tables that a run derives are parted by run. */
async function removeRun({ store, runId }: RunContext): Promise<void> {
  const tables = [link, cluster, judge].flatMap(({ writes }) => writes)
  for (const table of [...tables, 'partner_weight', 'template_slot']) {
    const drop = `ALTER TABLE ${table} DROP PARTITION {run_id:String}`
    await store.run(statement(`null_drop ${table}`, drop), { run_id: runId })
  }
}
