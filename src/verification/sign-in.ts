/**
 * A sign-in with an institution that keeps nothing between its beginning and its end: what OpenID Connect has to remember,
 * `state`, `nonce` and the verifier of PKCE, are keyed digests of whom it is for, of whom it is asked, and until when. Whoever
 * made them knows them again, and what was made for one subject, issuer or domain is nothing for another.
 *
 * HMAC-SHA-256 (RFC 2104), each under a label of its own. `state` is seen by the browser and the issuer, and says the end and a
 * few random bytes, so that no two sign-ins are one (RFC 9700, 2.1.1); nonce and verifier cannot be told from it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Shown } from './challenge.js'

export interface SignIn {
  /** Whoever is to be proved to belong there: an application, an account or an organisation. */
  readonly subject: string
  readonly issuer: string
  /** What the issuer calls us. */
  readonly client: string
  /** What was asked about, in lower case, Punycode. */
  readonly domain: string
}

export interface SignInValues {
  readonly state: string
  readonly nonce: string
  /** Told to the issuer alone, when the code comes back. */
  readonly verifier: string
}

const TIME_BYTES = 6
export const SALT_BYTES = 16
const HEAD_BYTES = TIME_BYTES + SALT_BYTES
const MAC_BYTES = 20
/** Of 42 bytes in base64url, which has one spelling for so many. */
const STATE = /^[A-Za-z0-9_-]{56}$/

/**
 * @param expiresMs instant in milliseconds; told in whole seconds
 * @param salt random, {@link SALT_BYTES} of it
 */
export function signInValues(
  key: Buffer,
  signIn: SignIn,
  expiresMs: number,
  salt: Buffer,
): SignInValues {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUIntBE(Math.floor(expiresMs / 1000), 0, TIME_BYTES)
  salt.copy(head, TIME_BYTES)
  return valuesOf(key, signIn, head)
}

/** Whether a state was made for this sign-in, and what goes with it. */
export function signInShown(
  key: Buffer,
  signIn: SignIn,
  state: string,
  nowMs: number,
): { readonly shown: Shown; readonly values: SignInValues } {
  const isState = STATE.test(state)
  const bytes = isState ? Buffer.from(state, 'base64url') : Buffer.alloc(HEAD_BYTES + MAC_BYTES)
  const values = valuesOf(key, signIn, bytes.subarray(0, HEAD_BYTES))
  if (!isState || !timingSafeEqual(bytes, Buffer.from(values.state, 'base64url')))
    return { shown: 'absent', values }
  const expiresMs = bytes.readUIntBE(0, TIME_BYTES) * 1000
  return { shown: expiresMs > nowMs ? 'proved' : 'expired', values }
}

/**
 * One name for one person of an issuer, by which it is seen that somebody proves many accounts, and nothing of who they are.
 * @param key of the first secret of the installation: a rotation renames nobody
 */
export const personHash = (key: Buffer, issuer: string, person: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['sign_in person', issuer, person]))
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('hex')

function valuesOf(key: Buffer, { subject, issuer, client, domain }: SignIn, head: Buffer) {
  const mac = (label: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([label, subject, issuer, client, domain, head.toString('hex')]))
      .digest()
  const shown = Buffer.concat([head, mac('sign_in state').subarray(0, MAC_BYTES)])
  return Object.freeze({
    state: shown.toString('base64url'),
    nonce: mac('sign_in nonce').toString('base64url'),
    // 43 letters, the fewest that RFC 7636 allows.
    verifier: mac('sign_in verifier').toString('base64url'),
  })
}
