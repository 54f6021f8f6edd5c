import { describe, expect, test } from 'vitest'
import { sketchTexts } from '../decisions/sketch.js'
import { LEVELS } from '../decisions/subject.js'
import { bearer, gateWith, key, TOKEN } from './gate.fixture.js'

describe('forward-auth', () => {
  const ask = (
    account: string,
    options: { headers?: object; settings?: object; url?: string; method?: 'GET' | 'POST' } = {},
  ) => {
    const gate = gateWith({ settings: options.settings ?? {} })
    const answer = gate.app.inject({
      method: options.method ?? 'GET',
      url: options.url ?? '/v1/forward-auth',
      headers: { ...bearer, 'x-account-id': account, ...options.headers },
    })
    return answer.then((response) => ({ ...gate, response }))
  }

  test.each(LEVELS.map((level) => [level, level === 'deny' ? 403 : 200] as const))(
    '%s is answered with %i and told in a header',
    async (level, status) => {
      const { response } = await ask(level)
      expect(response.statusCode).toBe(status)
      expect(response.headers['x-stillwatch-level']).toBe(level)
    },
  )

  test('the level of refusal is a setting', async () => {
    const settings = { refuse_from: 'limit' }
    expect((await ask('verify', { settings })).response.statusCode).toBe(200)
    expect((await ask('limit', { settings })).response.statusCode).toBe(403)
  })

  test('who is refused learns the policy, the code and the appeal, and no reason', async () => {
    const { response } = await ask('deny')
    expect(response.json().error).toMatchObject({
      code: 'usage_review',
      policy_id: 'campaign-operators',
      appeal: 'Write to appeals@example.org.',
    })
    expect(response.json().error.message).toMatch(
      /campaign-operators.*usage_review.*appeals@example.org/,
    )
    // Whoever hands on no body of ours has the same of the headers.
    expect(response.headers).toMatchObject({
      'x-stillwatch-policy': 'campaign-operators',
      'x-stillwatch-reason': 'usage_review',
      'x-stillwatch-appeal': 'Write to appeals@example.org.',
    })
    expect(JSON.stringify(response.headers) + response.body).not.toContain('campaign c1')
  })

  test('an id of 128 bytes is one; a longer account is named by its hash, another id is as if it were not there', async () => {
    const ids = async (id: string) => {
      const headers = { 'x-organization-id': id, 'x-api-key-id': id, 'x-tenant': id }
      return (await ask(id, { headers })).asked[0]
    }
    const id = 'a'.repeat(128)
    const longest = { account_id: id, organization_id: id, api_key_id: id, tenant: id }
    expect(await ids(id)).toMatchObject(longest)
    const { account_id, organization_id, api_key_id, tenant } = (await ids(`${id}a`)) ?? {}
    expect(account_id).toMatch(/^sha256_[0-9a-f]{64}$/)
    expect([organization_id, api_key_id, tenant]).toEqual(Array(3).fill(undefined))
  })

  test('asks by the headers of the settings, and by the name of a key where no id is told', async () => {
    const headers = {
      'x-client-authorization': 'Bearer sk-client',
      'x-real-ip': '10.0.0.1, ::ffff:203.0.113.9',
      'user-agent': 'sdk/1',
      'x-tenant': 't1',
    }
    const { asked } = await ask('a', { headers })
    expect(asked[0]).toEqual({
      account_id: 'a',
      api_key_id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
      ip: '203.0.113.9',
      user_agent: 'sdk/1',
      tenant: 't1',
    })
  })

  test('Envoy’s path behind ours, a method and a type with an empty body, all are answered', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '0' }
    const url = '/v1/forward-auth/v1/messages?x=1'
    const { response } = await ask('a', { url, method: 'POST', headers })
    expect(response.statusCode).toBe(200)
  })

  test('a fault of ours lets through, or not, as the operator said', async () => {
    expect((await ask('fault')).response.statusCode).toBe(200)
    expect((await ask('fault', { settings: { fail: 'closed' } })).response.statusCode).toBe(403)
  })
})

describe('LiteLLM’s guardrail', () => {
  const ask = async (payload: unknown, settings: object = {}) => {
    const gate = gateWith({ settings })
    const response = await gate.app.inject({
      method: 'POST',
      url: '/beta/litellm_basic_guardrail_api',
      headers: { 'x-api-key': TOKEN, 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
    return { ...gate, response, body: response.json() }
  }
  const request = (user: string, part: object = {}) => ({
    input_type: 'request',
    litellm_call_id: 'c',
    litellm_trace_id: null,
    structured_messages: null,
    images: null,
    tools: null,
    texts: ['hello'],
    request_data: { user_api_key_user_id: user, user_api_key_hash: 'h', user_api_key_org_id: null },
    request_headers: { 'user-agent': '[present]' },
    litellm_version: '1.80.0',
    additional_provider_specific_params: {},
    tool_calls: null,
    ...part,
  })

  test('what passes is NONE, what is refused BLOCKED with policy and appeal and no reason', async () => {
    expect((await ask(request('a'))).body).toEqual({ action: 'NONE' })
    expect((await ask(request('hold'))).body).toEqual({ action: 'NONE' })
    const { body } = await ask(request('deny'))
    expect(body.action).toBe('BLOCKED')
    expect(body.blocked_reason).toMatch(/campaign-operators.*usage_review.*appeals@example.org/)
    expect(body.blocked_reason).not.toContain('campaign c1')
  })

  test('names the account as the settings say, and knows the texts', async () => {
    const structured_messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'one two three four' }] },
      { role: 'assistant', content: null, tool_calls: [] },
      { role: 'user', content: 'five six seven eight' },
    ]
    const { asked } = await ask(request('u1', { structured_messages }), {
      litellm: { account: ['user_api_key_team_id', 'user_api_key_hash'] },
    })
    const sketch = sketchTexts(key, {
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'five six seven eight' }],
    })
    expect(asked[0]).toEqual({ account_id: 'h', api_key_id: 'h', ...sketch })
  })

  test('a response is not judged', async () => {
    const { body, asked } = await ask(request('deny', { input_type: 'response' }))
    expect([body, asked]).toEqual([{ action: 'NONE' }, []])
  })

  test.each([
    ['no JSON', '{'],
    ['too much', `{"texts": ["${'x'.repeat(3000)}"]}`],
    ['a fault of ours', JSON.stringify(request('fault'))],
  ])(
    '%s lets through, or not, as the operator said, and never with an error',
    async (_, payload) => {
      const limits = { body_bytes_max: 2048 }
      const open = await ask(payload, { limits })
      expect([open.response.statusCode, open.body]).toEqual([200, { action: 'NONE' }])
      const closed = await ask(payload, { limits, fail: 'closed' })
      expect([closed.response.statusCode, closed.body.action]).toEqual([200, 'BLOCKED'])
    },
  )
})
