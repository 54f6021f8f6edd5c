import { parse } from 'tldts'

/**
 * Addresses that an institution lets people keep for life say that somebody was there, not that they are. `alumno` and
 * `alumnat` are students in Spanish and Catalan, and no part of this.
 */
const FORMER_LABELS =
  /^(alum|alums|alumni|alumnus|alumna|alumnae|formerstudents?|ehemalige|absolventen|anciens?|diplomes?|forlife|lifelong)$/
/** In a name that was registered, beside that of the institution. */
const FORMER_NAME = /^alumni|alumni$/
const FORMER_DOMAINS: ReadonlySet<string> = new Set([
  // Of Oxford and Cambridge; of those whose society gives an address to each member for good; words that mean something else elsewhere.
  ...['oxon.org', 'cantab.net', 'aya.yale.edu', 'caa.columbia.edu', 'ieee.org', 'acm.org'],
  'post.harvard.edu',
])

/** @param domain in lower case, Punycode */
export function isFormer(domain: string): boolean {
  if (FORMER_DOMAINS.has(domain)) return true
  const { subdomain, domainWithoutSuffix } = parse(domain)
  const below = (subdomain ?? '').split('.').flatMap((label) => label.split('-'))
  return (
    below.some((word) => FORMER_LABELS.test(word)) || FORMER_NAME.test(domainWithoutSuffix ?? '')
  )
}
