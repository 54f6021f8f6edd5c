import type { Application, Program, Proof } from '../domain/application.js'
import type { Institution, Institutions } from '../enrichers/institutions.js'
import { canonicalDomain } from '../enrichers/institutions.js'
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
] as const
export type Channel = (typeof CHANNELS)[number]

export type MailKind = 'none' | 'private' | 'free' | 'relay' | 'disposable' | 'academic' | 'former'

/** What is known of an application, without a value that names anybody: only keyed hashes of them. */
export interface Facts {
  readonly application_id: string
  readonly account_id: string
  readonly at_ms: number
  /** What counts as one customer: an organisation, a private domain, or the application itself. */
  readonly entity: string
  readonly program: Program
  readonly mail_kind: MailKind
  /** Of the address, or of the institution that was named. */
  readonly institution: Institution | undefined
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

export function factsOf(one: Application, origins: Origins): Facts {
  const domain = canonicalDomain(one.email_domain ?? '')
  const named = canonicalDomain(one.institution_domain ?? '')
  const kind = mailKind(domain, origins)
  const at_ms = Date.parse(one.applied_at)
  const registered =
    one.domain_registered_at == null ? undefined : Date.parse(one.domain_registered_at)
  const proofs = proofsOf(one)
  // An address that nobody answered from is a claim: whoever has the domain has nothing to do with it yet.
  const isOwn = kind === 'private' && proofs.has('mail')
  return {
    application_id: one.application_id,
    account_id: one.account_id ?? '',
    at_ms,
    entity: origins.hash(one.organization_id ?? (isOwn ? domain : '')) || one.application_id,
    program: one.program ?? 'none',
    mail_kind: kind,
    institution: origins.institutions.of(domain) ?? origins.institutions.of(named),
    imitated: origins.institutions.imitatedBy(domain) ?? origins.institutions.imitatedBy(named),
    payment_kind: one.payment_kind ?? '',
    is_organization_verified: one.is_organization_verified === true,
    proofs,
    account_days:
      one.created_at == null ? 0 : Math.max(0, at_ms - Date.parse(one.created_at)) / DAY_MS,
    domain_days: registered === undefined ? undefined : Math.max(0, at_ms - registered) / DAY_MS,
    values: valuesOf(one, kind, domain, origins),
  }
}

function mailKind(domain: string, { institutions, mail }: Origins): MailKind {
  if (domain === '') return 'none'
  const listed = mail.get(domain)
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

function proofsOf({ proofs, verification, invited_by }: Application): ReadonlySet<Proof> {
  return new Set([
    ...(proofs ?? []),
    ...(VERIFIED[verification ?? ''] ?? []),
    ...(invited_by == null ? [] : (['invitation'] as const)),
  ])
}

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
    mail_domain: kind === 'private' || kind === 'disposable' ? domain : '',
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
  }
  const filled = Object.entries(raw).filter(([, value]) => value !== '')
  const named = filled.map(([channel, value]) => [channel, `${channel}:${hash(value)}`] as const)
  return Object.fromEntries(named) as Facts['values']
}

/** A shape whose words may have any length: `aaaa.aaaaaa99` is `a.a99`. */
const grammarOf = (shape: string): string => shape.replaceAll(/a+/g, 'a')
