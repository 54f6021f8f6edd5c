/**
 * A conversation with the model: turns that are resent with every request, as chat interfaces do.
 *
 * The history holds earlier answers exactly as served. Whoever sends the next turn sends them too:
 * that is why a conversation is not tied to one sender, and a pool may move it from one account to
 * another. Errors are retried by the same sender, unless the caller asks to be told.
 */

import type { Exchange, TurnRole } from '../domain/exchange.js'
import type { Random } from './random.js'
import { CANNED_REFUSAL } from './text/compose.js'
import type { Sender, Traffic } from './traffic.js'

export interface Conversation {
  readonly sessionId: string
  readonly settings: Settings
  messagesJson: string
  characters: number
  turns: number
  artefacts: string[]
}

export interface Settings {
  readonly model: string
  readonly system?: string
  readonly temperature?: number
  readonly topP?: number
  readonly maxTokens?: number
  readonly reasoningTokensMax?: number
  readonly responseFormat?: string
  readonly tools?: readonly string[]
  readonly toolsHash?: string
  readonly endUserId?: string
  readonly isStream?: boolean
  readonly isBatch?: boolean
  /** Share of requests that meet an error first. */
  readonly errorShare?: number
  readonly hasSession?: boolean
  readonly samples?: number
}

export interface Turn {
  readonly atMs: number
  readonly text: string
  readonly response: string
  readonly role?: TurnRole
  readonly toolCalls?: number
  readonly images?: number
  readonly artefactsPresented?: readonly string[]
  readonly artefactError?: string
  readonly isRefused?: boolean
  readonly hasPrefill?: boolean
  readonly hasLogprobs?: boolean
  readonly model?: string
}

export const openConversation = (random: Random, settings: Settings): Conversation => ({
  sessionId: `ses_${random.hex(16)}`,
  settings,
  messagesJson: '',
  characters: settings.system?.length ?? 0,
  turns: 0,
  artefacts: [],
})

/** Earlier text that the provider did not see being made: pasted, imported or from another day. */
export const addHistory = (conversation: Conversation, role: TurnRole, text: string): void => {
  conversation.messagesJson += `${conversation.messagesJson === '' ? '' : ','}{"role":"${role}","content":${JSON.stringify(text)}}`
  conversation.characters += text.length
}

/** One exchange. Returns when the answer was finished, which is when a reader can begin to read. */
export const exchangeTurn = (
  traffic: Traffic,
  sender: Sender,
  conversation: Conversation,
  turn: Turn,
): number => {
  addHistory(conversation, turn.role ?? 'user', turn.text)
  let atMs = turn.atMs
  const { random } = sender
  if (random.chance(conversation.settings.errorShare ?? 0.006)) {
    atMs = failTurn(traffic, sender, conversation, atMs)
  }
  const response = turn.isRefused ? CANNED_REFUSAL : turn.response
  const fields = answeredFields(random, conversation, { ...turn, response })
  traffic.addExchange(sender, { atMs, messagesJson: conversation.messagesJson, fields })
  addHistory(conversation, 'assistant', response)
  conversation.turns += 1
  if (fields.artefacts_issued) conversation.artefacts.push(...fields.artefacts_issued)
  return atMs + (fields.latency_ms ?? 0)
}

const ERRORS = [
  { status: 429, error_type: 'rate_limit_error' },
  { status: 429, error_type: 'rate_limit_error' },
  { status: 529, error_type: 'overloaded_error' },
  { status: 500, error_type: 'api_error' },
] as const

/** A request that fails. Returns when a patient client tries again. */
export const failTurn = (
  traffic: Traffic,
  sender: Sender,
  conversation: Conversation,
  atMs: number,
  error: { readonly status: number; readonly error_type: string } = sender.random.pick(ERRORS),
): number => {
  const fields = {
    ...requestFields(conversation),
    ...error,
    tokens_in: 0,
    tokens_out: 0,
    latency_ms: sender.random.int(20, 900),
  }
  traffic.addExchange(sender, { atMs, messagesJson: conversation.messagesJson, fields })
  return atMs + Math.round(sender.random.lognormal(4000, 0.9))
}

const requestFields = (conversation: Conversation): Partial<Exchange> => {
  const { settings } = conversation
  return {
    session_id: settings.hasSession === false ? null : conversation.sessionId,
    end_user_id: settings.endUserId ?? null,
    is_batch: settings.isBatch ?? false,
    is_stream: settings.isStream ?? false,
    model: settings.model,
    temperature: settings.temperature ?? null,
    top_p: settings.topP ?? null,
    n: settings.samples ?? null,
    max_tokens: settings.maxTokens ?? null,
    reasoning_tokens_max: settings.reasoningTokensMax ?? null,
    response_format: settings.responseFormat ?? null,
    tools: settings.tools ? [...settings.tools] : null,
    tools_hash: settings.toolsHash ?? null,
    system: settings.system ?? null,
  }
}

const answeredFields = (
  random: Random,
  conversation: Conversation,
  turn: Turn,
): Partial<Exchange> => {
  const { settings } = conversation
  const isReasoning = (settings.reasoningTokensMax ?? 0) > 0
  const tokensOut = Math.max(1, Math.round(turn.response.length / 3.9))
  const tokensReasoning = isReasoning ? Math.round(random.lognormal(380, 0.8)) : null
  const limit = settings.maxTokens ?? 1_000_000
  const presented = turn.artefactsPresented ?? (isReasoning ? conversation.artefacts.slice(-4) : [])
  const tokensIn = Math.round(conversation.characters / 3.9) + 12
  return {
    ...requestFields(conversation),
    ...(turn.model ? { model: turn.model } : {}),
    images: turn.images ?? null,
    has_prefill: turn.hasPrefill ?? null,
    has_logprobs: turn.hasLogprobs ?? null,
    artefacts_presented: presented.length > 0 ? [...presented] : null,
    artefact_error: turn.artefactError ?? null,
    status: 200,
    stop_reason: turn.isRefused
      ? 'refusal'
      : turn.toolCalls
        ? 'tool_use'
        : tokensOut >= limit
          ? 'max_tokens'
          : 'end_turn',
    refusal_category: turn.isRefused ? random.pick(REFUSALS) : null,
    response: turn.response,
    tokens_in: tokensIn,
    tokens_out: tokensOut,
    tokens_reasoning: tokensReasoning,
    tokens_cached: conversation.turns > 0 ? Math.round(tokensIn * 0.8) : 0,
    tool_calls: turn.toolCalls ?? 0,
    latency_ms: Math.round(300 + (tokensOut + (tokensReasoning ?? 0)) * random.uniform(9, 22)),
    artefacts_issued: isReasoning ? [random.hex(32)] : null,
  }
}

const REFUSALS = ['cyber', 'violence', 'self_harm', 'privacy', 'policy', 'weapons'] as const
