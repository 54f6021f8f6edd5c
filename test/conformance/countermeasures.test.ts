/**
 * Each countermeasure from the policy file to the official clients: applied by the real gate, told to the client with
 * policy, reason code and path of appeal, ended by itself, and undone by hand.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COUNTERMEASURES } from '../../src/countermeasures/index.js'
import { auditPage, verifyAudit } from '../../src/records/audit.js'
import { type PolicyFile, policyFile } from '../../src/service/decisions/policy.js'
import { until } from '../service/proxy-world.js'
import { testStore } from '../store.js'
import { APPEAL, type Live, openLive } from './live.js'
import { caseOf, seenOf, waysOf } from './measure-cases.js'
import {
  ANSWERS,
  clientsOf,
  isTold,
  type ModelApi,
  openModelApi,
  seen,
  signedFor,
} from './model-api.js'

const holder = testStore()
let upstream: ModelApi
let live: Live

beforeAll(async () => {
  upstream = await openModelApi()
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

it('every measure has a case for each API that its own cases name', () => {
  for (const { id, cases } of COUNTERMEASURES) {
    const kinds = new Set(Object.values(cases.touches).map(({ kind }) => kind))
    const ways = waysOf(id).join(', ')
    for (const kind of ['messages', 'chat', 'responses', 'batch']) {
      if (kinds.has(kind as never)) expect([id, ways]).toEqual([id, expect.stringContaining(kind)])
    }
  }
})

const EXPIRES_MS = 3000

describe.each(COUNTERMEASURES)('$id', ({ id, level }) => {
  const account = `acct-${id}`
  const { limits = {}, status, changed } = caseOf(id)
  const [first = 'messages'] = waysOf(id)
  const ask = (way = first) => seenOf({ url: live.url, id, account, way })
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
  const isTouched = async () => isTold(await ask())

  it('is applied, and the client is told policy, code and appeal', async () => {
    await live.publish(policy())
    await until(isTouched)
    for (const way of waysOf(id)) {
      await until(async () => isTold(await ask(way)))
      const met = await ask(way)
      expect([way, met.status]).toEqual([way, status])
      expect(met.headers.get('stillwatch-policy')).toBe(`policy-${id}`)
      expect(met.headers.get('stillwatch-reason')).toBe('usage_review')
      expect(met.headers.get('stillwatch-appeal')).toBe(APPEAL)
      expect(met.headers.get('stillwatch-measures')).toBe(id)
      if (status === 200)
        expect(upstream.asked.get(account)).toMatchObject(changed?.[way.split(',')[0] ?? ''] ?? {})
      else expect(met.text).toContain(`policy-${id} (usage_review). To appeal:`)
    }
    // Somebody else is not touched.
    expect(isTold(await seen(live.url, 'acct-else', 'messages', {}))).toBe(false)
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
    await until(async () => isTold(await seen(live.url, account, 'messages', {})))
  })

  const QUESTION = [{ role: 'user' as const, content: 'Why is the sky blue?' }]
  const anthropic = () => clientsOf(live.url, account).anthropic
  const openai = () => clientsOf(live.url, account).openai

  /** All that a stream says, put together, and the response that it came with. */
  const STREAMS: Readonly<
    Record<string, (model: string) => Promise<{ text: string; response: Response }>>
  > = {
    messages: async (model) => {
      const given = { model, max_tokens: 50, messages: QUESTION }
      const stream = anthropic().messages.stream(given)
      const { response } = await stream.withResponse()
      return { text: await stream.finalText(), response }
    },
    chat: async (model) => {
      const { data, response } = await openai()
        .chat.completions.create({ model, messages: QUESTION, stream: true })
        .withResponse()
      let text = ''
      for await (const chunk of data) text += chunk.choices[0]?.delta?.content ?? ''
      return { text, response }
    },
    responses: async (model) => {
      const { data, response } = await openai()
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
    [
      'messages',
      () =>
        anthropic()
          .messages.create({ model: 'heron-large', max_tokens: 50, messages: QUESTION })
          .withResponse(),
    ],
    [
      'chat',
      () =>
        openai()
          .chat.completions.create({ model: 'heron-large', messages: QUESTION })
          .withResponse(),
    ],
    [
      'responses',
      () => openai().responses.create({ model: 'heron-large', input: 'Why?' }).withResponse(),
    ],
  ])('%s: one that is not streamed passes, and is told to be held', async (kind, ask) => {
    const { data, response } = await ask()
    expect(data).toMatchObject(signedFor(account, ANSWERS[kind]?.whole ?? {}))
    expect(response.headers.get('stillwatch-policy')).toBe('policy-held')
  })
})
