import { readFileSync } from 'node:fs'

/** A logistic of the log-odds of the product, and what it was fitted to. */
interface ConfidenceMap {
  readonly slope: number
  readonly intercept: number
  readonly clusters: number
  readonly campaigns: number
  readonly brier: number
}

/** Made by scripts/train-confidence.js. Its slope is not negative: order is kept, and no verdict moves. */
const MAP = JSON.parse(
  readFileSync(new URL('./confidence.json', import.meta.url), 'utf8'),
) as ConfidenceMap

/** What the map was fitted to, for the findings. No ruling has taught it yet. */
export const CONFIDENCE_MAP = Object.freeze({
  clusters: MAP.clusters,
  campaigns: MAP.campaigns,
  rulings: 0,
  brier: MAP.brier,
})

/** A product is known to a ten-thousandth. */
const PRODUCT_MIN = 1e-4

/**
 * Of a hundred clusters with such a product of linkage and extraction, how many were campaigns where the
 * truth was known. Never a hundred: too few clusters have been seen to promise that.
 */
export function calibratedConfidence(product: number): number {
  const held = Math.min(1 - PRODUCT_MIN, Math.max(PRODUCT_MIN, product))
  const logOdds = MAP.intercept + MAP.slope * Math.log(held / (1 - held))
  return Math.min(99, Math.floor(100 / (1 + Math.exp(-logOdds))))
}
