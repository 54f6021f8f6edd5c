import type { Campaign, CampaignAnswer } from '../../../../src/service/console/campaigns/api.js'
import { Section } from '../../parts/parts.js'

export const Templates = (_: {
  readonly campaign: Campaign
  readonly picture: NonNullable<CampaignAnswer['picture']>
}) => <Section title="Templates">…</Section>
