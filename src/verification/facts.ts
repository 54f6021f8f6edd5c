import type { Application, Program, Proof, Tier } from '../domain/application.js'
import type { Institution, Institutions } from '../enrichers/institutions.js'
import { canonicalDomain, registeredDomain } from '../enrichers/institutions.js'
import { isFormer } from './former.js'

/** What two applications may have in common. */
export const CHANNELS = [
  'mail',
  'mail_domain',
  'mail_shape',
  'mail_grammar',
  'phone',
  'document',
  'payment',
  'billing',
  'client',
  'program',
  'network',
  'referrer',
  'organization',
] as const
export type Channel = (typeof CHANNELS)[number]

/** What names a person, and the proofs that it is theirs. */
export const IDENTITY: Readonly<Partial<Record<Channel, readonly Proof[]>>> = {
  mail: ['mail', 'institution_mail'],
  phone: ['phone'],
  document: ['documents', 'identity'],
}

export type MailKind = 'none' | 'private' | 'free' | 'relay' | 'disposable' | 'academic' | 'former'

/** What is known of an application, without a value that names anybody: only keyed hashes of them. */
export interface Facts {
  readonly application_id: string
  readonly account_id: string
  readonly at_ms: number
  /**
   * What counts as one customer: a private domain that was answered from, an organisation, an address that was, an account,
   * or the application itself. Two of one organisation are one customer besides.
   */
  readonly entity: string
  readonly program: Program
  readonly tier: Tier
  readonly mail_kind: MailKind
  /** Of the address, or of the institution that was named. */
  readonly institution: Institution | undefined
  /** Of the address alone: a letter to an address says nothing of an institution that was named besides. */
  readonly institution_of_mail: Institution | undefined
  readonly imitated: Institution | undefined
  readonly payment_kind: string
  readonly is_organization_verified: boolean
  readonly proofs: ReadonlySet<Proof>
  /** Days from sign-up to application; 0 where they are one. */
  readonly account_days: number
  /** Days since the domain was registered, where that is known. */
  readonly domain_days: number | undefined
  /** Channel, colon, keyed hash: equal where two have the same there. */
  readonly values: Readonly<Partial<Record<Channel, string>>>
  /** Of {@link IDENTITY} those that were proved: what anybody can claim of somebody else ties nobody to it. */
  readonly proved: ReadonlySet<Channel>
}

export interface Origins {
  readonly institutions: Institutions
  /** By domain. */
  readonly mail: ReadonlyMap<string, 'free' | 'relay' | 'disposable'>
  /** A keyed hash of a value that came in; '' of ''. */
  readonly hash: (value: string) => string
  readonly network: (ip: string) => string
  /** Without its version. */
  readonly client: (userAgent: string) => string
  /** '' where it is a word for nothing. */
  readonly given: (value: string) => string
}

const DAY_MS = 86_400_000

/** @param nowMs what is dated later came now: the clocks of others go wrong */
export function factsOf(
  one: Application,
  origins: Origins,
  nowMs = Number.POSITIVE_INFINITY,
): Facts {
  const domain = canonicalDomain(one.email_domain ?? '')
  const named = canonicalDomain(one.institution_domain ?? '')
  const kind = mailKind(domain, origins)
  const appliedMs = Date.parse(one.applied_at)
  const proofs = proofsOf(one)
  const values = valuesOf(one, kind, domain, origins)
  const days = (since: string | null | undefined) =>
    since == null ? undefined : Math.max(0, appliedMs - Date.parse(since)) / DAY_MS
  const { institutions } = origins
  return {
    application_id: one.application_id,
    account_id: one.account_id ?? '',
    at_ms: Math.min(appliedMs, nowMs),
    entity: entityOf(one, kind, proofs, values),
    program: one.program ?? 'none',
    tier: one.tier ?? 'starting',
    mail_kind: kind,
    institution: institutions.of(domain) ?? institutions.of(named),
    institution_of_mail: institutions.of(domain),
    imitated: institutions.imitatedBy(domain) ?? institutions.imitatedBy(named),
    payment_kind: one.payment_kind ?? '',
    is_organization_verified: one.is_organization_verified === true,
    proofs,
    account_days: days(one.created_at) ?? 0,
    domain_days: days(one.domain_registered_at),
    values,
    proved: provedOf(proofs),
  }
}

function entityOf(
  { application_id, account_id }: Application,
  kind: MailKind,
  proofs: ReadonlySet<Proof>,
  { mail, mail_domain, organization }: Facts['values'],
): string {
  // An address that nobody answered from is a claim: whoever has the domain has nothing to do with it yet.
  const answered = proofs.has('mail') || proofs.has('institution_mail')
  const own = answered && kind === 'private' ? mail_domain : undefined
  return own ?? organization ?? (answered ? mail : undefined) ?? account_id ?? application_id
}

const provedOf = (proofs: ReadonlySet<Proof>): ReadonlySet<Channel> =>
  new Set(
    CHANNELS.filter((channel) => IDENTITY[channel]?.some((proof) => proofs.has(proof)) === true),
  )

function mailKind(domain: string, { institutions, mail }: Origins): MailKind {
  if (domain === '') return 'none'
  const listed = mail.get(domain) ?? mail.get(registeredDomain(domain))
  if (listed !== undefined) return listed
  if (isFormer(domain)) return 'former'
  return institutions.of(domain) === undefined ? 'private' : 'academic'
}

/** An account that verified something proved it, and its address before. */
const VERIFIED: Readonly<Record<string, readonly Proof[]>> = {
  email: ['mail'],
  phone: ['mail', 'phone'],
  payment: ['mail', 'payment'],
  identity: ['mail', 'identity'],
  institution: ['mail', 'institution_mail'],
}

const proofsOf = ({ proofs, verification }: Application): ReadonlySet<Proof> =>
  new Set([...(proofs ?? []), ...(VERIFIED[verification ?? ''] ?? [])])

/**
 * What a value says about whoever chose it. The local part of an address is its holder's choice where anybody can have one;
 * at an institution or a company it follows the rule of the house. A domain is somebody's own where it is neither.
 */
function valuesOf(one: Application, kind: MailKind, domain: string, origins: Origins) {
  const { hash, network, client, given } = origins
  const shape = kind === 'free' || kind === 'disposable' ? (one.email_shape ?? '') : ''
  const agent = one.signup_user_agent ?? ''
  const ja4 = one.signup_ja4 ?? ''
  const raw: Record<Channel, string> = {
    mail: given(one.email_hash ?? ''),
    mail_domain: kind === 'private' || kind === 'disposable' ? registeredDomain(domain) : '',
    mail_shape: shape,
    mail_grammar: grammarOf(shape),
    phone: given(one.phone_hash ?? ''),
    document: given(one.document_hash ?? ''),
    payment: given(one.payment_hash ?? ''),
    billing: given(one.billing_address_hash ?? ''),
    client: agent === '' && ja4 === '' ? '' : `${ja4}\n${agent}`,
    program: agent === '' ? '' : client(agent),
    network: network(one.signup_ip ?? ''),
    referrer: (one.referrer ?? '').replace(/[?#].*$/s, ''),
    organization: one.organization_id ?? '',
  }
  const filled = Object.entries(raw).filter(([, value]) => value !== '')
  const named = filled.map(([channel, value]) => [channel, `${channel}:${hash(value)}`] as const)
  return Object.fromEntries(named) as Facts['values']
}

/** A shape whose words may have any length: `aaaa.aaaaaa99` is `a.a99`. */
const grammarOf = (shape: string): string => shape.replaceAll(/a+/g, 'a')
