import { randomUUID } from 'node:crypto'
import { lastFinishedRun } from '../../store/runs.js'
import { sqlFile, statement } from '../../store/sql.js'
import { addIdentities, deriveOrigins } from '../02-enrich/stage.js'
import { carryTemplates, deriveFingerprints } from '../03-fingerprint/stage.js'
import { beginDerivation, endDerivation } from '../derivation.js'
import { type RunContext, runParams } from '../stage.js'
import { NEWCOMER_EXCHANGES_MAX } from './newcomers.js'
import { ofNewcomers, traitsOf } from './traits.js'

// Early recognition: a pool that was banned comes back under new names, and does what it did. A newcomer is
// compared with the campaigns of the last run by all that it carries, within its first exchanges, long before
// it can be judged by itself.

/** The strength of the shipped curves, as for links. */
const PRIOR_ENTITIES = 300
/** What one in twenty of the quiet carries is no trait. */
const COMMON_SHARE = 0.05
/**
 * One newcomer in ten thousand is of a campaign: 13 bits; and eight to one besides. A family speaks with eight to
 * one, and one alone, a text that goes round or an exit that is sold twice, recognises nobody.
 */
const RECOGNISED_MILLIBITS_MIN = 16_000
const FAMILY_MILLIBITS_MIN = 3000
const FAMILIES_MIN = 2
/** As the linker of continuations has them. */
const PRESENTERS_MAX = 4
const CROSSING_HOURS_MAX = 72

const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)
const TRAIT = { trait: 'String' }
const OF_RUN = { family_run_id: 'UUID' }
const campaignTraits = file('campaign_trait', {
  ...TRAIT,
  run_id: 'UUID',
  family: 'String',
  bits_max: 'Float64',
  unseen_frequency: 'Float64',
  prior_entities: 'UInt32',
  common_share: 'Float64',
})
const newcomers = file('newcomer', {
  ...OF_RUN,
  derive_from: 'UInt32',
  newcomer_exchanges_max: 'UInt32',
})
const newcomerTraits = file('newcomer_trait', { ...TRAIT, ...OF_RUN, tells: 'Bool' })
const newcomerCrossings = file('newcomer_crossing', {
  ...OF_RUN,
  presenters_max: 'UInt32',
  hours_max: 'UInt32',
})
const goneRound = file('text_gone_round', { ...OF_RUN, run_id: 'UUID' })
const recognised = file('account_recognised', {
  ...OF_RUN,
  now: 'DateTime64(3)',
  recognised_millibits_min: 'Int32',
  family_millibits_min: 'Int32',
  families_min: 'UInt32',
})
const clearNewcomers = statement('clear_newcomer', 'TRUNCATE TABLE newcomer')
const clearTraits = statement('clear_newcomer_trait', 'TRUNCATE TABLE newcomer_trait')
// The engine binds no value where a partition is named.
const forgetTemplates = (runId: string) =>
  statement('forget_newcomer_template', `ALTER TABLE exchange_template DROP PARTITION '${runId}'`)
const countOf = statement('newcomers', 'SELECT count() AS newcomers FROM newcomer')
const recognisedOf = statement(
  'recognised',
  'SELECT count() AS recognised FROM account_recognised WHERE run_id = {family_run_id:UUID}',
)

/** Notes what newcomers of the campaigns of a run would carry. For whoever runs it, once it has ended. */
export async function learnTraits(context: RunContext): Promise<void> {
  const { store, progress } = context
  for (const trait of traitsOf(context)) {
    progress(`traits: ${trait.id}`)
    const params = { ...runParams(context), ...trait.params }
    await store.openTable('trait_value', trait.values, params)
    await store.run(campaignTraits, {
      ...params,
      trait: trait.id,
      family: trait.family,
      bits_max: trait.bits_max,
      unseen_frequency: trait.unseen_frequency,
      prior_entities: PRIOR_ENTITIES,
      common_share: COMMON_SHARE,
    })
  }
}

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
export async function recogniseNewcomers(given: RunContext, now: Date): Promise<Recognition> {
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
  }
  await store.run(newcomers, params)
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
  for (const trait of traitsOf(context)) {
    await store.openTable('trait_value', ofNewcomers(trait), { ...params, ...trait.params })
    await store.run(newcomerTraits, { ...params, trait: trait.id, tells: trait.tells })
  }
  await store.run(newcomerCrossings, {
    ...params,
    presenters_max: PRESENTERS_MAX,
    hours_max: CROSSING_HOURS_MAX,
  })
  await store.run(recognised, {
    ...params,
    now: now.toISOString().replace('T', ' ').replace('Z', ''),
    recognised_millibits_min: RECOGNISED_MILLIBITS_MIN,
    family_millibits_min: FAMILY_MILLIBITS_MIN,
    families_min: FAMILIES_MIN,
  })
  await store.run(forgetTemplates(context.runId))
}
