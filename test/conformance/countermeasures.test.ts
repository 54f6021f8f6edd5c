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

const EXPIRES_MS = 4000
const IDS = COUNTERMEASURES.map(({ id }) => id)
const accountOf = (id: string) => `acct-${id}`

/** A policy for each measure, about an account of its own: the gate goes by all of them at once. */
const everyMeasure = (more: object = {}): PolicyFile =>
  policyOf(
    COUNTERMEASURES.map(({ id, level }) => ({
      policy_id: `policy-${id}`,
      level,
      mode: 'live',
      measures: [id],
      limits: caseOf(id).limits ?? {},
      reason_code: 'usage_review',
      appeal: APPEAL,
      named: { accounts: [accountOf(id)] },
      ...more,
    })),
  )

const ask = (id: string, way = waysOf(id)[0] ?? 'messages') =>
  seenOf({ url: live.url, id, account: accountOf(id), way })
const isTouched = async (id: string) => isTold(await ask(id))

/** Waits until each is touched, or is no more; at what instant each was found so, by measure. */
async function untilEach(wanted: boolean): Promise<ReadonlyMap<string, number>> {
  const found = IDS.map(async (id): Promise<[string, number]> => {
    await until(async () => (await isTouched(id)) === wanted)
    return [id, Date.now()]
  })
  return new Map(await Promise.all(found))
}

describe('each measure that is live', () => {
  beforeAll(async () => {
    await live.publish(everyMeasure())
    await untilEach(true)
  })

  it.each(IDS)('%s is applied, and the client is told policy, code and appeal', async (id) => {
    const { status, changed } = caseOf(id)
    for (const way of waysOf(id)) {
      await until(async () => isTold(await ask(id, way)))
      const met = await ask(id, way)
      expect([way, met.status]).toEqual([way, status])
      expect(met.headers.get('stillwatch-policy')).toBe(`policy-${id}`)
      expect(met.headers.get('stillwatch-reason')).toBe('usage_review')
      expect(met.headers.get('stillwatch-appeal')).toBe(APPEAL)
      expect(met.headers.get('stillwatch-measures')).toBe(id)
      if (status === 200)
        expect(upstream.asked.get(accountOf(id))).toMatchObject(
          changed?.[way.split(',')[0] ?? ''] ?? {},
        )
      else expect(met.text).toContain(`policy-${id} (usage_review). To appeal:`)
    }
  })

  it('touches nobody else', async () => {
    expect(isTold(await seen(live.url, 'acct-else', 'messages', {}))).toBe(false)
  })
})

describe('each measure in a dry run', () => {
  beforeAll(async () => {
    await live.publish(everyMeasure({ mode: 'dry_run' }))
    await untilEach(false)
  })

  it.each(IDS)('%s only observes', async (id) => {
    expect(await isTouched(id)).toBe(false)
  })
})

describe('each measure with an end', () => {
  let starts_at: string
  let ended: ReadonlyMap<string, number>
  beforeAll(async () => {
    starts_at = new Date().toISOString()
    const policy = everyMeasure({ starts_at, expires_hours: EXPIRES_MS / 3_600_000 })
    await live.publish(policy)
    await untilEach(true)
    ended = await untilEach(false)
    await live.publish(policy)
  })

  it.each(IDS)('%s ends by itself', (id) => {
    expect(ended.get(id)).toBeGreaterThanOrEqual(Date.parse(starts_at) + EXPIRES_MS)
  })
})

describe('each measure whose policy is taken out', () => {
  beforeAll(async () => {
    await live.publish(everyMeasure())
    await untilEach(true)
    await live.publish(policyOf([]))
    await untilEach(false)
  })

  it.each(IDS)('%s is undone by hand', async (id) => {
    expect(await isTouched(id)).toBe(false)
  })
})

describe('what was done by each measure', () => {
  it.each(COUNTERMEASURES)('$id stands in the audit trail', async ({ id, level }) => {
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
  })

  it('is a trail that is whole', async () => {
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
