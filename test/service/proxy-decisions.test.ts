import { describe, expect, it } from 'vitest'
import {
  CLIENT,
  json,
  KEY,
  MESSAGES_REQUEST,
  MESSAGES_RESPONSE,
  post,
  RESPONSES_REQUEST,
  SECRET_WORDS,
} from './proxy-bodies.js'
import { PASS, worlds } from './proxy-world.js'

const start = worlds()

describe('decisions', () => {
  const appeal = 'https://provider.example/appeal'
  const deny = {
    ...PASS,
    level: 'deny',
    policy_id: 'policy-7',
    reason_code: 'terms_of_use',
    appeal,
    reasons: ['template 9 of campaign c'],
  } as const

  it('deny in the form of the API, and name no signal', async () => {
    let reached = 0
    const world = await start(() => reached++, { decide: () => deny })
    const anthropic = JSON.parse(await post(world, '/v1/messages', MESSAGES_REQUEST))
    const openai = JSON.parse(await post(world, '/v1/responses', RESPONSES_REQUEST))
    const message = `This request was refused under the policy policy-7 (terms_of_use). To appeal: ${appeal}`
    expect(anthropic).toEqual({
      type: 'error',
      error: { type: 'permission_error', message },
      request_id: expect.any(String),
    })
    expect(openai).toEqual({
      error: { message, type: 'permission_error', code: 'terms_of_use', param: null },
    })
    expect(reached).toBe(0)
    expect(await world.recorded(2)).toMatchObject([
      { status: 403, error_type: 'permission_error', decision_level: 'deny', model: 'heron-large' },
      { status: 403, decision_policy_id: 'policy-7' },
    ])
    expect(JSON.stringify([anthropic, openai, world.records])).not.toContain('campaign c')
  })

  it('are asked with what is known, and with every path', async () => {
    const world = await start(json({}), {
      settings: { account_headers: ['x-account'], trusted_proxies: ['127.0.0.1'] },
    })
    await post(world, '/v1/messages', MESSAGES_REQUEST, {
      ...CLIENT,
      'x-account': 'acct_1',
      'x-forwarded-for': '198.51.100.9, 192.0.2.7',
    })
    await post(world, '/v1/else', {})
    expect(world.asked).toMatchObject([
      { account_id: 'acct_1', ip: '192.0.2.7', model: 'heron-large', user_agent: 'Example/1' },
      { account_id: expect.stringMatching(/^key_/), ip: '127.0.0.1' },
    ])
    expect(await world.recorded(1)).toMatchObject([{ account_id: 'acct_1', ip: '192.0.2.7' }])
  })

  it('pass where nobody can decide, and levels to come pass and are recorded', async () => {
    const levels = ['observe', 'verify', 'limit', 'shape', 'hold', 'error'] as const
    let at = 0
    const world = await start(json(MESSAGES_RESPONSE), {
      decide: () => {
        const level = levels[at++]
        if (level === undefined || level === 'error') throw new Error(SECRET_WORDS)
        return { ...PASS, level }
      },
    })
    for (const _ of levels) {
      const answer = await post(world, '/v1/messages', MESSAGES_REQUEST)
      expect(JSON.parse(answer)).toEqual(MESSAGES_RESPONSE)
    }
    const found = (await world.recorded(6)).map(({ decision_level }) => decision_level)
    expect(found).toEqual([...levels.slice(0, 5), 'pass'])
    expect(world.counters.decisions_failed).toBe(1)
  })
})

it('logs and records hold no key, and logs no text', async () => {
  const world = await start((request) => request.socket.destroy())
  await post(world, `/v1/messages?key=${KEY}`, MESSAGES_REQUEST, {
    authorization: `Bearer ${KEY}`,
  })
  await world.recorded(1)
  const logged = world.log.join('')
  expect(logged).toContain('upstream failed')
  for (const secret of [KEY, SECRET_WORDS, 'heron']) expect(logged).not.toContain(secret)
  expect(JSON.stringify([world.records, world.asked])).not.toContain(KEY)
})
