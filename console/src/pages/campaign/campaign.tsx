import { useParams } from '@tanstack/react-router'
import type { CampaignAnswer } from '../../../../src/service/console/campaigns/api.js'
import { useReading } from '../../api/queries.js'
import { Empty, Id, Loaded, Section, Verdict } from '../../parts/parts.js'
import { Answers } from './answers.js'
import { Members } from './members.js'
import { Waterfall } from './waterfall.js'

/** One campaign. The first screen answers who, since when, taking what, how sure, and who only looks alike. */
export function CampaignPage() {
  const { campaignId } = useParams({ strict: false })
  const campaign = useReading<CampaignAnswer>('/campaigns/one', { campaign_id: campaignId })
  return <Loaded from={campaign}>{(answer) => <Told answer={answer} />}</Loaded>
}

function Told({ answer }: { readonly answer: CampaignAnswer }) {
  const { campaign, linkage, extraction, picture } = answer
  if (campaign === null) {
    return (
      <Empty title="The last run has no campaign of this name.">
        <p>A run names its campaigns anew: look for its accounts, or for what goes on from it.</p>
      </Empty>
    )
  }
  return (
    <>
      <div className="page-head">
        <h1>
          Campaign <Id of={campaign.campaign_id} />
        </h1>
        <Verdict of={campaign.verdict} />
      </div>
      <Answers answer={answer} campaign={campaign} />
      <div className="columns">
        {linkage && <Waterfall title="Is it one hand?" total={linkage} />}
        {extraction && <Waterfall title="Is it a harvest?" total={extraction} />}
      </div>
      <Members campaign={campaign} />
      {picture && (
        <Section title="What would change this verdict">
          <ul>
            {picture.would_change.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
