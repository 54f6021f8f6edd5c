import { createRequire } from 'node:module'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'

export interface MailDomain {
  readonly domain: string
  readonly kind: 'free' | 'disposable'
}

/**
 * Mail domains at which anybody can have an address, from two packed public lists. A domain of both
 * counts as disposable. What is on neither is private to somebody, and only such a domain can say that
 * two accounts belong together.
 */
export function mailDomains(): readonly MailDomain[] {
  const free = createRequire(import.meta.url)('free-email-domains') as readonly string[]
  const disposable = disposableEmailBlocklistSet()
  return [
    ...[...disposable].map((domain) => ({ domain, kind: 'disposable' as const })),
    ...free
      .filter((domain) => !disposable.has(domain))
      .map((domain) => ({ domain, kind: 'free' as const })),
  ]
}
