import type { SharedAttribution } from '../../domain/sharing.js'
import { INDICATOR_KINDS } from '../../indicators/index.js'
import type { GroupKey } from '../../indicators/parts/group.js'
import { indicatorsOf, SENTENCES } from '../indicators/told.js'
import type { CampaignOf, MaterialSources } from './material.js'

export interface SourceParts {
  /** The key that values of the store are hashed with, as the engine takes it. */
  readonly hashKey: () => string
  /** The group whose key hashes are told under, by whom it goes to. */
  readonly group: (to: readonly string[]) => GroupKey | null
  readonly attribution: (campaign_id: string) => Promise<SharedAttribution | null>
  readonly now: () => number
}

/** The indicators of a campaign, read now from what its operators sent, and the judgement on it that counts now. */
export const materialSources = (parts: SourceParts): MaterialSources => ({
  indicators: async (store, { run_id, campaign_id, to }: CampaignOf) => {
    const { indicators, kept_out } = await indicatorsOf({
      ...{ store, runId: run_id, campaignId: campaign_id },
      ...{ hashKey: parts.hashKey(), group: parts.group(to), now: new Date(parts.now()) },
    })
    const why = kept_out.map(({ kind, reason, values }) => [`${kind}: ${reason}`, values] as const)
    return { indicators, kept_out: Object.fromEntries(why) }
  },
  attribution: (_, { campaign_id }) => parts.attribution(campaign_id),
  ownTexts: OWN_TEXTS,
})

/** Names of kinds, names in patterns, and what a kind says of its carriers. */
const OWN_TEXTS: readonly string[] = Object.freeze([
  ...SENTENCES,
  ...INDICATOR_KINDS.flatMap(({ id, cases }) => [
    id,
    ...Object.values(cases.matches).flatMap(({ pattern }) => Object.keys(pattern)),
  ]),
])
