import { registeredDomain } from '../../enrichers/institutions.js'
import {
  type Challenge,
  challengeKey,
  challengeOf,
  recordOf,
  type Shown,
  shownBy,
  surest,
} from '../../verification/challenge.js'
import type { LookUp } from './lookup.js'
import { registrable } from './registrable.js'

export interface ChallengesOptions {
  /** The newest of the installation first: made with it, known again with all. */
  readonly secrets: readonly string[]
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

export interface Checked {
  /** As it was asked about. */
  readonly domain: string
  /** What somebody registered of it: who has one below it may be somebody else. */
  readonly registered_domain: string
  readonly state: Shown
}

export interface Challenges {
  make(subject: string, domain: string): Challenge | ChallengeFault
  check(subject: string, domain: string): Promise<Checked | ChallengeFault>
}

/** The best that is shown counts. */
const DAY_MS = 86_400_000
/** Each waits for some seconds at most. */
const OUT_MAX = 64

/** Challenges to the domain of a company, which whoever has it answers by a record. Nothing is kept. */
export function makeChallenges({ secrets, days, lookUp, now }: ChallengesOptions): Challenges {
  const keys = secrets.map(challengeKey)
  let out = 0
  const challenged = (subject: string, given: string) => {
    const domain = registrable(given)
    return domain === '' ? 'NO_DOMAIN' : { subject, domain }
  }
  return {
    make: (subject, given) => {
      const [key] = keys
      const asked = challenged(subject, given)
      if (key === undefined) return 'NO_SECRET'
      return typeof asked === 'string' ? asked : challengeOf(key, asked, now() + days() * DAY_MS)
    },
    check: async (subject, given) => {
      const asked = challenged(subject, given)
      if (keys.length === 0) return 'NO_SECRET'
      if (typeof asked === 'string') return asked
      if (out >= OUT_MAX) return 'BUSY'
      out += 1
      try {
        const values = await lookUp(recordOf(asked.domain))
        if (values === undefined) return 'UNANSWERED'
        const shown = keys.map((key) => shownBy(key, asked, values, now()))
        const state = surest(shown)
        return { domain: asked.domain, registered_domain: registeredDomain(asked.domain), state }
      } finally {
        out -= 1
      }
    },
  }
}
