/**
 * One exchange in the other forms that logs come in, so that one scenario can be read through every
 * source.
 *
 * What a form cannot hold is left out, and nothing is added to it: no form gets a private key that its
 * source would know. Two things change their spelling and keep their equality: a digest becomes the
 * signature whose digest the source takes, and a hash of tools becomes part of the tools' schemas.
 */

import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
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
  JSON.stringify(TO_FORM[form](exchange, account), (_key, value: unknown) => value ?? undefined)

/**
 * A native folder in another form. Accounts, events, releases and truth are copied as they are, except
 * that Glasswally's form has no accounts: what it knows of them stands in its events.
 */
export const convertFolder = async (from: string, to: string, form: LogForm): Promise<number> => {
  mkdirSync(to, { recursive: true })
  const names = readdirSync(from)
  const accounts = readAccounts(join(from, 'account.jsonl'))
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
  for (const name of names.filter((one) => isCopied(one, form))) {
    copyFileSync(join(from, name), join(to, name))
  }
  return exchanges
}

const isCopied = (name: string, form: LogForm): boolean =>
  /^(account_event|model_release|ruling|truth)/.test(name) ||
  (name.startsWith('account') && form !== 'glasswally')

const readAccounts = (path: string): ReadonlyMap<string, Account> => {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  const accounts = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Account)
  return new Map(accounts.map((account) => [account.account_id, account]))
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') yield line
  }
}

/** What the envelope of a pair says by the contract's own names. */
const envelope = (exchange: Exchange): Json => ({
  request_id: exchange.exchange_id,
  received_at: exchange.received_at,
  account_id: exchange.account_id,
  organization_id: exchange.organization_id,
  api_key_id: exchange.api_key_id,
  status: exchange.status,
  latency_ms: exchange.latency_ms,
  metadata: {
    session_id: exchange.session_id,
    channel: exchange.channel,
    plan: exchange.plan,
    endpoint: exchange.endpoint,
    is_batch: exchange.is_batch,
    ip: exchange.ip,
    asn: exchange.asn,
    ip_country: exchange.ip_country,
    client_version: exchange.client_version,
    ja4: exchange.ja4,
    header_order: exchange.header_order,
    text_policy: exchange.text_policy,
    artefact_error: exchange.artefact_error,
    refusal_category: exchange.refusal_category,
  },
  headers: { 'user-agent': exchange.user_agent, 'accept-language': exchange.accept_language },
})

const toAnthropic = (exchange: Exchange): Json => ({
  ...envelope(exchange),
  request: {
    model: exchange.model,
    max_tokens: exchange.max_tokens,
    temperature: exchange.temperature,
    top_p: exchange.top_p,
    stream: exchange.is_stream,
    thinking: exchange.reasoning_tokens_max
      ? { type: 'enabled', budget_tokens: exchange.reasoning_tokens_max }
      : undefined,
    output_format: exchange.response_format && {
      type: 'json_schema',
      schema: { type: 'object', title: exchange.response_format },
    },
    metadata: exchange.end_user_id ? { user_id: exchange.end_user_id } : undefined,
    system: exchange.system,
    tools: exchange.tools?.map((name) => ({ name, input_schema: toolSchema(exchange) })),
    messages: anthropicMessages(exchange),
  },
  response: exchange.error_type
    ? { type: 'error', error: { type: exchange.error_type, message: exchange.error_type } }
    : anthropicAnswer(exchange),
})

const toolSchema = (exchange: Exchange): Json => ({ type: 'object', title: exchange.tools_hash })

const anthropicMessages = (exchange: Exchange): readonly Json[] => {
  const messages = (exchange.messages ?? []).map(({ role, content }, index): Json => {
    if (role !== 'tool') return { role, content }
    const result = { type: 'tool_result', tool_use_id: `toolu_${index}`, content }
    return { role: 'user', content: [result] }
  })
  const images = times(exchange.images ?? 0, () => ({
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
  }))
  return withPresented(
    withImages(messages, images, (text) => ({ type: 'text', text })),
    thinkingBlocks(exchange.artefacts_presented),
  )
}

const thinkingBlocks = (artefacts: Exchange['artefacts_issued']): readonly Json[] =>
  (artefacts ?? []).map((signature) => ({ type: 'thinking', thinking: '', signature }))

/** Reasoning is presented in a turn of the assistant's own, which says nothing else. */
const withPresented = (messages: readonly Json[], blocks: readonly Json[]): readonly Json[] =>
  blocks.length === 0
    ? messages
    : [{ role: 'user', content: messages[0]?.content }, ...messages]
        .slice(messages.length === 0 ? 0 : 1)
        .toSpliced(Math.max(0, messages.length - 1), 0, { role: 'assistant', content: blocks })

/** Images go before the last text of a user. */
const withImages = (
  messages: readonly Json[],
  images: readonly Json[],
  textPart: (text: unknown) => Json,
): readonly Json[] => {
  const place = messages.findLastIndex(
    ({ role, content }) => role === 'user' && typeof content === 'string',
  )
  if (images.length === 0 || place < 0) return messages
  const content = [...images, textPart(messages[place]?.content)]
  return messages.with(place, { role: 'user', content })
}

const anthropicAnswer = (exchange: Exchange): Json => ({
  type: 'message',
  role: 'assistant',
  model: exchange.model,
  content: [
    ...thinkingBlocks(exchange.artefacts_issued),
    ...(exchange.response ? [{ type: 'text', text: exchange.response }] : []),
    ...times(exchange.tool_calls ?? 0, (index) => ({
      type: 'tool_use',
      id: `toolu_${index}`,
      name: exchange.tools?.[0] ?? 'tool',
      input: {},
    })),
  ],
  stop_reason: exchange.stop_reason,
  usage: {
    // The API counts what was read from its cache apart.
    input_tokens: lessCached(exchange),
    cache_read_input_tokens: exchange.tokens_cached,
    output_tokens: exchange.tokens_out,
    output_tokens_details: { thinking_tokens: exchange.tokens_reasoning },
  },
})

const lessCached = ({ tokens_in, tokens_cached }: Exchange): number | undefined =>
  typeof tokens_in === 'number' ? tokens_in - (tokens_cached ?? 0) : undefined

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

const TO_FORM: Readonly<
  Record<LogForm, (exchange: Exchange, account: Account | undefined) => Json>
> = {
  anthropic: toAnthropic,
  openai: toAnthropic,
  glasswally: toAnthropic,
}
