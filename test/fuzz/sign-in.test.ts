import type { ServerResponse } from 'node:http'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { CLIENT, type Issuer, openIssuer } from '../integration/issuer.js'
import { type SignInGate, signInGate } from '../integration/sign-in-gate.js'
import { fuzz } from './fuzz.js'

const PAGE = 'https://provider.example/apply/tum'
const HOUR_MS = 3_600_000
/** Each takes some requests on a line. */
const INPUTS_MIN = 60
let issuer: Issuer
let gate: SignInGate
let nowMs = Date.now()
let proved = 0

beforeAll(async () => {
  issuer = await openIssuer()
  const entry = { issuer: issuer.url, ...CLIENT, domains: ['tum.de'], redirect_uri: PAGE }
  gate = signInGate([entry], { now: () => nowMs })
})
afterAll(async () => {
  await gate.close()
  await issuer.close()
})

/** What is refused whatever it says is no test of what it says. */
const reached = () => expect(proved).toBeGreaterThan(0)

/** With an issuer of which nothing is known any more, and that says these bytes at a path. */
function anew(path?: string, bytes?: Buffer): void {
  nowMs += 2 * HOUR_MS
  ;(gate.lines as string[]).length = 0
  issuer.mend()
  if (path !== undefined && bytes !== undefined) says(path, bytes)
}
function says(path: string, bytes: Buffer): void {
  issuer.answers[path] = (request, response: ServerResponse) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end(bytes)
  }
}

/** An answer is one of ours; of whom nothing was proved nothing is told, and nobody is named in the log. */
function sound(answer: Awaited<ReturnType<SignInGate['check']>>): void {
  expect([200, 400, 413, 503]).toContain(answer.status)
  if (answer.status === 503) expect(answer.error?.code).toBe('ISSUER_UNANSWERED')
  if (answer.state === 'proved') {
    proved += 1
    expect(answer.institution_domain).toBe('tum.de')
    expect(answer.person_hash).toMatch(/^[0-9a-f]{40}$/)
  } else expect(answer.person_hash).toBeUndefined()
  expect(gate.lines.join('')).not.toMatch(/jane|\bdoe\b/i)
}
const signedIn = async () => {
  const { url } = await gate.begin()
  return url === undefined ? undefined : issuer.signIn(url)
}
const json = (value: unknown) => Buffer.from(JSON.stringify(value))

/** The address is known once the issuer listens. */
const ADDRESS = 'http://issuer.example'
const withAddress = (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replaceAll(ADDRESS, issuer.url), 'latin1')

fuzz({
  name: 'sign-in: what an issuer says of itself',
  inputsMin: INPUTS_MIN,
  corpus: [
    json({
      ...{ issuer: ADDRESS, authorization_endpoint: `${ADDRESS}/sign-in` },
      ...{ token_endpoint: `${ADDRESS}/token`, jwks_uri: `${ADDRESS}/keys` },
      ...{ userinfo_endpoint: `${ADDRESS}/me`, id_token_signing_alg_values_supported: ['RS256'] },
      ...{ authorization_response_iss_parameter_supported: false },
    }),
  ],
  run: async (bytes) => {
    anew('/.well-known/openid-configuration', withAddress(bytes))
    const begun = await gate.begin()
    expect([200, 503]).toContain(begun.status)
    if (begun.url === undefined) return
    const url = new URL(begun.url)
    expect(['https:', 'http:']).toContain(url.protocol)
    if (url.protocol === 'http:') expect(url.hostname).toMatch(/^(127\.|localhost$|\[::1\]$)/)
    expect(url.searchParams.get('redirect_uri')).toBe(PAGE)
    sound(await gate.check(issuer.signIn(begun.url)))
  },
})

fuzz({
  name: 'sign-in: what an issuer answers for a code',
  inputsMin: INPUTS_MIN,
  corpus: [
    json({
      ...{ access_token: 'a', token_type: 'Bearer', expires_in: 60 },
      id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2ln',
    }),
    json({ error: 'invalid_grant', error_description: 'jane doe was here' }),
  ],
  run: async (bytes) => {
    anew('/token', bytes)
    const answer = await gate.check((await signedIn()) ?? '')
    sound(answer)
    expect(answer.state).not.toBe('proved')
  },
})

fuzz({
  name: 'sign-in: the keys of an issuer',
  inputsMin: INPUTS_MIN,
  corpus: [
    json({ keys: [{ kty: 'RSA', alg: 'RS256', use: 'sig', kid: 'k', n: 'AQAB', e: 'AQAB' }] }),
    json({
      keys: [
        { kty: 'oct', k: 'AAAA' },
        { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
      ],
    }),
  ],
  run: async (bytes) => {
    anew('/keys', bytes)
    const answer = await gate.check((await signedIn()) ?? '')
    sound(answer)
    // Whatever they are, they are none that the token was signed with.
    expect(answer.state).not.toBe('proved')
  },
})

const keys = await generateKeyPair('RS256', { extractable: true })
beforeEach(() => {
  proved = 0
})
const published = { ...(await exportJWK(keys.publicKey)), alg: 'RS256' }

fuzz({
  name: 'sign-in: what a token claims',
  inputsMin: INPUTS_MIN,
  corpus: [
    json({ email: 'jane.doe@tum.de', email_verified: true, sub: 'jane', hd: 'tum.de' }),
    json({ eduperson_scoped_affiliation: ['student@tum.de', 'alum@in.tum.de'], nonce: 'n' }),
    json({ iss: 'https://else.example', aud: ['a'], azp: 'b', exp: 1, iat: 9e9, nbf: 9e9 }),
  ],
  run: async (bytes) => {
    let claims: unknown
    try {
      claims = JSON.parse(bytes.toString())
    } catch {
      return
    }
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return
    anew()
    says('/keys', json({ keys: [published] }))
    // Whatever is claimed, also what no library would sign.
    issuer.lies = {
      claims,
      sign: (all) =>
        new CompactSign(json(all)).setProtectedHeader({ alg: 'RS256' }).sign(keys.privateKey),
    }
    const answer = await gate.check((await signedIn()) ?? '')
    sound(answer)
    reached()
    const { iss, nonce, exp } = claims as Readonly<Record<string, unknown>>
    const isOfOthers = ('iss' in claims && iss !== issuer.url) || 'nonce' in claims
    const isOver = typeof exp === 'number' && exp < Date.now() / 1000 - HOUR_MS / 1000
    if (isOfOthers || isOver) expect([nonce, answer.state]).not.toEqual([nonce, 'proved'])
  },
})

fuzz({
  name: 'sign-in: the address that a browser came back to',
  inputsMin: INPUTS_MIN,
  corpus: [
    `${PAGE}?code=CODE&state=STATE`,
    `${PAGE}?state=STATE&code=CODE&iss=${encodeURIComponent(ADDRESS)}&session_state=x#f`,
    `${PAGE}?error=access_denied&state=STATE`,
  ].map((text) => Buffer.from(text)),
  run: async (bytes) => {
    anew()
    const real = new URL((await signedIn()) ?? PAGE).searchParams
    const [code, state] = [real.get('code') ?? '', real.get('state') ?? '']
    const callback = withAddress(bytes).toString().replace('CODE', code).replace('STATE', state)
    const answer = await gate.check(callback)
    sound(answer)
    reached()
    if (answer.state !== 'proved') return
    const back = new URL(callback)
    expect(`${back.origin}${back.pathname}`).toBe(PAGE)
    expect([back.searchParams.get('code'), back.searchParams.get('state')]).toEqual([code, state])
  },
})
