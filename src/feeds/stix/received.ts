import type { IndicatorReceived } from '../../domain/indicator.js'
import type { SharedAttribution } from '../../domain/sharing.js'

/** An indicator as a partner told it. Which partner, and when, its reader knows and the bundle does not. */
export type IndicatorTold = Omit<IndicatorReceived, 'partner_id' | 'received_at'>

/** How often a partner met an indicator. */
export interface SightingRead {
  readonly object_id: string
  /** The indicator, as STIX names it. */
  readonly sighting_of: string
  readonly count: number
  readonly first_seen_at: string
  readonly last_seen_at: string
}

/** What a partner judges, for people to read. Nothing here weighs it. */
export interface JudgementRead {
  readonly object_id: string
  readonly attribution: SharedAttribution
}

/** Why one object is not taken. The others are. */
export const OBJECT_FAULTS = {
  not_an_object: 'What stands in `objects` is no object, or has no type.',
  id_malformed: 'Its id is not a type, `--` and a UUID in lower case.',
  id_wrong_type: 'Its id begins with another type than its own.',
  id_version:
    'Its UUID is of a version that STIX does not use (4, or 5 where it follows from the content).',
  id_does_not_fit: 'Its id should follow from its pattern, and does not.',
  duplicate_id: 'Two objects of this id and version say different things: neither is believed.',
  spec_version: 'It is not of STIX 2.1.',
  field_invalid: 'A field that is needed is missing, or not of its form.',
  extension_invalid: 'What it says under our extension is not of the form that is published.',
  instant_out_of_range: 'An instant is none, lies outside of 2000 to 2099, or in the future.',
  no_expiry: 'It says no instant after which it holds no longer.',
  expired: 'It held until an instant that has passed.',
  lasts_too_long: 'It would hold for longer than a year.',
  text_malformed: 'A text of its pattern holds half of a character.',
  pattern_language: 'Its pattern is in a language other than STIX, and it says it in no other way.',
  pattern_too_long: 'Its pattern is longer than is read.',
  pattern_syntax: 'Its pattern is not in the language that it says, or has too many brackets.',
  pattern_not_matchable: 'Its pattern asks for something that is not matched here, or for no day.',
  pattern_disagrees: 'Its STIX pattern says something else than its canonical one.',
} as const
export type ObjectFault = keyof typeof OBJECT_FAULTS

/** Why nothing of a bundle is taken. */
export const BUNDLE_FAULTS = {
  too_many_bytes: 'It is larger than is read.',
  too_deep: 'Brackets lie too deep in each other.',
  too_many_parts: 'It has too many members, all objects together.',
  string_too_long: 'A string is too long.',
  not_utf8: 'It is not UTF-8.',
  not_json: 'It is not JSON.',
  not_a_bundle: 'It is JSON, and no bundle of STIX.',
  bundle_version: 'It says that it is of a version of STIX before 2.1.',
  too_many_objects: 'It has too many objects.',
  cycle: 'Objects refer to each other in a circle in which none can.',
} as const
export type BundleFault = keyof typeof BUNDLE_FAULTS

export interface ObjectRefused {
  /** Its id, where it has one that can be told, else its place in the bundle. */
  readonly object_id: string
  readonly reason: ObjectFault
}

export interface Received {
  readonly indicators: readonly IndicatorTold[]
  /** Of people, for people: nothing weighs them. */
  readonly judgements: readonly JudgementRead[]
  readonly sightings: readonly SightingRead[]
  /** Indicators, by object id, to which their producer no longer holds. */
  readonly withdrawn: readonly string[]
  readonly refused: readonly ObjectRefused[]
  /** How many objects of each type were read and are of no use here. They are left, and not guessed at. */
  readonly left: Readonly<Record<string, number>>
}

export type BundleRead = Received | { readonly refusal: BundleFault }
