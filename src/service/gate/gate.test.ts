import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { describe, expect, test, vi } from 'vitest'
import { sketchTexts } from '../decisions/sketch.js'
import { API_ERRORS } from './answer.js'
import { checkBind } from './auth.js'
import { bearer, gateWith, key, settingsOf, sha256, TOKEN, touched } from './gate.fixture.js'

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

describe('what the operator sees', () => {
  test('ready tells age, engine and lag, and is 503 only while stopping', async () => {
    const gate = gateWith({
      rest: { engine: () => ({ state: 'down', since_ms: 1, campaigns_act: 3 }) },
    })
    const ready = await gate.app.inject('/readyz')
    expect(ready.statusCode).toBe(200)
    expect(ready.json()).toEqual({
      status: 'degraded',
      degraded: ['no_snapshot', 'engine_down'],
      snapshot: { age_ms: null, subjects: 0, refused: 'there is no file yet' },
      engine: { state: 'down', since_ms: 1, watermark: null, lag_seconds: null },
      spool: { bytes: 10, segments: 1, rows: 2, lag_ms: 1000 },
    })
    const seen = await gate.app.inject({ url: '/readyz', headers: bearer })
    expect(seen.json()).toMatchObject({ engine: { campaigns_act: 3 } })
    gate.drain()
    expect((await gate.app.inject('/readyz')).statusCode).toBe(503)
  })

  test('ready and metrics say that nobody is added, that a clock was stepped, and what became of what was asked and told', async () => {
    const told = {
      ...{ is_only_releasing: true, is_clock_stepped: true },
      ...{ account_requests_refused: 2, alerts_failed_mail: 3 },
    }
    const gate = gateWith({ rest: { engine: () => ({ state: 'running', since_ms: 1, ...told }) } })
    const ready = (await gate.app.inject('/readyz')).json()
    expect(ready.degraded).toEqual(['no_snapshot', 'only_releasing', 'clock_stepped'])
    expect(ready.engine).not.toHaveProperty('account_requests_refused')
    const { body } = await gate.app.inject({ url: '/metrics', headers: bearer })
    for (const line of [
      'is_only_releasing 1',
      'is_clock_stepped 1',
      'account_requests_refused 2',
      'alerts_failed_mail 3',
    ]) {
      expect(body).toContain(`\nstillwatch_engine_${line}\n`)
    }
    const well = gateWith({
      rest: { engine: () => ({ state: 'running', since_ms: 1, is_only_releasing: false }) },
    })
    expect((await well.app.inject('/readyz')).json().degraded).toEqual(['no_snapshot'])
    const figures = await well.app.inject({ url: '/metrics', headers: bearer })
    expect(figures.body).toContain('\nstillwatch_engine_is_only_releasing 0\n')
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
    expect(body).toContain('stillwatch_spool_lag_seconds 1')
    expect(body).toContain('stillwatch_snapshot_is_refused 1')
    expect(body).not.toContain('chosen-by-client')
    const names = [...body.matchAll(/^# TYPE (stillwatch_\w+) (\w+)/gm)]
    expect(names.length).toBeGreaterThan(8)
    for (const [, name, type] of names) {
      expect(name).toMatch(
        type === 'counter'
          ? /_total$/
          : /_(seconds|bytes|connections|rows|segments|subjects|refused)$/,
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
