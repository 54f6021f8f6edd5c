/**
 * Who asks, by a token of the provider's own identity provider (OpenID Connect): a JWT that its issuer signed for this
 * service. It says who somebody is, and nothing of what they may do: roles stand in the settings.
 */
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { isTrusted } from '../../config/people.js'
import { boundedText } from '../bounded-text.js'

export interface OidcSettings {
  readonly issuer: string
  readonly audience: string
}

/** `DOWN`: the issuer's keys could not be had, so nobody can tell. */
export type Subject = { readonly subject: string } | 'INVALID' | 'DOWN'

export interface Oidc {
  /** Whom a token is of: `sub`, which alone the issuer gives to nobody else. Names and addresses change, and are given anew. */
  subjectOf(token: string): Promise<Subject>
}

// Signatures alone, by keys of which the half that is published signs nothing.
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]
const CLOCK_SECONDS = 30
const FETCH_MS_MAX = 5000
const DOCUMENT_BYTES_MAX = 256 * 1024
/** After one that failed, the issuer is left alone for so long. */
const AGAIN_MS = 10_000

type Keys = ReturnType<typeof createRemoteJWKSet>

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })

/** Nothing is asked of the issuer before the first token comes. `clock` gives milliseconds that never go back. */
export function openOidc(
  settings: OidcSettings,
  { now, clock }: { readonly now: () => number; readonly clock: () => number },
): Oidc {
  let keys: Promise<Keys | undefined> | undefined
  let failedMs = Number.NEGATIVE_INFINITY
  const keysOf = async (): Promise<Keys | undefined> => {
    if (keys === undefined) {
      if (clock() - failedMs < AGAIN_MS) return undefined
      keys = discover(settings.issuer)
    }
    const found = await keys
    if (found === undefined) {
      keys = undefined
      failedMs = clock()
    }
    return found
  }
  return Object.freeze({
    async subjectOf(token: string) {
      const found = await keysOf()
      if (found === undefined) return 'DOWN'
      const { issuer, audience } = settings
      try {
        // Or whoever sends tokens of keys that nobody has would keep people waiting, and all that they may have in hand.
        if (mustAsk(found, token) && clock() - failedMs < AGAIN_MS) return 'DOWN'
        const { payload } = await jwtVerify(token, found, {
          ...{ issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_SECONDS },
          currentDate: new Date(now()),
          requiredClaims: ['exp', 'sub'],
        })
        const { sub } = payload
        return sub === undefined || sub === '' ? 'INVALID' : { subject: sub }
      } catch (error) {
        if (isOfToken(error)) return 'INVALID'
        failedMs = clock()
        return 'DOWN'
      }
    },
  })
}

/** Whether nobody can tell of whom a token is but by asking the issuer for its keys. What is no token is told without. */
function mustAsk(keys: Keys, token: string): boolean {
  try {
    const { kid } = decodeProtectedHeader(token)
    return !keys.fresh || keys.jwks()?.keys.some((one) => one.kid === kid) !== true
  } catch {
    return false
  }
}

/** What jose says of a token, as against what it says of the issuer that it could not reach. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.code !== 'ERR_JOSE_GENERIC'

/** The keys of an issuer, by its own description. */
async function discover(issuer: string): Promise<Keys | undefined> {
  try {
    const place = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const answer = await fetch(place, {
      redirect: 'error',
      signal: AbortSignal.timeout(FETCH_MS_MAX),
    })
    const text = answer.ok ? await boundedText(answer, DOCUMENT_BYTES_MAX) : ''
    const found = discovered.safeParse(JSON.parse(text))
    // Whoever answers for another issuer is not the one that is trusted.
    if (!found.success || found.data.issuer !== issuer) return undefined
    const { jwks_uri } = found.data
    if (!isTrusted(jwks_uri)) return undefined
    return createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: FETCH_MS_MAX })
  } catch {
    return undefined
  }
}
