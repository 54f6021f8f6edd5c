import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CLIENT, type Issuer, openIssuer } from './issuer.js'
import { type SignInGate, signInGate } from './sign-in-gate.js'

const MINUTE_MS = 60_000
let issuer: Issuer
let other: Issuer
let laterMs = 0
const gates: SignInGate[] = []

beforeAll(async () => {
  issuer = await openIssuer()
  other = await openIssuer()
})
afterAll(async () => {
  for (const gate of gates) await gate.close()
  for (const one of [issuer, other]) await one.close()
})
beforeEach(() => {
  laterMs = 0
  for (const one of [issuer, other]) one.mend()
})

const PAGE = 'https://provider.example/apply/tum'
const entry = (more: object = {}) => ({
  ...{ issuer: issuer.url, ...CLIENT, domains: ['tum.de'], redirect_uri: PAGE },
  ...more,
})
const elsewhere = () => ({
  ...entry({ issuer: other.url, domains: ['mit.edu', 'cs.tum.de'] }),
  redirect_uri: 'https://provider.example/apply/mit',
})
function gate(entries: readonly object[] = [entry(), elsewhere()], rest: object = {}) {
  const one = signInGate(entries, { now: () => Date.now() + laterMs, ...rest })
  gates.push(one)
  return one
}
const through = async (app: SignInGate, subject = 'app_1') =>
  app.check(issuer.signIn((await app.begin(subject)).url), subject)

const ABSENT = {
  ...{ status: 200, subject: 'app_1', domain: 'tum.de', proof: 'institution_sign_in' },
  ...{ state: 'absent', reason: 'no_sign_in' },
}
const UNANSWERED = { status: 503, error: { code: 'ISSUER_UNANSWERED' } }

describe('whoever signs in with their institution is of it', () => {
  test('and nothing else is told of them, nor logged', async () => {
    const app = gate()
    const begun = await app.begin('app_1', 'TUM.de.')
    expect(begun).toMatchObject({ status: 200, subject: 'app_1', domain: 'tum.de' })
    const { searchParams } = new URL(begun.url ?? '')
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ client_id: 'stillwatch', response_type: 'code', scope: 'openid email' },
      ...{ code_challenge_method: 'S256', redirect_uri: PAGE },
    })
    const shown = await app.check(issuer.signIn(begun.url))
    expect(shown).toEqual({
      ...{ status: 200, subject: 'app_1', domain: 'tum.de', proof: 'institution_sign_in' },
      ...{ state: 'proved', institution_domain: 'tum.de' },
      person_hash: expect.stringMatching(/^[0-9a-f]{40}$/),
    })
    expect(app.lines.join('')).not.toMatch(/jane|doe/i)
  })

  test('by a gate that was started anew, and one person is seen to be one', async () => {
    const [app, anew] = [gate(), gate()]
    const { url } = await app.begin()
    const first = await anew.check(issuer.signIn(url))
    const second = await through(app, 'app_2')
    expect(second.person_hash).toBe(first.person_hash)
    issuer.lies = { claims: { sub: 'sub-of-joe' } }
    expect((await through(app)).person_hash).not.toBe(first.person_hash)
  })

  test('after a rotation of the secret, under the name that they had', async () => {
    const { url } = await gate(undefined, { hashSecret: ['', 'before'] }).begin()
    const [before, after] = [
      await through(gate(undefined, { hashSecret: ['', 'before'] })),
      await gate(undefined, { hashSecret: ['', 'before', 'after'] }).check(issuer.signIn(url)),
    ]
    expect(after).toEqual(before)
    expect(after.state).toBe('proved')
  })

  test('which it says beside the token as well', async () => {
    const affiliations = { eduperson_scoped_affiliation: ['member@tum.de', 'student@tum.de'] }
    issuer.person = { token: {}, beside: affiliations }
    expect(await through(gate())).toMatchObject({ state: 'proved', affiliation: 'student' })
  })

  test.each([
    ['a public client', { client_id: 'public', client_secret: undefined }],
    ['a secret in the body', { client_auth: 'post' }],
  ])('by %s', async (_, more) => {
    const aud = 'client_id' in more ? more.client_id : CLIENT.client_id
    issuer.lies = { claims: { aud } }
    expect((await through(gate([entry(more)]))).state).toBe('proved')
  })

  test('who left, is not', async () => {
    const app = gate()
    issuer.person.beside = { eduperson_affiliation: ['alum'] }
    expect(await through(app)).toEqual({ ...ABSENT, reason: 'former' })
    issuer.person = { token: { email: 'jane@tum.de', email_verified: false } }
    expect(await through(app)).toEqual({ ...ABSENT, reason: 'no_member' })
  })

  test('asked about what lies below, they are of what the issuer speaks for', async () => {
    const app = gate()
    const { url } = await app.begin('app_1', 'math.tum.de')
    const shown = await app.check(issuer.signIn(url), 'app_1', 'math.tum.de')
    expect(shown).toMatchObject({ domain: 'math.tum.de', institution_domain: 'tum.de' })
    expect((await app.begin('app_1', 'cs.tum.de')).url).toContain(other.url)
  })
})

describe('what a browser brings back proves nothing', () => {
  type Bring = (url: string) => string | Promise<string>
  const changed = (callback: string, change: (url: URL) => void) => {
    const url = new URL(callback)
    change(url)
    return url.href
  }
  test.each<[string, Bring]>([
    [
      'without a code',
      (url) => changed(issuer.signIn(url), (back) => back.searchParams.delete('code')),
    ],
    [
      'without a state',
      (url) => changed(issuer.signIn(url), (back) => back.searchParams.delete('state')),
    ],
    ['with a state that was made up', (url) => issuer.signIn(url, { state: 'A'.repeat(56) })],
    ['with two codes', (url) => `${issuer.signIn(url)}&code=another`],
    ['with a code that the issuer never gave', (url) => issuer.signIn(url, { code: 'a code' })],
    ['with a word of refusal', (url) => issuer.signIn(url, { error: 'access_denied' })],
    ['with a token', (url) => issuer.signIn(url, { id_token: 'a.b.c' })],
    ['from an issuer that says it is another', (url) => issuer.signIn(url, { iss: other.url })],
    ['to the page of another issuer', (url) => issuer.signIn(url).replace('/tum?', '/mit?')],
    ['to another server', (url) => issuer.signIn(url).replace('provider.', 'evil.')],
    ['as a part of an address', (url) => new URL(issuer.signIn(url)).search],
  ])('%s', async (_, bring) => {
    const app = gate()
    const { url = '' } = await app.begin()
    expect(await app.check(await bring(url))).toEqual(ABSENT)
  })

  test('to a page that is not of this issuer, which is not even told of it', async () => {
    const app = gate()
    const back = issuer.signIn((await app.begin()).url)
    for (const one of [back.replace('/tum?', '/mit?'), back.replace('provider.', 'evil.')])
      expect(await app.check(one)).toEqual(ABSENT)
    expect(issuer.asked).not.toContain('/token')
  })

  test('of another subject, another domain or another issuer', async () => {
    const app = gate()
    const { url } = await app.begin('app_2')
    expect(await app.check(issuer.signIn(url))).toEqual(ABSENT)
    const below = await app.begin('app_1', 'math.tum.de')
    expect(await app.check(issuer.signIn(below.url))).toEqual(ABSENT)
    const theirs = await app.begin('app_1', 'mit.edu')
    expect(await app.check(issuer.signIn(theirs.url, {}))).toEqual(ABSENT)
    // Somebody else’s code under one’s own state: the issuer knows whose verifier it was given for.
    const own = new URL((await app.begin()).url ?? '').searchParams.get('state') ?? ''
    expect(await app.check(issuer.signIn(url, { state: own }))).toEqual(ABSENT)
    expect(issuer.asked).not.toContain('/keys')
  })

  test('of an issuer that names itself otherwise and now does not', async () => {
    issuer.described = { authorization_response_iss_parameter_supported: true }
    const app = gate()
    const { url } = await app.begin()
    expect(await app.check(issuer.signIn(url))).toEqual(ABSENT)
    expect((await app.check(issuer.signIn(url, { iss: issuer.url }))).state).toBe('proved')
  })

  test('twice: of a hundred that bring one code at once, one proves', async () => {
    const app = gate()
    const callback = issuer.signIn((await app.begin()).url)
    const all = await Promise.all(Array.from({ length: 100 }, () => app.check(callback)))
    expect(all.filter(({ state }) => state === 'proved')).toHaveLength(1)
    expect(all.filter(({ state }) => state === 'absent')).toHaveLength(99)
    expect(await app.check(callback)).toEqual(ABSENT)
  })

  test('too late', async () => {
    const app = gate()
    const callback = issuer.signIn((await app.begin()).url)
    laterMs = 30 * MINUTE_MS
    const { reason: _, ...expired } = { ...ABSENT, state: 'expired' }
    expect(await app.check(callback)).toEqual(expired)
  })
})

describe('a token proves nothing', () => {
  const seconds = (from: number) => Math.floor(Date.now() / 1000) + from
  const signed = (alg: string, key: Parameters<SignJWT['sign']>[0]) => (claims: object) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(key)
  test.each<[string, object, object]>([
    ['for another client', { aud: 'another' }, ABSENT],
    ['for others too', { aud: ['another', 'stillwatch'] }, ABSENT],
    ['that another client had', { aud: ['a', 'stillwatch'], azp: 'a' }, ABSENT],
    ['of another sign-in', { nonce: 'another' }, ABSENT],
    ['without a nonce', { nonce: undefined }, UNANSWERED],
    ['of another issuer', { iss: 'https://login.elsewhere.example' }, ABSENT],
    ['that is over', { exp: seconds(-120) }, UNANSWERED],
    ['that never ends', { exp: undefined }, UNANSWERED],
    ['that is not yet good', { nbf: seconds(120) }, UNANSWERED],
    ['of nobody', { sub: undefined }, UNANSWERED],
  ])('%s', async (_, claims, answer) => {
    issuer.lies = { claims }
    const app = gate()
    expect(await through(app)).toMatchObject(answer)
    expect(app.lines.join('')).toContain('issuer not answered')
    expect(app.lines.join('')).not.toMatch(/jane|doe/i)
  })

  test('that nobody signed, or others than the issuer', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const secret = new TextEncoder().encode(CLIENT.client_secret.padEnd(32, '.'))
    for (const sign of [
      async (claims: object) => new UnsecuredJWT({ ...claims }).encode(),
      signed('HS256', secret),
      signed('RS256', privateKey),
    ]) {
      issuer.lies = { sign }
      expect(await through(gate())).toMatchObject(UNANSWERED)
      issuer.described = { id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] }
      expect(await through(gate())).toMatchObject(UNANSWERED)
    }
  })

  test('with something beside it that is of somebody else', async () => {
    issuer.person = { token: {}, beside: { sub: 'sub-of-joe', hd: 'tum.de' } }
    expect(await through(gate())).toMatchObject(UNANSWERED)
  })

  test('but clocks may differ by some seconds, and keys may change', async () => {
    const app = gate()
    issuer.lies = { claims: { exp: seconds(-10), nbf: seconds(10) } }
    expect((await through(app)).state).toBe('proved')
    await issuer.rotate()
    // Those that were published a moment ago are not asked for again; after a failure they are.
    expect(await through(app)).toMatchObject(UNANSWERED)
    expect((await through(app)).state).toBe('proved')
  })
})
