import { randomBytes } from 'node:crypto'
import type { SignInIssuer } from '../../config/sign-in.js'
import { challengeKey, type Shown } from '../../verification/challenge.js'
import { type Affiliation, membershipOf } from '../../verification/membership.js'
import {
  personHash,
  SALT_BYTES,
  type SignIn,
  type SignInValues,
  signInShown,
  signInValues,
} from '../../verification/sign-in.js'
import type { ChallengeFault } from './challenges.js'
import { makeIssuers, problemOf } from './issuers.js'
import { registrable } from './registrable.js'
import {
  isOfOthers,
  isUsed,
  type Returned,
  redeem,
  returnedTo,
  signInUrl,
  type Told,
} from './sign-in-flow.js'

export interface SignInsOptions {
  /** The newest of the installation first: made with it, known again with all. */
  readonly secrets: readonly string[]
  /** The first of the installation: by it people are known again. */
  readonly personSecret: string
  readonly settings: () => {
    readonly sign_in: readonly SignInIssuer[]
    readonly sign_in_minutes: number
  }
  readonly now: () => number
  /** Called where an issuer did not answer as it should: never with whom it was about. */
  readonly failed: (issuer: string, problem: string) => void
}

/** No issuer is of that domain, or another fault. */
export type SignInFault = ChallengeFault | 'NO_ISSUER'

export interface Begun {
  /** As it was asked about. */
  readonly domain: string
  /** Where the applicant goes. */
  readonly url: string
  readonly expires_at: string
}

export interface SignedIn {
  readonly domain: string
  readonly state: Shown
  /** Why nothing was proved: it is none of this sign-in or none that succeeded, they left, or nothing says that they are there. */
  readonly reason?: 'no_sign_in' | 'former' | 'no_member'
  /** The institution's: at or above what was asked about. */
  readonly institution_domain?: string
  readonly affiliation?: Affiliation
  readonly person_hash?: string
}

export interface SignIns {
  begin(subject: string, domain: string): Promise<Begun | SignInFault>
  /** @param callback the whole address that the browser came back to */
  check(subject: string, domain: string, callback: string): Promise<SignedIn | SignInFault>
  /** Gives up what is being asked. */
  close(): void
}

const MINUTE_MS = 60_000
/** With one issuer, each for some seconds at most: one that hangs holds up those of no other. */
const OUT_MAX = 32

/** Sign-ins with institutions, by OpenID Connect. Nothing is kept of them; that a code is used once its issuer sees to. */
export function makeSignIns(options: SignInsOptions): SignIns {
  const { secrets, settings, now, failed } = options
  const keys = secrets.map(challengeKey)
  const personKey = challengeKey(options.personSecret)
  const ended = new AbortController()
  const issuers = makeIssuers({ now, ended: ended.signal, failed })
  const out = makePlaces()
  const codes = new Set<string>()
  const asked = (subject: string, given: string) => {
    const domain = registrable(given)
    const [key] = keys
    if (key === undefined) return 'NO_SECRET'
    if (domain === '') return 'NO_DOMAIN'
    const found = homeOf(settings().sign_in, domain)
    if (found === undefined) return 'NO_ISSUER'
    const { issuer, client_id: client } = found.by
    return { ...found, key, signIn: { subject, issuer, client, domain } satisfies SignIn }
  }
  const told = async (by: SignInIssuer, back: Returned, values: SignInValues) => {
    const issuer = await issuers.of(by)
    if (issuer === undefined) return 'UNANSWERED'
    const saysWho = issuer.serverMetadata().authorization_response_iss_parameter_supported === true
    if (saysWho && !back.url.searchParams.has('iss')) return 'NO_SIGN_IN'
    try {
      return await redeem(issuer, back, values)
    } catch (error) {
      if (isUsed(error)) return 'NO_SIGN_IN'
      failed(by.issuer, problemOf(error))
      if (isOfOthers(error)) return 'NO_SIGN_IN'
      issuers.forget(by)
      return 'UNANSWERED'
    }
  }
  return {
    begin: async (subject, given) => {
      const found = asked(subject, given)
      if (typeof found === 'string') return found
      const { by, key, signIn } = found
      const issuer = await out(by, () => issuers.of(by))
      if (issuer === 'BUSY') return 'BUSY'
      if (issuer === undefined) return 'UNANSWERED'
      const expiresMs = now() + settings().sign_in_minutes * MINUTE_MS
      const values = signInValues(key, signIn, expiresMs, randomBytes(SALT_BYTES))
      try {
        const url = await signInUrl(issuer, by, values)
        const expires_at = new Date(Math.floor(expiresMs / 1000) * 1000).toISOString()
        return { domain: signIn.domain, url, expires_at }
      } catch (error) {
        failed(by.issuer, problemOf(error))
        issuers.forget(by)
        return 'UNANSWERED'
      }
    },
    check: async (subject, given, callback) => {
      const found = asked(subject, given)
      if (typeof found === 'string') return found
      const { by, home, signIn } = found
      const { domain } = signIn
      const absent = { domain, state: 'absent', reason: 'no_sign_in' } as const
      const back = returnedTo(by, callback)
      if (back === undefined) return absent
      const all = keys.map((key) => signInShown(key, signIn, back.state, now()))
      const own = all.find(({ shown }) => shown !== 'absent')
      if (own?.shown === 'expired') return { domain, state: 'expired' }
      if (own === undefined || back.code === '') return absent
      const answer = await once(codes, `${by.issuer} ${back.code}`, () =>
        out(by, () => told(by, back, own.values)),
      )
      if (answer === 'NO_SIGN_IN') return absent
      if (typeof answer === 'string') return answer
      return { domain, ...shownBy(answer, home, by.issuer, personKey) }
    },
    close: () => ended.abort(new Error('the service ends')),
  }
}

function shownBy({ sub, documents }: Told, home: string, issuer: string, personKey: Buffer) {
  const { is, ...affiliation } = membershipOf(documents, home, issuer)
  if (is !== 'member') return { state: 'absent', reason: is } as const
  const person_hash = personHash(personKey, issuer, sub)
  return { state: 'proved', institution_domain: home, ...affiliation, person_hash } as const
}

/** The issuer whose domain lies nearest at or above one. */
function homeOf(issuers: readonly SignInIssuer[], domain: string) {
  const labels = domain.split('.')
  for (const at of labels.keys()) {
    const home = labels.slice(at).join('.')
    const by = issuers.find(({ domains }) => domains.includes(home))
    if (by !== undefined) return { by, home }
  }
  return undefined
}

/** The issuer refuses the second use of a code. Of two at once it could see neither as the second. */
async function once<T>(inHand: Set<string>, code: string, work: () => Promise<T>) {
  if (inHand.has(code)) return 'NO_SIGN_IN'
  inHand.add(code)
  try {
    return await work()
  } finally {
    inHand.delete(code)
  }
}

/** So many may be with an issuer at a time. */
function makePlaces() {
  const taken = new Map<string, number>()
  return async <T>({ issuer }: SignInIssuer, work: () => Promise<T>): Promise<T | 'BUSY'> => {
    const before = taken.get(issuer) ?? 0
    if (before >= OUT_MAX) return 'BUSY'
    taken.set(issuer, before + 1)
    try {
      return await work()
    } finally {
      taken.set(issuer, (taken.get(issuer) ?? 1) - 1)
    }
  }
}
