/**
 * What a decision may be about, and where such a subject stands in the tables.
 *
 * The last six are no subjects of decisions but marks that stand above them. They share the tables, so that
 * one snapshot carries both and neither can be newer than the other.
 */
export const SUBJECT_KINDS = [
  'account',
  'organization',
  'api_key',
  'ip',
  'network',
  'payment',
  'ja4',
  'client',
  'system',
  'template',
  'never_account',
  'never_organization',
  'never_api_key',
  'spared_account',
  'spared_organization',
  'spared_api_key',
] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** The number of a kind in a snapshot. */
export const KIND = Object.freeze(
  Object.fromEntries(SUBJECT_KINDS.map((kind, index) => [kind, index])),
) as Readonly<Record<SubjectKind, number>>

/** Levels from the mildest. A level's place is its strength. */
export const LEVELS = ['pass', 'observe', 'verify', 'limit', 'shape', 'hold', 'deny'] as const
export type DecisionLevel = (typeof LEVELS)[number]

export const LEVEL_OBSERVE = LEVELS.indexOf('observe')
export const LEVEL_DENY = LEVELS.indexOf('deny')
