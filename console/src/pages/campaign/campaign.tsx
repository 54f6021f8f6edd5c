import { useParams } from '@tanstack/react-router'
import type {
  CampaignAnswer,
  DetailsAnswer,
} from '../../../../src/service/console/campaigns/api.js'
import { useReading } from '../../api/queries.js'
import { Empty, Id, Loaded, Section, Verdict } from '../../parts/parts.js'
import { CampaignActions } from './actions.js'
import { Answers } from './answers.js'
import { Beside } from './beside.js'
import { Export } from './export.js'
import { Infrastructure } from './infrastructure.js'
import { Lineage } from './lineage.js'
import { Members } from './members.js'
import { RasterSection } from './raster/raster.js'
import { Taken } from './taken.js'
import { Templates } from './templates.js'
import { Waterfall } from './waterfall.js'

/** One campaign. The first screen answers who, since when, taking what, how sure, and who only looks alike. */
export function CampaignPage() {
  const { campaignId } = useParams({ strict: false })
  const campaign = useReading<CampaignAnswer>('/campaigns/one', { campaign_id: campaignId })
  return (
    <Loaded from={campaign}>
      {(answer) => (
        // Nothing that was read or begun of one campaign stays on the page of another.
        <Told key={answer.campaign?.campaign_id} answer={answer} />
      )}
    </Loaded>
  )
}

function Told({ answer }: { readonly answer: CampaignAnswer }) {
  const { campaign, linkage, extraction, would_change = [] } = answer
  const details = useReading<DetailsAnswer>(
    '/campaigns/details',
    { campaign_id: campaign?.campaign_id },
    { enabled: campaign !== null },
  ).data?.details
  if (campaign === null) {
    return (
      <>
        <h1>Campaign</h1>
        <Empty title="The last run has no campaign of this name.">
          <p>A run names its campaigns anew: look for its accounts, or for what goes on from it.</p>
        </Empty>
      </>
    )
  }
  return (
    <>
      <div className="page-head">
        <h1>
          Campaign <Id of={campaign.campaign_id} />
        </h1>
        <Verdict of={campaign.verdict} />
        <CampaignActions campaign={campaign} />
      </div>
      <Answers answer={answer} campaign={campaign} />
      <RasterSection campaignId={campaign.campaign_id} />
      <div className="columns">
        {linkage && <Waterfall title="Is it one hand?" total={linkage} />}
        {extraction && <Waterfall title="Is it a harvest?" total={extraction} />}
      </div>
      <Beside answer={answer} />
      <Taken campaign={campaign} />
      {details && <Templates campaign={campaign} details={details} />}
      {details && <Infrastructure details={details} />}
      <Lineage campaign={campaign} answer={answer} details={details} />
      <Members campaign={campaign} />
      <Section title="What would change this verdict">
        <ul>
          {would_change.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Section>
      <Export campaign={campaign} />
    </>
  )
}
