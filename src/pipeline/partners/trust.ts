/** What became of what a partner told: campaigns of ours, and told campaigns that innocent customers carry. */
export interface Outcomes {
  readonly campaigns_right: number
  readonly campaigns_wrong: number
}

/** A partner starts as if eight outcomes were known of it: three campaigns that it was right about move it little. */
const KNOWN_BEFORE = 8
/** Being wrong touches customers, and being right finds what may be found anyway: one undoes what four have built. */
const WRONG_COUNTS = 4
/** Nobody is right for sure. */
const TRUST_MAX = 0.95

/**
 * What a partner's word is worth, 0 to 1: its share of right outcomes less one standard deviation, as a beta distribution
 * over right and wrong has them. So few outcomes are worth less than many of the same share: it rises slowly, since each
 * takes away doubt, and falls at once. Without any it is `start`.
 */
export function trustOf({ campaigns_right, campaigns_wrong }: Outcomes, start: number): number {
  const before = shareAbove(start)
  const right = KNOWN_BEFORE * before + campaigns_right
  const all = KNOWN_BEFORE + campaigns_right + WRONG_COUNTS * campaigns_wrong
  return Math.max(0, Math.min(TRUST_MAX, below(right / all, all)))
}

/** A share less the standard deviation of a beta distribution of so many outcomes. */
const below = (share: number, outcomes: number): number =>
  share - Math.sqrt((share * (1 - share)) / (outcomes + 1))

/** The share that lies above `start` by its own standard deviation: the other end of Wilson's interval. */
function shareAbove(start: number): number {
  const doubt = 1 / (KNOWN_BEFORE + 1)
  const middle = 2 * start + doubt
  return (middle + Math.sqrt(middle ** 2 - 4 * (1 + doubt) * start ** 2)) / (2 * (1 + doubt))
}
