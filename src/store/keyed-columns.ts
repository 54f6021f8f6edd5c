/**
 * Columns that hold keyed hashes, or what is told from them, by the table that has them: a new secret takes all of them along.
 * A test holds every column of 64-bit integers against these and against `KEYED_BY_NONE`.
 */
export const KEYED: Readonly<Record<string, readonly string[]>> = Object.freeze({
  exchange: ['first_prompt_hash', 'prefix_hash', 'received_turn_hashes', 'response_hash'],
  exchange_kept: ['first_prompt_hash', 'prefix_hash', 'received_turn_hashes', 'response_hash'],
  exchange_fingerprint: [
    'exchange_hash',
    'system_hash',
    'tools_hash',
    'parameters_hash',
    'prompt_hash',
    'head_sketch',
    'tail_sketch',
    'opening_hash',
  ],
  exchange_origin: [
    'address_hash',
    'network_hash',
    'ja4_hash',
    'header_hash',
    'client_hash',
    'client_version_hash',
  ],
  system_prompt: ['system_hash', 'sketch'],
  account_identity: [
    'email_domain_hash',
    'email_shape_hash',
    'email_hash',
    'phone_hash',
    'document_hash',
    'billing_address_hash',
    'payment_hash',
    'signup_network_hash',
    'signup_client_hash',
    'referrer_hash',
  ],
  let_go: ['account_hash'],
  policy_entered: ['subject_hash'],
  // Of runs. What several hashes make together is only comparable within its run, and the next makes it anew.
  account_value: ['value_hash'],
  campaign_mark: ['value_hash'],
  campaign_trait: ['value_hash'],
  cohort_evidence: ['value_hash'],
  exchange_template: ['family_id', 'slot_hash'],
  indicator: ['value_hash'],
  link_evidence: ['value_hash'],
  newcomer_trait: ['value_hash'],
  shared_value: ['value_hash'],
  template_family: ['family_id'],
  template_shingle: ['shingle', 'family_id'],
  template_slot: ['family_id', 'slot_hash'],
})

/** Columns of 64-bit integers that are no keyed hash: counts, places, checks, and the hash of a line that nobody keys. */
export const KEYED_BY_NONE: ReadonlySet<string> = new Set(
  `accepted accounts accounts_back accounts_back_before accounts_text_only after_release batch born built_rows capability_counts
  chain_check constrained days elicitation_counts elicited entities exchanges exchanges_back exchanges_before exchanges_staying
  foreign_turns hours indicators limited lengthy line_bytes line_number lines loop_lengthy loop_repeated loop_slots loop_slots_lengthy looped newest_check objects old_entities on_release
  payers place place_seen reference_carriers reference_entities refused rejected row_hash seq served single_turn slots slots_foreign
  slots_repeated slots_shared strangers_with_text templated tokens tokens_back tokens_in tokens_lengthy tokens_out tokens_reasoning tokens_staying
  touched unknown_keys unramped verified_entities worded`.split(/\s+/),
)
