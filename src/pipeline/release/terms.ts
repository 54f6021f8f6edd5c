import { canonicalJson } from '../../domain/canonical-json.js'
import type { Json, ShareTerms } from '../../domain/sharing.js'

/** Two who name the same in another order, or in another zone of time, want the same. */
export const inOrder = (terms: ShareTerms): ShareTerms => ({
  ...terms,
  to: sortedOnce(terms.to),
  left_out: sortedOnce(terms.left_out),
  texts: sortedOnce(terms.texts),
  expires_at: new Date(Date.parse(terms.expires_at)).toISOString(),
})

const sortedOnce = (all: readonly string[]): string[] => [...new Set(all)].sort()

/** The same for whoever wants the same. */
export const termsKey = (terms: ShareTerms): string =>
  canonicalJson({ ...inOrder(terms) } as unknown as Json)
