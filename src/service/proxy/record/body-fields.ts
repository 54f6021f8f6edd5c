import type { TurnRole } from '../../../domain/exchange.js'

export interface Turn {
  readonly role: TurnRole
  readonly content: string
}

/** What the bodies of a pair say of it. An empty text, an empty list and `null` are absent. */
export interface BodyFields {
  readonly model?: string
  readonly is_stream?: boolean | null
  readonly temperature?: number | null
  readonly top_p?: number | null
  readonly n?: number | null
  readonly max_tokens?: number | null
  readonly reasoning_tokens_max?: number | null
  readonly response_format?: string
  readonly has_logprobs?: boolean | null
  readonly has_prefill?: boolean | null
  readonly end_user_id?: string
  readonly session_id?: string
  readonly images?: number | null
  readonly system?: string
  readonly messages?: readonly Turn[]
  readonly tools?: readonly string[]
  readonly tools_hash?: string
  readonly artefacts_presented?: readonly string[]
  readonly artefacts_issued?: readonly string[]
  readonly error_type?: string
  readonly stop_reason?: string
  readonly refusal_category?: string
  readonly response?: string
  readonly tokens_in?: number | null
  readonly tokens_out?: number | null
  readonly tokens_reasoning?: number | null
  readonly tokens_cached?: number | null
  readonly tool_calls?: number | null
  /** The id that the answer carries in its body. */
  readonly answer_id?: string
}
