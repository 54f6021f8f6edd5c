/**
 * What an issuer says of somebody whom it signed in: whether they are of an institution today. Read after OpenID Connect Core 5.1
 * (`email`, `email_verified`), eduPerson and SCHAC (affiliations and home, as federations of universities tell them), and Google
 * (`hd`). Nothing else is read, and nothing of it is kept.
 */
import { canonicalDomain } from '../enrichers/institutions.js'
import { isFormer } from './former.js'
import { canonicalAddress } from './letter-code.js'

/** Those who are there, the most telling first. `affiliate` and `library-walk-in` are no members, and `alum` was one. */
export const AFFILIATIONS = ['student', 'faculty', 'staff', 'employee', 'member'] as const
export type Affiliation = (typeof AFFILIATIONS)[number]

export type Membership =
  | { readonly is: 'member'; readonly affiliation?: Affiliation }
  /** They were there; what an institution lets people keep says no more. */
  | { readonly is: 'former' }
  /** Nothing says that they are there. */
  | { readonly is: 'no_member' }

export type Claims = Readonly<Record<string, unknown>>

/**
 * @param told what the issuer says, each document by itself: what one says of an address the other does not verify
 * @param home the domain that they are to be of, or below
 */
export function membershipOf(told: readonly Claims[], home: string, issuer: string): Membership {
  const isHome = (domain: string) => domain === home || domain.endsWith(`.${home}`)
  const scoped = told
    .flatMap((claims) => textsOf(claims.eduperson_scoped_affiliation))
    .map(partsOf)
    .filter(({ domain }) => isHome(domain))
    .map(({ role, domain }) => (isFormer(domain) ? FORMER : role))
  const bare = told.flatMap((claims) => textsOf(claims.eduperson_affiliation)).map(lower)
  const proved = AFFILIATIONS.find((role) => scoped.includes(role))
  if (proved !== undefined) return { is: 'member', affiliation: proved }
  // Without a scope it may be of another institution that the issuer speaks for: it proves nothing, and can deny.
  const affiliation = AFFILIATIONS.find((role) => bare.includes(role))
  const roles = [...scoped, ...bare]
  if (roles.length > 0 && affiliation === undefined)
    return { is: roles.includes(FORMER) ? 'former' : 'no_member' }
  const domains = told.flatMap((claims) => domainsOf(claims, issuer)).filter(isHome)
  if (domains.length === 0) return { is: 'no_member' }
  if (domains.some(isFormer)) return { is: 'former' }
  return affiliation === undefined ? { is: 'member' } : { is: 'member', affiliation }
}

const FORMER = 'alum'
/** Where anybody has an account by an address of elsewhere, which they may have lost since: there `hd` alone says who is of a domain. */
const OPEN_ISSUERS: ReadonlySet<string> = new Set(['https://accounts.google.com'])
/** Somebody has a few; a list is the issuer's to make as long as it likes. */
const TEXTS_MAX = 100

function domainsOf(claims: Claims, issuer: string): readonly string[] {
  const { email, email_verified, hd, schac_home_organization: home } = claims
  const isRead = email_verified === true && typeof email === 'string' && !OPEN_ISSUERS.has(issuer)
  const address = isRead ? canonicalAddress(email, canonicalDomain) : ''
  return [address.slice(address.lastIndexOf('@') + 1), ...textsOf(hd), ...textsOf(home)]
    .map(canonicalDomain)
    .filter((domain) => domain !== '')
}

/** `student@physics.example.edu`. */
function partsOf(affiliation: string) {
  const at = affiliation.lastIndexOf('@')
  return {
    role: lower(affiliation.slice(0, Math.max(at, 0))),
    domain: at < 0 ? '' : canonicalDomain(affiliation.slice(at + 1)),
  }
}

const lower = (text: string): string => text.trim().toLowerCase()

/** One text or a list of them. */
const textsOf = (claim: unknown): readonly string[] =>
  (Array.isArray(claim) ? claim.slice(0, TEXTS_MAX) : [claim]).filter(
    (one): one is string => typeof one === 'string',
  )
