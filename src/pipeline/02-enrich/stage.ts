import { mailDomains } from '../../enrichers/mail-domains.js'
import { sqlFile, statement } from '../../store/sql.js'
import { defineStage, type RunContext, runParams } from '../stage.js'

const HASH_KEY = { hash_key: 'Array(Tuple(UInt64, UInt64))' }
const origins = sqlFile(import.meta.url, './exchange_origin.sql', {
  ...HASH_KEY,
  derive_from: 'UInt32',
})
const identities = sqlFile(import.meta.url, './account_identity.sql', HASH_KEY)
const clearOrigins = statement('clear_exchange_origin', 'TRUNCATE TABLE exchange_origin')
const clearMailDomains = statement('clear_mail_domain', 'TRUNCATE TABLE mail_domain')
const clearIdentities = statement('clear_account_identity', 'TRUNCATE TABLE account_identity')

/** Stage 2, enrich: from where, through what, paid by whom? It scores nothing, least of all a country. */
export const enrich = defineStage({
  name: 'enrich',
  question: 'From where, through what, paid by whom?',
  reads: ['account', 'account_event', 'account_identity', 'mail_domain', 'exchange'],
  writes: ['account_identity', 'exchange_origin', 'mail_domain'],

  async run(context) {
    const { store, progress } = context
    await store.run(clearIdentities)
    await store.run(clearMailDomains)
    await store.insert('mail_domain', mailDomains())
    progress('origins')
    await deriveOrigins(context)
    progress('identities')
    await addIdentities(context)
  },
})

/** Whence each exchange came; of those that were derived before, nothing is done. */
export async function deriveOrigins(context: RunContext): Promise<void> {
  const { store, derivation } = context
  if ((derivation?.from ?? 0) === 0) await store.run(clearOrigins)
  await store.run(origins, runParams(context))
}

/** Who the accounts are of whom nothing is known yet. */
export async function addIdentities(context: RunContext): Promise<void> {
  await context.store.run(identities, runParams(context))
}
