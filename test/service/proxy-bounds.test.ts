import { describe, expect, it } from 'vitest'
import { NONE } from '../../src/service/proxy/record/reader.js'
import {
  delta,
  json,
  MESSAGES_EVENTS,
  MESSAGES_REQUEST,
  MESSAGES_RESPONSE,
  post,
  SECRET_WORDS,
  sse,
  UP,
} from './proxy-bodies.js'
import { until, worlds } from './proxy-world.js'

const start = worlds()

describe('bounds', () => {
  it('a text beyond the bound is cut and marked, and what stands behind is still read', async () => {
    const long = 'word '.repeat(40_000)
    const events = [
      ...MESSAGES_EVENTS.slice(0, 8),
      ...Array.from({ length: 2000 }, () =>
        delta(1, { type: 'text_delta', text: 'more and more ' }),
      ),
      ...MESSAGES_EVENTS.slice(-2),
    ]
    const world = await start(sse(events, 5000), { settings: { copy_bytes_max: 20_000 } })
    const body = { ...MESSAGES_REQUEST, messages: [{ role: 'user', content: long }] }
    await post(world, '/v1/messages', body)
    const [record] = await world.recorded(1)
    expect(record).toMatchObject({
      is_text_cut: true,
      model: 'heron-large',
      tools: ['run'],
      stop_reason: 'tool_use',
      tokens_out: 30,
    })
    const { messages = [] } = (record ?? {}) as { messages?: { content: string }[] }
    expect(long.startsWith(messages[0]?.content ?? 'x')).toBe(true)
    expect(messages[0]?.content.length).toBeGreaterThan(19_000)
    expect(String(record?.response)).toContain('more and more')
    expect(world.counters.recorded_cut).toBe(1)
  })

  it('while the spool is behind texts go first, and then what is lost is counted', async () => {
    const waiting: (() => void)[] = []
    const world = await start(json(MESSAGES_RESPONSE, UP), {
      settings: { copies_bytes_max: 6_000 },
      append: () => new Promise((resolve) => waiting.push(resolve)),
    })
    for (let n = 0; n < 12; n++) await post(world, '/v1/messages', MESSAGES_REQUEST)
    await until(() => world.counters.unrecorded_behind > 0)
    for (let n = 0; n < 12; n++) {
      for (const go of waiting.splice(0)) go()
      await new Promise(setImmediate)
    }
    const { recorded, recorded_textless, unrecorded_behind } = world.counters
    expect(recorded).toBeGreaterThan(recorded_textless)
    expect(recorded_textless).toBeGreaterThan(0)
    expect(recorded + unrecorded_behind).toBe(12)
    const textless = world.records.filter(({ text_policy }) => text_policy === 'none')
    expect(textless.length).toBe(recorded_textless)
    expect(JSON.stringify(textless)).not.toContain(SECRET_WORDS)
  })

  it('a spool that refuses, a reader that fails: counted, and the client does not notice', async () => {
    const first = await start(json(MESSAGES_RESPONSE), {
      append: () => Promise.reject(new Error('SPOOL_FULL')),
    })
    const reader = {
      read: () => Promise.reject(new Error(SECRET_WORDS)),
      flush: async () => NONE,
      close: async () => undefined,
    }
    const second = await start(json(MESSAGES_RESPONSE), { reader })
    for (const world of [first, second]) {
      expect(JSON.parse(await post(world, '/v1/messages', {}))).toEqual(MESSAGES_RESPONSE)
    }
    await until(() => first.counters.unrecorded_refused === 1)
    await until(() => second.counters.unrecorded_unreadable === 1)
    expect(second.counters.copies_bytes).toBe(0)
  })

  it('no text where the policy forbids it', async () => {
    const world = await start(json(MESSAGES_RESPONSE), { settings: { text_policy: 'none' } })
    await post(world, '/v1/messages', MESSAGES_REQUEST)
    const [record] = await world.recorded(1)
    expect(record).toMatchObject({
      text_policy: 'none',
      messages: [
        { role: 'user', content: '' },
        { role: 'user', content: '' },
      ],
    })
    expect(record).not.toHaveProperty('system')
    expect(record).not.toHaveProperty('response')
  })

  it('an id that the client chose, or one that is too long, is none', async () => {
    const chosen = await start((request, response) => {
      json(MESSAGES_RESPONSE, { 'x-request-id': `${request.headers['x-request-id']}` })(
        request,
        response,
      )
    })
    await post(chosen, '/v1/messages', MESSAGES_REQUEST, { 'x-request-id': 'mine' })
    expect(await chosen.recorded(1)).toMatchObject([{ exchange_id: 'msg_1' }])
    const long = await start(json({ ...MESSAGES_RESPONSE, id: 'x'.repeat(500) }))
    const metadata = { user_id: 'y'.repeat(500) }
    await post(long, '/v1/messages', { ...MESSAGES_REQUEST, metadata })
    const [record] = await long.recorded(1)
    expect(record?.exchange_id).toMatch(/^[0-9a-f-]{36}$/)
    expect(record).not.toHaveProperty('end_user_id')
  })

  it('whatever is nested or broken makes a record all the same', async () => {
    const world = await start((request, response) => {
      request.resume()
      response.end(`${'{"a":'.repeat(100_000)}`)
    })
    const deep = `{"model":"m","messages":${'['.repeat(200_000)}`
    for (const body of [deep, `${deep}${']'.repeat(200_000)}}`, 'no json', '[]', '\ud800', '']) {
      await post(world, '/v1/messages', body)
    }
    expect((await world.recorded(6)).map(({ status }) => status)).toEqual(Array(6).fill(200))
  })
})
