import { canonicalJson } from '../../domain/canonical-json.js'
import { uuidOf } from '../../domain/identifier.js'
import type { Json, Producer, SharedObject } from '../../domain/sharing.js'

export type StixObject = SharedObject & { readonly type: string; readonly id: string }

export interface Bundle {
  readonly type: 'bundle'
  readonly id: string
  readonly objects: readonly StixObject[]
}

export const SPEC_VERSION = '2.1'

/** What nobody owns was made on no day: the earliest instant that is taken anywhere here. */
export const NOBODYS_AT = '2000-01-01T00:00:00.000Z'

/** An instant as STIX writes it: UTC, to the millisecond. */
export const utc = (instant: string): string => new Date(instant).toISOString()

/** The id of an object that nobody owns: all who mean the same name it the same. */
export const commonId = (type: string, contributing: { readonly [key: string]: Json }): string =>
  `${type}--${uuidOf(canonicalJson({ ...contributing, type }))}`

/** The id of an object of its producer's own: two producers never name one so. */
export const ownedId = (
  type: string,
  producer: Producer,
  contributing: { readonly [key: string]: Json },
): string => commonId(type, { ...contributing, producer: producer.identity_id })

/** An object that is the same whoever writes it, and has no later version. */
export const common = (
  type: string,
  contributing: { readonly [key: string]: Json },
  body: SharedObject,
): StixObject => ({
  type,
  spec_version: SPEC_VERSION,
  id: commonId(type, contributing),
  created: NOBODYS_AT,
  modified: NOBODYS_AT,
  ...body,
})

/** What the objects of one share have in common. */
export interface Ownership {
  readonly producer: Producer
  readonly created: string
  readonly modified: string
  readonly markingRef: string
}

/** An object of the producer's own, of this share. */
export const owned = (
  type: string,
  { producer, created, modified, markingRef }: Ownership,
  contributing: { readonly [key: string]: Json },
  body: SharedObject,
): StixObject => ({
  type,
  spec_version: SPEC_VERSION,
  id: ownedId(type, producer, contributing),
  created_by_ref: producer.identity_id,
  created,
  modified,
  object_marking_refs: [markingRef],
  ...body,
})

/** Who tells: the same object in all that they tell. */
export const producerObject = ({ name, identity_id }: Producer): StixObject => ({
  type: 'identity',
  spec_version: SPEC_VERSION,
  id: identity_id,
  created: NOBODYS_AT,
  modified: NOBODYS_AT,
  name,
  identity_class: 'organization',
})

/** Source, what it is to the target, target: with what may be said beside. */
export const relationship = (
  ownership: Ownership,
  [source, type, target]: readonly [source: string, type: string, target: string],
  body: SharedObject = {},
): StixObject =>
  owned(
    'relationship',
    ownership,
    { source, relationship: type, target },
    { relationship_type: type, source_ref: source, target_ref: target, ...body },
  )

/**
 * Objects in one order, whatever order they came in, under an id that follows from what they say. What was said twice of
 * one id is said once.
 */
export function bundleOf(given: readonly StixObject[]): Bundle {
  const byText = new Map(given.map((one) => [`${one.id} ${canonicalJson(one)}`, one]))
  const texts = [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const objects = [...new Map(texts.map(([, one]) => [one.id, one])).values()]
  return { type: 'bundle', id: commonId('bundle', { objects }), objects }
}

/** The bytes of a bundle: the same for the same bundle on every machine. */
export const bundleText = ({ type, id, objects }: Bundle): string =>
  canonicalJson({ type, id, objects })
