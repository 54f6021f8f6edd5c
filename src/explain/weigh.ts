/** Evidence on one pair of accounts, as it is stored. */
export interface PairEvidence {
  readonly linker: string
  readonly family: string
  readonly speaks: string
  readonly weight_millibits: number
}

/** From when on a pair is a link, and a link rests on a controller: the parameters of stage link. */
export interface LinkLimits {
  readonly weight_millibits_min: number
  readonly hard_millibits_min: number
  readonly controller_millibits_min: number
  readonly supported_millibits_min: number
  readonly money_millibits_min: number
  readonly time_millibits_min: number
  readonly instrument_millibits_min: number
}

export interface Weighed<Evidence extends PairEvidence> {
  readonly items: readonly (Evidence & { readonly is_counted: boolean })[]
  readonly weight_millibits: number
  readonly is_link: boolean
  readonly is_controlled: boolean
}

/**
 * One pair weighed again from its stored evidence, as `link.sql` weighs it (a test compares them): of
 * each family the strongest, all that speaks against, and whether operations or money carry it.
 */
export function weighPair<Evidence extends PairEvidence>(
  evidence: readonly Evidence[],
  limits: LinkLimits,
): Weighed<Evidence> {
  const sorted = [...evidence].sort(
    (a, b) => b.weight_millibits - a.weight_millibits || (a.linker < b.linker ? -1 : 1),
  )
  const families = new Set<string>()
  const items = sorted.map((one) => {
    // What a partner told is in no link.
    const is_own = one.family !== 'partner'
    const is_counted = one.speaks === 'against' || (is_own && !families.has(one.family))
    if (one.speaks !== 'against' && is_own) families.add(one.family)
    return { ...one, is_counted }
  })
  const weight_millibits = items.reduce(
    (sum, one) => sum + (one.is_counted ? one.weight_millibits : 0),
    0,
  )
  const said = (speaks: string) => sumOfFamilies(sorted.filter((one) => one.speaks === speaks))
  const counter = sorted
    .filter((one) => one.speaks === 'against')
    .reduce((sum, one) => sum + one.weight_millibits, 0)
  const operations = said('controller') + counter
  const money = said('money')
  const carries =
    operations >= limits.hard_millibits_min ||
    (operations >= limits.controller_millibits_min &&
      weight_millibits >= limits.supported_millibits_min) ||
    (money >= limits.money_millibits_min && said('time') >= limits.time_millibits_min) ||
    money + counter >= limits.instrument_millibits_min
  const is_link = families.size > 0 && weight_millibits >= limits.weight_millibits_min
  return { items, weight_millibits, is_link, is_controlled: is_link && carries }
}

function sumOfFamilies(evidence: readonly PairEvidence[]): number {
  const best = new Map<string, number>()
  for (const { family, weight_millibits } of evidence) {
    best.set(family, Math.max(best.get(family) ?? 0, weight_millibits))
  }
  return [...best.values()].reduce((sum, one) => sum + one, 0)
}

/** A detector's opinion of one subject, as it is stored. */
export interface StoredSignal {
  readonly detector: string
  readonly family: string
  readonly weight_millibits: number
}

/** Signals with which of them count: of each family the strongest, as `subject_evidence.sql` adds them. */
export function weighSignals<Signal extends StoredSignal>(signals: readonly Signal[]) {
  const families = new Set<string>()
  const items = [...signals]
    .sort(
      (a, b) =>
        Math.abs(b.weight_millibits) - Math.abs(a.weight_millibits) ||
        (a.detector < b.detector ? -1 : 1),
    )
    .map((signal) => {
      const is_counted = !families.has(signal.family)
      families.add(signal.family)
      return { ...signal, is_counted }
    })
  const weight_millibits = items.reduce(
    (sum, one) => sum + (one.is_counted ? one.weight_millibits : 0),
    0,
  )
  return { items, weight_millibits }
}
