import { INDICATOR_KINDS } from '../../indicators/index.js'
import type { SharedValueLinker } from '../../linkers/define.js'
import { NO_RUN } from '../../store/runs.js'
import { type Params, sqlFile, statement } from '../../store/sql.js'
import { type RunContext, runParams } from '../stage.js'
import { readShared } from './left-here.js'
import { isPerPartner } from './linkers.js'
import { type Heard, heardByNow, keepMatches, matchTold } from './match.js'
import { type Outcomes, trustOf } from './trust.js'

// What partners told, matched here and weighed by our own history, and what each partner's word is worth. It is done within a run,
// once the reference is known and before anything is linked; it concludes nothing.

/** What one in fifty of the reference carries says nothing; as of what ties accounts. */
const COMMON_SHARE = 0.02
/** Below this the reference is no population to compare with; as where accounts are judged. */
const REFERENCES_MIN = 200
/** As of shared values. */
const PRIOR_ENTITIES = 300
const HUB_BITS_MAX = 4
/** What a partner must have known of a campaign of ours, so that it was right about it and did not meet it by lot. */
const KNOWN = {
  // One operator who carries it may be chance.
  operators_min: 2,
  // Lot meets a campaign by one often enough, and by two that belong together as seldom as the square of that.
  causes_min: 2,
  // Where lot meets a campaign by each of four causes in one name of five at most, it meets more than twice as many by one alone as
  // by several.
  lot_names: 2,
  // By lot one pattern in hundreds is met; of what an operator has, a good part serves at more than one provider.
  met_share: 0.1,
  // As of sightings: of fewer nothing is told back.
  sighted_min: 5,
} as const
/** A text, a program and what it does come together, to everybody who uses it. */
const OF_PROGRAM: readonly string[] = ['content', 'client', 'extraction']
const CAUSES = {
  kinds: INDICATOR_KINDS.map(({ id }) => id),
  causes: INDICATOR_KINDS.map(({ family }) => (OF_PROGRAM.includes(family) ? 'program' : family)),
}
/** A proven customer or two may share an exit with a campaign that rents out their line. */
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
})
const rights = sqlFile(import.meta.url, './partner_right.sql', {
  run_id: 'UUID',
  kinds: 'Array(String)',
  causes: 'Array(String)',
  operators_min: 'UInt32',
  causes_min: 'UInt32',
  met_share: 'Float64',
  sighted_min: 'UInt32',
})
const outcomesOf = sqlFile(import.meta.url, './partner_outcome.sql', {
  run_id: 'UUID',
  operators_min: 'UInt32',
  causes_min: 'UInt32',
  lot_names: 'UInt32',
})
const pausedOf = statement(
  'partner_paused',
  `SELECT substring(object, length('partner ') + 1) AS partner_id
   FROM audit
   WHERE action IN ('pause_partner', 'resume_partner') AND startsWith(actor, 'person ') AND startsWith(object, 'partner ')
   GROUP BY partner_id
   HAVING argMax(action, seq) = 'pause_partner'`,
)

interface OutcomeRow extends Outcomes {
  readonly partner_id: string
  readonly indicators: number
  readonly accounts: number
}

/** Matches what partners told with all history, and writes what that and their word are worth in this run. */
export async function weighPartners(context: RunContext): Promise<void> {
  const { store, runId, lastRunId = NO_RUN, progress } = context
  const linker = context.linkers.find(isPerPartner)
  if (linker === undefined) return
  const heard = await heardByNow(store)
  if (heard.partners.length === 0) return
  progress('what partners told')
  const params = { ...runParams(context), ...worthParams(linker) }
  await readShared(store)
  await matchTold(context, { ...heard, familyRunId: runId, metRunId: lastRunId, of: 'all' })
  await store.run(worths, params)
  await keepMatches(store, { run_id: runId, worth_run_id: runId })
  await store.openTable('account_outcome', accountOutcomes, { ...params, last_run_id: lastRunId })
  await store.run(wrongs, {
    ...{ ...params, place_max: heard.placeMax, innocent_min: INNOCENT_MIN },
  })
  await store.openTable('partner_right', rights, { ...params, ...KNOWN, ...CAUSES })
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

async function weights(context: RunContext, { partners, placeMax }: Heard, start: number) {
  const { store, runId } = context
  const rows = await store.rows<OutcomeRow>(outcomesOf, { run_id: runId, ...KNOWN })
  const paused = new Set(
    (await store.rows<{ partner_id: string }>(pausedOf)).map(({ partner_id }) => partner_id),
  )
  return rows.map((row) => ({
    ...row,
    run_id: runId,
    partner_number: partners.indexOf(row.partner_id) + 1,
    place_seen: placeMax,
    is_paused: paused.has(row.partner_id),
    trust_millis: Math.round(1000 * trustOf(row, start)),
  }))
}
