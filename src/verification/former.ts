/**
 * Addresses that an institution lets people keep for life say that somebody was there, not that they are. `alumno` and
 * `alumnat` are students in Spanish and Catalan, and no part of this.
 */
const FORMER_LABELS =
  /^(alum|alums|alumni|alumnus|alumna|alumnae|formerstudents?|ehemalige|absolventen|anciens?|diplomes?|forlife|lifelong|post)$/
const FORMER_DOMAINS: ReadonlySet<string> = new Set([
  // Of Oxford and Cambridge; of those whose society gives an address to each member for good.
  ...['oxon.org', 'cantab.net', 'aya.yale.edu', 'caa.columbia.edu', 'ieee.org', 'acm.org'],
])

/** @param domain in lower case, Punycode */
export function isFormer(domain: string): boolean {
  if (FORMER_DOMAINS.has(domain)) return true
  // The domain of an institution itself is no such label: it stands before one.
  const labels = domain.split('.').slice(0, -2)
  return labels.some((label) => label.split('-').some((word) => FORMER_LABELS.test(word)))
}
