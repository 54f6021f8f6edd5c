/**
 * Accounts: who signed up, when, with what proof, and who pays.
 *
 * Every value that could link two accounts is drawn here, so that innocent sharing (a household's
 * card, a common e-mail shape, a popular referrer) exists in the background at a natural rate.
 */

import type { Account } from '../../domain/account.js'
import type { Random, Weighted } from '../random.js'
import { type Client, createClient, PERSON_CLIENTS } from './clients.js'
import type { Network } from './networks.js'

export const MAIL_DOMAINS: readonly Weighted<string>[] = [
  ['gmail.com', 0.54],
  ['outlook.com', 0.11],
  ['icloud.com', 0.08],
  ['yahoo.com', 0.05],
  ['hotmail.com', 0.04],
  ['qq.com', 0.04],
  ['163.com', 0.02],
  ['proton.me', 0.03],
  ['naver.com', 0.02],
  ['yandex.ru', 0.02],
  ['gmx.de', 0.02],
  ['web.de', 0.01],
  ['orange.fr', 0.01],
  ['mail.ru', 0.01],
]

const PLANS = {
  free: { plan: 'free', price_month: 0 },
  plus: { plan: 'plus', price_month: 20 },
  max: { plan: 'max', price_month: 100 },
  build: { plan: 'build', price_month: 0 },
  scale: { plan: 'scale', price_month: 500 },
  enterprise: { plan: 'enterprise', price_month: 4000 },
} as const
export type PlanName = keyof typeof PLANS

export interface AccountWishes {
  readonly random: Random
  readonly createdAtMs: number
  readonly plan: PlanName
  readonly network: Network
  readonly organizationId?: string
  readonly isOrganizationVerified?: boolean
  readonly domain?: string
  readonly emailShape?: string
  readonly verification?: Account['verification']
  readonly paymentKind?: Account['payment_kind']
  readonly paymentHash?: string | null
  readonly billingHash?: string
  readonly program?: Account['program']
  readonly referrer?: string
  readonly signupClient?: Client
  readonly signupIp?: string
}

export const createAccount = (wishes: AccountWishes): Account => {
  const { random } = wishes
  const isPaid = wishes.plan !== 'free'
  const paymentKind = wishes.paymentKind ?? (isPaid ? random.weighted(PAYMENTS) : null)
  const client = wishes.signupClient ?? createClient(random, random.weighted(PERSON_CLIENTS))
  const verification = wishes.verification ?? random.weighted(isPaid ? PROOFS_PAID : PROOFS_FREE)
  return {
    account_id: `acct_${random.hex(14)}`,
    created_at: new Date(wishes.createdAtMs).toISOString(),
    organization_id: wishes.organizationId ?? null,
    is_organization_verified: wishes.isOrganizationVerified ?? false,
    ...PLANS[wishes.plan],
    program: wishes.program ?? 'none',
    verification,
    email_domain: wishes.domain ?? random.weighted(MAIL_DOMAINS),
    email_hash: random.hex(24),
    email_shape: wishes.emailShape ?? createEmailShape(random),
    phone_hash: verification === 'phone' || random.chance(0.4) ? random.hex(24) : null,
    document_hash: verification === 'identity' ? random.hex(24) : null,
    billing_address_hash: paymentKind ? (wishes.billingHash ?? random.hex(24)) : null,
    payment_hash: paymentKind ? (wishes.paymentHash ?? random.hex(24)) : null,
    payment_kind: paymentKind,
    signup_ip: wishes.signupIp ?? wishes.network.addressAt(wishes.createdAtMs),
    signup_user_agent: client.userAgent,
    signup_ja4: client.ja4,
    referrer: wishes.referrer ?? random.weighted(REFERRERS),
    status: 'active',
  }
}

const PAYMENTS: readonly Weighted<NonNullable<Account['payment_kind']>>[] = [
  ['card', 0.86],
  ['prepaid', 0.03],
  ['virtual', 0.08],
  ['crypto', 0.01],
  ['voucher', 0.02],
]
const PROOFS_PAID: readonly Weighted<NonNullable<Account['verification']>>[] = [
  ['payment', 0.62],
  ['phone', 0.24],
  ['identity', 0.1],
  ['email', 0.04],
]
const PROOFS_FREE: readonly Weighted<NonNullable<Account['verification']>>[] = [
  ['email', 0.5],
  ['phone', 0.45],
  ['none', 0.03],
  ['identity', 0.02],
]
const REFERRERS: readonly Weighted<string>[] = [
  ['direct', 0.4],
  ['search', 0.3],
  ['docs', 0.1],
  ['video', 0.06],
  ['newsletter', 0.04],
  ['friend', 0.1],
]

/** Shapes as people have them: name.name, name99, initials, nicknames. */
export const createEmailShape = (random: Random): string => {
  const word = (low: number, high: number): string => 'a'.repeat(random.int(low, high))
  const digits = (low: number, high: number): string => '9'.repeat(random.int(low, high))
  switch (random.int(0, 6)) {
    case 0:
      return `${word(3, 8)}.${word(4, 9)}`
    case 1:
      return `${word(4, 12)}${digits(1, 4)}`
    case 2:
      return `a${word(4, 10)}`
    case 3:
      return `${word(3, 8)}.${word(4, 10)}${digits(1, 3)}`
    case 4:
      return `${word(3, 7)}_${word(3, 8)}`
    case 5:
      return random.chance(0.5) ? digits(8, 10) : `${word(2, 4)}${digits(3, 6)}`
    default:
      return word(5, 14)
  }
}

/** Ages in days: most accounts are years old, but every day brings new ones. */
export const createAgeDays = (random: Random): number => {
  const kind = random.unit()
  if (kind < 0.66) return random.uniform(181, 960)
  if (kind < 0.88) return random.uniform(14, 181)
  return random.uniform(0.05, 14)
}

const COMPANY_WORDS =
  'north, lumen, field, harbor, cobalt, juniper, atlas, willow, granite, delta, sable, orchard, vector, maple, quarry, beacon, summit, ember, tide, cedar, prism, meadow, forge, canyon, raven, salt, birch, comet, onyx, pioneer'.split(
    ', ',
  )
const ENDINGS = 'com com com io ai de co.uk dev app fr co.jp es com.br in'.split(' ')

const CONSONANTS = 'b d f g k l m n p r s t v z'.split(' ')
const VOWELS = 'a e i o u'.split(' ')

/** Long enough that two unrelated companies never meet in one domain by chance. */
export const createDomain = (random: Random): string => {
  const syllable = (): string => random.pick(CONSONANTS) + random.pick(VOWELS)
  const name = `${syllable()}${syllable()}${random.chance(0.5) ? syllable() : ''}`
  const word = random.pick(COMPANY_WORDS)
  return `${random.chance(0.5) ? name + word : word + name}.${random.pick(ENDINGS)}`
}
