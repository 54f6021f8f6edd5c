/** What a column may name. */
export type Named = 'account' | 'organization' | 'exchange'

/**
 * Columns that name somebody or one of their exchanges, in whatever table. A row that names whom an erasure is about goes.
 */
export const NAMING: Readonly<Record<string, readonly Named[]>> = Object.freeze({
  account_id: ['account'],
  account_a: ['account'],
  account_b: ['account'],
  // The organisation, or the account where it has none.
  entity_id: ['account', 'organization'],
  organization_id: ['organization'],
  exchange_id: ['exchange'],
  sample_exchange_id: ['exchange'],
  // It may be called as the account is that came of it.
  application_id: ['account'],
  invited_by: ['account', 'organization'],
  // Nothing is said of organisations, one of which may be called as an account is.
  subject_id: ['account'],
})

/**
 * Columns of text that name nobody by themselves: they go with their row, or are words of a fixed list, or are looked after
 * apart (`text` and `document`). A test holds every column of the schema against these two lists.
 */
export const NAMING_NOBODY: ReadonlySet<string> = new Set(
  `about_kind about_name accept_language action action_id actor api_key_id artefact_error artefacts_issued artefacts_presented assessment_json author
  billing_address_hash campaign_id campaign_name capability cause channel client client_kind client_version cluster_id
  collection_id conclusion detail detector document document_hash domain email_domain email_hash email_kind email_shape
  end_user_id endpoint error_type evidence_id facts families family fault feed file grounds hash hash_before header_order
  hypothesis_id indicator_id institution_domain ip ja4 kept_out kind level line linker marking model name needs object object_digest object_id
  object_json object_type partition partner_id pattern pattern_id payment_hash payment_kind phone_hash plan policy_id probe
  program proofs prompt purpose question reason reasons referrer refusal_category release response response_format restricted_id rests_on role
  ruling_id run_id session_id sha256 signup_ip signup_ja4 signup_user_agent source speaks split standing state statement status
  status_id status_json step stop_reason subject subject_kind succeeds system table_name text text_id text_policy tier told_campaign tools
  tools_hash trait traits unknown_keys user_agent verdict verification version way`.split(/\s+/),
)

/** Whether a row of a table with these columns names whom `subject_erasing` names; nothing where none can. */
export function namedBy(columns: readonly string[]): string | undefined {
  const conditions = columns.flatMap((column) => {
    const kinds = NAMING[column]?.map((kind) => `'${kind}'`).join(', ')
    if (kinds === undefined) return []
    return [`${column} IN (SELECT subject_id FROM subject_erasing WHERE kind IN (${kinds}))`]
  })
  return conditions.length === 0 ? undefined : `(${conditions.join(' OR ')})`
}
