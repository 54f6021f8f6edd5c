import type { Producer } from '../../domain/sharing.js'
import type { Sighting } from '../../domain/told.js'
import { type Bundle, bundleOf, producerObject, type StixObject } from '../../feeds/stix/object.js'
import { writeSightings } from '../../feeds/stix/write-later.js'

export type { Bundle, StixObject }

/** What a partner is told back, as objects of STIX: each sighting is marked as the partner marked what it told. */
export function sightingObjects(
  sightings: readonly Sighting[],
  { producer, toldAt }: { readonly producer: Producer; readonly toldAt: string },
): readonly StixObject[] {
  const markings = [...new Set(sightings.map(({ marking }) => marking))].sort()
  const objects = markings.flatMap((marking) => {
    const marked = sightings.filter((one) => one.marking === marking)
    return writeSightings(marked, { producer, marking, toldAt }).objects
  })
  return [...new Map(objects.map((one) => [one.id, one])).values()]
}

/** The same in one bundle, with whose word it is, also where nothing was met. */
export const sightingBundle = (
  sightings: readonly Sighting[],
  told: { readonly producer: Producer; readonly toldAt: string },
): Bundle => bundleOf([...sightingObjects(sightings, told), producerObject(told.producer)])
