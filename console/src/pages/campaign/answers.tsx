import type { Campaign, CampaignAnswer } from '../../../../src/service/console/campaigns/api.js'
import { counted, countText, dateText, wordsOf } from '../../parts/format.js'

const SHOWN_MAX = 3

/** The five questions of whoever has to answer for it, in words. */
export function Answers({
  campaign,
  answer,
}: {
  readonly campaign: Campaign
  readonly answer: CampaignAnswer
}) {
  const operators = campaign.members.filter(({ role }) => role === 'operator').length
  const beside = campaign.members.length - operators
  const spared = answer.spared_all ?? 0
  const taken = [...campaign.capabilities]
    .sort((a, b) => b.exchanges - a.exchanges)
    .filter(({ capability }) => capability !== 'other')
    .slice(0, SHOWN_MAX)
  return (
    <dl className="answers">
      <div>
        <dt>Which accounts</dt>
        <dd className="large">{countText(operators)}</dd>
        <dd>
          look run by one hand. <a href="#members">Who they are</a>
        </dd>
      </div>
      <div>
        <dt>Since when</dt>
        <dd className="large">{campaign.first_seen_at.slice(0, 10)}</dd>
        <dd>until {dateText(campaign.last_seen_at)} UTC</dd>
      </div>
      <div>
        <dt>Taking what</dt>
        <dd className="large">{counted(campaign.exchanges_extracting, 'answer')}</dd>
        <dd>
          {taken.length === 0
            ? 'of no capability that stands out'
            : taken
                .map(
                  ({ capability, exchanges }) => `${wordsOf(capability)} (${countText(exchanges)})`,
                )
                .join(', ')}
        </dd>
      </div>
      <div>
        <dt>How sure</dt>
        <dd className="large">{campaign.confidence} %</dd>
        <dd>
          {campaign.verdict === 'act'
            ? 'The evidence warrants countermeasures, once a person agrees.'
            : 'A person should look before anything is done.'}
          {campaign.rests_on !== '' && ` It rests on ${campaign.rests_on}.`}
        </dd>
      </div>
      <div>
        <dt>Who looks similar and is not involved</dt>
        <dd className="large">{countText(beside + spared)}</dd>
        <dd>
          {beside + spared === 0 ? (
            'Nobody stands close to it.'
          ) : (
            <>
              {counted(beside, 'account')} beside it and {countText(spared)} of its neighbourhood,
              not to be acted on. <a href="#beside">Who they are</a>
            </>
          )}
        </dd>
      </div>
    </dl>
  )
}
