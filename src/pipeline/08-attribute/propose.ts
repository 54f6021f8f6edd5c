import { NO_RUN } from '../../store/runs.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { RunContext } from '../stage.js'
import { type Lineage, operatorItems, type Shared } from './attribution.js'
import { campaignsCleared } from './cleared.js'
import type { Former, Name } from './names.js'
import { beneficiaryItems, type Slice } from './slices.js'

const RUN = { run_id: 'UUID' }
const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, { ...RUN, ...params })
const pools = file('attribution_pool', { last_run_id: 'UUID', wave_min: 'UInt32' })
const helds = file('attribution_held', { millibits_min: 'Int32' })
const shareds = file('attribution_shared', { millibits_min: 'Int32' })
const slices = file('attribution_slice', { exchanges_min: 'UInt32', slices_max: 'UInt32' })
const slots = file('attribution_slot')
const countPools = statement(
  'attribution_pools',
  'SELECT count() AS groups FROM (SELECT DISTINCT pool_kind, pool_id FROM attribution_pool)',
)

/** As many sent away on one day as recognition takes for a wave. */
const WAVE_MIN = 16
/** What is worth less than a bit is nothing to tell. */
const MILLIBITS_MIN = 1000
const SLICE = { exchanges_min: 20, slices_max: 5 }

/** What campaigns of this run are called, by cluster, and which of the last run hold accounts of them. */
export interface Named {
  readonly names: ReadonlyMap<string, Name>
  readonly formers: readonly Former[]
}

/**
 * Proposes whose the run's campaigns are, and of whom their traffic serves, into `attribution`. Of what people let go nothing is
 * proposed.
 */
export async function propose(context: RunContext, named: Named): Promise<void> {
  const { store, runId, lastRunId = NO_RUN, linkers } = context
  const params = { run_id: runId }
  await store.openTable('attribution_pool', pools, {
    ...{ ...params, last_run_id: lastRunId, wave_min: WAVE_MIN },
  })
  const worth = { ...params, millibits_min: MILLIBITS_MIN }
  await store.openTable('attribution_held', helds, worth)
  const [found] = await store.rows<{ groups: string }>(countPools)
  const shared = await store.rows<Shared>(shareds, worth)
  const others = Math.max(0, Number(found?.groups ?? 0) - 1)
  const cleared = await campaignsCleared(context)
  const lineage = lineageOf(named).filter(({ other_id }) => !cleared.has(other_id))
  const items = [
    ...operatorItems({ shared, lineage }, linkers, others),
    ...beneficiaryItems(await slicesOf(context)),
  ].filter(({ campaign_id }) => !cleared.has(campaign_id))
  await store.insert(
    'attribution',
    items.map((item) => ({ run_id: runId, ...item })),
  )
}

/** Whose operators are in a campaign of another name. */
function lineageOf({ names, formers }: Named): readonly Lineage[] {
  const standing = new Set([...names.values()].map(({ campaign_id }) => campaign_id))
  return formers.flatMap(({ cluster_id, campaign_id: other_id, operators, shared }) => {
    const campaign_id = names.get(cluster_id)?.campaign_id
    if (campaign_id === undefined || campaign_id === other_id) return []
    const other_kind = standing.has(other_id) ? 'campaign' : 'former'
    return [{ campaign_id, other_kind, other_id, operators, shared } as const]
  })
}

/** Counts come as texts. */
type SliceRow = Readonly<Record<keyof Slice, string>>

async function slicesOf({ store, runId }: RunContext): Promise<readonly Slice[]> {
  const params = { run_id: runId }
  const rows = await store.rows<SliceRow>(slices, { ...params, ...SLICE })
  const shared = await store.rows<SliceRow>(slots, params)
  const slotsOf = new Map(shared.map((row) => [`${row.campaign_id} ${row.name}`, row]))
  return rows.map(({ campaign_id, kind, name, ...counts }) => {
    const cut = kind === 'template' ? slotsOf.get(`${campaign_id} ${name}`) : undefined
    return {
      ...{ campaign_id, kind: kind as Slice['kind'], name },
      exchanges: Number(counts.exchanges),
      exchanges_taken: Number(counts.exchanges_taken),
      operators: Number(counts.operators),
      operators_all: Number(counts.operators_all),
      bystanding: Number(counts.bystanding),
      slots: Number(cut?.slots ?? 0),
      slots_repeated: Number(cut?.slots_repeated ?? 0),
    }
  })
}
