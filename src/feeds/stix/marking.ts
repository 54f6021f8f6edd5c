import { MARKINGS, type Marking } from '../../domain/indicator.js'
import type { StixObject } from './object.js'

/** TLP 2.0 in STIX 2.1 is an extension of OASIS, with one object a level. Ids and instant are theirs. */
export const TLP_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'
const TLP_CREATED = '2022-10-01T00:00:00.000Z'
const TLP_2: Readonly<Record<Marking, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

/** TLP 1, which STIX 2.1 itself names, and many still write. */
const TLP_1: readonly (readonly [id: string, marking: Marking, name: string])[] = [
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'clear', 'white'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green', 'green'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'amber', 'amber'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red', 'red'],
]

const BY_ID: ReadonlyMap<string, Marking> = new Map([
  ...MARKINGS.map((marking) => [TLP_2[marking], marking] as const),
  ...TLP_1.map(([id, marking]) => [id, marking] as const),
])

export const markingRef = (marking: Marking): string => TLP_2[marking]

/** The object that OASIS published for a level: it must travel with whatever refers to it. */
export const markingObject = (marking: Marking): StixObject => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: TLP_2[marking],
  created: TLP_CREATED,
  name: `TLP:${marking.toUpperCase()}`,
  extensions: { [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: marking } },
})

const PUBLISHED: ReadonlyMap<string, StixObject> = new Map([
  ...MARKINGS.map((marking) => [TLP_2[marking], markingObject(marking)] as const),
  ...TLP_1.map(([id, , name]) => [id, firstMarkingObject(id, name)] as const),
])

/** What was published under the id of a level of TLP; undefined for any other id. */
export const publishedMarking = (id: string): StixObject | undefined => PUBLISHED.get(id)

/** As the standard of STIX 2.1 prints it. */
function firstMarkingObject(id: string, tlp: string): StixObject {
  return {
    ...{ type: 'marking-definition', spec_version: '2.1', id },
    ...{ created: '2017-01-20T00:00:00.000Z', definition_type: 'tlp' },
    ...{ name: `TLP:${tlp.toUpperCase()}`, definition: { tlp } },
  }
}

export const stricterOf = (a: Marking, b: Marking): Marking =>
  MARKINGS.indexOf(a) >= MARKINGS.indexOf(b) ? a : b

/**
 * How an object as a whole is marked: as strictly as any part of it. A marking of TLP itself anybody may have, where it is
 * what was published. It never throws, whatever stands in the object.
 */
export function markingIn(object: Readonly<Record<string, unknown>>): Marking {
  const { type, id, object_marking_refs: refs, granular_markings: granular } = object
  if (type === 'marking-definition' && BY_ID.has(`${id}`)) return 'clear'
  const parts = listed(granular).flatMap((one) =>
    typeof one === 'object' && one !== null && 'marking_ref' in one ? [`${one.marking_ref}`] : [],
  )
  const whole = markingOf(listed(refs).map(String))
  return parts.length === 0 ? whole : stricterOf(whole, markingOf(parts))
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * What markings allow together: the strictest. What is not marked at all is for whoever was told; under terms that are none of
 * TLP nothing is allowed that we could know of.
 */
export function markingOf(refs: readonly string[]): Marking {
  if (refs.length === 0) return 'amber+strict'
  const levels = refs.flatMap((ref) => BY_ID.get(ref) ?? [])
  return levels.length === 0 ? 'red' : levels.reduce(stricterOf)
}
