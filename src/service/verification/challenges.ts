import { parse } from 'tldts'
import { canonicalDomain } from '../../enrichers/institutions.js'
import {
  type Challenge,
  challengeKey,
  challengeOf,
  recordOf,
  type Shown,
  shownBy,
} from '../../verification/challenge.js'
import type { LookUp } from './lookup.js'

export interface ChallengesOptions {
  /** The first secret of the installation. */
  readonly secret: string
  /** How long a challenge can be answered. */
  readonly days: () => number
  readonly lookUp: LookUp
  readonly now: () => number
}

export type ChallengeFault =
  /** Whoever knows the product could make the values: there is no secret. */
  | 'NO_SECRET'
  /** Nobody can have registered it. */
  | 'NO_DOMAIN'
  /** No server answered. */
  | 'UNANSWERED'
  /** So many questions are out. */
  | 'BUSY'

export interface Challenges {
  make(subject: string, domain: string): Challenge | ChallengeFault
  check(subject: string, domain: string): Promise<Shown | ChallengeFault>
}

const DAY_MS = 86_400_000
/** Each waits for some seconds at most. */
const OUT_MAX = 64

/** Challenges to the domain of a company, which whoever has it answers by a record. Nothing is kept. */
export function makeChallenges({ secret, days, lookUp, now }: ChallengesOptions): Challenges {
  const key = challengeKey(secret)
  let out = 0
  const challenged = (subject: string, given: string) => {
    if (secret === '') return 'NO_SECRET'
    const domain = registrable(given)
    return domain === undefined ? 'NO_DOMAIN' : { subject, domain }
  }
  return {
    make: (subject, given) => {
      const asked = challenged(subject, given)
      return typeof asked === 'string' ? asked : challengeOf(key, asked, now() + days() * DAY_MS)
    },
    check: async (subject, given) => {
      const asked = challenged(subject, given)
      if (typeof asked === 'string') return asked
      if (out >= OUT_MAX) return 'BUSY'
      out += 1
      try {
        const values = await lookUp(recordOf(asked.domain))
        return values === undefined ? 'UNANSWERED' : shownBy(key, asked, values, now())
      } finally {
        out -= 1
      }
    },
  }
}

/** A name that somebody may have registered, or one below it; no address, no suffix, nothing of this network alone. */
function registrable(given: string): string | undefined {
  const domain = canonicalDomain(given)
  if (domain === '' || OWN_NETWORK.test(domain)) return undefined
  const { domain: registered, isIp } = parse(domain, { allowPrivateDomains: true })
  return registered == null || isIp ? undefined : domain
}
const OWN_NETWORK = /(^|\.)(local|localhost|internal|intranet|home|lan|arpa|invalid|onion)$/
