import { afterAll, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { bearer, gateWith, SECRET, spool } from '../../src/service/gate/gate.fixture.js'
import { openDesk } from '../../src/service/verification/desk.js'

const file = new URL('../../dist/service/verification/desk-worker.js', import.meta.url)
const desk = openDesk({ hashKey: hashKeyOf(SECRET), file, answerMsMax: 20_000 })
const now = () => Date.parse('2026-03-20T00:00:00Z')
const { app } = gateWith({ rest: { desk, now } })
afterAll(() => app.close())

const assess = (payload: unknown, headers: Record<string, string> = bearer) =>
  app.inject({ method: 'POST', url: '/v1/signup/assess', headers, payload: payload as object })
const one = { application_id: 'a', applied_at: '2026-03-10T12:00:00Z' }

describe('POST /v1/signup/assess', () => {
  test('says what it looks like, what is to be asked, and why', async () => {
    const response = await assess({
      ...one,
      program: 'education',
      email_domain: 'stanford-edu.com',
      ip_country: 'XX',
      name: 'Somebody',
    })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({
      application_id: 'a',
      step: 'one_proof',
      required: ['institution_mail'],
      extra: ['documents'],
      counter_reasons: [],
      similar: [],
    })
    const [reason] = response.json().reasons
    expect(reason.statement).toBe(
      'The domain is not that of Stanford University (stanford.edu), and is made like it.',
    )
    expect(response.body).not.toContain('Somebody')
  })

  test('remembers who applied before, each once', async () => {
    const shared = (id: number) => ({
      ...one,
      application_id: `shares-${id}`,
      payment_hash: 'card',
      signup_ip: `192.0.${id}.1`,
    })
    for (const id of [1, 2, 3, 4, 4, 4]) await assess(shared(id))
    const [reason] = (await assess(shared(5))).json().reasons
    expect(reason.statement).toBe(
      'Its payment instrument pays for 4 other customers, 4 of whom signed up elsewhere.',
    )
  })

  test.each([
    ['no id', { applied_at: one.applied_at }, ['application_id']],
    ['no time', { application_id: 'a', applied_at: 'yesterday' }, ['applied_at']],
    ['a programme that there is not', { ...one, program: 'friends' }, ['program']],
    ['no object', [], ['']],
  ])('%s is refused with the places that do not fit', async (_, payload, places) => {
    const response = await assess(payload)
    expect(response.statusCode).toBe(400)
    expect(response.json().error).toMatchObject({ code: 'REQUEST_INVALID', places })
  })

  test.each([
    ['a domain of a million letters', { email_domain: 'a'.repeat(60_000) }],
    ['an address that is none', { signup_ip: "'; DROP TABLE account; --" }],
    ['a page with a line in it', { referrer: 'https://a.example/\n?x' }],
    ['letters from right to left', { email_domain: '\u202emoc.elgoog' }],
  ])('%s harms nobody', async (_, part) => {
    expect((await assess({ ...one, ...part })).statusCode).toBe(200)
  })

  test('more than an application is, is not read', async () => {
    const response = await assess({ ...one, referrer: 'x'.repeat(70_000) })
    expect(response.statusCode).toBe(413)
  })

  test('nobody without a token is answered', async () => {
    expect((await assess(one, {})).statusCode).toBe(401)
  })
})

test('where there is no room for it, it is assessed all the same, and says so to whoever waits and to all after them', async () => {
  const full = { append: async () => Promise.reject(new Error('full')) }
  const gate = gateWith({ rest: { desk, now, spool: { ...spool, ...full } } })
  const answer = async (query: string) => {
    const request = { method: 'POST', headers: bearer, payload: one } as const
    const response = await gate.app.inject({ ...request, url: `/v1/signup/assess${query}` })
    expect(response.statusCode).toBe(200)
    return response.json()
  }
  expect(await answer('')).toMatchObject({ step: 'grant', record: 'keeping' })
  expect(await answer('')).toMatchObject({ step: 'grant', record: 'not_kept' })
  expect(await answer('?wait=disk')).toMatchObject({ step: 'grant', record: 'not_kept' })
})

test('an id that the store cannot hold is refused, not lost', async () => {
  const response = await assess({ ...one, application_id: 'é'.repeat(100) })
  expect(response.json().error).toMatchObject({
    code: 'REQUEST_INVALID',
    places: ['application_id'],
  })
})

test('where nobody can assess, it says so and decides nothing', async () => {
  const nobody = { assess: async () => undefined, close: async () => {} }
  const gate = gateWith({ rest: { desk: nobody } })
  const response = await gate.app.inject({
    method: 'POST',
    url: '/v1/signup/assess',
    headers: bearer,
    payload: one,
  })
  expect(response.statusCode).toBe(503)
  expect(response.json().error.code).toBe('ASSESSMENT_UNAVAILABLE')
})

test('a thread that ends is begun anew', async () => {
  const broken = openDesk({
    hashKey: hashKeyOf(SECRET),
    file: new URL('data:text/javascript,process.exit(1)'),
  })
  expect(await broken.assess(one, 0)).toBeUndefined()
  await broken.close()
})
