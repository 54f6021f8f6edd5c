import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignInGate, signInGate } from '../integration/sign-in-gate.js'
import { answering, freePort, type Program, startProgram } from './recipe.js'

// Sign-ins with an issuer that others wrote and that is certified, by whoever types a name into its pages.

const MINUTE_MS = 60_000
const [PAGE, OTHER_PAGE] = [
  'https://provider.example/apply/tum',
  'https://provider.example/apply/mit',
]
let issuer = ''
let program: Program | undefined
let laterMs = 0
const gates: SignInGate[] = []

beforeAll(async () => {
  const port = await freePort()
  issuer = `http://127.0.0.1:${port}`
  const file = fileURLToPath(new URL('oidc-provider.js', import.meta.url))
  program = startProgram(process.execPath, [file, `${port}`, [PAGE, OTHER_PAGE].join()])
  await answering(`${issuer}/.well-known/openid-configuration`, program, 30_000)
}, 60_000)
afterAll(async () => {
  for (const gate of gates) await gate.close()
  await program?.stop()
})

function gate(more: object = {}): SignInGate {
  const entry = {
    ...{ issuer, client_id: 'stillwatch', client_secret: 'a secret, of & with +' },
    ...{ domains: ['tum.de'], redirect_uri: PAGE, scope: 'openid email eduperson' },
  }
  const one = signInGate([{ ...entry, ...more }], { now: () => Date.now() + laterMs })
  gates.push(one)
  return one
}

/** What a browser comes back to that went to `url`, where somebody typed a name and agreed to whatever was asked. */
async function signIn(url: string | undefined, name: string, word?: 'abort'): Promise<string> {
  const cookies = new Map<string, string>()
  let place = url ?? ''
  let form: URLSearchParams | undefined
  for (let step = 0; step < 20; step++) {
    const answer = await fetch(place, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(key, value)
    }
    form = undefined
    const to = answer.headers.get('location')
    if (to?.startsWith('https://provider.example/')) return to
    if (to !== null) {
      place = new URL(to, place).href
      continue
    }
    const page = await answer.text()
    const [, action = ''] = /<form[^>]+action="([^"]+)"/.exec(page) ?? []
    const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(page) ?? []
    if (action === '') throw new Error(`${place} has no form: ${page.slice(0, 2000)}`)
    place = new URL(word ? `${place}/${word}` : action, place).href
    form = word ? undefined : new URLSearchParams({ prompt, login: name, password: 'any' })
  }
  throw new Error('the issuer sends us round and round')
}

const through = async (app: SignInGate, name: string, subject = 'app_1') =>
  app.check(await signIn((await app.begin(subject)).url, name), subject)
const ABSENT = {
  ...{ status: 200, subject: 'app_1', domain: 'tum.de', proof: 'institution_sign_in' },
  ...{ state: 'absent', reason: 'no_sign_in' },
}

describe('whoever signs in is of the institution', () => {
  test('by a verified address, or as a student, and no more is told', async () => {
    const app = gate()
    const jane = await through(app, 'jane')
    expect(jane).toEqual({
      ...{ status: 200, subject: 'app_1', domain: 'tum.de', proof: 'institution_sign_in' },
      ...{ state: 'proved', institution_domain: 'tum.de' },
      person_hash: expect.stringMatching(/^[0-9a-f]{40}$/),
    })
    const joe = await through(app, 'joe')
    expect(joe).toMatchObject({ state: 'proved', affiliation: 'student' })
    expect(joe.person_hash).not.toBe(jane.person_hash)
    expect((await through(app, 'jane', 'app_2')).person_hash).toBe(jane.person_hash)
    expect(app.lines.join('')).not.toMatch(/jane|joe/)
  })

  test('or is not: who left, is of elsewhere, or has an address that nobody verified', async () => {
    const app = gate()
    expect(await through(app, 'alumna')).toEqual({ ...ABSENT, reason: 'former' })
    for (const name of ['guest', 'unread', 'nobody'])
      expect(await through(app, name)).toEqual({ ...ABSENT, reason: 'no_member' })
  })

  test.each([
    ['a secret in the body', { client_id: 'posted', client_secret: 'posted', client_auth: 'post' }],
    ['a public client', { client_id: 'public', client_secret: undefined }],
    ['a signature by an elliptic curve', { client_id: 'elliptic', client_secret: 'elliptic' }],
  ])('with %s', async (_, more) => {
    expect((await through(gate(more), 'jane')).state).toBe('proved')
  })

  test.each([
    ['a secret that is wrong', { client_secret: 'wrong' }],
    ['a token that our own secret signs', { client_id: 'weak', client_secret: 'w'.repeat(32) }],
  ])('with %s nobody is', async (_, more) => {
    expect(await through(gate(more), 'jane')).toMatchObject({
      ...{ status: 503, error: { code: 'ISSUER_UNANSWERED' } },
    })
  })
})

describe('a sign-in', () => {
  test('that was given up is none', async () => {
    const app = gate()
    const callback = await signIn((await app.begin()).url, 'jane', 'abort')
    expect(callback).toContain('error=access_denied')
    expect(await app.check(callback)).toEqual(ABSENT)
  })

  test('replay: proves once, by whichever gate', async () => {
    const app = gate()
    const callback = await signIn((await app.begin()).url, 'jane')
    expect((await app.check(callback)).state).toBe('proved')
    for (const one of [app, gate()]) expect(await one.check(callback)).toEqual(ABSENT)
  })

  test('of another subject or another issuer is none, and nobody else’s code fits', async () => {
    const [app, other] = [gate(), gate({ redirect_uri: OTHER_PAGE })]
    const { url } = await app.begin('app_2')
    const theirs = await signIn(url, 'jane')
    expect(await app.check(theirs)).toEqual(ABSENT)
    expect(await other.check(theirs, 'app_2')).toEqual({ ...ABSENT, subject: 'app_2' })
    const own = new URL(await signIn((await app.begin()).url, 'joe'))
    own.searchParams.set('code', new URL(theirs).searchParams.get('code') ?? '')
    expect(await app.check(own.href)).toEqual(ABSENT)
    const unsaid = new URL(await signIn((await app.begin()).url, 'joe'))
    unsaid.searchParams.delete('iss')
    expect(await app.check(unsaid.href)).toEqual(ABSENT)
  })

  test('expiry: ours ends, and so does the code of the issuer', async () => {
    const app = gate()
    const callback = await signIn((await app.begin()).url, 'jane')
    laterMs = 31 * MINUTE_MS
    expect((await app.check(callback)).state).toBe('expired')
    laterMs = 0
    const hasty = gate({ client_id: 'hasty', client_secret: 'hasty' })
    const late = await signIn((await hasty.begin()).url, 'jane')
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(await hasty.check(late)).toEqual(ABSENT)
  })

  test('race: of many that bring one code at once, one proves', async () => {
    const app = gate()
    for (let round = 0; round < 5; round++) {
      const callback = await signIn((await app.begin()).url, 'jane')
      const all = await Promise.all(Array.from({ length: 20 }, () => app.check(callback)))
      expect(all.map(({ state }) => state).sort()).toEqual([
        ...Array.from({ length: 19 }, () => 'absent'),
        'proved',
      ])
    }
  })

  test('race: by several gates at once, one proves at most, since the issuer takes back what it gave', async () => {
    const apps = [gate(), gate(), gate()]
    for (let round = 0; round < 5; round++) {
      const callback = await signIn((await apps[0]?.begin())?.url, 'jane')
      const all = await Promise.all(apps.map((app) => app.check(callback)))
      expect(all.filter(({ state }) => state === 'proved').length).toBeLessThanOrEqual(1)
    }
  })

  test('enumeration: who never began is answered as who began and did not come, and everybody begins alike', async () => {
    const app = gate()
    await app.begin()
    const guess = `${PAGE}?code=a&state=${'A'.repeat(56)}&iss=${encodeURIComponent(issuer)}`
    const [known, unknown] = [await app.check(guess), await app.check(guess, 'app_9')]
    expect({ ...unknown, subject: 'app_1' }).toEqual(known)
    expect(known).toEqual(ABSENT)
    const [one, another] = [await app.begin('jane'), await app.begin('nobody')]
    const shape = (url = '') => [...new URL(url).searchParams.keys()]
    expect(shape(one.url)).toEqual(shape(another.url))
    expect(one.url).not.toMatch(/jane/)
  })
})
