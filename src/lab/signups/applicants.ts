/** What the lab's applicants are made with. */
import type { Application, Program } from '../../domain/application.js'
import type { Random } from '../random.js'
import type { Person } from './land.js'

export type Discipline = 'sloppy' | 'careful' | 'disciplined'

/** An application and what is true of it. */
export interface Applicant {
  readonly application: Application
  readonly atMs: number
  /** What is spoken where they live. No application says it. */
  readonly land: string
  /** Of a fraudulent set. */
  readonly set?: string
  readonly discipline?: Discipline
  /** Of a group of the innocent that looks like one. */
  readonly twin?: string
  readonly group?: string
}

export interface Span {
  readonly startMs: number
  readonly endMs: number
}
export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000

export type Wishes = Partial<Application> & { readonly program?: Program }

/** One application by somebody at an instant; `wishes` is what it has otherwise than people have. */
export function applicationOf(
  random: Random,
  person: Person,
  atMs: number,
  wishes: Wishes = {},
): Application {
  const browser = person.browser(atMs)
  return {
    application_id: `app_${random.hex(14)}`,
    applied_at: new Date(atMs).toISOString(),
    program: 'none',
    verification: random.weighted([
      ['email', 0.5],
      ['phone', 0.4],
      ['none', 0.1],
    ]),
    email_domain: random.weighted(person.land.mail),
    email_shape: person.shape,
    email_hash: random.hex(24),
    phone_hash: random.chance(0.5) ? random.hex(24) : null,
    signup_ip: person.network.addressAt(atMs),
    signup_user_agent: browser.user_agent,
    signup_ja4: browser.ja4,
    referrer: random.weighted(REFERRERS),
    ...(random.chance(0.4) ? cardOf(random) : {}),
    ...wishes,
  }
}

export const cardOf = (random: Random): Wishes => ({
  payment_hash: random.hex(24),
  billing_address_hash: random.hex(24),
  payment_kind: random.weighted([
    ['card', 0.86],
    ['virtual', 0.08],
    ['prepaid', 0.04],
    ['voucher', 0.01],
    ['crypto', 0.01],
  ]),
})

const REFERRERS = [
  [null, 0.4],
  ['https://search.example/', 0.3],
  ['https://docs.example/start', 0.12],
  ['https://video.example/', 0.08],
  ['https://newsletter.example/issue', 0.1],
] as const

/** An instant of a day of work or leisure, somewhere in a span: mornings and evenings more than nights. */
export function someTime(random: Random, { startMs, endMs }: Span): number {
  for (;;) {
    const atMs = random.uniform(startMs, endMs)
    const hour = new Date(atMs).getUTCHours()
    const weight = hour < 5 ? 0.35 : hour < 8 ? 0.7 : 1
    if (random.chance(weight)) return Math.round(atMs)
  }
}

export const CONSONANTS = 'b c d f g h k l m n p r s t v w z'.split(' ')
export const VOWELS = 'a e i o u'.split(' ')

export function domainName(random: Random, ending: string): string {
  const syllables = Array.from(
    { length: random.int(3, 5) },
    () => random.pick(CONSONANTS) + random.pick(VOWELS),
  )
  return `${syllables.join('')}.${ending}`
}
