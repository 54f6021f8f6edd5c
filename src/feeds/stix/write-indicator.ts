import { type Indicator, indicatorId } from '../../domain/indicator.js'
import type { SharedCampaign } from '../../domain/sharing.js'
import { extended } from './extension.js'
import { earlierOf } from './instant.js'
import { markingRef, stricterOf } from './marking.js'
import {
  NOBODYS_AT,
  type Ownership,
  owned,
  relationship,
  SPEC_VERSION,
  type StixObject,
  utc,
} from './object.js'
import { OWN_LANGUAGE, writePattern } from './pattern-words.js'

export const indicatorObjectId = ({ kind, pattern }: Pick<Indicator, 'kind' | 'pattern'>): string =>
  `indicator--${indicatorId(kind, pattern)}`

/** What every indicator says of itself: whoever matches it must not take it for a verdict. */
const CAUTION =
  'Corroboration only. Weigh it by how many ordinary customers carry it where you look, and judge nobody by it alone.'

/** What leaves is right nine times of ten at least, by our own history. How much better one is would tell how many others carry it. */
const CONFIDENCE = 90

/**
 * An indicator belongs to nobody: all who find the pattern call it the same, and each writes a version of it. So it has no
 * `created_by_ref`, and what only its producer knows stands in the sighting and the relationship, which are theirs.
 */
function indicatorObject(
  indicator: Indicator,
  shared: SharedCampaign,
  { modified }: Ownership,
): StixObject {
  const { kind, family, pattern } = indicator
  const written = writePattern({ kind, pattern })
  return {
    type: 'indicator',
    spec_version: SPEC_VERSION,
    id: indicatorObjectId(indicator),
    created: NOBODYS_AT,
    modified,
    object_marking_refs: [markingRef(stricterOf(indicator.marking, shared.marking))],
    name: `Distillation: ${kind}`,
    description: CAUTION,
    indicator_types: ['anomalous-activity'],
    ...written,
    pattern_version: written.pattern_type === OWN_LANGUAGE ? '1' : SPEC_VERSION,
    valid_from: utc(indicator.first_seen_at),
    valid_until: earlierOf(indicator.expires_at, shared.expires_at),
    confidence: CONFIDENCE,
    extensions: extended({ kind, family, pattern }),
  }
}

/** How many operators of the campaign carry it, and when. */
function sightingObject(indicator: Indicator, ownership: Ownership, campaign: string): StixObject {
  const { operators } = indicator
  const id = indicatorObjectId(indicator)
  return owned(
    'sighting',
    ownership,
    { sighting_of: id, campaign },
    {
      first_seen: utc(indicator.first_seen_at),
      last_seen: utc(indicator.last_seen_at),
      count: bounded(operators),
      sighting_of_ref: id,
      where_sighted_refs: [ownership.producer.identity_id],
      extensions: extended({ operators }),
    },
  )
}

/** STIX counts to here. */
const COUNT_MAX = 999_999_999
export const bounded = (count: number): number => Math.min(count, COUNT_MAX)

/** An indicator, that it indicates the campaign, and where it was seen. */
export function indicatorObjects(
  indicator: Indicator,
  shared: SharedCampaign,
  ownership: Ownership,
  campaign: string,
): readonly StixObject[] {
  // What only some may be told of the indicator only they may be told of where it was seen.
  const marked = {
    ...ownership,
    markingRef: markingRef(stricterOf(indicator.marking, shared.marking)),
  }
  const written = indicatorObject(indicator, shared, ownership)
  return [
    written,
    relationship(marked, [written.id, 'indicates', campaign], {
      description: indicator.statement,
      confidence: CONFIDENCE,
    }),
    sightingObject(indicator, marked, campaign),
  ]
}
