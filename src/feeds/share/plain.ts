import { indicator } from '../../domain/indicator.js'
import type { SharedCampaign, SharedObject, ShareForm } from '../../domain/sharing.js'

/** Without how many others carry it: that is about customers, and whoever matches it counts their own. */
const toldIndicator = indicator.omit({
  carriers: true,
  reference_carriers: true,
  precision: true,
})

/** What is shared in our own words: the campaign, then each of its indicators, then the judgement on whose it is. */
export const plainForm: ShareForm = Object.freeze({
  ...{ form: 'plain', write },
  ownTexts: ['plain', 'campaign', 'indicator', 'attribution'],
})

function write(shared: SharedCampaign): readonly SharedObject[] {
  const { campaign, countermeasure, succeeds, attribution, marking, expires_at, producer } = shared
  const common = { marking, expires_at, producer: { ...producer } }
  const { campaign_id } = campaign
  return [
    {
      ...{ type: 'campaign', ...campaign, ...common, countermeasure },
      ...{
        capabilities: campaign.capabilities.map((one) => ({ ...one })),
        succeeds: [...succeeds],
      },
    },
    ...shared.indicators
      .map((one) => toldIndicator.parse(one))
      .map((one) => ({ type: 'indicator', ...one, pattern: { ...one.pattern } })),
    ...(attribution === null
      ? []
      : [
          {
            ...{ type: 'attribution', campaign_id, ...attribution, marking },
            hypotheses: attribution.hypotheses.map((one) => ({ ...one })),
            dissent_texts: attribution.dissent_texts.map((one) => ({ ...one })),
          },
        ]),
  ]
}
