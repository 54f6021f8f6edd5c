/** What a shared value is worth depends on: the linker's constants, and how much reference there is. */
export interface WeightFacts {
  /** m: the share of pairs under one controller that share a value. */
  readonly m: number
  readonly bits_max: number
  readonly unseen_frequency: number
  readonly prior_entities: number
  /** Reference entities. */
  readonly population: number
}

/**
 * Bits of a value that so many reference entities carry: as `shared_value.sql` weighs it (a test
 * compares them), for counts that need not occur.
 */
export function weightBits(facts: WeightFacts, carriers: number): number {
  const { m, bits_max, unseen_frequency, prior_entities, population } = facts
  const u = (carriers + prior_entities * unseen_frequency) / (population + prior_entities)
  return Math.min(bits_max, Math.log2(m / u))
}
