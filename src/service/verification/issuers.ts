import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  type CustomFetchOptions,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  ResponseBodyError,
} from 'openid-client'
import { isTrusted } from '../../config/people.js'
import { clientSecret, type SignInIssuer } from '../../config/sign-in.js'
import { StillwatchError } from '../../domain/errors.js'
import { boundedText } from '../bounded-text.js'

export interface IssuersOptions {
  readonly now: () => number
  /** Gives up what is being asked. */
  readonly ended: AbortSignal
  /** Called where an issuer is not to be had: never with whom it was about. */
  readonly failed: (issuer: string, problem: string) => void
}

export interface Issuers {
  /** An issuer by its own description; `undefined` where that cannot be had. */
  of(settings: SignInIssuer): Promise<Configuration | undefined>
  /** Lets its description be asked for anew: it, or its keys, may have changed. */
  forget(settings: SignInIssuer): void
}

const STEP_SECONDS_MAX = 5
/** Descriptions, keys, tokens and what is told of a person have a few thousand bytes. */
const ANSWER_BYTES_MAX = 256 * 1024
/** Descriptions change in years; keys are asked for anew after five minutes, and where one is missing after one. */
const KNOWN_MS_MAX = 3_600_000
/** After its description could not be had, an issuer is left alone for so long. */
const AGAIN_MS = 10_000

interface Known {
  readonly found: Promise<Configuration | undefined>
  readonly untilMs: number
}

/** What issuers say of themselves, each asked once for all who sign in. */
export function makeIssuers({ now, ended, failed }: IssuersOptions): Issuers {
  // By the entry of the settings: those that were read anew are asked anew.
  const known = new WeakMap<SignInIssuer, Known>()
  const find = async (settings: SignInIssuer): Promise<Configuration | undefined> => {
    try {
      return await describe(settings, ended)
    } catch (error) {
      failed(settings.issuer, problemOf(error))
      known.set(settings, { found: Promise.resolve(undefined), untilMs: now() + AGAIN_MS })
      return undefined
    }
  }
  return Object.freeze({
    of: (settings: SignInIssuer) => {
      const before = known.get(settings)
      // A clock that was set back makes none of them older.
      if (before !== undefined && now() < before.untilMs && now() >= before.untilMs - KNOWN_MS_MAX)
        return before.found
      const found = find(settings)
      known.set(settings, { found, untilMs: now() + KNOWN_MS_MAX })
      return found
    },
    forget: (settings: SignInIssuer) => {
      known.delete(settings)
    },
  })
}

async function describe(settings: SignInIssuer, ended: AbortSignal): Promise<Configuration> {
  const { issuer, client_id, client_auth } = settings
  const isOpen = issuer.startsWith('http:')
  const shown = client_auth === 'basic' ? ClientSecretBasic : ClientSecretPost
  const found = await discovery(
    new URL(issuer),
    client_id,
    {},
    // Read at each use, so that it can be changed while we run.
    (...asked) => {
      const secret = clientSecret(settings)
      return (secret === undefined ? None() : shown(secret))(...asked)
    },
    {
      timeout: STEP_SECONDS_MAX,
      [customFetch]: boundedFetch(ended),
      // An open line leads to this machine alone: such are the settings, and what is asked for below.
      execute: [enableNonRepudiationChecks, ...(isOpen ? [allowInsecureRequests] : [])],
    },
  )
  // To the letter: the library lets those of Microsoft stand for every tenant, and whoever likes has one.
  if (found.serverMetadata().issuer !== issuer) throw new TypeError('it calls itself otherwise')
  return found
}

/** Asks for no more than is read, nor where it was not meant to: `redirect` is `manual`, and what is sent elsewhere is no answer. */
const boundedFetch =
  (ended: AbortSignal) =>
  async (url: string, { signal, ...asked }: CustomFetchOptions): Promise<Response> => {
    if (!isTrusted(url)) throw new TypeError('it names an open line')
    const signals = signal === undefined ? [ended] : [ended, signal]
    const answer = await fetch(url, {
      ...(asked as RequestInit),
      redirect: 'manual',
      signal: AbortSignal.any(signals),
    })
    const text = await boundedText(answer, ANSWER_BYTES_MAX)
    const type = answer.headers.get('content-type') ?? ''
    return new Response(text === '' ? null : text, {
      status: answer.status,
      headers: { 'content-type': type },
    })
  }

/** What went wrong, in words that are the library's, the system's or ours: what the issuer wrote may name somebody. */
export function problemOf(error: unknown): string {
  const { message = '', cause } = error as { message?: string; cause?: unknown }
  // Such as `invalid_client`: RFC 6749 has a short list of them.
  const said =
    error instanceof ResponseBodyError && OAUTH_ERROR.test(error.error) ? error.error : ''
  const { code, message: behind } = (cause instanceof Error ? cause : {}) as NodeJS.ErrnoException
  const reason = cause instanceof StillwatchError ? behind : (code ?? behind)
  return [message, said, reason].filter((part) => part).join(': ')
}
const OAUTH_ERROR = /^[a-z_]{1,40}$/
