import { canonicalJson } from '../../domain/canonical-json.js'
import type { SharedCampaign } from '../../domain/sharing.js'
import { EXTENSION_OBJECTS } from './extension.js'
import { markingObject, markingRef, stricterOf } from './marking.js'
import {
  type Bundle,
  bundleOf,
  type Ownership,
  owned,
  producerObject,
  type StixObject,
  utc,
} from './object.js'
import { attributionObjects } from './write-attribution.js'
import { campaignObjects } from './write-campaign.js'
import { indicatorObjectId, indicatorObjects } from './write-indicator.js'

/**
 * A campaign as a STIX 2.1 bundle: the same share gives the same bytes, in whatever order its lists are and wherever it is
 * written. No instant in it is the clock's: its version is that of `modifiedAt`, where whoever tells it anew names one, else of what
 * was last seen or judged. Throws a RangeError where an instant is none, and a TypeError where a text holds half
 * of a character.
 */
export function writeBundle(shared: SharedCampaign, modifiedAt?: string): Bundle {
  const ownership: Ownership = {
    producer: shared.producer,
    created: utc(shared.campaign.first_seen_at),
    modified: modifiedAt === undefined ? lastOf(shared) : utc(modifiedAt),
    markingRef: markingRef(shared.marking),
  }
  const { campaign, operator, objects } = campaignObjects(shared, ownership)
  const indicators = unlike(shared.indicators).flatMap((indicator) =>
    indicatorObjects(indicator, shared, ownership, campaign.id),
  )
  const judgement =
    shared.attribution === null
      ? []
      : attributionObjects(shared.attribution, ownership, {
          campaign: campaign.id,
          operator: operator.id,
        })
  const told = [...objects, ...indicators, ...judgement]
  const together = [...told, ...collections(shared, ownership, told)]
  return bundleOf([
    ...together,
    producerObject(shared.producer),
    ...EXTENSION_OBJECTS,
    ...markings(shared),
  ])
}

function lastOf({ campaign, attribution }: SharedCampaign): string {
  const seen = campaign.last_seen_at
  const judged = attribution?.judged_at ?? seen
  return utc(Date.parse(judged) > Date.parse(seen) ? judged : seen)
}

/** What stands in it under one id stands in it once: the version that was seen last. */
function unlike(indicators: SharedCampaign['indicators']): SharedCampaign['indicators'] {
  const order = (one: SharedCampaign['indicators'][number]) =>
    `${utc(one.last_seen_at)} ${canonicalJson(one)}`
  const sorted = indicators.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  return [...new Map(sorted.map((one) => [indicatorObjectId(one), one])).values()]
}

const markings = ({ marking, indicators }: SharedCampaign): readonly StixObject[] =>
  [...new Set([marking, ...indicators.map((one) => stricterOf(marking, one.marking))])].map(
    markingObject,
  )

/** Types that say what was found, apart from the relationships between them. */
const FOUND = ['campaign', 'indicator', 'infrastructure', 'intrusion-set', 'observed-data']

/** What belongs together, and the report over all that is told. */
function collections(
  { campaign, expires_at }: SharedCampaign,
  ownership: Ownership,
  told: readonly StixObject[],
): readonly StixObject[] {
  const refs = (objects: readonly StixObject[]) => objects.map(({ id }) => id).toSorted()
  const grouping = owned(
    'grouping',
    ownership,
    { grouping: campaign.campaign_id },
    {
      name: 'What was found of the campaign',
      context: 'suspicious-activity',
      object_refs: refs(told.filter(({ type }) => FOUND.includes(type))),
    },
  )
  const report = owned(
    'report',
    ownership,
    { report: campaign.campaign_id },
    {
      name: 'A campaign of illicit distillation',
      description: `It expires ${utc(expires_at)}: whoever keeps it longer judges others by it.`,
      report_types: ['campaign', 'indicator'],
      published: ownership.modified,
      object_refs: refs([...told, grouping]),
    },
  )
  return [grouping, report]
}
