/**
 * The columns that every source must give, in the order and with the names of the contract, and the
 * engine's type of each. Absent texts are empty; absent numbers and truths are NULL.
 */
export const SOURCE_COLUMNS = Object.freeze({
  exchange_id: 'String',
  received_at: 'String',
  account_id: 'String',
  organization_id: 'String',
  api_key_id: 'String',
  end_user_id: 'String',
  session_id: 'String',
  channel: 'String',
  plan: 'String',
  endpoint: 'String',
  is_batch: 'Nullable(Bool)',
  is_stream: 'Nullable(Bool)',
  ip: 'String',
  asn: 'Nullable(UInt32)',
  ip_country: 'String',
  user_agent: 'String',
  client_version: 'String',
  accept_language: 'String',
  ja4: 'String',
  header_order: 'String',
  model: 'String',
  temperature: 'Nullable(Float64)',
  top_p: 'Nullable(Float64)',
  n: 'Nullable(Int64)',
  max_tokens: 'Nullable(Int64)',
  reasoning_tokens_max: 'Nullable(Int64)',
  images: 'Nullable(Int64)',
  has_logprobs: 'Nullable(Bool)',
  has_prefill: 'Nullable(Bool)',
  response_format: 'String',
  tools_hash: 'String',
  text_policy: 'String',
  system: 'String',
  messages: 'Array(Tuple(role String, content String))',
  tools: 'Array(String)',
  artefacts_presented: 'Array(String)',
  artefact_error: 'String',
  status: 'Nullable(Int64)',
  error_type: 'String',
  stop_reason: 'String',
  refusal_category: 'String',
  response: 'String',
  tokens_in: 'Nullable(Int64)',
  tokens_out: 'Nullable(Int64)',
  tokens_reasoning: 'Nullable(Int64)',
  tokens_cached: 'Nullable(Int64)',
  tool_calls: 'Nullable(Int64)',
  latency_ms: 'Nullable(Int64)',
  artefacts_issued: 'Array(String)',
} as const)

export type SourceColumn = keyof typeof SOURCE_COLUMNS

/**
 * One form that logs come in.
 *
 * `select` reads `input_line (line String)` and gives `line` and every column of SOURCE_COLUMNS; what
 * the form does not hold is `''`, `NULL` or `[]`. It filters nothing: a line that it cannot read gives
 * empty identifiers, and ingest rejects it with a reason.
 */
export interface Source {
  readonly id: string
  readonly title: string
  /** What the form is, where it comes from, and what it cannot say. */
  readonly about: string
  /** The columns that the form can fill. The rest is named as missing in the findings. */
  readonly columns: readonly SourceColumn[]
  /** How surely the first lines of a file are of this form, 0 to 1. Lines are parsed JSON. */
  recognise(lines: readonly Readonly<Record<string, unknown>>[]): number
  readonly select: string
  /** A line may hold many exchanges, or none: `select` gives a row each, with its own part as `line`. */
  readonly isManyPerLine?: true
  /**
   * For a form without an account file: what its lines say of accounts, as `account_id`,
   * `organization_id` and `payment_hash`, one row an account.
   */
  readonly selectAccounts?: string
}

export const defineSource = (source: Source): Source => Object.freeze(source)
