/**
 * Each countermeasure from the policy file to the official clients: applied by the real gate, told to the client with
 * policy, reason code and path of appeal, ended by itself, and undone by hand.
 */
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COUNTERMEASURES } from '../../src/countermeasures/index.js'
import { auditPage, verifyAudit } from '../../src/records/audit.js'
import { type PolicyFile, policyFile } from '../../src/service/decisions/policy.js'
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
import { bodyOf, openUpstream, type Upstream, until } from '../service/proxy-world.js'
import { testStore } from '../store.js'
import { APPEAL, type Live, openLive } from './live.js'

const holder = testStore()
/** Models of the fixed stub: what it was asked last, by account. */
const asked = new Map<string, Record<string, unknown>>()
let upstream: Upstream
let live: Live

const CHAT = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'heron-large',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Yes.' } }],
}

const FILE = { whole: CHAT, events: [] }
const ANSWERS: Readonly<Record<string, { whole: object; events: readonly object[] }>> = {
  messages: { whole: MESSAGES_RESPONSE, events: MESSAGES_EVENTS },
  chat: { whole: CHAT, events: CHAT_EVENTS },
  responses: { whole: RESPONSES_RESPONSE, events: RESPONSES_EVENTS },
}

beforeAll(async () => {
  upstream = await openUpstream(async (request, response) => {
    const account = String(request.headers['x-account'])
    const text = `${await bodyOf(request)}`
    const body = text === '' ? {} : JSON.parse(text)
    asked.set(account, body)
    const kind = /messages|responses|chat/.exec(request.url ?? '')?.[0] ?? ''
    const { whole, events } =
      (body.model === 'heron-repeats' ? REPEATING[kind] : ANSWERS[kind]) ?? FILE
    const answer = body.stream === true ? sse(events, 40) : json(whole)
    answer(request, response)
  })
  const released_at = new Date(Date.now() - 86_400_000).toISOString().replace('T', ' ').slice(0, -1)
  await holder.store.insert('model_release', [{ model: 'heron-new*', released_at, input_id: 1 }])
  live = await openLive(holder.store, {
    policy: policyOf([]),
    settings: { proxy: { upstream: upstream.url, account_headers: ['x-account'] } },
  })
})
afterAll(async () => {
  await live.close()
  await upstream.close()
})

const policyOf = (policies: readonly object[]): PolicyFile =>
  policyFile.parse({ schema: 'stillwatch.policy/1', policies })

const headersOf = (account: string) => ({ 'x-account': account })
const anthropic = (account: string) =>
  new Anthropic({
    apiKey: 'sk-ant-test',
    baseURL: live.url,
    maxRetries: 0,
    defaultHeaders: headersOf(account),
  })
const openai = (account: string) =>
  new OpenAI({
    apiKey: 'sk-test',
    baseURL: `${live.url}/v1`,
    maxRetries: 0,
    defaultHeaders: headersOf(account),
  })

const QUESTION = [{ role: 'user' as const, content: 'Why is the sky blue?' }]
const message = (account: string, more: object = {}) =>
  anthropic(account)
    .messages.create({ model: 'heron-large', max_tokens: 50, messages: QUESTION, ...more })
    .withResponse()
const chat = (account: string, more: object = {}) =>
  openai(account)
    .chat.completions.create({ model: 'heron-large', messages: QUESTION, ...more })
    .withResponse()

type Ask = (account: string) => Promise<{ readonly response: Response }>

/** A request that each measure touches, and the level and limits that it takes. */
const MET: Readonly<Record<string, { limits?: object; ask: Ask; status: number }>> = {
  'ask-verification': {
    limits: { verify_at: 'https://example.org/verify' },
    ask: (account) => message(account),
    status: 403,
  },
  'bind-reasoning': {
    ask: async (account) => {
      const issued = await message(`${account}-other`)
      const { content } = issued.data
      // Until the reader has seen the answer, nobody knows whose the block is.
      await new Promise((resolve) => setTimeout(resolve, 60))
      const turn = { role: 'assistant', content: content.filter(({ type }) => type === 'thinking') }
      return message(account, { messages: [...QUESTION, turn, ...QUESTION] })
    },
    status: 400,
  },
  'cap-parallel': {
    limits: { parallel: 1 },
    // Two at once, of which one is too many.
    ask: async (account) => {
      const both = await Promise.allSettled([message(account), message(account), message(account)])
      const failed = both.find((one) => one.status === 'rejected')
      if (failed !== undefined) throw failed.reason
      const [first] = both
      if (first?.status !== 'fulfilled') throw new Error('none was answered')
      return first.value
    },
    status: 429,
  },
  'cap-rate': {
    limits: { requests_per_minute: 1 },
    ask: async (account) => {
      await message(account).catch(() => undefined)
      return message(account)
    },
    status: 429,
  },
  'hold-answer': { ask: (account) => message(account, { model: 'heron-repeats' }), status: 403 },
  'refuse-all': { ask: (account) => chat(account), status: 403 },
  'refuse-background': {
    limits: { parallel: 9 },
    ask: (account) =>
      openai(account)
        .responses.create({ model: 'heron-large', input: 'Why?', background: true })
        .withResponse(),
    status: 403,
  },
  'refuse-batches': {
    ask: (account) =>
      openai(account)
        .batches.create({
          input_file_id: 'file-1',
          endpoint: '/v1/chat/completions',
          completion_window: '24h',
        })
        .withResponse(),
    status: 403,
  },
  'refuse-extra-samples': { ask: (account) => chat(account, { n: 4 }), status: 400 },
  'refuse-models': {
    limits: { models: ['heron-l*'] },
    ask: (account) => chat(account),
    status: 403,
  },
  'refuse-new-models': {
    limits: { new_model_days: 30 },
    ask: (account) => chat(account, { model: 'heron-new-20261101' }),
    status: 403,
  },
  'refuse-prefill': {
    ask: (account) =>
      message(account, { messages: [...QUESTION, { role: 'assistant', content: '<reasoning>' }] }),
    status: 400,
  },
  'summarise-reasoning': {
    limits: { shows_reasoning: true },
    ask: (account) => message(account, { thinking: { type: 'enabled', budget_tokens: 1024 } }),
    status: 200,
  },
  'withhold-log-probabilities': {
    ask: (account) => chat(account, { logprobs: true, top_logprobs: 3 }),
    status: 400,
  },
  'withhold-reasoning': {
    ask: (account) => message(account, { thinking: { type: 'enabled', budget_tokens: 1024 } }),
    status: 200,
  },
}

interface Met {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What a client sees, whether the call succeeds or throws. */
async function met(ask: Ask, account: string): Promise<Met> {
  try {
    const { response } = await ask(account)
    return { status: response.status, headers: response.headers, text: '' }
  } catch (error) {
    const { status, headers, message: text } = error as Met & { message: string }
    return { status, headers, text }
  }
}

const isTold = ({ headers }: Met) => headers.get('stillwatch-policy') !== null
const EXPIRES_MS = 3000

describe.each(COUNTERMEASURES)('$id', ({ id, level }) => {
  const account = `acct-${id}`
  const { ask, limits = {}, status } = MET[id] ?? { ask: (one) => message(one), status: 0 }
  const policy = (more: object = {}) =>
    policyOf([
      {
        policy_id: `policy-${id}`,
        level,
        mode: 'live',
        measures: [id],
        limits,
        reason_code: 'usage_review',
        appeal: APPEAL,
        named: { accounts: [account] },
        ...more,
      },
    ])
  const isTouched = async () => isTold(await met(ask, account))

  it('is applied, and the client is told policy, code and appeal', async () => {
    await live.publish(policy())
    await until(isTouched)
    const seen = await met(ask, account)
    expect(seen.status).toBe(status)
    expect(seen.headers.get('stillwatch-policy')).toBe(`policy-${id}`)
    expect(seen.headers.get('stillwatch-reason')).toBe('usage_review')
    expect(seen.headers.get('stillwatch-appeal')).toBe(APPEAL)
    expect(seen.headers.get('stillwatch-measures')).toBe(id)
    if (status !== 200) expect(seen.text).toContain(`policy-${id} (usage_review). To appeal:`)
    if (status === 200)
      expect(asked.get(account)).toMatchObject({ thinking: { display: expect.any(String) } })
    // Somebody else is not touched.
    expect(isTold(await met((one) => message(one), 'acct-else'))).toBe(false)
  })

  it('only observes in a dry run', async () => {
    await live.publish(policy({ mode: 'dry_run' }))
    await until(async () => !(await isTouched()))
    expect(await isTouched()).toBe(false)
  })

  it('ends by itself', async () => {
    const starts_at = new Date().toISOString()
    await live.publish(policy({ starts_at, expires_hours: EXPIRES_MS / 3_600_000 }))
    await until(isTouched)
    await until(async () => !(await isTouched()))
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(starts_at) + EXPIRES_MS)
    await live.publish(policy({ starts_at, expires_hours: EXPIRES_MS / 3_600_000 }))
  })

  it('is undone by hand', async () => {
    await live.publish(policy())
    await until(isTouched)
    await live.publish(policyOf([]))
    await until(async () => !(await isTouched()))
  })

  it('stands in the audit trail, which is whole', async () => {
    const entries = (await auditPage(holder.store, 0)).filter(
      ({ object }) => object === `policy policy-${id}`,
    )
    const told = entries.map(({ action, facts }) => [action, JSON.parse(facts).cause ?? ''])
    expect(told).toEqual([
      ['restriction_opened', ''],
      // For the dry run; then it ran out; then it was undone by hand.
      ['restriction_ended', 'policy'],
      ['restriction_opened', ''],
      ['restriction_ended', 'expired'],
      ['restriction_opened', ''],
      ['restriction_ended', 'policy'],
    ])
    expect(JSON.parse(entries[0]?.facts ?? '')).toMatchObject({
      level,
      measures: [id],
      subjects: 1,
    })
    expect((await verifyAudit(holder.store)).broken).toBeNull()
  })
})

describe('an answer that is held, as the official clients see it', () => {
  const account = 'acct-held'
  beforeAll(async () => {
    const held = {
      ...{ policy_id: 'policy-held', level: 'hold', mode: 'live', measures: ['hold-answer'] },
      ...{ reason_code: 'usage_review', appeal: APPEAL, named: { accounts: [account] } },
    }
    await live.publish(policyOf([held]))
    await until(async () => isTold(await met((one) => message(one), account)))
  })

  /** All that a stream says, put together, and the response that it came with. */
  const STREAMS: Readonly<
    Record<string, (model: string) => Promise<{ text: string; response: Response }>>
  > = {
    messages: async (model) => {
      const given = { model, max_tokens: 50, messages: QUESTION }
      const stream = anthropic(account).messages.stream(given)
      const { response } = await stream.withResponse()
      return { text: await stream.finalText(), response }
    },
    chat: async (model) => {
      const { data, response } = await openai(account)
        .chat.completions.create({ model, messages: QUESTION, stream: true })
        .withResponse()
      let text = ''
      for await (const chunk of data) text += chunk.choices[0]?.delta?.content ?? ''
      return { text, response }
    },
    responses: async (model) => {
      const { data, response } = await openai(account)
        .responses.create({ model, input: 'Why?', stream: true })
        .withResponse()
      let text = ''
      for await (const event of data) {
        if (event.type === 'response.output_text.delta') text += event.delta
      }
      return { text, response }
    },
  }
  const SAID: Readonly<Record<string, string>> = {
    messages: 'Só – yes 🌲.',
    chat: 'One 🌲',
    responses: 'Yes 🌲.',
  }

  it.each(Object.entries(STREAMS))(
    '%s: a stream of its own arrives whole, and is told to be held',
    async (kind, ask) => {
      const { text, response } = await ask('heron-large')
      expect(text).toBe(SAID[kind])
      expect(response.headers.get('stillwatch-measures')).toBe('hold-answer')
      expect(response.headers.get('stillwatch-appeal')).toBe(APPEAL)
    },
  )

  it.each(Object.entries(STREAMS))(
    '%s: a stream that repeats its reasoning is an error of their own kind',
    async (_, ask) => {
      const refused = await ask('heron-repeats').catch((error: unknown) => error)
      expect(refused).toMatchObject({ status: 403 })
      expect(String(refused)).toContain('policy-held (usage_review). To appeal:')
      expect((refused as { headers: Headers }).headers.get('stillwatch-measures')).toBe(
        'hold-answer',
      )
    },
  )

  it.each([
    ['messages', () => message(account)],
    ['chat', () => chat(account)],
    [
      'responses',
      () =>
        openai(account).responses.create({ model: 'heron-large', input: 'Why?' }).withResponse(),
    ],
  ])('%s: one that is not streamed passes, and is told to be held', async (kind, ask) => {
    const { data, response } = await ask()
    expect(data).toMatchObject(ANSWERS[kind]?.whole ?? {})
    expect(response.headers.get('stillwatch-policy')).toBe('policy-held')
  })
})
