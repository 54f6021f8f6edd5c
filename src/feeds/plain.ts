import { z } from 'zod'
import { instant } from '../domain/exchange.js'
import { indicator, MARKINGS, type Marking, marking } from '../domain/indicator.js'
import { sharedCampaign } from '../domain/sharing.js'
import type { IndicatorTold, Told, ToldRefused } from '../domain/told.js'

const CAMPAIGNS_MAX = 1000
const INDICATORS_MAX = 100_000

/** How many others carry it is about the partner's customers: it leaves nowhere, and is asked of nobody. */
const toldIndicator = indicator.partial({
  carriers: true,
  reference_carriers: true,
  precision: true,
})
type ToldIndicator = z.infer<typeof toldIndicator>

const withdrawal = z.object({ withdrawn: z.string().max(256) })
const whole = sharedCampaign.extend({ indicators: z.array(toldIndicator) })
const { campaign_id, confidence } = sharedCampaign.shape.campaign.shape
const alone = z.discriminatedUnion('type', [
  z.object({ type: z.literal('campaign'), campaign_id, confidence, marking, expires_at: instant }),
  toldIndicator.extend({ type: z.literal('indicator') }),
  z.object({ type: z.literal('attribution') }),
])

/** What an indicator has of its campaign. */
interface Frame {
  readonly campaign_id: string
  readonly confidence: number
  readonly marking: Marking
  readonly expires_at: string
}

/**
 * Reads campaigns in plain JSON, one or a list: each with its indicators in it, or before them, as a share writes them. An entry
 * `{ "withdrawn": "<id>" }` takes an object back. What is none of these is refused by itself; too much of it, as a whole. Indicators
 * are named by their ids.
 */
export function readPlain(value: unknown): Told {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  const told = { indicators: [] as IndicatorTold[], withdrawn: [] as string[] }
  const refused: ToldRefused[] = []
  const frames = new Map<string, Frame>()
  let others = 0
  for (const entry of entries) {
    const reason = take(entry, frames, told)
    if (reason !== null) refused.push({ object_id: '', reason })
    if (reason !== null || !isIndicator(entry)) others += 1
    if (others > CAMPAIGNS_MAX) return refusedWhole('more than 1,000 campaigns')
    if (told.indicators.length > INDICATORS_MAX) return refusedWhole('more than 100,000 indicators')
  }
  return { ...told, refused }
}

/** Nothing of it is taken. */
export const refusedWhole = (reason: string): Told => ({
  indicators: [],
  withdrawn: [],
  refused: [{ object_id: '', reason }],
})

const isIndicator = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && 'type' in entry && entry.type === 'indicator'

/** Takes what an entry says; says why not. A judgement is left: no reading of it is defined here. */
function take(
  entry: unknown,
  frames: Map<string, Frame>,
  told: { readonly indicators: IndicatorTold[]; readonly withdrawn: string[] },
): string | null {
  const back = withdrawal.safeParse(entry)
  const campaign = whole.safeParse(entry)
  const one = alone.safeParse(entry)
  if (back.success) told.withdrawn.push(back.data.withdrawn)
  else if (campaign.success) {
    const { campaign: of, marking, expires_at, indicators } = campaign.data
    for (const each of indicators)
      told.indicators.push(toldOf(each, { ...of, marking, expires_at }))
  } else if (!one.success) return 'no campaign as it is shared'
  else if (one.data.type === 'campaign') frames.set(one.data.campaign_id, one.data)
  else if (one.data.type === 'indicator') {
    const frame = frames.get(one.data.campaign_id)
    if (frame === undefined) return 'an indicator without its campaign'
    told.indicators.push(toldOf(one.data, frame))
  }
  return null
}

const toldOf = (one: ToldIndicator, of: Frame): IndicatorTold => ({
  object_id: one.indicator_id,
  indicator_id: one.indicator_id,
  kind: one.kind,
  pattern: one.pattern,
  valid_from: one.first_seen_at,
  valid_until: earlier(one.expires_at, of.expires_at),
  marking: stricter(one.marking, of.marking),
  confidence: of.confidence,
  campaign_name: of.campaign_id,
})

const earlier = (one: string, other: string): string =>
  Date.parse(one) <= Date.parse(other) ? one : other

const stricter = (one: Marking, other: Marking): Marking =>
  MARKINGS.indexOf(one) >= MARKINGS.indexOf(other) ? one : other
