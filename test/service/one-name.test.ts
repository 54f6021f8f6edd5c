import { afterEach, beforeEach, expect, test } from 'vitest'
import { proxyDoor } from '../../src/service/doors.js'
import { gateWith, SECRET, settingsOf, TOKEN } from '../../src/service/gate/gate.fixture.js'
import { openUpstream, type Upstream } from './proxy-world.js'

let upstream: Upstream
beforeEach(async () => {
  upstream = await openUpstream((_, response) => response.end('{}'))
})
afterEach(async () => {
  await upstream.close()
})

type Headers = Readonly<Record<string, string>>

/** Whom decisions are asked about: of a request to the proxy, and of one that an edge asks about beforehand. */
async function askedBy(headers: Headers, part: object = {}) {
  const settings = {
    ...part,
    proxy: { upstream: upstream.url, account_headers: ['x-account-id'] },
  }
  const proxy = proxyDoor(settingsOf(settings), { hashSecret: SECRET })
  const { app, asked } = gateWith({ settings, rest: { proxy } })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    await fetch(`${url}/v1/models`, { headers })
    // As an edge asks: the credential of the client in a header of its own, beside the token of the service.
    const { authorization, 'x-api-key': key, ...rest } = headers
    const credential = key ?? authorization ?? ''
    await fetch(`${url}/v1/forward-auth`, {
      headers: { ...rest, 'x-client-authorization': credential, 'x-stillwatch-token': TOKEN },
    })
  } finally {
    await app.close()
  }
  return asked.map(({ account_id, api_key_id }) => ({ account_id, api_key_id }))
}

const asBytes = (text: string) => Buffer.from(text).toString('latin1')
const KEYED = expect.stringMatching(/^key_[0-9a-f]{32}$/)

test.each<[string, Headers, object, unknown, unknown]>([
  ['a bearer’s key', { authorization: 'Bearer sk-1' }, {}, KEYED, KEYED],
  ['a key of its own header', { 'x-api-key': 'sk-1' }, {}, KEYED, KEYED],
  ['a key without its scheme', { authorization: 'sk-1' }, {}, KEYED, KEYED],
  [
    'a key as LiteLLM names it',
    { authorization: 'Bearer sk-1' },
    { api_key_ids: 'sha256' },
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ],
  [
    'an account that the edge names',
    { authorization: 'Bearer sk-1', 'x-account-id': 'acct_1' },
    {},
    'acct_1',
    KEYED,
  ],
  [
    'an account with a name too long for a record',
    { authorization: 'Bearer sk-1', 'x-account-id': 'a'.repeat(200) },
    {},
    expect.stringMatching(/^sha256_/),
    KEYED,
  ],
  // A header is bytes: so is each of these sent as in UTF-8. The last byte of `à` alone would be a blank.
  ...['школа', '学校', 'à'].map(
    (name) =>
      [
        `an account called ${name}`,
        { authorization: 'Bearer sk-1', 'x-account-id': asBytes(name) },
        {},
        name,
        KEYED,
      ] as [string, Headers, object, unknown, unknown],
  ),
  [
    'an account in bytes that are no UTF-8',
    { authorization: 'Bearer sk-1', 'x-account-id': 'caf\xe9' },
    {},
    'caf\xe9',
    KEYED,
  ],
  ['another scheme', { authorization: 'Basic c2s6' }, {}, '', undefined],
])('%s is one name by proxy and by forward-auth', async (_, headers, part, account, key) => {
  const [byProxy, byForwardAuth] = await askedBy(headers, part)
  expect(byProxy).toEqual({ account_id: account, api_key_id: key })
  expect(byForwardAuth).toEqual(byProxy)
})

test('one key is one name, whichever header it comes in, and another key another', async () => {
  const [bearer] = await askedBy({ authorization: 'Bearer sk-1' })
  const [own] = await askedBy({ 'x-api-key': 'sk-1' })
  const [other] = await askedBy({ 'x-api-key': 'sk-2' })
  expect(own).toEqual(bearer)
  expect(other).not.toEqual(bearer)
})

test('beside logs of another making an account that no header names stays without a name', async () => {
  const { app, asked } = gateWith()
  await app.inject({
    url: '/v1/forward-auth',
    headers: { 'x-client-authorization': 'Bearer sk-1', 'x-stillwatch-token': TOKEN },
  })
  expect(asked[0]).toMatchObject({ account_id: '', api_key_id: KEYED })
})
