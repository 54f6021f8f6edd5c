import { counted, countText, listText } from '../../feeds/format.js'
import type { Calibration } from './calibrate.js'

/** A value that 0.1 % carry is not told from one that nobody does by fewer. */
const RESOLVED_ENTITIES = 1000
/** Of fewer customers no frequency of a value can be said at all. */
const LINKER_ENTITIES_MIN = 30
/** One customer more or less should not move a weight by more than this. */
const STEADY_BITS = 1
const WEEK_DAYS = 7

/** What must not be relied on yet, and what would mend it; at least one sentence. */
export function distrusted(told: Calibration): readonly string[] {
  const texts = [
    ...curves(told),
    ...resolution(told),
    ...unknownLinkers(told),
    ...unsteady(told),
    ...peers(told),
    ...windowLength(told),
    ...joining(told),
  ]
  return texts.length > 0
    ? texts
    : ['Nothing stands out: the reference is large enough for all of it.']
}

function curves({ entities_reference, prior_entities }: Calibration): readonly string[] {
  const share = Math.round((100 * entities_reference) / (entities_reference + prior_entities))
  if (entities_reference === 0) {
    return [
      'There is no reference: every weight is the curve that ships. An account file with created_at, payment and verification makes one, and so do rulings of `benign`.',
    ]
  }
  if (entities_reference >= prior_entities) return []
  return [
    `Weights are mostly the shipped curves: ${counted(entities_reference, 'reference customer')} count for ${share} % of each, and the curves for the rest, as ${countText(prior_entities)} customers would.`,
  ]
}

function resolution({ entities_reference }: Calibration): readonly string[] {
  if (entities_reference === 0 || entities_reference >= RESOLVED_ENTITIES) return []
  const share = (100 / entities_reference).toPrecision(2)
  return [
    `A value that fewer than ${share} % of customers carry looks like one that nobody carries. From ${countText(RESOLVED_ENTITIES)} reference customers on, 0.1 % can be told.`,
  ]
}

function unknownLinkers({ linkers, entities_reference }: Calibration): readonly string[] {
  const few = linkers.filter(
    (linker) =>
      linker.reference_with_value < Math.min(LINKER_ENTITIES_MIN, entities_reference) ||
      linker.reference_with_value * 2 < entities_reference,
  )
  if (few.length === 0 || entities_reference === 0) return []
  const named = few.map(
    ({ id, reference_with_value }) => `${id} (${countText(reference_with_value)})`,
  )
  return [
    `Less than half of the reference carries any value for ${listText(named)}: where that is for want of a field, what is shared looks rarer there than it is.`,
  ]
}

function unsteady({ linkers }: Calibration): readonly string[] {
  const named = linkers.filter(({ bits_one_carrier }) => bits_one_carrier > STEADY_BITS)
  if (named.length === 0) return []
  return [
    `One customer of the reference that comes to carry a value takes more than ${counted(STEADY_BITS, 'bit')} off it for ${listText(named.map(({ id }) => id))}: expect such links to come and go at the threshold.`,
  ]
}

function peers({ accounts_reference, peers_min }: Calibration): readonly string[] {
  if (accounts_reference >= peers_min) return []
  return [
    `Detectors compare with everybody outside the clusters, not with the reference: that takes ${countText(peers_min)} reference accounts, and there are ${countText(accounts_reference)}.`,
  ]
}

function windowLength({ window_start, window_end }: Calibration): readonly string[] {
  const start = Date.parse(`${window_start.replace(' ', 'T')}Z`)
  const days = (Date.parse(`${window_end.replace(' ', 'T')}Z`) - start) / 86_400_000
  if (!(days < WEEK_DAYS)) return []
  return [
    `The logs cover ${days.toFixed(1)} days: what differs by the day of the week is not known until they cover ${WEEK_DAYS}.`,
  ]
}

function joining({ entities_joining, entities_reference }: Calibration): readonly string[] {
  if (entities_joining * 10 <= entities_reference) return []
  return [
    `${counted(entities_joining, 'customer')} lack${entities_joining === 1 ? 's' : ''} nothing but age and will join within 30 days: look again then, and at who they are, since a reference that can be aged into can be poisoned.`,
  ]
}
