// The standard normal at 95 %, one-sided.
const NORMAL_95 = 1.6449

/**
 * The rate that so many events in so many trials do not rule out, with 95 % confidence: the upper
 * bound of a Poisson mean by Wilson and Hilferty, within 1 % of the exact one. No event in n trials
 * gives 3/n; it never gives nought.
 */
export function rateBound(events: number, trials: number): number {
  const k = events + 1
  const mean = k * (1 - 1 / (9 * k) + NORMAL_95 / (3 * Math.sqrt(k))) ** 3
  return mean / trials
}

/** "0.03" or "1.5e-4": two digits are all that such a bound carries. */
export function rateText(rate: number): string {
  return rate >= 0.01 ? rate.toPrecision(2) : rate.toExponential(1)
}
