import { z } from 'zod'
import { MARKINGS, type Marking } from '../domain/indicator.js'
import { type SharedCampaign, sharedCampaign } from '../domain/sharing.js'
import type { IndicatorTold, Told, ToldRefused } from '../domain/told.js'
import { BUNDLE_LIMITS, readJson } from './stix/read-json.js'
import { BUNDLE_FAULTS } from './stix/received.js'

const CAMPAIGNS_MAX = 1000
const INDICATORS_MAX = 100_000

const withdrawal = z.object({ withdrawn: z.string().max(256) })

/**
 * Reads campaigns as they are shared, in plain JSON: one, or a list. An entry `{ "withdrawn": "<id>" }` takes an object back. What is
 * no campaign is refused by itself; what is no JSON, or too much of it, as a whole. Indicators are named by their ids.
 */
export function readPlain(bytes: Uint8Array): Told {
  const parsed = readJson(bytes, BUNDLE_LIMITS)
  if ('fault' in parsed) return whole(BUNDLE_FAULTS[parsed.fault])
  const entries: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value]
  if (entries.length > CAMPAIGNS_MAX) return whole('more than 1,000 campaigns')
  const indicators: IndicatorTold[] = []
  const withdrawn: string[] = []
  const refused: ToldRefused[] = []
  for (const entry of entries) {
    const back = withdrawal.safeParse(entry)
    const campaign = sharedCampaign.safeParse(entry)
    if (back.success) withdrawn.push(back.data.withdrawn)
    else if (campaign.success) for (const one of indicatorsOf(campaign.data)) indicators.push(one)
    else refused.push({ object_id: '', reason: 'no campaign as it is shared' })
    if (indicators.length > INDICATORS_MAX) return whole('more than 100,000 indicators')
  }
  return { indicators, withdrawn, refused }
}

const whole = (reason: string): Told => ({
  indicators: [],
  withdrawn: [],
  refused: [{ object_id: '', reason }],
})

const indicatorsOf = (shared: SharedCampaign): readonly IndicatorTold[] =>
  shared.indicators.map((one) => ({
    object_id: one.indicator_id,
    indicator_id: one.indicator_id,
    kind: one.kind,
    pattern: one.pattern,
    valid_from: one.first_seen_at,
    valid_until: earlier(one.expires_at, shared.expires_at),
    marking: stricter(one.marking, shared.marking),
    confidence: shared.campaign.confidence,
    campaign_name: shared.campaign.campaign_id,
  }))

const earlier = (one: string, other: string): string =>
  Date.parse(one) <= Date.parse(other) ? one : other

const stricter = (one: Marking, other: Marking): Marking =>
  MARKINGS.indexOf(one) >= MARKINGS.indexOf(other) ? one : other
