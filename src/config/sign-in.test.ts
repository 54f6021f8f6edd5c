import { expect, test } from 'vitest'
import { signInIssuers } from './sign-in.js'

const ISSUER = {
  issuer: 'https://login.uni.example',
  client_id: 'us',
  domains: ['tum.de'],
  redirect_uri: 'https://example.com/apply/tum',
}
const other = { ...ISSUER, domains: ['mit.edu'], redirect_uri: 'https://example.com/apply/mit' }

test('an issuer is asked for an address, and on this machine without TLS', () => {
  const [read] = signInIssuers.parse([{ ...ISSUER, issuer: 'http://127.0.0.1:9000' }, other])
  expect(read).toMatchObject({ scope: 'openid email', client_auth: 'basic' })
})

test.each<[string, readonly object[]]>([
  ['an open line', [{ ...ISSUER, issuer: 'http://login.uni.example' }]],
  ['a page by an open line', [{ ...ISSUER, redirect_uri: 'http://example.com/apply' }]],
  ['a page with a question', [{ ...ISSUER, redirect_uri: 'https://example.com/apply?at=tum' }]],
  ['a page in other letters', [{ ...ISSUER, redirect_uri: 'https://Example.com' }]],
  ['a password in an address', [{ ...ISSUER, issuer: 'https://a:b@login.uni.example' }]],
  ['a suffix that is nobody’s', [{ ...ISSUER, domains: ['ac.uk'] }]],
  ['the same with a point', [{ ...ISSUER, domains: ['.edu'] }]],
  ['an address for a domain', [{ ...ISSUER, domains: ['192.0.2.1'] }]],
  ['capitals', [{ ...ISSUER, domains: ['TUM.de'] }]],
  ['two secrets', [{ ...ISSUER, client_secret: 'a', client_secret_file: 'b' }]],
  ['a scope without `openid`', [{ ...ISSUER, scope: 'email' }]],
  ['one page for two issuers', [ISSUER, { ...other, redirect_uri: ISSUER.redirect_uri }]],
  ['one domain of two issuers', [ISSUER, { ...other, domains: ['tum.de'] }]],
])('%s is refused', (_, issuers) => {
  expect(signInIssuers.safeParse(issuers).success).toBe(false)
})
