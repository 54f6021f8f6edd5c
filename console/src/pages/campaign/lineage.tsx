import { Link } from '@tanstack/react-router'
import type {
  Campaign,
  CampaignAnswer,
  Details,
} from '../../../../src/service/console/campaigns/api.js'
import { bitsText, shortId } from '../../parts/format.js'
import { Name, Section } from '../../parts/parts.js'

/** Where it came from, what goes on from it, and whose it may be. */
export function Lineage({
  campaign,
  answer,
  details,
}: {
  readonly campaign: Campaign
  readonly answer: CampaignAnswer
  readonly details: Details | null | undefined
}) {
  const { attribution, succeeds } = campaign
  const after = answer.succeeded_by ?? []
  const done = details?.displacement ?? []
  const carried = details?.carried ?? []
  return (
    <Section title="Where it comes from, and whose it may be">
      <dl className="facts">
        <dt>Goes on from</dt>
        <dd>
          {succeeds.length === 0 ? (
            'No earlier campaign that is known.'
          ) : (
            <Campaigns ids={succeeds} />
          )}
        </dd>
        <dt>Goes on in</dt>
        <dd>{after.length === 0 ? 'Nothing later that is known.' : <Campaigns ids={after} />}</dd>
        <dt>Operator</dt>
        <dd>Not named. Naming one is a person’s signed act.</dd>
        <dt>Proportionate</dt>
        <dd>
          <b>{campaign.countermeasure.level}</b>, which needs {campaign.countermeasure.needs}
        </dd>
        {carried.map(({ policy_id, level, accounts }) => (
          <div key={policy_id} className="contents">
            <dt>Proposed</dt>
            <dd>
              {level} as under <Name of={policy_id} />, for {accounts} accounts that came after it.
              Nothing is done to them by it.
            </dd>
          </div>
        ))}
        {done.map((text) => (
          <div key={text} className="contents">
            <dt>Was done</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
      {attribution.hypotheses.length > 0 && <h3>Hypotheses of the run. They name nobody.</h3>}
      {attribution.hypotheses.map((one) => (
        <details key={one.hypothesis_id}>
          <summary>
            {one.question === 'operator' ? 'One hand with' : 'Serves the purpose of'}{' '}
            {one.about_kind} <Name of={one.about_name} />
            {one.question === 'operator' && ` (${bitsText(one.weight_bits)} bits)`}
          </summary>
          <Items title="Facts" items={one.facts} />
          <Items title="Inferences" items={one.inferences} />
        </details>
      ))}
    </Section>
  )
}

const Campaigns = ({ ids }: { readonly ids: readonly string[] }) => (
  <>
    {ids.map((id) => (
      <span key={id}>
        <Link to="/campaigns/$campaignId" params={{ campaignId: id }}>
          <code>{shortId(id)}</code>
        </Link>{' '}
      </span>
    ))}
  </>
)

type Item = Campaign['attribution']['hypotheses'][number]['facts'][number]

function Items({ title, items }: { readonly title: string; readonly items: readonly Item[] }) {
  if (items.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {items.map(({ evidence_id, statement, speaks }) => (
          <li key={evidence_id} dir="auto">
            {speaks === 'against' && <b>Against: </b>}
            {statement}
          </li>
        ))}
      </ul>
    </>
  )
}
