import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { oidcSchema, peopleSchema } from '../../config/people.js'
import { makeWho, type Named } from './who.js'

type Keys = Awaited<ReturnType<typeof generateKeyPair>>

const NOW_MS = Date.parse('2026-03-01T00:00:00Z')
const AUDIENCE = 'stillwatch'
let server: Server
let issuer = ''
let keys: Keys
let others: Keys
let published: object[] = []
let isUp = true
let asked = 0
let told: object = {}

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true })
  others = await generateKeyPair('RS256', { extractable: true })
  published = [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256' }]
  server = createServer((request, response) => {
    asked += 1
    if (!isUp) return response.writeHead(500).end()
    const isKeys = request.url === '/keys'
    response.end(JSON.stringify(isKeys ? { keys: published } : { ...described(), ...told }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const described = () => ({ issuer, jwks_uri: `${issuer}/keys` })
const named = (more: Partial<Named> = {}): Named => ({
  people: peopleSchema.parse([
    { name: 'alice', oidc: 'sub-of-alice', roles: ['reviewer'] },
    { name: 'bob', sha256: 'ab'.repeat(32), roles: ['admin'] },
  ]),
  oidc: oidcSchema.parse({ issuer, audience: AUDIENCE }),
  ...more,
})
const who = (settings: () => Named = named) => {
  let ms = 0
  return makeWho(settings, { now: () => NOW_MS, clock: () => (ms += 60_000) })
}

interface Claims {
  readonly sub?: string
  readonly iss?: string
  readonly aud?: string
  readonly exp?: number
  readonly by?: Keys
  readonly kid?: string
}
const token = ({ sub = 'sub-of-alice', iss = issuer, aud = AUDIENCE, ...more }: Claims = {}) =>
  new SignJWT({ roles: ['admin'], name: 'bob' })
    .setProtectedHeader({ alg: 'RS256', kid: more.kid ?? 'one' })
    .setSubject(sub)
    .setIssuer(iss)
    .setAudience(aud)
    .setExpirationTime(more.exp ?? NOW_MS / 1000 + 60)
    .sign((more.by ?? keys).privateKey)
const bearer = async (given: string | Promise<string>) => `Bearer ${await given}`

test('a token of the issuer names a person of the settings, whose roles are those of the settings', async () => {
  const person = await who().personOf(await bearer(token()))
  expect(person).toEqual({
    name: 'alice',
    roles: ['reviewer'],
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(
    who()
      .people()
      .map(({ name }) => name),
  ).toEqual(['alice', 'bob'])
})

test('no other token names anybody', async () => {
  const door = who()
  const pem = await exportSPKI(keys.publicKey)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: 'sub-of-alice', iss: issuer, aud: AUDIENCE, exp: NOW_MS / 1000 + 60 }
  const byPublicKey = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(new TextEncoder().encode(pem))
  const good = await token()
  const [head = '', body = '', signature = ''] = good.split('.')
  const forged = Buffer.from(body, 'base64url').toString('utf8').replace('alice', 'clara')
  const bad = {
    'of another audience': await token({ aud: 'another-service' }),
    'of another issuer': await token({ iss: 'https://elsewhere.example' }),
    'of another key': await token({ by: others }),
    'of a key that nobody has': await token({ kid: 'two' }),
    'over its time': await token({ exp: NOW_MS / 1000 - 31 }),
    'of nobody whom the settings name': await token({ sub: 'sub-of-mallory' }),
    'of nobody at all': await token({ sub: '' }),
    unsigned: `${part({ alg: 'none' })}.${part(claims)}.`,
    'signed with what is published': byPublicKey,
    changed: `${head}.${Buffer.from(forged).toString('base64url')}.${signature}`,
    'without an end': await new SignJWT({ sub: 'sub-of-alice', iss: issuer, aud: AUDIENCE })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(keys.privateKey),
    'what stands for the person in the records': door.people()[0]?.sha256 ?? '',
    'too long': `${'a'.repeat(20_000)}.a.a`,
  }
  for (const [what, given] of Object.entries(bad)) {
    expect([what, await door.personOf(`Bearer ${given}`)]).toEqual([what, 'NOBODY'])
  }
  expect(await door.personOf(undefined)).toBe('NOBODY')
  expect(await door.personOf(`Basic ${good}`)).toBe('NOBODY')
  expect(await door.personOf(`Bearer ${good}`)).toMatchObject({ name: 'alice' })
})

test('keys that nobody knows make the issuer be asked once, and not by every request', async () => {
  const door = who()
  await door.personOf(await bearer(token()))
  const before = asked
  for (let at = 0; at < 20; at += 1) await door.personOf(await bearer(token({ kid: `k${at}` })))
  expect(asked - before).toBeLessThanOrEqual(1)
})

test('an issuer that went away is asked once in ten seconds, whatever is sent meanwhile, and known keys count on', async () => {
  let ms = 0
  const door = makeWho(named, { now: () => NOW_MS, clock: () => ms })
  expect(await door.personOf(await bearer(token()))).toMatchObject({ name: 'alice' })
  // After half a minute jose would ask for keys that it does not know.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
  isUp = false
  const before = asked
  for (let at = 0; at < 20; at += 1) {
    expect(await door.personOf(await bearer(token({ kid: `k${at}` })))).toBe('DOWN')
  }
  expect(asked - before).toBe(1)
  expect(await door.personOf(await bearer(token()))).toMatchObject({ name: 'alice' })
  expect(await door.personOf('Bearer a.b.c')).toBe('NOBODY')
  isUp = true
  ms += 10_000
  expect(await door.personOf(await bearer(token({ kid: 'k' })))).toBe('NOBODY')
  expect(asked - before).toBe(2)
  vi.useRealTimers()
})

test('while the issuer is away nobody comes in by it, and afterwards they do', async () => {
  const door = who()
  isUp = false
  expect(await door.personOf(await bearer(token()))).toBe('DOWN')
  isUp = true
  expect(await door.personOf(await bearer(token()))).toMatchObject({ name: 'alice' })
})

test('who describes another issuer, or keys on an open line, is not trusted', async () => {
  for (const wrong of [
    { issuer: 'https://elsewhere.example' },
    { jwks_uri: 'http://elsewhere.example/keys' },
    { jwks_uri: 'file:///etc/passwd' },
  ]) {
    told = wrong
    expect(await who().personOf(await bearer(token()))).toBe('DOWN')
  }
  told = {}
})

test('without an issuer in the settings its people are nobody', async () => {
  const door = who(() => named({ oidc: undefined }))
  expect(await door.personOf(await bearer(token()))).toBe('NOBODY')
  expect(door.people().map(({ name }) => name)).toEqual(['bob'])
})

test('whoever is shut out stays so, whatever else the issuer or the settings call them', async () => {
  const digests = new Set<string>()
  for (const [name, more] of [
    ['alice', { email: 'alice@example.com' }],
    ['anna', { email: 'ALICE@example.com', preferred_username: 'Alice' }],
  ] as const) {
    const people = peopleSchema.parse([{ name, oidc: 'sub-of-alice', roles: ['reviewer'] }])
    const given = await new SignJWT({ ...more, sub: 'sub-of-alice', iss: issuer, aud: AUDIENCE })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setExpirationTime(NOW_MS / 1000 + 60)
      .sign(keys.privateKey)
    const person = await who(() => named({ people })).personOf(`Bearer ${given}`)
    if (person === 'NOBODY' || person === 'DOWN') throw new Error(person)
    expect(person.name).toBe(name)
    digests.add(person.sha256)
  }
  expect(digests.size).toBe(1)
  // Another spelling is another `sub`, and nobody's.
  for (const sub of ['SUB-of-alice', 'sub-of-alice ', 'sub-of-\u00e1lice']) {
    expect(await who().personOf(await bearer(token({ sub })))).toBe('NOBODY')
  }
})

test('the settings know nobody by a name that changes, nor one person under two spellings', () => {
  const one = { name: 'anna', oidc: 's', roles: ['viewer'] }
  const isTaken = (people: object) => peopleSchema.safeParse(people).success
  expect(isTaken([one, { ...one, oidc: 't' }])).toBe(true)
  expect(isTaken([one, { ...one, oidc: 't', name: 'Anna' }])).toBe(false)
  for (const oidc of ['a b', '', 'Zo\u00eb', 'a'.repeat(256)]) {
    expect(isTaken([{ ...one, oidc }])).toBe(false)
  }
  const settings = { issuer: 'https://id.example', audience: 'a', claim: 'email' }
  expect(oidcSchema.safeParse(settings).success).toBe(false)
})

test('the settings take one way a person, each once, and no issuer on an open line', () => {
  const one = { name: 'a', roles: ['viewer'] }
  for (const people of [
    [one],
    [{ ...one, oidc: 's', sha256: 'ab'.repeat(32) }],
    [
      { ...one, oidc: 's' },
      { ...one, name: 'b', oidc: 's' },
    ],
  ]) {
    expect(peopleSchema.safeParse(people).success).toBe(false)
  }
  expect(oidcSchema.safeParse({ issuer: 'http://id.example', audience: 'a' }).success).toBe(false)
  expect(oidcSchema.safeParse({ issuer: 'https://id.example', audience: 'a' }).success).toBe(true)
})
