/**
 * Addresses that strangers share: a carrier's translation, a private relay, a cheap tunnel.
 *
 * Each holder moves among the same few exits on a walk of its own, so that an address says little
 * about a person and much about where many of them are.
 */

import type { Random } from '../random.js'
import { fixedNetwork, type Network, type Place, rotateExits } from './networks.js'

export interface SharedExits {
  /** The walk of one holder, who keeps an exit for about so many hours. */
  readonly walk: (random: Random, hoursKept: number) => Network
  readonly exits: readonly Network[]
}

/** How long a fixed network keeps an address; longer steps name its addresses one by one. */
const STEP_MS = 613_000

export const createSharedExits = (
  random: Random,
  kind: 'campus' | 'cloud',
  place: Place,
  count: number,
): SharedExits => {
  const range = fixedNetwork(random, kind, place, count)
  const exits = Array.from({ length: count }, (_, exit) => {
    const address = range.addressAt(exit * STEP_MS)
    return { ...range, addressAt: () => address }
  })
  return { exits, walk: (own, hoursKept) => rotateExits(own, exits, hoursKept) }
}
