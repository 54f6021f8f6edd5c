import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CLIENT, type Issuer, openIssuer } from './issuer.js'
import { type SignInGate, signInGate } from './sign-in-gate.js'

// What an issuer may do that is broken, slow or somebody else's: nothing is proved, and others are signed in.

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

const entries = () => [
  {
    ...{ issuer: issuer.url, ...CLIENT, domains: ['tum.de'] },
    redirect_uri: 'https://provider.example/apply/tum',
  },
  {
    ...{ issuer: other.url, ...CLIENT, domains: ['mit.edu'] },
    redirect_uri: 'https://provider.example/apply/mit',
  },
]
function gate(given: readonly object[] = entries(), rest: object = {}) {
  const one = signInGate(given, { now: () => Date.now() + laterMs, ...rest })
  gates.push(one)
  return one
}
/** By a gate that knows nothing of the issuer, unless one is given. */
async function through(app = gate()) {
  const begun = await app.begin()
  return begun.url === undefined ? begun : app.check(issuer.signIn(begun.url))
}
const UNANSWERED = { status: 503, error: { code: 'ISSUER_UNANSWERED' } }
const JSON_TYPE = { 'content-type': 'application/json' }
const PART = 'x'.repeat(65_536)
const DESCRIPTION = '/.well-known/openid-configuration'
const PLACES = [DESCRIPTION, '/token', '/keys', '/me']

describe('an issuer proves nothing', () => {
  type Answers = Issuer['answers'][string]
  const answers: [string, Answers][] = [
    ['fails', (_, response) => response.writeHead(500).end()],
    ['hangs up', (request) => request.socket.destroy()],
    ['talks', (_, response) => response.end('<html>Welcome</html>')],
    ['breaks off', (_, response) => response.writeHead(200, JSON_TYPE).end('{"issuer":')],
    ['says nothing', (_, response) => response.writeHead(200, JSON_TYPE).end('{}')],
    ['says a list', (_, response) => response.writeHead(200, JSON_TYPE).end('[]')],
  ]
  test.each(
    answers.flatMap(([what, answer]) => PLACES.map((place) => [what, place, answer] as const)),
  )('that %s at %s', async (_, place, answer) => {
    issuer.person.beside = {}
    issuer.answers[place] = answer
    const app = gate()
    expect(await through(app)).toMatchObject(UNANSWERED)
    expect(issuer.asked).toContain(place)
    expect(app.lines.join('')).toContain(issuer.url)
  })

  test.each(PLACES)('that sends us elsewhere from %s, where nobody goes', async (place) => {
    issuer.person.beside = {}
    issuer.answers[place] = (_, response) =>
      response.writeHead(307, { location: `${other.url}${place}` }).end()
    expect(await through()).toMatchObject(UNANSWERED)
    expect(other.asked).toEqual([])
  })

  test.each([
    ['another', { issuer: 'https://login.elsewhere.example' }],
    ['itself with a stroke more', { issuer: undefined, stroke: true }],
    ['an open line to sign in by', { authorization_endpoint: 'http://login.elsewhere.example/' }],
    ['a script to sign in by', { authorization_endpoint: 'javascript:alert(1)' }],
    ['no keys', { jwks_uri: undefined }],
  ])('that names %s', async (_, { stroke, ...described }: Record<string, unknown>) => {
    issuer.described = { ...described, ...(stroke ? { issuer: `${issuer.url}/` } : {}) }
    expect(await through()).toMatchObject(UNANSWERED)
  })

  test.each(PLACES.slice(1))('that names an open line for %s, where nobody goes', async (place) => {
    issuer.person.beside = {}
    const keys = { '/token': 'token_endpoint', '/keys': 'jwks_uri', '/me': 'userinfo_endpoint' }
    // The same machine, by a name that does not say so.
    const open = `${issuer.url.replace('127.0.0.1', '0.0.0.0')}${place}`
    issuer.described = { [keys[place as keyof typeof keys]]: open }
    expect(await through()).toMatchObject(UNANSWERED)
    expect(issuer.asked).not.toContain(place)
  })

  test.each(PLACES)('that never ends at %s, of which little is taken', async (place) => {
    issuer.person.beside = {}
    let bytes = 0
    issuer.answers[place] = (request, response) => {
      response.writeHead(200, JSON_TYPE).write('{"issuer":"')
      const more = () => {
        do bytes += PART.length
        while (!request.socket.destroyed && response.write(PART))
      }
      response.on('drain', more)
      more()
    }
    expect(await through()).toMatchObject(UNANSWERED)
    // 256 KiB, and what lies in the buffers of the system.
    expect(bytes).toBeLessThan(32 * 1024 * 1024)
  })

  test('that does not know us, whose word the log has', async () => {
    const app = gate(entries().map((one) => ({ ...one, client_secret: 'wrong' })))
    expect(await through(app)).toMatchObject(UNANSWERED)
    expect(app.lines.join('')).toContain('invalid_client')
  })

  test('with a secret that cannot be read, which the log says', async () => {
    const [first] = entries().map(({ client_secret: _, ...one }) => ({
      ...one,
      client_secret_file: '/no/such/file',
    }))
    const app = gate([first ?? {}])
    expect(await through(app)).toMatchObject(UNANSWERED)
    expect(app.lines.join('')).toContain('/no/such/file')
  })

  test('that is not there', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const [first] = entries()
    const app = gate([{ ...first, issuer: `http://127.0.0.1:${port}` }])
    const { error } = await app.begin()
    expect(error?.code).toBe('ISSUER_UNANSWERED')
    expect(error?.hint).toContain('sign in again')
  })
})

describe('an issuer that hangs', () => {
  const hang = () => undefined
  test('is given up, wherever it does', async () => {
    await Promise.all(
      PLACES.map(async (place) => {
        const one = await openIssuer()
        one.person.beside = {}
        one.answers[place] = hang
        const app = gate([{ ...entries()[0], issuer: one.url }])
        const begun = await app.begin()
        const answer = begun.url === undefined ? begun : await app.check(one.signIn(begun.url))
        expect(answer).toMatchObject(UNANSWERED)
        expect(one.asked).toContain(place)
        await one.close()
      }),
    )
  })

  test('holds up nobody of another, and no more than a few of its own', async () => {
    const app = gate()
    issuer.answers[DESCRIPTION] = hang
    const waiting = Array.from({ length: 40 }, () => app.begin())
    let isOver = false
    const all = Promise.all(waiting).finally(() => {
      isOver = true
    })
    const { url = '' } = await app.begin('app_1', 'mit.edu')
    expect((await app.check(other.signIn(url), 'app_1', 'mit.edu')).status).toBe(200)
    expect(await Promise.race(waiting)).toMatchObject(UNANSWERED)
    expect(isOver).toBe(false)
    for (const one of await all) expect(one).toMatchObject(UNANSWERED)
    expect(issuer.asked).toEqual([DESCRIPTION])
  })

  test('does not keep a gate from ending', async () => {
    const app = gate()
    const { url = '' } = await app.begin()
    issuer.answers['/token'] = hang
    const waiting = app.check(issuer.signIn(url))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const startedMs = performance.now()
    await Promise.all([app.close(), waiting])
    expect(performance.now() - startedMs).toBeLessThan(4000)
  })
})

describe('what an issuer says of itself', () => {
  const descriptions = () => issuer.asked.filter((path) => path === DESCRIPTION).length

  test('is asked once for many, and again after an hour', async () => {
    const app = gate()
    await Promise.all(Array.from({ length: 20 }, () => through(app)))
    expect(descriptions()).toBe(1)
    laterMs = 61 * 60_000
    expect((await through(app)).state).toBe('proved')
    expect(descriptions()).toBe(2)
  })

  test('is asked again some seconds after it was not to be had', async () => {
    const app = gate()
    issuer.answers[DESCRIPTION] = (_, response) => response.writeHead(500).end()
    for (const _ of [1, 2, 3]) expect(await app.begin()).toMatchObject(UNANSWERED)
    expect(descriptions()).toBe(1)
    issuer.answers = {}
    expect(await app.begin()).toMatchObject(UNANSWERED)
    laterMs = 11_000
    expect((await through(app)).state).toBe('proved')
  })

  test('is asked again after it failed, for it may have moved', async () => {
    const app = gate()
    const { url = '' } = await app.begin()
    issuer.answers['/token'] = (_, response) => response.writeHead(404).end()
    expect(await app.check(issuer.signIn(url))).toMatchObject(UNANSWERED)
    issuer.answers = {}
    expect((await through(app)).state).toBe('proved')
    expect(descriptions()).toBe(2)
  })
})

test.each([
  ['a domain without an issuer', 'stanford.edu', 409, 'ISSUER_NOT_SET'],
  ['one above that of an issuer', 'tum.de.com', 409, 'ISSUER_NOT_SET'],
  ['one that nobody can have', 'com', 422, 'DOMAIN_NOT_REGISTRABLE'],
  ['no domain', '', 400, 'REQUEST_INVALID'],
])('%s is refused, at both ends', async (_, domain, status, code) => {
  const app = gate()
  const refused = { status, error: { code } }
  expect(await app.begin('app_1', domain)).toMatchObject(refused)
  expect(await app.check('https://provider.example/', 'app_1', domain)).toMatchObject(refused)
})

test('without a secret there is none, since anybody could make its state', async () => {
  const app = gate(entries(), { hashSecret: '' })
  const refused = { status: 409, error: { code: 'CHALLENGE_WITHOUT_SECRET' } }
  expect(await app.begin()).toMatchObject(refused)
  expect(await app.check('https://provider.example/')).toMatchObject(refused)
})
