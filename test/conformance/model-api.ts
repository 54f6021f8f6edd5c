/** A model API that answers as the real ones do, and the official clients that ask it through the proxy. */
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { REPEATING } from '../service/held-bodies.js'
import {
  CHAT_EVENTS,
  json,
  MESSAGES_EVENTS,
  MESSAGES_RESPONSE,
  RESPONSES_EVENTS,
  RESPONSES_RESPONSE,
  sse,
} from '../service/proxy-bodies.js'
import { bodyOf, openUpstream } from '../service/proxy-world.js'

const CHAT = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'heron-large',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Yes.' } }],
}

const FILE = { whole: CHAT, events: [] }
export const ANSWERS: Readonly<Record<string, { whole: object; events: readonly object[] }>> = {
  messages: { whole: MESSAGES_RESPONSE, events: MESSAGES_EVENTS },
  chat: { whole: CHAT, events: CHAT_EVENTS },
  responses: { whole: RESPONSES_RESPONSE, events: RESPONSES_EVENTS },
}

/** So long `heron-slow` takes, so that requests at once are at once. */
const SLOW_MS = 250

export interface ModelApi {
  readonly url: string
  /** What it was asked last, by account. */
  readonly asked: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly close: () => Promise<void>
}

/** Its sealed reasoning is signed for the account that asked. */
export async function openModelApi(): Promise<ModelApi> {
  const asked = new Map<string, Record<string, unknown>>()
  const upstream = await openUpstream(async (request, response) => {
    const account = String(request.headers['x-account'])
    const text = `${await bodyOf(request)}`
    const body = text === '' ? {} : JSON.parse(text)
    asked.set(account, body)
    if (body.model === 'heron-slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
    const kind = /messages|responses|chat/.exec(request.url ?? '')?.[0] ?? ''
    const found = (body.model === 'heron-repeats' ? REPEATING[kind] : ANSWERS[kind]) ?? FILE
    const { whole, events } = signedFor(account, found)
    const answer = body.stream === true ? sse(events, 40) : json(whole)
    answer(request, response)
  })
  return { url: upstream.url, asked, close: upstream.close }
}

export const sealedFor = (account: string) => `sealed for ${account}`
export const signedFor = <Answer extends object>(account: string, answer: Answer): Answer =>
  JSON.parse(JSON.stringify(answer).replaceAll(/"(?:SIG2|ENC2)"/g, `"${sealedFor(account)}"`))

/** What a client sees, whether a call succeeds or throws. */
export interface Seen {
  readonly status: number
  readonly headers: Headers
  /** Of what was thrown. */
  readonly text: string
}

export const isTold = ({ headers }: Seen) => headers.get('stillwatch-policy') !== null

const QUESTION = [{ role: 'user' as const, content: 'Why is the sky blue?' }]
const MESSAGE = { model: 'heron-large', max_tokens: 50, messages: QUESTION }
const CHATTED = { model: 'heron-large', messages: QUESTION }
const RESPONSE = { model: 'heron-large', input: 'Why is the sky blue?' }

export const clientsOf = (url: string, account: string) => {
  const common = { maxRetries: 0, defaultHeaders: { 'x-account': account } }
  return {
    anthropic: new Anthropic({ apiKey: 'sk-ant-test', baseURL: url, ...common }),
    openai: new OpenAI({ apiKey: 'sk-test', baseURL: `${url}/v1`, ...common }),
  }
}
type Clients = ReturnType<typeof clientsOf>

/** Each way in which the official clients ask; what is given stands in the request besides. */
export const WAYS = {
  messages: ({ anthropic }: Clients, more: object) =>
    anthropic.messages.create({ ...MESSAGE, ...more }).withResponse(),
  'messages, streamed': async ({ anthropic }: Clients, more: object) => {
    const stream = anthropic.messages.stream({ ...MESSAGE, ...more })
    const answered = await stream.withResponse()
    await stream.done()
    return answered
  },
  chat: ({ openai }: Clients, more: object) =>
    openai.chat.completions.create({ ...CHATTED, ...more }).withResponse(),
  'chat, streamed': ({ openai }: Clients, more: object) =>
    readOut(openai.chat.completions.create({ ...CHATTED, ...more, stream: true }).withResponse()),
  responses: ({ openai }: Clients, more: object) =>
    openai.responses.create({ ...RESPONSE, ...more }).withResponse(),
  'responses, streamed': ({ openai }: Clients, more: object) =>
    readOut(openai.responses.create({ ...RESPONSE, ...more, stream: true }).withResponse()),
  'batch of messages': ({ anthropic }: Clients, more: object) =>
    anthropic.messages.batches
      .create({ requests: [{ custom_id: 'first', params: MESSAGE }], ...more })
      .withResponse(),
  'batch of chats': ({ openai }: Clients, more: object) =>
    openai.batches
      .create({
        ...{ input_file_id: 'file-1', endpoint: '/v1/chat/completions' },
        completion_window: '24h',
        ...more,
      })
      .withResponse(),
} as const
export type Way = keyof typeof WAYS

async function readOut<Answered extends { readonly data: AsyncIterable<unknown> }>(
  asked: Promise<Answered>,
): Promise<Answered> {
  const answered = await asked
  for await (const _ of answered.data);
  return answered
}

export async function seen(url: string, account: string, way: Way, more: object): Promise<Seen> {
  try {
    const { response } = await WAYS[way](clientsOf(url, account), more)
    return { status: response.status, headers: response.headers, text: '' }
  } catch (error) {
    const { status, headers, message: text } = error as Partial<Seen> & { message: string }
    // What no answer led to is a fault of the test or of the service.
    if (status === undefined || headers === undefined) throw error
    return { status, headers, text }
  }
}
