/** What people said of a partner's word, and what it told as one campaign that innocent customers carry. */
export interface Known {
  readonly is_vouched: boolean
  readonly campaigns_wrong: number
}

/**
 * What the word of a partner is worth that two people vouched for: 4.8 bits, still less than a value of our own, and enough to speak
 * against an innocent explanation.
 */
export const TRUST_VOUCHED = 0.6
/** Nobody is right for sure. */
const TRUST_MAX = 0.95

/**
 * What a partner's word is worth, 0 to 1. People alone raise it, and each wrong halves it, since being wrong touches customers: at
 * half of the bits a partner joins nothing that did not nearly stand, and after three it is not listened to.
 */
export function trustOf({ is_vouched, campaigns_wrong }: Known, start: number): number {
  const before = is_vouched ? Math.max(start, TRUST_VOUCHED) : start
  return Math.min(TRUST_MAX, before) / 2 ** campaigns_wrong
}
