import { randomUUID } from 'node:crypto'
import { lastFinishedRun } from '../../store/runs.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { addIdentities, deriveOrigins } from '../02-enrich/stage.js'
import { carryTemplates, deriveFingerprints } from '../03-fingerprint/stage.js'
import { beginDerivation, endDerivation } from '../derivation.js'
import { forgetMatches, matchNewcomers } from '../partners/newcomers.js'
import { type RunContext, runParams } from '../stage.js'
import { clearNewcomers, newcomerTraits } from './learning.js'
import {
  FAMILIES_MIN,
  FAMILY_MILLIBITS_MIN,
  NEWCOMER_DAYS,
  NEWCOMER_EXCHANGES_MAX,
} from './newcomers.js'
import { ofNewcomers, STANDING, traitsOf } from './traits.js'

// Early recognition: a pool that was banned comes back under new names, and does what it did. A newcomer is
// compared with the campaigns of the last run by all that it carries, within its first exchanges, long before
// it can be judged by itself.

/** One newcomer in ten thousand is of a campaign: 13 bits; and eight to one besides. */
const RECOGNISED_MILLIBITS_MIN = 16_000
/** Of a campaign that is coming back one in thousands is: 11 bits. */
const BACK_MILLIBITS_MIN = 14_000
/** Who is recognised by company has its word in the place of what the account is for. */
const TIE_MILLIBITS_MIN = 12_000
/** Company speaks where so many are recognised by what they are for, and one in so many of all who carry it. */
const COMPANY_MIN = 10
const COMPANY_ONE_IN = 3
/** As the linker of continuations has them. */
const PRESENTERS_MAX = 4
const CROSSING_HOURS_MAX = 72

const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)
const OF_RUN = { family_run_id: 'UUID' }
const newcomers = file('newcomer', {
  ...OF_RUN,
  derive_from: 'UInt32',
  newcomer_exchanges_max: 'UInt32',
  newcomer_days: 'UInt32',
  is_first: 'Bool',
})
const newcomerCrossings = file('newcomer_crossing', {
  ...OF_RUN,
  presenters_max: 'UInt32',
  hours_max: 'UInt32',
})
const goneRound = file('text_gone_round', { ...OF_RUN, run_id: 'UUID' })
const newcomerTie = file('newcomer_tie', {
  tie_millibits_min: 'Int32',
  recognised_millibits_min: 'Int32',
  family_millibits_min: 'Int32',
  families_min: 'UInt32',
  company_one_in: 'UInt32',
})
const recognised = file('account_recognised', {
  ...OF_RUN,
  now: 'DateTime64(3)',
  recognised_millibits_min: 'Int32',
  back_millibits_min: 'Int32',
  family_millibits_min: 'Int32',
  families_min: 'UInt32',
  company_min: 'UInt32',
  company_one_in: 'UInt32',
})
const clearTraits = statement(
  'clear_newcomer_trait',
  'DELETE FROM newcomer_trait WHERE account_id IN (SELECT account_id FROM newcomer)',
)
// The engine binds no value where a partition is named.
const forgetTemplates = (runId: string) =>
  statement('forget_newcomer_template', `ALTER TABLE exchange_template DROP PARTITION '${runId}'`)
const comparedOf = statement('compared', 'SELECT count() AS compared FROM newcomer_trait')
const countOf = statement('newcomers', 'SELECT count() AS newcomers FROM newcomer')
const recognisedOf = statement(
  'recognised',
  'SELECT count() AS recognised FROM account_recognised WHERE run_id = {family_run_id:UUID}',
)

/** What the comparisons before this one left undone, beyond what is derived anew. */
export interface Uncompared {
  /** The input from which on newcomers were not compared, where a comparison failed. */
  readonly from: number | undefined
  /** Whether nobody knows how the last comparison went: then as after a run, who came in the days before counts. */
  readonly isUnknown: boolean
}
const NOTHING_UNCOMPARED: Uncompared = { from: undefined, isUnknown: false }

export interface Recognition {
  /** Newcomers who were compared. */
  readonly newcomers: number
  /** All who were recognised by this run's campaigns, those of earlier comparisons among them. */
  readonly recognised: number
}

/**
 * Derives what single exchanges say since the last derivation, and compares newcomers with the campaigns of the
 * last finished run. `context.runId` is not used up: what is compared has a run of its own, which is gone after it.
 * Does nothing where no run has finished.
 */
export async function recogniseNewcomers(
  given: RunContext,
  now: Date,
  uncompared = NOTHING_UNCOMPARED,
): Promise<Recognition> {
  const { store } = given
  const last = await lastFinishedRun(store)
  if (last === undefined) return { newcomers: 0, recognised: 0 }
  const context = { ...given, runId: randomUUID(), isIncremental: true }
  context.derivation = await beginDerivation(context)
  await deriveOrigins(context)
  await deriveFingerprints(context)
  await endDerivation(context)
  await store.run(clearNewcomers)
  const params = {
    ...runParams(context),
    family_run_id: last.run_id,
    newcomer_exchanges_max: NEWCOMER_EXCHANGES_MAX,
    newcomer_days: NEWCOMER_DAYS,
  }
  const [compared] = await store.rows<{ compared: string }>(comparedOf)
  await store.run(newcomers, {
    ...params,
    derive_from: Math.min(context.derivation.from, uncompared.from ?? Number.POSITIVE_INFINITY),
    is_first: uncompared.isUnknown || Number(compared?.compared ?? 0) === 0,
  })
  const [counted] = await store.rows<{ newcomers: string }>(countOf)
  const found = Number(counted?.newcomers ?? 0)
  if (found > 0) await compare(context, params, now)
  const [row] = await store.rows<{ recognised: string }>(recognisedOf, params)
  return { newcomers: found, recognised: Number(row?.recognised ?? 0) }
}

async function compare(
  context: RunContext,
  params: ReturnType<typeof runParams> & { readonly family_run_id: string },
  now: Date,
): Promise<void> {
  const { store } = context
  await addIdentities(context)
  await carryTemplates(context, { familyRunId: params.family_run_id, allAccounts: false })
  await store.run(goneRound, params)
  await store.run(clearTraits)
  await matchNewcomers(context, params.family_run_id)
  for (const trait of await traitsOf(context, params.family_run_id)) {
    await store.openTable('trait_value', ofNewcomers(trait), { ...params, ...trait.params })
    await store.run(newcomerTraits, { ...params, trait: trait.id, tells: trait.tells })
  }
  await store.openTable('trait_value', ofNewcomers(STANDING), params)
  await store.run(newcomerTraits, { ...params, trait: STANDING.id, tells: STANDING.tells })
  await store.run(newcomerCrossings, {
    ...params,
    presenters_max: PRESENTERS_MAX,
    hours_max: CROSSING_HOURS_MAX,
  })
  await decide(store, params.family_run_id, now)
  await store.run(forgetTemplates(context.runId))
  await forgetMatches(store, context.runId)
}

/** Who is recognised by what has been compared since the run. Rows are added, and stay until the next run. */
export async function decide(store: Store, familyRunId: string, now: Date): Promise<void> {
  const limits = {
    recognised_millibits_min: RECOGNISED_MILLIBITS_MIN,
    family_millibits_min: FAMILY_MILLIBITS_MIN,
    families_min: FAMILIES_MIN,
    company_one_in: COMPANY_ONE_IN,
  }
  await store.openTable('newcomer_tie', newcomerTie, {
    ...limits,
    tie_millibits_min: TIE_MILLIBITS_MIN,
  })
  await store.run(recognised, {
    ...limits,
    family_run_id: familyRunId,
    now: now.toISOString().replace('T', ' ').replace('Z', ''),
    back_millibits_min: BACK_MILLIBITS_MIN,
    company_min: COMPANY_MIN,
  })
}
