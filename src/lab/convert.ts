/**
 * One exchange in the other forms that logs come in, so that one scenario can be read through every
 * source.
 *
 * What a form cannot hold is left out, and nothing is added to it: no form gets a private key that its
 * source would know. Two things change their spelling and keep their equality: a digest becomes the
 * signature whose digest the source takes, and a hash of tools becomes part of the tools' schemas.
 */

import { createHash } from 'node:crypto'
import { copyFileSync, createReadStream, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { Account } from '../domain/account.js'
import type { Exchange } from '../domain/exchange.js'
import { openLineWriter } from './writer.js'

export type LogForm = 'anthropic' | 'openai' | 'glasswally'

type Json = Readonly<Record<string, unknown>>

/** The line of an exchange in a form. The account is asked for where the form joins the two. */
export const convertExchange = (form: LogForm, exchange: Exchange, account?: Account): string =>
  JSON.stringify(lineOf(form, exchange, account), (_key, value: unknown) => value ?? undefined)

const lineOf = (form: LogForm, exchange: Exchange, account: Account | undefined): Json => {
  if (form === 'glasswally') return toGlasswally(exchange, account)
  const pair = form === 'anthropic' ? anthropicPair : needsItems(exchange) ? itemPair : chatPair
  return { ...envelope(exchange), ...pair(exchange) }
}

/**
 * A native folder in another form. Accounts, events, releases and truth are copied as they are, except
 * that Glasswally's form has no accounts: what it knows of them stands in its events.
 */
export const convertFolder = async (from: string, to: string, form: LogForm): Promise<number> => {
  mkdirSync(to, { recursive: true })
  const names = readdirSync(from)
  const accounts = await readAccounts(join(from, 'account.jsonl'))
  let exchanges = 0
  for (const name of names.filter((one) => /^exchange[^/]*\.jsonl(\.gz)?$/.test(one))) {
    const writer = openLineWriter(join(to, name), name.endsWith('.gz'))
    for await (const line of linesOf(join(from, name))) {
      const exchange = JSON.parse(line) as Exchange
      const account = accounts.get(exchange.account_id)
      writer.add(Date.parse(exchange.received_at), convertExchange(form, exchange, account))
      exchanges += 1
    }
    writer.close()
  }
  const copied = names.filter((name) => isCopied(name, form))
  for (const name of copied) copyFileSync(join(from, name), join(to, name))
  return exchanges
}

const isCopied = (name: string, form: LogForm): boolean =>
  /^(account_event|model_release|ruling|truth)/.test(name) ||
  (name.startsWith('account') && form !== 'glasswally')

const readAccounts = async (path: string): Promise<ReadonlyMap<string, Account>> => {
  const accounts = new Map<string, Account>()
  if (!existsSync(path)) return accounts
  for await (const line of linesOf(path)) {
    const account = JSON.parse(line) as Account
    accounts.set(account.account_id, account)
  }
  return accounts
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') yield line
  }
}

/** What the envelope of a pair says, by the contract's own names. */
const envelope = (exchange: Exchange): Json => ({
  request_id: exchange.exchange_id,
  ...pick(exchange, 'received_at', 'account_id', 'organization_id', 'api_key_id'),
  ...pick(exchange, 'status', 'latency_ms'),
  metadata: {
    ...pick(exchange, 'session_id', 'channel', 'plan', 'endpoint', 'is_batch', 'ip', 'asn'),
    ...pick(exchange, 'ip_country', 'client_version', 'ja4', 'header_order', 'text_policy'),
    ...pick(exchange, 'artefact_error', 'refusal_category'),
  },
  headers: { 'user-agent': exchange.user_agent, 'accept-language': exchange.accept_language },
})

const pick = (exchange: Exchange, ...names: readonly (keyof Exchange)[]): Json =>
  Object.fromEntries(names.map((name) => [name, exchange[name]]))

const anthropicPair = (exchange: Exchange): Json => ({
  request: anthropicRequest(exchange),
  response: errorOf(exchange, { type: 'error' }) ?? anthropicAnswer(exchange),
})

const anthropicRequest = (exchange: Exchange): Json => {
  const { reasoning_tokens_max: budget_tokens, response_format: title } = exchange
  return {
    ...pick(exchange, 'model', 'max_tokens', 'system'),
    ...sampling(exchange),
    thinking: budget_tokens && { type: 'enabled', budget_tokens },
    output_format: title && { type: 'json_schema', schema: { type: 'object', title } },
    metadata: exchange.end_user_id && { user_id: exchange.end_user_id },
    tools: exchange.tools?.map((name) => ({ name, input_schema: toolSchema(exchange) })),
    messages: beforeLast(
      withImages(exchange, 'text', anthropicImage, (exchange.messages ?? []).map(anthropicMessage)),
      exchange.artefacts_presented?.length
        ? [{ role: 'assistant', content: thinking(exchange.artefacts_presented) }]
        : [],
    ),
  }
}

const anthropicAnswer = (exchange: Exchange): Json => ({
  type: 'message',
  role: 'assistant',
  content: [
    ...thinking(exchange.artefacts_issued),
    ...(exchange.response ? [{ type: 'text', text: exchange.response }] : []),
    ...calls(exchange, (id, name) => ({ type: 'tool_use', id, name, input: {} })),
  ],
  stop_reason: exchange.stop_reason,
  usage: {
    // This API counts what it read from its cache apart.
    input_tokens: exchange.tokens_in && exchange.tokens_in - (exchange.tokens_cached ?? 0),
    cache_read_input_tokens: exchange.tokens_cached,
    output_tokens: exchange.tokens_out,
    output_tokens_details: { thinking_tokens: exchange.tokens_reasoning },
  },
})

const sampling = (exchange: Exchange): Json => ({
  temperature: exchange.temperature,
  top_p: exchange.top_p,
  stream: exchange.is_stream,
})

const toolSchema = (exchange: Exchange): Json => ({ type: 'object', title: exchange.tools_hash })

type Message = NonNullable<Exchange['messages']>[number]

const anthropicMessage = ({ role, content }: Message, index: number): Json =>
  role === 'tool'
    ? { role: 'user', content: [{ type: 'tool_result', tool_use_id: `toolu_${index}`, content }] }
    : { role, content }

const anthropicImage = { type: 'image', source: { type: 'url', url: 'https://a.example/1.png' } }

const thinking = (artefacts: Exchange['artefacts_issued']): readonly Json[] =>
  (artefacts ?? []).map((signature) => ({ type: 'thinking', thinking: '', signature }))

const errorOf = ({ error_type }: Exchange, beside: Json = {}): Json | undefined =>
  error_type ? { ...beside, error: { type: error_type, message: 'not served' } } : undefined

const calls = <T>({ tool_calls, tools }: Exchange, make: (id: string, name: string) => T): T[] =>
  Array.from({ length: tool_calls ?? 0 }, (_, index) => make(`call_${index}`, tools?.[0] ?? 'run'))

/** Images go before the last text that is not the model's. */
const withImages = (
  { images }: Exchange,
  textType: string,
  image: Json,
  messages: readonly Json[],
): readonly Json[] => {
  const place = messages.findLastIndex((message) => message.role === 'user')
  const message = messages[place]
  if (!images || message === undefined) return messages
  const { content } = message
  const own = Array.isArray(content) ? (content as Json[]) : [{ type: textType, text: content }]
  const shown = Array.from({ length: images }, () => image)
  return messages.with(place, { ...message, content: [...shown, ...own] })
}

const beforeLast = (all: readonly Json[], added: readonly Json[]): readonly Json[] =>
  all.toSpliced(Math.max(0, all.length - 1), 0, ...added)

/** Only the Responses API knows reasoning; only Chat Completions several answers and logprobs. */
const needsItems = (exchange: Exchange): boolean =>
  Boolean(exchange.artefacts_presented?.length || exchange.artefacts_issued?.length)

const chatPair = (exchange: Exchange): Json => ({
  request: {
    model: exchange.model,
    max_completion_tokens: exchange.max_tokens,
    ...sampling(exchange),
    n: exchange.n,
    logprobs: exchange.has_logprobs,
    response_format: openaiFormat(exchange),
    safety_identifier: exchange.end_user_id,
    tools: openaiTools(exchange)?.map((tool) => ({ type: 'function', function: tool })),
    messages: [
      ...(exchange.system ? [{ role: 'system', content: exchange.system }] : []),
      ...withImages(exchange, 'text', CHAT_IMAGE, (exchange.messages ?? []).map(chatMessage)),
    ],
  },
  response: errorOf(exchange) ?? {
    object: 'chat.completion',
    choices: [{ index: 0, message: chatAnswer(exchange), finish_reason: exchange.stop_reason }],
    usage: {
      prompt_tokens: exchange.tokens_in,
      completion_tokens: exchange.tokens_out,
      prompt_tokens_details: { cached_tokens: exchange.tokens_cached },
      completion_tokens_details: { reasoning_tokens: exchange.tokens_reasoning },
    },
  },
})

const openaiTools = (exchange: Exchange): Json[] | undefined =>
  exchange.tools?.map((name) => ({ name, parameters: toolSchema(exchange) }))

const chatAnswer = (exchange: Exchange): Json => {
  const { response: content } = exchange
  return { role: 'assistant', content, tool_calls: calls(exchange, chatCall) }
}
const chatCall = (id: string, name: string): Json => ({
  id,
  type: 'function',
  function: call(name),
})
const itemCall = (call_id: string, name: string): Json => ({
  type: 'function_call',
  call_id,
  ...call(name),
})
const call = (name: string): Json => ({ name, arguments: '{}' })
const itemAnswer = (text: string): Json => ({ type: 'message', content: [outputText(text)] })
const outputText = (text: string): Json => ({ type: 'output_text', text })

const CHAT_IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }
const ITEM_IMAGE = { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=' }

const chatMessage = ({ role, content }: Message, index: number): Json =>
  role === 'tool' ? { role, tool_call_id: `call_${index}`, content } : { role, content }

const openaiFormat = ({ response_format }: Exchange): Json | undefined =>
  response_format
    ? { type: 'json_schema', json_schema: { name: response_format, schema: {} } }
    : undefined

const itemPair = (exchange: Exchange): Json => ({
  request: {
    model: exchange.model,
    max_output_tokens: exchange.max_tokens,
    ...sampling(exchange),
    include: exchange.has_logprobs ? ['message.output_text.logprobs'] : undefined,
    text: exchange.response_format && { format: openaiFormat(exchange) },
    safety_identifier: exchange.end_user_id,
    instructions: exchange.system,
    tools: openaiTools(exchange)?.map((tool) => ({ type: 'function', ...tool })),
    input: beforeLast(
      withImages(exchange, 'input_text', ITEM_IMAGE, (exchange.messages ?? []).map(itemMessage)),
      reasoning(exchange.artefacts_presented),
    ),
  },
  response: errorOf(exchange) ?? {
    object: 'response',
    status: exchange.stop_reason,
    output: [
      ...reasoning(exchange.artefacts_issued),
      ...(exchange.response ? [itemAnswer(exchange.response)] : []),
      ...calls(exchange, itemCall),
    ],
    usage: {
      input_tokens: exchange.tokens_in,
      output_tokens: exchange.tokens_out,
      input_tokens_details: { cached_tokens: exchange.tokens_cached },
      output_tokens_details: { reasoning_tokens: exchange.tokens_reasoning },
    },
  },
})

const itemMessage = ({ role, content }: Message, index: number): Json =>
  role === 'tool'
    ? { type: 'function_call_output', call_id: `call_${index}`, output: content }
    : { role, content }

const reasoning = (artefacts: Exchange['artefacts_issued']): readonly Json[] =>
  (artefacts ?? []).map((digest) => ({ type: 'reasoning', summary: [], encrypted_content: digest }))

const toGlasswally = (exchange: Exchange, account: Account | undefined): Json => ({
  request_id: exchange.exchange_id,
  ...pick(exchange, 'account_id', 'user_agent', 'model', 'max_tokens'),
  timestamp: exchange.received_at,
  ip_address: exchange.ip,
  prompt: exchange.messages?.findLast(({ role }) => role === 'user')?.content ?? '',
  token_count: exchange.tokens_in ?? 0,
  payment_method_hash: account?.payment_hash,
  org_id: exchange.organization_id ?? account?.organization_id,
  country_code: exchange.ip_country ?? '',
  header_order: [exchange.header_order ?? []].flat(),
  ja3_hash: exchange.ja4,
  asn_number: exchange.asn,
  system_prompt_hash:
    exchange.system && createHash('sha256').update(exchange.system).digest('hex').slice(0, 16),
})
