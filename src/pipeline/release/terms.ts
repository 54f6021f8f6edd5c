import { canonicalJson } from '../../domain/canonical-json.js'
import type { Json, ShareTerms } from '../../domain/sharing.js'

/** Two who name the same in another order, or in another zone of time, want the same. */
export const inOrder = (terms: ShareTerms): ShareTerms => ({
  ...terms,
  to: sortedOnce(terms.to),
  left_out: sortedOnce(terms.left_out),
  texts: sortedOnce(terms.texts),
  expires_at: utc(terms.expires_at),
  ...(terms.as_of === undefined ? {} : { as_of: utc(terms.as_of) }),
})

const utc = (instant: string): string => new Date(Date.parse(instant)).toISOString()

const sortedOnce = (all: readonly string[]): string[] => [...new Set(all)].sort()

/** The same for whoever wants the same. */
export const termsKey = (terms: ShareTerms): string =>
  canonicalJson({ ...inOrder(terms) } as unknown as Json)
