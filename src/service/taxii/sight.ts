/**
 * What of a collection may be told to whom. What two people let leave, and what was met of a partner's, is ours to tell. What others
 * put there is told to whoever put it there; to anybody else only where the collection is a relay, no further than it is marked, and to
 * nobody who may not be told what is marked as strictly as the collection takes.
 */
import type {
  CollectionSettings,
  TaxiiClientSettings,
  TaxiiServerSettings,
} from '../../config/sharing.js'
import { isAsStrict, MARKINGS, type Marking } from '../../domain/indicator.js'

export interface Sight {
  /** All that these put there. */
  readonly own: readonly string[]
  /** How what is ours may be marked. */
  readonly ours: readonly Marking[]
  /** How what others put there may be marked. */
  readonly others: readonly Marking[]
}

/** Of whoever looks after the collections. */
export const WHOLE: Sight = Object.freeze({ own: [], ours: MARKINGS, others: MARKINGS })

/** What somebody put there and nothing else. That is also what a client may delete. */
export const putBy = (name: string): Sight => ({ own: [name], ours: [], others: [] })

/** Who puts sightings of ours into a collection, and a share. No client of the settings can be called so. */
export const OUR_SIGHTINGS = 'our sightings'
const SHARE = 'share:'
export const shareClient = (share_id: string): string => `${SHARE}${share_id}`

/** As `taxii_page` has it. */
export const isOurs = (client: string): boolean =>
  client.startsWith(SHARE) || client === OUR_SIGHTINGS

/** TLP:AMBER+STRICT ends with whoever was told, and TLP:RED with the person. */
const STRICTEST_PASSED_ON: Marking = 'amber'

const upTo = (strictest: Marking): readonly Marking[] =>
  MARKINGS.filter((one) => isAsStrict(one, strictest))

/**
 * What is ours was held against the collection's own `strictest` when it was released. What others put there was held against nothing, and
 * whoever writes may mark another's secret as free: so their word may keep something back and opens nothing. All of it is told as if it was
 * as strict as the collection takes, or as a relay does.
 */
function seenIn(
  collection: CollectionSettings,
  strictest: Marking | undefined,
): Omit<Sight, 'own'> {
  const ours = strictest === undefined ? MARKINGS : upTo(strictest)
  const taken = upTo(STRICTEST_PASSED_ON).filter((one) => isAsStrict(one, collection.strictest))
  const isTold = collection.relay && taken.every((one) => ours.includes(one))
  return { ours, others: isTold ? taken : [] }
}

export const readBy = (
  { name, strictest }: TaxiiClientSettings,
  collection: CollectionSettings,
): Sight => ({ own: [name], ...seenIn(collection, strictest) })

/** What came from elsewhere is sent on like anything else's: also to where it came from. */
export const sentTo = (
  { strictest }: TaxiiServerSettings,
  collection: CollectionSettings,
): Sight => ({ own: [], ...seenIn(collection, strictest) })
