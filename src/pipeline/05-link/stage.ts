import type { Linker, PairLinker, SharedValueLinker } from '../../linkers/define.js'
import { type Params, sqlFile, statement } from '../../store/sql.js'
import { LINK_RULE } from '../link-rule.js'
import { linkersOf } from '../partners/linkers.js'
import { weighPartners } from '../partners/weigh.js'
import { defineStage, type RunContext, runParams } from '../stage.js'

/** Months of age, a payment and a proof: what makes an account part of the reference. */
const REFERENCE_DAYS = 180
/** The strength of the shipped curves, in reference entities. Hundreds: 10,000 swamped a reference of 1,700. */
const PRIOR_ENTITIES = 300
/** A value below four bits proposes nobody. */
const PROPOSE_MILLIBITS_MIN = 4000
const MEMBERS_ALL = 60
const NEIGHBOURS = 12
const VALUES_MAX = 64
/** What a value that nobody in the reference knows and many carry is worth at most. */
const HUB_BITS_MAX = 4

const RUN = { run_id: 'UUID' }
const END = { window_end: 'DateTime64(3)' }
const WORTH = {
  m: 'Float64',
  bits_max: 'Float64',
  hub_bits_max: 'Float64',
  prior_entities: 'UInt32',
  unseen_frequency: 'Float64',
}
const EVIDENCE = { ...RUN, linker: 'String', family: 'String', speaks: 'String' }
const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)

const references = file('reference', { ...RUN, ...END, reference_days: 'UInt32' })
const values = file('account_value_shared', { ...RUN, linker: 'String', values_max: 'UInt32' })
const worths = file('shared_value', { ...RUN, ...WORTH, linker: 'String', hub_accounts: 'UInt32' })
const worthsOwn = file('shared_value_own', { ...RUN, linker: 'String', bits_max: 'Float64' })
const candidatesShared = file('link_candidate_shared', {
  ...RUN,
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  weight_millibits_min: 'Int32',
  members_all: 'UInt32',
  neighbours: 'UInt32',
})
const evidenceShared = file('link_evidence_shared', {
  ...EVIDENCE,
  ...END,
  ...WORTH,
  half_life_days: 'UInt32',
  weighs_itself: 'UInt8',
})
const pairsOf = file('link_pair', RUN)
const candidatesPair = file('link_candidate_pair', { ...RUN, weight_millibits_min: 'Int32' })
const evidencePair = file('link_evidence_pair', { ...EVIDENCE, bits_max: 'Float64' })
const evidenceAgainst = file('link_evidence_against', { ...RUN, ...END })
const fuse = file('link', {
  ...RUN,
  weight_millibits_min: 'Int32',
  hard_millibits_min: 'Int32',
  controller_millibits_min: 'Int32',
  supported_millibits_min: 'Int32',
  money_millibits_min: 'Int32',
  time_millibits_min: 'Int32',
  instrument_millibits_min: 'Int32',
})

/**
 * Stage 5, link: which accounts are one hand?
 *
 * Linkers propose and speak; this stage weighs them against the reference population, on every linker
 * for every pair that any of them proposed. It knows no linker by name.
 */
export const link = defineStage({
  name: 'link',
  question: 'Which accounts are one hand?',
  reads: [
    'account_identity',
    'account_value',
    'link_candidate',
    'link_evidence',
    'link_pair',
    'reference',
    'ruling',
    'shared_value',
  ],
  writes: [
    'account_value',
    'link',
    'link_candidate',
    'link_evidence',
    'link_pair',
    'reference',
    'shared_value',
  ],

  async run(context) {
    const { store, runId } = context
    await store.run(references, { ...runParams(context), reference_days: REFERENCE_DAYS })
    await weighPartners(context)

    const linkers = await linkersOf(context, runId)
    for (const linker of sharedOf(linkers)) await weighValues(context, linker)
    await weighPairs(context, linkers, (linker) => speakOfPairs(context, linker))
  },
})

const sharedOf = (linkers: readonly Linker[]) =>
  linkers.filter((linker) => linker.kind === 'shared-value')

/**
 * Weighs links again over values that lie there already, as permuted values do, and over the evidence of
 * those linkers that propose pairs. What is worth what is counted anew.
 */
export async function linkAgain(context: RunContext): Promise<void> {
  const linkers = await linkersOf(context, context.runId)
  for (const linker of sharedOf(linkers)) {
    if (!linker.weighs_itself) await context.store.run(worths, valueParams(context, linker))
  }
  await weighPairs(context, linkers, () => Promise.resolve())
}

async function weighPairs(
  context: RunContext,
  linkers: readonly Linker[],
  propose: (linker: PairLinker) => Promise<void>,
): Promise<void> {
  const { store } = context
  await store.run(candidatesShared, {
    ...runParams(context),
    weight_millibits_min: PROPOSE_MILLIBITS_MIN,
    members_all: MEMBERS_ALL,
    neighbours: NEIGHBOURS,
  })
  const pairs = linkers.filter((linker) => linker.kind === 'pair')
  for (const linker of pairs.filter((one) => one.runs === 'proposing')) await propose(linker)
  await store.run(pairsOf, runParams(context))
  for (const linker of sharedOf(linkers)) await speakOfValues(context, linker)
  for (const linker of pairs.filter((one) => one.runs === 'adding')) {
    await speakOfPairs(context, linker)
  }
  await store.run(evidenceAgainst, runParams(context))
  context.progress('weighing links')
  await store.run(fuse, { ...runParams(context), ...LINK_RULE })
}

function linkerParams(context: RunContext, linker: Linker): Params {
  return {
    ...runParams(context),
    ...context.settingsOf(linker),
    linker: linker.id,
    family: linker.family,
    speaks: linker.speaks,
    bits_max: linker.bits_max,
    hub_bits_max: HUB_BITS_MAX,
    prior_entities: PRIOR_ENTITIES,
    values_max: VALUES_MAX,
    weight_millibits_min: PROPOSE_MILLIBITS_MIN,
  }
}

function valueParams(context: RunContext, linker: SharedValueLinker): Params {
  return {
    ...linkerParams(context, linker),
    m: linker.m,
    half_life_days: linker.half_life_days,
    unseen_frequency: linker.unseen_frequency,
    hub_accounts: linker.hub_accounts,
    weighs_itself: linker.weighs_itself ? 1 : 0,
  }
}

async function weighValues(context: RunContext, linker: SharedValueLinker): Promise<void> {
  context.progress(`values of ${linker.id}`)
  const params = valueParams(context, linker)
  await context.store.openTable('linker_value', statement(linker.id, linker.sql), params)
  await context.store.run(values, params)
  await context.store.run(linker.weighs_itself ? worthsOwn : worths, params)
}

async function speakOfValues(context: RunContext, linker: SharedValueLinker): Promise<void> {
  context.progress(`pairs of ${linker.id}`)
  await context.store.run(evidenceShared, valueParams(context, linker))
}

async function speakOfPairs(context: RunContext, linker: PairLinker): Promise<void> {
  context.progress(`pairs of ${linker.id}`)
  const params = linkerParams(context, linker)
  await context.store.openTable('linker_pair', statement(linker.id, linker.sql), params)
  if (linker.runs === 'proposing') await context.store.run(candidatesPair, params)
  await context.store.run(evidencePair, params)
}
