/** What passes between us, a browser and an issuer at a sign-in: the code flow of OpenID Connect with PKCE. */
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  ResponseBodyError,
} from 'openid-client'
import { isTrusted } from '../../config/people.js'
import type { SignInIssuer } from '../../config/sign-in.js'
import type { Claims } from '../../verification/membership.js'
import type { SignInValues } from '../../verification/sign-in.js'

/** RFC 6749 leaves its length to the issuer; some put what they know into it. */
const CODE_LENGTH_MAX = 4096
/** Of other flows, or of a refusal. */
const NO_CODE = ['error', 'response', 'id_token', 'token']

/** Where a browser is sent. Throws where the issuer names no place that can be trusted. */
export async function signInUrl(
  issuer: Configuration,
  { redirect_uri, scope }: SignInIssuer,
  { state, nonce, verifier }: SignInValues,
): Promise<string> {
  const code_challenge = await calculatePKCECodeChallenge(verifier)
  const { href } = buildAuthorizationUrl(issuer, {
    ...{ redirect_uri, scope, state, nonce, code_challenge },
    code_challenge_method: 'S256',
  })
  if (!isTrusted(href)) throw new TypeError('it names an open line')
  return href
}

export interface Returned {
  readonly url: URL
  readonly state: string
  /** '' where the issuer, or whoever was to sign in, refused. */
  readonly code: string
}

/**
 * What a browser brought back, if it came to the page of this issuer (RFC 9700, 4.4.2): what comes to another's is another's,
 * whatever it says.
 */
export function returnedTo(
  { issuer, redirect_uri }: SignInIssuer,
  callback: string,
): Returned | undefined {
  if (!URL.canParse(callback)) return undefined
  const url = new URL(callback)
  const told = url.searchParams
  const names = [...told.keys()]
  if (new Set(names).size < names.length) return undefined
  if (`${url.origin}${url.pathname}` !== redirect_uri) return undefined
  // RFC 9207: an issuer that says who it is, is that one.
  if ((told.get('iss') ?? issuer) !== issuer) return undefined
  const code = told.get('code') ?? ''
  const isCode = code.length <= CODE_LENGTH_MAX && !NO_CODE.some((name) => told.has(name))
  return { url, state: told.get('state') ?? '', code: isCode ? code : '' }
}

export interface Told {
  /** Whom the issuer signed in, as it calls them. */
  readonly sub: string
  /** What it says of them, the token first. */
  readonly documents: readonly Claims[]
}

/**
 * Redeems a code. The library compares `iss`, `aud`, `azp`, `nonce` and times, and verifies the signature by the keys of the
 * issuer; what is told beside the token must be of the same `sub`. Throws where anything does not fit.
 */
export async function redeem(
  issuer: Configuration,
  { url }: Returned,
  { state, nonce, verifier }: SignInValues,
): Promise<Told> {
  const tokens = await authorizationCodeGrant(issuer, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const token = tokens.claims()
  if (token === undefined) throw new TypeError('it gave no token')
  const { sub } = token
  if (issuer.serverMetadata().userinfo_endpoint === undefined) return { sub, documents: [token] }
  // Many tell an address there alone, and that somebody left.
  return { sub, documents: [token, await fetchUserInfo(issuer, tokens.access_token, sub)] }
}

/** A code that is none, or was used, or that another verifier goes with: RFC 6749 has one word for all. */
export const isUsed = (error: unknown): boolean =>
  error instanceof ResponseBodyError && error.error === 'invalid_grant'

/** A token that is for somebody else, or of another sign-in. */
export const isOfOthers = (error: unknown): boolean =>
  error instanceof ClientError && error.code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'
