import { createRequire } from 'node:module'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import { FREE_DOMAINS } from './free-domains.js'
import { RELAY_DOMAINS } from './relay-domains.js'

export interface MailDomain {
  readonly domain: string
  readonly kind: 'free' | 'disposable'
}

/**
 * Mail domains at which anybody can have an address, from two packed public lists, {@link FREE_DOMAINS}, and {@link RELAY_DOMAINS},
 * which count as free. A domain that is disposable as well counts as that. What is on none is private to somebody, and only such a
 * domain can say that two accounts belong together.
 */
export function mailDomains(): readonly MailDomain[] {
  const listed = createRequire(import.meta.url)('free-email-domains') as readonly string[]
  const free = new Set([...listed, ...FREE_DOMAINS, ...RELAY_DOMAINS])
  const disposable = disposableEmailBlocklistSet()
  return [
    ...[...disposable].map((domain) => ({ domain, kind: 'disposable' as const })),
    ...[...free]
      .filter((domain) => !disposable.has(domain))
      .map((domain) => ({ domain, kind: 'free' as const })),
  ]
}

/** The same by domain, with what forwards told apart. */
export function mailOrigins(): ReadonlyMap<string, MailDomain['kind'] | 'relay'> {
  const relays = RELAY_DOMAINS.map((domain) => [domain, 'relay'] as const)
  return new Map([...mailDomains().map(({ domain, kind }) => [domain, kind] as const), ...relays])
}
