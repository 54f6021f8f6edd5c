import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { describe, expect, test, vi } from 'vitest'
import { type ServeSettings, serveSchema } from '../../config/serve.js'
import type { Asked, Decision } from '../decisions/decide.js'
import { hashKeyWords } from '../decisions/siphash.js'
import { sketchTexts } from '../decisions/sketch.js'
import { LEVELS } from '../decisions/subject.js'
import { API_ERRORS } from './answer.js'
import { buildGate, type GateOptions } from './app.js'
import { checkBind } from './auth.js'
import type { SpoolPort } from './plugin.js'

const key = hashKeyWords('(1,2)')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const TOKEN = 'a-token-of-the-tests'
const bearer = { authorization: `Bearer ${TOKEN}` }
const settingsOf = (part: object = {}): ServeSettings =>
  serveSchema.parse({
    tokens: [{ name: 'all', sha256: sha256(TOKEN), uses: ['decide', 'intake', 'metrics'] }],
    ...part,
  })
const spool: SpoolPort = {
  append: async () => {},
  stats: () => ({ bytes: 10, segments: 1, oldestMs: 1000, rows: 2 }),
  close: async () => {},
}
const PASS: Decision = {
  level: 'pass',
  policy_id: null,
  reason_code: null,
  appeal: null,
  reasons: [],
  snapshot_age_ms: 7,
}
const touched = (level: Decision['level']): Decision => ({
  level,
  policy_id: 'campaign-operators',
  reason_code: 'usage_review',
  appeal: 'Write to appeals@example.org.',
  reasons: ['campaign c1: act at 97'],
  snapshot_age_ms: 7,
})

/** A gate whose decisions depend on the account: its name is the level. */
function gateWith(options: { settings?: object; rest?: Partial<GateOptions> } = {}) {
  const asked: Asked[] = []
  const lines: string[] = []
  const level = (id: string) => LEVELS.find((one) => one === id) ?? 'pass'
  const gate = buildGate({
    decisions: {
      decide: (one) => {
        asked.push(one)
        if (one.account_id === 'fault') throw new Error(`about ${one.user_agent}`)
        return level(one.account_id) === 'pass' ? PASS : touched(level(one.account_id))
      },
      sketch: (texts) => sketchTexts(key, texts),
      state: () => ({ tables: null, refused: 'there is no file yet' }),
    },
    spool,
    settings: settingsOf(options.settings),
    log: { write: (line) => lines.push(line) },
    now: () => 5000,
    ...options.rest,
  })
  return { ...gate, asked, lines }
}

describe('POST /v1/decide', () => {
  const decide = (payload: unknown, gate = gateWith()) =>
    gate.app.inject({
      method: 'POST',
      url: '/v1/decide',
      headers: { ...bearer, 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })

  test('gives the whole decision, the reasons too, and an id', async () => {
    const response = await decide({ account_id: 'verify', unknown_key: [1] })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({ ...touched('verify'), request_id: expect.any(String) })
    expect(response.headers['x-request-id']).toBe(response.json().request_id)
  })

  test('asks by hashes of the texts and not by the texts', async () => {
    const gate = gateWith()
    const messages = [
      { role: 'user', content: 'before' },
      { role: 'assistant', content: 'an answer' },
      { role: 'user', content: [{ type: 'text', text: 'one two three four' }, { type: 'image' }] },
    ]
    await decide(
      { account_id: 'a', ip: '::ffff:192.0.2.1', model: null, system: 'Be brief.', messages },
      gate,
    )
    const expected = sketchTexts(key, {
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'one two three four' }],
    })
    expect(gate.asked).toEqual([{ account_id: 'a', ip: '192.0.2.1', ...expected }])
  })

  test.each([
    ['no account', { organization_id: 'o' }, ['account_id']],
    ['an account of 129 bytes', { account_id: 'ä'.repeat(65) }, ['account_id']],
    ['messages that are none', { account_id: 'a', messages: [{ text: 1 }] }, ['messages.0.role']],
  ])('%s is refused with the places that do not fit', async (_, payload, places) => {
    const response = await decide(payload)
    expect(response.statusCode).toBe(400)
    expect(response.json().error).toMatchObject({ code: 'REQUEST_INVALID', places })
    expect(response.json().error.hint).not.toBe('')
  })

  test.each([
    ['no JSON', '{"account_id": "secret-words', 400, 'REQUEST_INVALID'],
    ['a prototype', '{"account_id": "a", "__proto__": {"x": 1}}', 400, 'REQUEST_INVALID'],
    ['nothing', '', 400, 'REQUEST_INVALID'],
    ['depth without end', `${'['.repeat(50_000)}`, 400, 'REQUEST_INVALID'],
    ['too much', `{"account_id": "${'x'.repeat(70_000)}"}`, 413, 'REQUEST_TOO_LARGE'],
  ])('%s is refused in the shape of the API', async (_, payload, status, code) => {
    const gate = gateWith({ settings: { limits: { body_bytes_max: 65_536 } } })
    const response = await decide(payload, gate)
    expect(response.statusCode).toBe(status)
    expect(response.json().error).toMatchObject({ code, request_id: expect.any(String) })
    expect(response.body).not.toContain('secret-words')
  })
})

describe('who may ask', () => {
  const ask = (headers: Record<string, string>, settings: object = {}) =>
    gateWith({ settings }).app.inject({ url: '/v1/forward-auth', headers })

  test.each([
    ['no token', {}, 401],
    ['another token', { authorization: 'Bearer other' }, 401],
    ['its hash', { authorization: `Bearer ${sha256(TOKEN)}` }, 401],
    ['the token', bearer, 200],
    ['the token as a key', { 'x-api-key': TOKEN }, 200],
    [
      'the token beside the authorization of a client',
      { authorization: 'Bearer sk-1', 'x-stillwatch-token': TOKEN },
      200,
    ],
  ])('%s', async (_, headers, status) => {
    expect((await ask(headers)).statusCode).toBe(status)
  })

  test('a token is good for its uses and for no others', async () => {
    const tokens = [{ name: 'm', sha256: sha256(TOKEN), uses: ['metrics'] }]
    expect((await ask(bearer, { tokens })).statusCode).toBe(403)
    const gate = gateWith({ settings: { tokens } })
    expect((await gate.app.inject({ url: '/metrics', headers: bearer })).statusCode).toBe(200)
  })

  test('without tokens only names of this machine are answered', async () => {
    expect((await ask({ host: '127.0.0.1:8787' }, { tokens: [] })).statusCode).toBe(200)
    expect((await ask({ host: 'rebound.example' }, { tokens: [] })).statusCode).toBe(403)
  })

  test('a public address without tokens is refused at the start', () => {
    const bind = (host: string, tokens?: object[]) => () =>
      checkBind(settingsOf({ host, ...(tokens === undefined ? {} : { tokens }) }))
    expect(bind('0.0.0.0', [])).toThrow(/asks nobody for a token/)
    expect(bind('::', [])).toThrow(/asks nobody for a token/)
    expect(bind('127.0.0.1', [])).not.toThrow()
    expect(bind('0.0.0.0')).not.toThrow()
  })

  test('health is for everybody', async () => {
    const { app } = gateWith()
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    expect((await app.inject('/readyz')).statusCode).toBe(200)
    expect((await app.inject('/metrics')).statusCode).toBe(401)
  })

  test('the intake asks for a token of its own, the proxy for none', async () => {
    const plugin = (url: string) => async (app: FastifyInstance) => {
      app.get(url, async () => 'reached')
    }
    const tokens = [{ name: 'd', sha256: sha256(TOKEN), uses: ['decide'] }]
    const { app } = gateWith({
      settings: { tokens },
      rest: { intake: plugin('/in'), proxy: plugin('/out') },
    })
    expect((await app.inject({ url: '/in', headers: bearer })).statusCode).toBe(403)
    expect((await app.inject('/out')).body).toBe('reached')
  })
})

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
    expect(JSON.stringify(response.headers) + response.body).not.toContain('c1')
  })

  test('asks by the headers of the settings, and by the hash of a key where no id is told', async () => {
    const headers = {
      'x-client-authorization': 'Bearer sk-client',
      'x-real-ip': '10.0.0.1, ::ffff:203.0.113.9',
      'user-agent': 'sdk/1',
      'x-tenant': 't1',
    }
    const { asked } = await ask('a', { headers })
    expect(asked[0]).toEqual({
      account_id: 'a',
      api_key_id: sha256('sk-client'),
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
    expect(body.blocked_reason).toMatch(/campaign-operators.*appeals@example.org/)
    expect(body.blocked_reason).not.toContain('c1')
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

describe('what the operator sees', () => {
  test('ready tells age, engine and lag, and is 503 only while stopping', async () => {
    const gate = gateWith({ rest: { engine: () => ({ state: 'down', since_ms: 1 }) } })
    const ready = await gate.app.inject('/readyz')
    expect(ready.statusCode).toBe(200)
    expect(ready.json()).toEqual({
      status: 'degraded',
      degraded: ['no_snapshot', 'engine_down'],
      snapshot: { age_ms: null, subjects: 0, refused: 'there is no file yet' },
      engine: { state: 'down', since_ms: 1 },
      spool: { bytes: 10, segments: 1, rows: 2, lag_ms: 4000 },
    })
    gate.drain()
    expect((await gate.app.inject('/readyz')).statusCode).toBe(503)
  })

  test('metrics have names with units and no label that a client chose', async () => {
    const gate = gateWith()
    for (const url of ['/v1/forward-auth/chosen-by-client', '/nothing/chosen-by-client']) {
      await gate.app.inject({ url, headers: { ...bearer, 'x-account-id': 'deny' } })
    }
    const { body } = await gate.app.inject({ url: '/metrics', headers: bearer })
    expect(body).toContain(
      'stillwatch_decisions_total{door="forward_auth",level="deny",policy_id="campaign-operators"} 1',
    )
    expect(body).toContain('stillwatch_spool_lag_seconds 4')
    expect(body).toContain('stillwatch_snapshot_is_refused 1')
    expect(body).not.toContain('chosen-by-client')
    const names = [...body.matchAll(/^# TYPE (stillwatch_\w+) (\w+)/gm)]
    expect(names.length).toBeGreaterThan(8)
    for (const [, name, type] of names) {
      expect(name).toMatch(
        type === 'counter' ? /_total$/ : /_(seconds|bytes|rows|segments|subjects|refused)$/,
      )
    }
  })

  test('new settings are taken without a restart', async () => {
    const gate = gateWith()
    const ask = () =>
      gate.app.inject({ url: '/v1/forward-auth', headers: { ...bearer, 'x-account-id': 'verify' } })
    expect((await ask()).statusCode).toBe(200)
    gate.reload(settingsOf({ refuse_from: 'verify' }))
    expect((await ask()).statusCode).toBe(403)
    gate.reload(settingsOf({ tokens: [{ name: 'n', sha256: sha256('new'), uses: ['decide'] }] }))
    expect((await ask()).statusCode).toBe(401)
  })
})

test('no text, credential or identifier ever reaches the log, at any level', async () => {
  const PLANTED = 'planted-7f3a'
  const settings = { log_level: 'debug', limits: { body_bytes_max: 4096 } }
  const gate = gateWith({ settings })
  const written = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  const failed = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const bodies = [
    `{"account_id": "fault", "user_agent": "${PLANTED}", "system": "${PLANTED}", "messages": [{"role": "user", "content": "${PLANTED}"}]}`,
    `{"account_id": "deny", "system": "${PLANTED}", "api_key_id": "${PLANTED}"}`,
    `{"account_id": "${PLANTED}", ${PLANTED}`,
    `{"${PLANTED}": 1}`,
    `{"texts": ["${PLANTED}"], "request_data": {"user_api_key_user_id": "fault", "user_api_key_hash": "${PLANTED}"}}`,
    `${PLANTED}`.repeat(1000),
  ]
  const headers = {
    'user-agent': PLANTED,
    'x-client-authorization': PLANTED,
    'x-account-id': 'fault',
    cookie: PLANTED,
    'x-request-id': PLANTED,
  }
  for (const url of [
    '/v1/decide',
    '/beta/litellm_basic_guardrail_api',
    `/v1/forward-auth/${PLANTED}?k=${PLANTED}`,
    `/${PLANTED}`,
  ]) {
    for (const payload of bodies) {
      for (const type of ['application/json', PLANTED, 'text/plain']) {
        for (const token of [TOKEN, PLANTED]) {
          await gate.app.inject({
            method: 'POST',
            url,
            headers: { ...headers, 'content-type': type, authorization: `Bearer ${token}` },
            payload,
          })
        }
      }
    }
  }
  const elsewhere = [...written.mock.calls, ...failed.mock.calls].map(([line]) => String(line))
  written.mockRestore()
  failed.mockRestore()
  expect(gate.lines.length).toBeGreaterThan(100)
  expect(gate.lines.filter((line) => line.includes(PLANTED))).toEqual([])
  expect(gate.lines.filter((line) => line.includes(TOKEN))).toEqual([])
  expect(elsewhere.filter((line) => line.includes(PLANTED))).toEqual([])
  expect(gate.lines.some((line) => line.includes('campaign c1'))).toBe(true)
})

test('every refusal is explained in the how-to, with its status', () => {
  const page = readFileSync('docs/how-to/decisions.md', 'utf8')
  const told = [...page.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ])
  expect(told).toEqual(Object.entries(API_ERRORS).map(([code, { status }]) => [code, status]))
})
