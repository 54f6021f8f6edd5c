/** A small issuer of OpenID Connect that can be told to lie, to hang and to be silent. */
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export const CLIENT = { client_id: 'stillwatch', client_secret: 'a secret, of & with +' }

interface Sent {
  readonly challenge: string
  readonly nonce: string
  readonly redirect_uri: string
}
type Keys = Awaited<ReturnType<typeof generateKeyPair>>
type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface Issuer {
  readonly url: string
  /** Paths in the order in which they were asked. */
  readonly asked: string[]
  /** What it says of everybody, in the token and beside it; `undefined` beside: nothing is told there. */
  person: { token: object; beside?: object | undefined }
  /** What it says of itself beyond what is so. */
  described: object
  /** What stands in the token in the place of what is so. */
  lies: { claims?: object; sign?: (claims: Record<string, unknown>) => Promise<string> }
  /** What it answers at a path instead. */
  answers: Record<string, Answer>
  /** What a browser comes back to that went to `url` and signed in there. */
  signIn(url: string | undefined, more?: Readonly<Record<string, string>>): string
  /** Signs by new keys from now on, and publishes them alone. */
  rotate(): Promise<void>
  /** Tells the truth again. */
  mend(): void
  close(): Promise<void>
}

const STUDENT = { email: 'jane.doe@tum.de', email_verified: true, name: 'Jane Doe' }

export async function openIssuer(): Promise<Issuer> {
  const codes = new Map<string, Sent>()
  let keys: Keys
  let published: object[] = []
  const rotate = async () => {
    keys = await generateKeyPair('RS256', { extractable: true })
    published = [{ ...(await exportJWK(keys.publicKey)), kid: randomUUID(), alg: 'RS256' }]
  }
  await rotate()
  const tell = (response: ServerResponse, answer: object, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  const tokens = async (request: IncomingMessage, response: ServerResponse) => {
    const told = new URLSearchParams(await bodyOf(request))
    const sent = codes.get(told.get('code') ?? '')
    codes.delete(told.get('code') ?? '')
    if (!isClient(request, told)) return tell(response, { error: 'invalid_client' }, 401)
    const challenge = createHash('sha256').update(told.get('code_verifier') ?? '')
    const isSame =
      sent?.challenge === challenge.digest('base64url') &&
      sent.redirect_uri === told.get('redirect_uri')
    if (!isSame) return tell(response, { error: 'invalid_grant' }, 400)
    const seconds = Math.floor(Date.now() / 1000)
    const claims = {
      ...{ iss: issuer.url, aud: CLIENT.client_id, sub: 'sub-of-jane', nonce: sent.nonce },
      ...{ iat: seconds, exp: seconds + 60, ...issuer.person.token, ...issuer.lies.claims },
    }
    const [{ kid } = { kid: '' }] = published as { kid: string }[]
    const sign = () =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(keys.privateKey)
    const id_token = await (issuer.lies.sign?.(claims) ?? sign())
    return tell(response, { access_token: 'access', token_type: 'Bearer', id_token })
  }
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '', 'http://issuer').pathname
    issuer.asked.push(path)
    const instead = issuer.answers[path]
    if (instead !== undefined) return instead(request, response)
    if (path === '/token') return tokens(request, response)
    if (path === '/keys') return tell(response, { keys: published })
    if (path === '/me') return tell(response, { sub: 'sub-of-jane', ...issuer.person.beside })
    const own = { issuer: issuer.url, authorization_endpoint: `${issuer.url}/sign-in` }
    const beside = issuer.person.beside && { userinfo_endpoint: `${issuer.url}/me` }
    const places = { token_endpoint: `${issuer.url}/token`, jwks_uri: `${issuer.url}/keys` }
    return tell(response, { ...own, ...places, ...beside, ...issuer.described })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer: Issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    person: { token: STUDENT },
    described: {},
    lies: {},
    answers: {},
    signIn: (url = '', more = {}) => {
      const asked = new URL(url).searchParams
      const [code, redirect_uri] = [randomUUID(), asked.get('redirect_uri') ?? '']
      const sent = { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') ?? '' }
      codes.set(code, { ...sent, redirect_uri })
      const back = new URL(redirect_uri)
      const told = { code, state: asked.get('state') ?? '', ...more }
      for (const [name, value] of Object.entries(told)) back.searchParams.set(name, value)
      return back.href
    },
    rotate,
    mend: () => {
      Object.assign(issuer, { person: { token: STUDENT }, described: {}, lies: {}, answers: {} })
      issuer.asked.length = 0
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return issuer
}

/** RFC 6749, 2.3.1: the two are encoded as a form is before they are joined. */
function isClient({ headers }: IncomingMessage, told: URLSearchParams): boolean {
  const [, basic = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? []
  const [id, secret] = Buffer.from(basic, 'base64')
    .toString()
    .split(':')
    .map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
  const given = basic === '' ? [told.get('client_id'), told.get('client_secret')] : [id, secret]
  return given[0] === 'public' || given.join() === Object.values(CLIENT).join()
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
