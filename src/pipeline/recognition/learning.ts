import { sqlFile, statement } from '../../store/sql.js'
import { type RunContext, runParams } from '../stage.js'
import { FAMILIES_MIN, FAMILY_MILLIBITS_MIN } from './newcomers.js'
import { STANDING, STANDINGS, type Trait, traitsOf } from './traits.js'

// What newcomers of a campaign would carry, learnt from those who were found, and from those whom the provider
// sent away itself: it may have known more of a pool than a run did.

/** The strength of the shipped curves, as for links. */
const PRIOR_ENTITIES = 300
/** What one in twenty of the quiet carries is no trait. */
const COMMON_SHARE = 0.05
/** Of the accounts that a provider sends away, one in a hundred at the least is of a pool that it knows: 7 bits, and 3. */
const BANNED_MILLIBITS_MIN = 10_000

/** A standing can be bought or stolen: it is never worth more. */
const STANDING_BITS_MIN = -5

/** So many who were sent away on one day for one reason are a wave; what a few of it have in common is chance. */
const WAVE_MIN = 16
const WAVE_CARRIERS_MIN = 5

const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)
const campaignTraits = file('campaign_trait', {
  run_id: 'UUID',
  trait: 'String',
  family: 'String',
  bits_max: 'Float64',
  unseen_frequency: 'Float64',
  prior_entities: 'UInt32',
  common_share: 'Float64',
  wave_carriers_min: 'UInt32',
})
const campaignStanding = file('campaign_standing', {
  run_id: 'UUID',
  trait: 'String',
  family: 'String',
  bits_min: 'Float64',
  values: 'UInt32',
})
export const newcomerTraits = file('newcomer_trait', {
  family_run_id: 'UUID',
  trait: 'String',
  tells: 'Bool',
})
const banned = file('banned', { window_end: 'DateTime64(3)' })
const bannedNewcomers = file('banned_newcomer', { run_id: 'UUID' })
const campaignBanned = file('campaign_banned', {
  banned_millibits_min: 'Int32',
  wave_min: 'UInt32',
  family_millibits_min: 'Int32',
  families_min: 'UInt32',
})
const NOBODY = statement(
  'campaign_banned',
  "SELECT '' AS account_id, '' AS campaign_id WHERE false",
)
const countBanned = statement('banned', 'SELECT count() AS accounts FROM campaign_banned')
export const clearNewcomers = statement('clear_newcomer', 'TRUNCATE TABLE newcomer')
const clearTraits = statement('clear_newcomer_trait', 'TRUNCATE TABLE newcomer_trait')
// The engine binds no value where a partition is named.
const forget = (runId: string) =>
  statement('forget_campaign_trait', `ALTER TABLE campaign_trait DROP PARTITION '${runId}'`)

/**
 * Notes what newcomers of the campaigns of a run would carry, and forgets the newcomers of the run before. For
 * whoever runs it, once it has ended.
 */
export async function learnTraits(context: RunContext): Promise<void> {
  const { store } = context
  const params = runParams(context)
  await store.run(clearNewcomers)
  await store.run(clearTraits)
  await store.openTable('banned', banned, params)
  await store.openTable('campaign_banned', NOBODY, {})
  await store.run(bannedNewcomers, params)
  await learn(context, 'traits')
  await store.openTable('campaign_banned', campaignBanned, {
    banned_millibits_min: BANNED_MILLIBITS_MIN,
    wave_min: WAVE_MIN,
    family_millibits_min: FAMILY_MILLIBITS_MIN,
    families_min: FAMILIES_MIN,
  })
  await store.run(clearNewcomers)
  const [row] = await store.rows<{ accounts: string }>(countBanned)
  if (Number(row?.accounts ?? 0) > 0) {
    await store.run(forget(context.runId))
    await learn(context, 'traits with the banned')
  }
  await learnStanding(context)
  await store.run(clearTraits)
}

/** Each trait of the campaigns, and what it says of those who are in `newcomer`. */
async function learn(context: RunContext, step: string): Promise<void> {
  for (const trait of await traitsOf(context, context.runId)) {
    context.progress(`${step}: ${trait.id}`)
    await learnTrait(context, trait)
  }
}

async function learnTrait(context: RunContext, trait: Trait): Promise<void> {
  const { store } = context
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
    wave_carriers_min: WAVE_CARRIERS_MIN,
  })
  await store.run(newcomerTraits, {
    family_run_id: context.runId,
    trait: trait.id,
    tells: trait.tells,
  })
}

async function learnStanding({ store, runId }: RunContext): Promise<void> {
  await store.openTable('trait_value', STANDING.values, {})
  await store.run(campaignStanding, {
    run_id: runId,
    trait: STANDING.id,
    family: STANDING.family,
    bits_min: STANDING_BITS_MIN,
    values: STANDINGS,
  })
}
