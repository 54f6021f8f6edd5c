/** What is known of an exchange when it is asked about. An empty `account_id` is one that nobody could tell. */
export interface Asked {
  readonly account_id: string
  readonly organization_id?: string | undefined
  readonly api_key_id?: string | undefined
  readonly ip?: string | undefined
  readonly payment_hash?: string | undefined
  readonly user_agent?: string | undefined
  readonly ja4?: string | undefined
  readonly model?: string | undefined
  /** There is a model, and nobody could read which. */
  readonly is_model_unread?: boolean | undefined
  readonly system_hash?: bigint | undefined
  /** Shingles as `sketchTexts` gives them. */
  readonly template?: readonly bigint[] | undefined
  readonly tenant?: string | undefined
}
