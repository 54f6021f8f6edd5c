import type { Campaign } from '../../../../src/service/console/campaigns/api.js'

export const CampaignActions = (_: { readonly campaign: Campaign }) => null
