import { type Statement, sqlFile, statement } from '../../store/sql.js'
import { defineStage, type RunContext, runParams } from '../stage.js'
import { classifyParams, FOREIGN_WORDS } from './classify.js'
import { beforeUnkept, settleUnkept } from './unkept.js'

// A family is a pattern over customers, not over the texts of one.
const ACCOUNTS_MIN = 5
// Two shingles recur together by chance in stock phrases; three in a row hardly do.
const SHINGLES_MIN = 3
// A template used in one of four exchanges shows in 24 with a probability of .999.
const EXCHANGES_PER_ACCOUNT = 24

const RUN = { run_id: 'UUID' }
const fingerprints = sqlFile(import.meta.url, './exchange_fingerprint.sql', {
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  derive_from: 'UInt32',
  patterns_core: 'Array(String)',
  core_user: 'Array(UInt64)',
  core_system: 'Array(UInt64)',
  patterns_other: 'Array(String)',
  other_user: 'Array(UInt64)',
  other_system: 'Array(UInt64)',
  core_weights: 'Array(Int32)',
  other_weights: 'Array(Int32)',
  preference_act: 'UInt64',
  preference_whole: 'UInt64',
  wrapper_thing: 'UInt64',
  screen_tools: 'String',
  code_tools: 'String',
  opening_pattern: 'String',
  extraction_weights: 'Array(Int16)',
  extraction_class_weights: 'Array(Int32)',
  extraction_bias: 'Int32',
  extraction_unlearned: 'UInt32',
})
const foreignTexts = sqlFile(import.meta.url, './text_foreign.sql', {
  foreign_words: 'String',
  derive_from: 'UInt32',
})
const systemPrompts = sqlFile(import.meta.url, './system_prompt.sql', {
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  derive_from: 'UInt32',
})
const clearSystemPrompts = statement('clear_system_prompt', 'TRUNCATE TABLE system_prompt')
const shingles = sqlFile(import.meta.url, './template_shingle.sql', {
  ...RUN,
  accounts_min: 'UInt8',
  shingles_min: 'UInt8',
  exchanges_per_account: 'UInt32',
})
const carried = sqlFile(import.meta.url, './exchange_template.sql', {
  ...RUN,
  family_run_id: 'UUID',
  all_accounts: 'Bool',
  shingles_min: 'UInt8',
})
const families = sqlFile(import.meta.url, './template_family.sql', RUN)
const slots = sqlFile(import.meta.url, './template_slot.sql', RUN)
const clear = statement('clear_exchange_fingerprint', 'TRUNCATE TABLE exchange_fingerprint')
/** The exchanges whose texts the store has. */
export const textsKept = statement(
  'exchange_texted',
  `SELECT * FROM exchange WHERE text_policy NOT IN ('erased', 'fingerprint_only')`,
)
const lasting = statement(
  'fingerprint_lasting',
  // Nothing is older than 2000.
  `SELECT greatest(max(before), toDateTime64('2000-01-01', 3, 'UTC')) AS before,
          toBool(count() > 0 OR (SELECT count() FROM exchange_fingerprint WHERE row_hash != 0) > 0) AS is_any
   FROM text_erased`,
)
const clearUnerased = sqlFile(import.meta.url, './clear_unerased.sql', { before: 'DateTime64(3)' })

/** Stage 3, fingerprint: what does one exchange look like? It keeps hashes and counts, and no text. */
export const fingerprint = defineStage({
  name: 'fingerprint',
  question: 'What does one exchange look like?',
  reads: [
    'account_identity',
    'exchange',
    'exchange_fingerprint',
    'exchange_template',
    'newcomer',
    'system_prompt',
    'template_shingle',
    'text_erased',
  ],
  writes: [
    'system_prompt',
    'exchange_fingerprint',
    'exchange_template',
    'template_family',
    'template_shingle',
    'template_slot',
  ],

  async run(context) {
    const params = {
      ...runParams(context),
      accounts_min: ACCOUNTS_MIN,
      shingles_min: SHINGLES_MIN,
      exchanges_per_account: EXCHANGES_PER_ACCOUNT,
    }
    await deriveFingerprints(context)
    context.progress('template families')
    await context.store.run(shingles, params)
    await carryTemplates(context, { familyRunId: context.runId, allAccounts: true })
    await context.store.run(families, params)
    await context.store.run(slots, params)
  },
})

/** What each exchange looks like by itself; of those that were derived before, nothing is done. */
export async function deriveFingerprints(context: RunContext): Promise<void> {
  const { derivation, progress } = context
  if ((derivation?.from ?? 0) === 0) await clearDerived(context)
  progress('fingerprints')
  await settleUnkept(context, (unprinted) => deriveFrom(unprinted, context, 0))
  await deriveFrom(textsKept, context, derivation?.from ?? 0)
}

/**
 * Derives what the open input holds of exchanges whose texts are not kept, as long as they can be read. Their rows are in
 * `exchange` already, without texts.
 */
export async function fingerprintUnkept(
  context: Pick<RunContext, 'store' | 'hashKey'>,
  inputId: number,
): Promise<void> {
  await beforeUnkept(context.store, inputId, (unkept) => deriveFrom(unkept, context, 0))
}

async function deriveFrom(
  texted: Statement,
  { store, hashKey }: Pick<RunContext, 'store' | 'hashKey'>,
  from: number,
): Promise<void> {
  await store.openView('exchange_texted', texted)
  const params = { hash_key: hashKey, derive_from: from }
  const foreign = await store.rows(foreignTexts, { ...params, foreign_words: FOREIGN_WORDS })
  const patterns = classifyParams({ hasForeign: foreign.length > 0 })
  await store.run(fingerprints, { ...params, ...patterns })
  await store.run(systemPrompts, params)
}

/** All is derived anew but what was derived from texts that are not there any more, which cannot be. */
async function clearDerived({ store }: RunContext): Promise<void> {
  const [row] = await store.rows<{ before: string; is_any: boolean }>(lasting)
  if (row?.is_any !== true) {
    await store.run(clear)
    await store.run(clearSystemPrompts)
    return
  }
  await store.run(clearUnerased, { before: row.before })
}

/** Notes whose fixed text exchanges carry, by the families of a run: of all accounts, or of the newcomers. */
export async function carryTemplates(
  context: RunContext,
  of: { readonly familyRunId: string; readonly allAccounts: boolean },
): Promise<void> {
  await context.store.run(carried, {
    ...runParams(context),
    family_run_id: of.familyRunId,
    all_accounts: of.allAccounts,
    shingles_min: SHINGLES_MIN,
  })
}
