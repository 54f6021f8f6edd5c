/**
 * What each countermeasure does, as the official clients meet it: by every API that it is about, streamed and not. A new
 * measure needs its case here, and one for each API that its own cases name.
 */
import { isTold, type Seen, sealedFor, seen, type Way } from './model-api.js'

export interface MeasureCase {
  readonly limits?: object
  /** What its clients see. 200: the API itself was asked for less. */
  readonly status: 200 | 400 | 403 | 429
  /** Requests that it touches: for each way what stands in them besides. */
  readonly ways: Readonly<Partial<Record<Way, object>>>
  /** So many at once, of which one at least is touched. */
  readonly together?: number
  /** What the API is asked in its place, by the beginning of the way. */
  readonly changed?: Readonly<Record<string, object>>
}

const EVERY = [
  ...(['messages', 'messages, streamed', 'chat', 'chat, streamed'] as const),
  ...(['responses', 'responses, streamed'] as const),
]
const every = (more: object = {}) => Object.fromEntries(EVERY.map((way) => [way, more]))
const both = (way: 'messages' | 'chat' | 'responses', more: object) => ({
  [way]: more,
  [`${way}, streamed`]: more,
})

const QUESTION = { role: 'user', content: 'Why?' }
const OPENING = { role: 'assistant', content: '<reasoning>' }
const THINKING = { thinking: { type: 'enabled', budget_tokens: 1024, display: 'full' } }
const REASONING = { reasoning: { effort: 'high', summary: 'detailed' } }

const issuerOf = (account: string) => `${account}-issuer`
/** Blocks that were issued to another account. */
const foreignTo = (account: string) => {
  const sealed = sealedFor(issuerOf(account))
  const thinking = { type: 'thinking', thinking: 'hm', signature: sealed }
  const turn = { role: 'assistant', content: [thinking] }
  return {
    ...both('messages', { messages: [QUESTION, turn, QUESTION] }),
    ...both('responses', {
      input: [QUESTION, { type: 'reasoning', id: 'r', summary: [], encrypted_content: sealed }],
    }),
  }
}

export const MEASURE_CASES: Readonly<Record<string, MeasureCase>> = {
  'ask-verification': {
    limits: { verify_at: 'https://example.org/verify' },
    ...{ status: 403, ways: every() },
  },
  // The blocks are the account's, so they stand where it is known.
  'bind-reasoning': { status: 400, ways: foreignTo('') },
  'cap-parallel': {
    ...{ limits: { parallel: 1 }, status: 429, together: 3 },
    ways: every({ model: 'heron-slow' }),
  },
  'cap-rate': { limits: { requests_per_minute: 1 }, status: 429, together: 2, ways: every() },
  'hold-answer': { status: 403, ways: every({ model: 'heron-repeats' }) },
  'refuse-all': {
    status: 403,
    ways: { ...every(), 'batch of messages': {}, 'batch of chats': {} },
  },
  'refuse-background': {
    limits: { parallel: 9 },
    ...{ status: 403, ways: both('responses', { background: true }) },
  },
  'refuse-batches': { status: 403, ways: { 'batch of messages': {}, 'batch of chats': {} } },
  'refuse-extra-samples': { status: 400, ways: both('chat', { n: 4 }) },
  'refuse-models': { limits: { models: ['heron-l*'] }, status: 403, ways: every() },
  'refuse-new-models': {
    limits: { new_model_days: 30 },
    ...{ status: 403, ways: every({ model: 'heron-new-20261101' }) },
  },
  'refuse-prefill': {
    status: 400,
    ways: {
      ...both('messages', { messages: [QUESTION, OPENING] }),
      ...both('chat', { messages: [QUESTION, OPENING] }),
      ...both('responses', { input: [QUESTION, OPENING] }),
    },
  },
  'summarise-reasoning': {
    status: 200,
    ways: { ...both('messages', THINKING), ...both('responses', REASONING) },
    changed: {
      messages: { thinking: { type: 'enabled', budget_tokens: 1024, display: 'summarized' } },
      responses: { reasoning: { effort: 'high', summary: 'concise' } },
    },
  },
  'withhold-log-probabilities': {
    status: 400,
    ways: {
      ...both('chat', { logprobs: true, top_logprobs: 3 }),
      ...both('responses', { include: ['message.output_text.logprobs'] }),
    },
  },
  'withhold-reasoning': {
    status: 200,
    ways: { ...both('messages', THINKING), ...both('responses', REASONING) },
    changed: {
      messages: { thinking: { type: 'enabled', budget_tokens: 1024, display: 'omitted' } },
      responses: { reasoning: { effort: 'high' } },
    },
  },
}

export interface MeasureAsked {
  readonly url: string
  readonly id: string
  readonly account: string
  readonly way: Way
}

/** What the client sees of a request that the measure touches; the one that is told of it, where it takes several. */
export async function seenOf({ url, id, account, way }: MeasureAsked): Promise<Seen> {
  const { ways, together = 1 } = caseOf(id)
  const more = (id === 'bind-reasoning' ? foreignTo(account) : ways)[way] ?? {}
  if (id === 'bind-reasoning') await issued(url, account)
  const all = await Promise.all(
    Array.from({ length: together }, () => seen(url, account, way, more)),
  )
  return all.find(isTold) ?? (all[0] as Seen)
}

export const waysOf = (id: string): readonly Way[] => Object.keys(caseOf(id).ways) as Way[]

export function caseOf(id: string): MeasureCase {
  const found = MEASURE_CASES[id]
  if (found === undefined)
    throw new Error(`${id} has no case: how do the official clients meet it?`)
  return found
}

const issues = new Map<string, Promise<unknown>>()
/** The blocks of the other account, once; when it is known whose they are is for the caller to wait for. */
function issued(url: string, account: string): Promise<unknown> {
  const name = `${url} ${account}`
  const known = issues.get(name) ?? seenBoth(url, issuerOf(account))
  issues.set(name, known)
  return known
}
const seenBoth = (url: string, account: string) =>
  Promise.all([seen(url, account, 'messages', {}), seen(url, account, 'responses', {})])
