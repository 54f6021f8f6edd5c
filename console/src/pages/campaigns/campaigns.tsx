import type { CampaignsAnswer } from '../../../../src/service/console/campaigns/api.js'
import { useReading } from '../../api/queries.js'
import { Loaded } from '../../parts/parts.js'
import { CampaignTable } from './campaign-table.js'

export function Campaigns() {
  const campaigns = useReading<CampaignsAnswer>('/campaigns')
  return (
    <>
      <h1>Campaigns</h1>
      <Loaded from={campaigns}>{(answer) => <CampaignTable campaigns={answer.campaigns} />}</Loaded>
    </>
  )
}
