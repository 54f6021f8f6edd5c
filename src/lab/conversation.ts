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
  readonly settings: Settings
  /** The part of every request that stays the same, already JSON. */
  readonly fixedJson: string
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
  readonly isStream?: boolean
  readonly isBatch?: boolean
  /** Share of requests that meet an error first. */
  readonly errorShare?: number
  readonly hasSession?: boolean
  readonly samples?: number
  readonly hasLogprobs?: boolean
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
  /** As the provider names it; drawn from the usual ones if absent. */
  readonly refusalCategory?: string
}

/** A new conversation, for an application perhaps on behalf of one of its users. */
export const openConversation = (
  random: Random,
  settings: Settings,
  endUserId?: string,
): Conversation => {
  const session = settings.hasSession === false ? '' : `"session_id":"ses_${random.hex(12)}",`
  const user = endUserId ? `"end_user_id":"${endUserId}",` : ''
  return {
    settings,
    fixedJson: session + user + settingsJson(settings),
    messagesJson: '',
    characters: settings.system?.length ?? 0,
    turns: 0,
    artefacts: [],
  }
}

/** Earlier text that the provider did not see being made: pasted, imported or from another day. */
export const addHistory = (conversation: Conversation, role: TurnRole, text: string): void =>
  addTurn(conversation, role, text, JSON.stringify(text))

const addTurn = (conversation: Conversation, role: TurnRole, text: string, json: string): void => {
  conversation.messagesJson += `${conversation.messagesJson === '' ? '' : ','}{"role":"${role}","content":${json}}`
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
  const { random } = sender
  const isDelayed = random.chance(conversation.settings.errorShare ?? 0.006)
  const atMs = isDelayed ? failTurn(traffic, sender, conversation, turn.atMs) : turn.atMs
  const response = turn.isRefused ? CANNED_REFUSAL : turn.response
  const responseJson = JSON.stringify(response)
  const answered = answeredJson(random, conversation, turn, { response, responseJson })
  traffic.addExchange(sender, {
    atMs,
    messagesJson: conversation.messagesJson,
    fieldsJson: answered.json,
  })
  addTurn(conversation, 'assistant', response, responseJson)
  conversation.turns += 1
  if (answered.artefact) conversation.artefacts.push(answered.artefact)
  return atMs + answered.latencyMs
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
  const { random } = sender
  const fieldsJson = `${conversation.fixedJson},"status":${error.status},"error_type":"${error.error_type}","tokens_in":0,"tokens_out":0,"latency_ms":${random.int(20, 900)}`
  traffic.addExchange(sender, { atMs, messagesJson: conversation.messagesJson, fieldsJson })
  return atMs + Math.round(random.lognormal(4000, 0.9))
}

/** Settings are shared by many conversations and never change, so their JSON is made once. */
const settingsCache = new WeakMap<Settings, string>()

const settingsJson = (settings: Settings): string => {
  const known = settingsCache.get(settings)
  if (known) return known
  const fields: Partial<Exchange> = {
    is_batch: settings.isBatch ?? false,
    is_stream: settings.isStream ?? false,
    model: settings.model,
    temperature: settings.temperature,
    top_p: settings.topP,
    n: settings.samples,
    has_logprobs: settings.hasLogprobs,
    max_tokens: settings.maxTokens,
    reasoning_tokens_max: settings.reasoningTokensMax,
    response_format: settings.responseFormat,
    tools: settings.tools ? [...settings.tools] : undefined,
    tools_hash: settings.toolsHash,
    system: settings.system,
  }
  const json = JSON.stringify(fields).slice(1, -1)
  settingsCache.set(settings, json)
  return json
}

interface Answered {
  readonly json: string
  readonly latencyMs: number
  readonly artefact: string | undefined
}

/** Characters of a token, and a few tokens that every request costs. */
const CHARACTERS_PER_TOKEN = 3.9
const TOKENS_OVERHEAD = 12

// Assembled by hand: this runs for each exchange, and building an object first doubles the time.
const answeredJson = (
  random: Random,
  conversation: Conversation,
  turn: Turn,
  text: { readonly response: string; readonly responseJson: string },
): Answered => {
  const { settings } = conversation
  const isReasoning = (settings.reasoningTokensMax ?? 0) > 0
  const tokensOut = Math.max(1, Math.round(text.response.length / CHARACTERS_PER_TOKEN))
  const tokensReasoning = isReasoning ? Math.round(random.lognormal(380, 0.8)) : 0
  const presented = turn.artefactsPresented ?? (isReasoning ? conversation.artefacts.slice(-4) : [])
  const tokensIn = Math.round(conversation.characters / CHARACTERS_PER_TOKEN) + TOKENS_OVERHEAD
  const cached = conversation.turns > 0 ? Math.round(tokensIn * 0.8) : 0
  const latencyMs = Math.round(300 + (tokensOut + tokensReasoning) * random.uniform(9, 22))
  const artefact = isReasoning ? random.hex(24) : undefined
  let json = `${conversation.fixedJson},"status":200,"stop_reason":"${stopReason(settings, turn, tokensOut)}","response":${text.responseJson},"tokens_in":${tokensIn},"tokens_out":${tokensOut},"tokens_cached":${cached},"tool_calls":${turn.toolCalls ?? 0},"latency_ms":${latencyMs}`
  if (turn.images) json += `,"images":${turn.images}`
  if (turn.isRefused)
    json += `,"refusal_category":"${turn.refusalCategory ?? random.pick(REFUSALS)}"`
  if (turn.artefactError) json += `,"artefact_error":"${turn.artefactError}"`
  if (presented.length > 0) json += `,"artefacts_presented":${JSON.stringify(presented)}`
  if (artefact) json += `,"tokens_reasoning":${tokensReasoning},"artefacts_issued":["${artefact}"]`
  return { json, latencyMs, artefact }
}

const stopReason = (settings: Settings, turn: Turn, tokensOut: number): string => {
  if (turn.isRefused) return 'refusal'
  if (turn.toolCalls) return 'tool_use'
  return tokensOut >= (settings.maxTokens ?? Number.POSITIVE_INFINITY) ? 'max_tokens' : 'end_turn'
}

const REFUSALS = ['cyber', 'violence', 'self_harm', 'privacy', 'policy', 'weapons'] as const
