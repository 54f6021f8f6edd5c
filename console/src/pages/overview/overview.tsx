import { Link } from '@tanstack/react-router'
import type { OverviewAnswer } from '../../../../src/service/console/campaigns/api.js'
import { useReading } from '../../api/queries.js'
import { counted, countText, minuteText } from '../../parts/format.js'
import { Empty, Loaded, Section } from '../../parts/parts.js'
import { CampaignTable } from '../campaigns/campaign-table.js'
import { Health } from './health.js'
import { Since } from './since.js'
import { TakenDays } from './taken-days.js'

const EVERY_MS = 60_000

export function Overview() {
  const overview = useReading<OverviewAnswer>('/overview', {}, { everyMs: EVERY_MS })
  return (
    <>
      <h1>Overview</h1>
      <Loaded from={overview}>{(answer) => <Looked answer={answer} />}</Loaded>
    </>
  )
}

function Looked({ answer }: { readonly answer: OverviewAnswer }) {
  const { run, input, campaigns, waiting } = answer
  if (run === null) {
    return (
      <>
        <Empty title="No run has finished yet.">
          <p>
            The first begins by itself once something came in: <code>POST /v1/ingest</code> takes
            it.
          </p>
        </Empty>
        <Health />
      </>
    )
  }
  return (
    <>
      <dl className="answers">
        <div>
          <dt>Campaigns in the last run</dt>
          <dd className="large">{countText(campaigns.length)}</dd>
          <dd className="quiet">
            {counted(
              campaigns.filter(({ verdict }) => verdict === 'act').length,
              'warrants',
              'warrant',
            )}{' '}
            countermeasures
          </dd>
        </div>
        <div>
          <dt>Waiting for a person</dt>
          <dd className="large">
            <Link to="/queue">
              {countText(waiting.cases_open + waiting.campaigns_without_case)}
            </Link>
          </dd>
          <dd className="quiet">
            {counted(waiting.proposals, 'proposal')}, {counted(waiting.appeals, 'appeal')}
          </dd>
        </div>
        <div>
          <dt>Looked at</dt>
          <dd className="large">{input === null ? '–' : countText(input.exchanges)}</dd>
          <dd className="quiet">
            exchanges of {input === null ? '–' : counted(input.accounts, 'account')}
          </dd>
        </div>
        <div>
          <dt>Last run</dt>
          <dd className="large">{minuteText(run.finished_at)}</dd>
          <dd className="quiet">
            UTC, as all times here; it looked up to {minuteText(run.window_end)}
          </dd>
        </div>
      </dl>
      <Since run={run} campaigns={campaigns} />
      <TakenDays answer={answer} />
      <Section title="Campaigns">
        <CampaignTable campaigns={campaigns} />
      </Section>
      <Health />
    </>
  )
}
