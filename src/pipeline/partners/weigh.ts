import { INDICATOR_KINDS, isOfWork } from '../../indicators/index.js'
import type { SharedValueLinker } from '../../linkers/define.js'
import { NO_RUN } from '../../store/runs.js'
import { type Params, sqlFile } from '../../store/sql.js'
import { type RunContext, runParams } from '../stage.js'
import { readShared } from './left-here.js'
import { isPerPartner } from './linkers.js'
import { type Heard, heardByNow, keepMatches, matchTold } from './match.js'
import { type Known, trustOf } from './trust.js'

// What partners told, matched here and weighed by our own history, and what each partner's word is worth. It is done within a run,
// once the reference is known and before anything is linked; it concludes nothing.

/** What one in fifty of the reference carries says nothing; as of what ties accounts. */
const COMMON_SHARE = 0.02
/** Below this the reference is no population to compare with; as where accounts are judged. */
const REFERENCES_MIN = 200
/** As of shared values. */
const PRIOR_ENTITIES = 300
const HUB_BITS_MAX = 4
/**
 * A proven customer or two may share an exit with a campaign that rents out their line, and one or two whom people let go may have been sent
 * through it. Fewer are touched by nobody's word either: what a partner told counts where four strangers carry it.
 */
const INNOCENT_MIN = 3

const worths = sqlFile(import.meta.url, './indicator_worth.sql', {
  run_id: 'UUID',
  m: 'Float64',
  bits_max: 'Float64',
  hub_bits_max: 'Float64',
  hub_accounts: 'UInt32',
  prior_entities: 'UInt32',
  unseen_frequency: 'Float64',
  common_share: 'Float64',
  references_min: 'UInt32',
})
const accountOutcomes = sqlFile(import.meta.url, './account_outcome.sql', {
  last_run_id: 'UUID',
  window_end: 'DateTime64(3)',
})
const wrongs = sqlFile(import.meta.url, './partner_wrong.sql', {
  run_id: 'UUID',
  place_max: 'UInt64',
  window_end: 'DateTime64(3)',
  innocent_min: 'UInt32',
  kinds_of_work: 'Array(String)',
})
const outcomesOf = sqlFile(import.meta.url, './partner_outcome.sql', { run_id: 'UUID' })

interface OutcomeRow extends Known {
  readonly partner_id: string
  readonly partner_number: number
  readonly is_paused: boolean
  readonly campaigns_right: number
  readonly indicators: number
  readonly accounts: number
}

/** Matches what partners told with all history, and writes what that and their word are worth in this run. */
export async function weighPartners(context: RunContext): Promise<void> {
  const { store, runId, lastRunId = NO_RUN, progress } = context
  const linker = context.linkers.find(isPerPartner)
  if (linker === undefined) return
  const heard = await heardByNow(store)
  if (heard === undefined) return
  progress('what partners told')
  const params = { ...runParams(context), ...worthParams(linker) }
  await readShared(store)
  await matchTold(context, { ...heard, familyRunId: runId, metRunId: lastRunId, of: 'all' })
  await store.run(worths, params)
  await keepMatches(store, { run_id: runId, worth_run_id: runId })
  await store.openTable('account_outcome', accountOutcomes, { ...params, last_run_id: lastRunId })
  await store.run(wrongs, {
    ...{ ...params, place_max: heard.placeMax, innocent_min: INNOCENT_MIN },
    kinds_of_work: INDICATOR_KINDS.filter(isOfWork).map(({ id }) => id),
  })
  const start = Number(context.settingsOf(linker).trust_start)
  await store.insert('partner_weight', await weights(context, heard, start))
}

const worthParams = (linker: SharedValueLinker): Params => ({
  m: linker.m,
  bits_max: linker.bits_max,
  unseen_frequency: linker.unseen_frequency,
  hub_accounts: linker.hub_accounts,
  hub_bits_max: HUB_BITS_MAX,
  prior_entities: PRIOR_ENTITIES,
  common_share: COMMON_SHARE,
  references_min: REFERENCES_MIN,
})

async function weights({ store, runId }: RunContext, { placeMax }: Heard, start: number) {
  const rows = await store.rows<OutcomeRow>(outcomesOf, { run_id: runId })
  return rows.map(({ is_vouched, ...row }) => ({
    ...row,
    run_id: runId,
    place_seen: placeMax,
    trust_millis: Math.round(1000 * trustOf({ ...row, is_vouched }, start)),
  }))
}
