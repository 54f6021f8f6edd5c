/**
 * Whether risks are what they say. Outcomes are what people concluded and what became of whom something was granted to; of those
 * that nobody knows nothing is counted.
 */

export interface Outcome {
  /** What spoke for and against it, in bits. */
  readonly odds_bits: number
  /** What was said by it, in percent. */
  readonly risk: number
  readonly is_fraud: boolean
}

export interface Calibration {
  readonly outcomes: number
  readonly fraudulent: number
  /** Calibrated odds are `shift_bits + slope * odds_bits`. */
  readonly shift_bits: number
  readonly slope: number
  /** Mean squared error of the probability, before and after: 0 is best. */
  readonly brier_before: number
  readonly brier_after: number
  readonly bins: readonly ReliabilityBin[]
}

/** Applications of about one risk: what was said, and what came true. */
export interface ReliabilityBin {
  readonly from_percent: number
  readonly to_percent: number
  readonly outcomes: number
  readonly said_percent: number
  readonly true_percent: number
  /** Of 95 %, after Wilson. */
  readonly low_percent: number
  readonly high_percent: number
}

/** Where the desk asks for more, and between. */
const EDGES = [0, 5, 20, 50, 70, 90, 97, 100]
/**
 * What is believed before anything came true: that the weights are right, as if this many outcomes on both sides had said so. With
 * ten outcomes of one side a slope may be anything.
 */
const PRIOR_OUTCOMES = 50
const ROUNDS_MAX = 100

export const probability = (bits: number): number => 1 / (1 + 2 ** -bits)

/**
 * Platt's scaling of the odds (Platt 1999), by Newton's method, held to shift 0 and slope 1 by a prior.
 * @param outcomes in any order
 */
export function calibrate(outcomes: readonly Outcome[]): Calibration {
  const { shift, slope } = fitted(outcomes)
  const fraudulent = outcomes.filter(({ is_fraud }) => is_fraud).length
  return {
    ...{ outcomes: outcomes.length, fraudulent },
    shift_bits: rounded(shift),
    slope: rounded(slope),
    brier_before: brier(outcomes, ({ risk }) => risk / 100),
    brier_after: brier(outcomes, ({ odds_bits }) => probability(shift + slope * odds_bits)),
    bins: bins(outcomes),
  }
}

function fitted(outcomes: readonly Outcome[]): { readonly shift: number; readonly slope: number } {
  let [shift, slope] = [0, 1]
  // In natural units, where the curvature of an outcome is at most a quarter. Odds of some four bits are usual, whence the weight of the slope.
  const prior = { shift: PRIOR_OUTCOMES / 4, slope: (PRIOR_OUTCOMES / 4) * 16 }
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const gradient = [-prior.shift * shift, -prior.slope * (slope - 1)] as [number, number]
    const hessian = [prior.shift, 0, prior.slope] as [number, number, number]
    for (const { odds_bits: bits, is_fraud } of outcomes) {
      const p = probability(shift + slope * bits)
      const [miss, weight] = [(is_fraud ? 1 : 0) - p, p * (1 - p)]
      gradient[0] += miss
      gradient[1] += miss * bits
      hessian[0] += weight
      hessian[1] += weight * bits
      hessian[2] += weight * bits * bits
    }
    const [a, b, c] = hessian
    const determinant = a * c - b * b
    const by = [
      (c * gradient[0] - b * gradient[1]) / determinant,
      (a * gradient[1] - b * gradient[0]) / determinant,
    ] as const
    // A step of a Newton that overshoots goes half the way, and a slope that turned the order around is none.
    shift += clamped(by[0])
    slope = Math.max(SLOPE_MIN, slope + clamped(by[1]))
    if (Math.abs(by[0]) + Math.abs(by[1]) < 1e-9) break
  }
  return { shift, slope }
}

const SLOPE_MIN = 0.05
const clamped = (step: number): number => Math.max(-1, Math.min(1, step))
const rounded = (value: number): number => Math.round(value * 1000) / 1000

function brier(outcomes: readonly Outcome[], of: (one: Outcome) => number): number {
  if (outcomes.length === 0) return 0
  const sum = outcomes.reduce((all, one) => all + (of(one) - (one.is_fraud ? 1 : 0)) ** 2, 0)
  return Math.round((sum / outcomes.length) * 10_000) / 10_000
}

function bins(outcomes: readonly Outcome[]): readonly ReliabilityBin[] {
  return EDGES.slice(0, -1).flatMap((from_percent, at) => {
    const to_percent = EDGES[at + 1] ?? 100
    const inside = outcomes.filter(
      ({ risk }) => risk >= from_percent && (risk < to_percent || to_percent === 100),
    )
    if (inside.length === 0) return []
    const hits = inside.filter(({ is_fraud }) => is_fraud).length
    const said = inside.reduce((all, { risk }) => all + risk / 100, 0)
    const [low, high] = wilson(hits, inside.length)
    const percent = (share: number) => Math.round(share * 1000) / 10
    return [
      {
        ...{ from_percent, to_percent, outcomes: inside.length },
        said_percent: percent(said / inside.length),
        true_percent: percent(hits / inside.length),
        ...{ low_percent: percent(low), high_percent: percent(high) },
      },
    ]
  })
}

const Z_95 = 1.96

/** Wilson's interval of 95 % for a share (Wilson 1927); 0 to 1 where nothing was seen. */
export function wilson(hits: number, of: number): readonly [low: number, high: number] {
  if (of === 0) return [0, 1]
  const share = hits / of
  const z2 = Z_95 ** 2
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of)
  const half = (Z_95 / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of ** 2))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
