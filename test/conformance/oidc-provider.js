// An issuer of OpenID Connect: the certified oidc-provider, on loopback. Whoever types a name is signed in by it, and what is
// told of them follows from the name. Its words: the port, and the pages that an answer may go back to, with commas.
import Provider from 'oidc-provider'

const [port = '', pages = ''] = process.argv.slice(2)
const CLOCK_MS = 1000

const PEOPLE = {
  jane: { email: 'jane@tum.de', email_verified: true },
  joe: { eduperson_scoped_affiliation: ['member@tum.de', 'student@tum.de'] },
  alumna: {
    ...{ email: 'alumna@tum.de', email_verified: true },
    eduperson_scoped_affiliation: ['alum@tum.de'],
  },
  guest: { email: 'guest@elsewhere.example', email_verified: true },
  unread: { email: 'unread@tum.de', email_verified: false },
}
const client = (client_id, more) => ({
  client_id,
  ...{ redirect_uris: pages.split(','), response_types: ['code'] },
  ...{ grant_types: ['authorization_code'], ...more },
})

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    client('stillwatch', { client_secret: 'a secret, of & with +' }),
    client('posted', { client_secret: 'posted', token_endpoint_auth_method: 'client_secret_post' }),
    client('public', { token_endpoint_auth_method: 'none' }),
    client('hasty', { client_secret: 'hasty' }),
    client('elliptic', { client_secret: 'elliptic', id_token_signed_response_alg: 'ES256' }),
    client('weak', { client_secret: 'w'.repeat(32), id_token_signed_response_alg: 'HS256' }),
  ],
  claims: { email: ['email', 'email_verified'], eduperson: ['eduperson_scoped_affiliation'] },
  scopes: ['openid', 'email', 'eduperson'],
  cookies: { keys: ['cookies of the recipe'] },
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'HS256'] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, accountId) => ({
    accountId,
    claims: async () => ({ sub: accountId, ...PEOPLE[accountId] }),
  }),
  jwks: { keys: [await keyOf('RSA'), await keyOf('EC')] },
  pkce: { required: () => true },
  // The shortest that a whole second allows.
  ttl: { AuthorizationCode: (_, __, { clientId }) => (clientId === 'hasty' ? 1 : 60) },
})
provider.listen(Number(port), '127.0.0.1')
setInterval(() => undefined, CLOCK_MS)

async function keyOf(kty) {
  const { exportJWK, generateKeyPair } = await import('jose')
  const { privateKey } = await generateKeyPair(kty === 'RSA' ? 'RS256' : 'ES256', {
    extractable: true,
  })
  return { ...(await exportJWK(privateKey)), kid: kty, use: 'sig' }
}
