import { z } from 'zod'

/** An RFC 3339 instant with an offset, as the contracts write it. */
export const instant = z.iso.datetime({ offset: true })

/** Identifiers are opaque and at most 128 bytes; a longer one is a row at fault. */
export const identifier = z.string().min(1).max(128)

export const turnRole = z.enum(['user', 'assistant', 'tool', 'system'])
export type TurnRole = z.infer<typeof turnRole>

export const textPolicy = z.enum(['full', 'fingerprint_only', 'none'])

/** Stands before each call in the text of a turn, so that what a turn says and what it calls can be told apart. */
export const CALL_MARK = '\u001e'

/**
 * The text of a turn: what it says, and then what it calls, `name arguments` a line behind the mark, each once. Reasoning
 * is no part of it. The sources that read bodies write it by this rule, here and in the engine (`turnText` of the envelope).
 */
export function turnText(said: string, calls: readonly string[]): string {
  const called = [...new Set(calls)].filter((call) => call !== '')
  return [said, ...called.map((call) => `${CALL_MARK}${call}`)]
    .filter((text) => text !== '')
    .join('\n')
}

const TURN = 'What the turn says, then a line for each call: U+001E, name, space, arguments.'

/**
 * One request to a model and its response: `stillwatch.exchange/1`.
 *
 * The schema is the published contract. The pipeline itself never parses rows in TypeScript (the
 * engine does); this is for types, for the published JSON Schema, and for the lab and tests.
 */
export const exchange = z.object({
  exchange_id: identifier,
  received_at: instant,
  account_id: identifier,
  organization_id: identifier.nullish(),
  api_key_id: identifier.nullish(),
  end_user_id: identifier.nullish(),
  session_id: identifier.nullish(),
  channel: z.string().nullish(),
  plan: z.string().nullish(),
  endpoint: z.string().nullish(),
  is_batch: z.boolean().nullish(),
  is_stream: z.boolean().nullish(),
  ip: z.string().nullish(),
  asn: z.int().nonnegative().nullish(),
  ip_country: z.string().nullish(),
  user_agent: z.string().nullish(),
  client_version: z.string().nullish(),
  accept_language: z.string().nullish(),
  ja4: z.string().nullish(),
  header_order: z.union([z.array(z.string()), z.string()]).nullish(),
  model: z.string().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  n: z.int().nullish(),
  max_tokens: z.int().nullish(),
  reasoning_tokens_max: z.int().nullish(),
  images: z.int().nullish(),
  has_logprobs: z.boolean().nullish(),
  has_prefill: z.boolean().nullish(),
  response_format: z.string().nullish(),
  tools_hash: z.string().nullish(),
  text_policy: textPolicy.nullish(),
  system: z.string().nullish(),
  messages: z.array(z.object({ role: turnRole, content: z.string().describe(TURN) })).nullish(),
  tools: z.array(z.string()).nullish(),
  artefacts_presented: z.array(z.string()).nullish(),
  artefact_error: z.string().nullish(),
  status: z.int().nullish(),
  error_type: z.string().nullish(),
  stop_reason: z.string().nullish(),
  refusal_category: z.string().nullish(),
  response: z.string().nullish().describe(TURN),
  tokens_in: z.int().nullish(),
  tokens_out: z.int().nullish(),
  tokens_reasoning: z.int().nullish(),
  tokens_cached: z.int().nullish(),
  tool_calls: z.int().nullish(),
  latency_ms: z.int().nullish(),
  artefacts_issued: z.array(z.string()).nullish(),
})
export type Exchange = z.infer<typeof exchange>
