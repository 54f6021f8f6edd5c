import { parse } from 'tldts'
import { canonicalDomain } from '../../enrichers/institutions.js'

/** A name that somebody may have registered, or one below it, canonical; '' for an address, a suffix, or what is of one network alone. */
export function registrable(given: string): string {
  const domain = canonicalDomain(given)
  if (domain === '' || OWN_NETWORK.test(domain) || domain.length > LENGTH_MAX) return ''
  const { domain: registered, isIp } = parse(domain, { allowPrivateDomains: true })
  return registered == null || isIp ? '' : domain
}
const OWN_NETWORK = /(^|\.)(local|localhost|internal|intranet|home|lan|arpa|invalid|onion)$/
/** With the label of a challenge before it a name is still one. */
const LENGTH_MAX = 230
