import { Link } from '@tanstack/react-router'
import type {
  AccountAnswer,
  AccountExplained,
} from '../../../../src/service/console/accounts/api.js'
import { useReading } from '../../api/queries.js'
import { bitsText, counted, countText } from '../../parts/format.js'
import { Empty, Id, Instant, Loaded, Name, Section, Verdict } from '../../parts/parts.js'
import { DayRaster } from './day-raster.js'
import { Exchanges } from './exchanges.js'
import { Links } from './links.js'
import { Signals } from './signals.js'

interface RestrictionsOn {
  readonly is_known: boolean
  readonly restrictions: readonly {
    readonly restriction_id: string
    readonly policy_id: string
    readonly level: string
  }[]
}

/** One account, told whole: what is concluded of it, on what, and what would change that. */
export function Account({ accountId }: { readonly accountId: string }) {
  const told = useReading<AccountAnswer>('/accounts/one', { account_id: accountId })
  return <Loaded from={told}>{(answer) => <Told answer={answer} accountId={accountId} />}</Loaded>
}

function Told({
  answer,
  accountId,
}: {
  readonly answer: AccountAnswer
  readonly accountId: string
}) {
  const { account } = answer
  if (account === null) {
    return (
      <Empty title="The last run knows nothing of this account.">
        <p>Either no run has finished, or nothing of it was in the log.</p>
      </Empty>
    )
  }
  return (
    <>
      <Conclusion account={account} />
      <DayRaster accountId={accountId} days={answer.days} />
      <Links account={account} />
      <Signals account={account} />
      <Section title="What would change this verdict">
        <ul>
          {answer.would_change.map((text) => (
            <li key={text} dir="auto">
              {text.replaceAll('`', '')}
            </li>
          ))}
        </ul>
      </Section>
      <Restrictions accountId={accountId} />
      <Rulings rulings={answer.rulings} />
      <Exchanges accountId={accountId} />
    </>
  )
}

function Conclusion({ account }: { readonly account: AccountExplained }) {
  const { account_id, standing, verdict, newcomer } = account
  const text = (name: string) => `${standing[name] ?? ''}`
  return (
    <Section
      title={<Name of={account_id} />}
      aside={
        <Link to="/graph" search={{ account_id }}>
          Whom it is linked to, drawn
        </Link>
      }
    >
      <p className="row-of">
        <Verdict of={verdict.verdict} />
        <span>
          confidence {verdict.confidence} of 100; one hand {verdict.linkage.toFixed(2)}, harvest{' '}
          {verdict.extraction.toFixed(2)} ({bitsText(verdict.extraction_bits)} bits of its own)
        </span>
      </p>
      {verdict.reasons.length > 0 && (
        <ul>
          {verdict.reasons.map((reason) => (
            <li key={reason} dir="auto">
              {reason}
            </li>
          ))}
        </ul>
      )}
      {verdict.campaigns.map(({ campaign_id, role, membership }) => (
        <p key={campaign_id}>
          {role} of campaign{' '}
          <Link to="/campaigns/$campaignId" params={{ campaignId: campaign_id }}>
            {campaign_id.slice(0, 8)}
          </Link>
          , membership {membership.toFixed(2)}
        </p>
      ))}
      {verdict.clusters.map((cluster) => (
        <p key={cluster.cluster_id}>
          In a cluster of {counted(cluster.accounts, 'account')} with{' '}
          {counted(cluster.cluster_links, 'link')} of {bitsText(cluster.cluster_weight_bits)} bits
          on average
          {cluster.rests_on !== '' && `, which rests on ${cluster.rests_on}`}.
        </p>
      ))}
      {newcomer !== null && (
        <p>
          Since the run it was compared with campaigns:{' '}
          {newcomer.is_recognised ? 'it looks like' : 'it comes nearest to'}{' '}
          <Link to="/campaigns/$campaignId" params={{ campaignId: newcomer.campaign_id }}>
            {newcomer.campaign_id.slice(0, 8)}
          </Link>
          .
        </p>
      )}
      <dl className="facts">
        <dt>Organisation</dt>
        <dd>{text('entity_id') === account_id ? 'none named' : <Name of={text('entity_id')} />}</dd>
        <dt>Plan</dt>
        <dd>{text('plan') || 'not told'}</dd>
        <dt>Status</dt>
        <dd>{text('status') || 'not told'}</dd>
        <dt>Exchanges</dt>
        <dd>
          {countText(Number(standing.exchanges_all))} on{' '}
          {counted(Number(standing.days_seen), 'day')}, of which{' '}
          {countText(Number(standing.elicited_all))} ask for what trains
        </dd>
        <dt>Seen</dt>
        <dd>
          <Instant at={instant(text('first_seen'))} /> to{' '}
          <Instant at={instant(text('last_seen'))} /> UTC
        </dd>
      </dl>
    </Section>
  )
}

const instant = (text: string) => (text === '' ? null : `${text.replace(' ', 'T')}Z`)

function Restrictions({ accountId }: { readonly accountId: string }) {
  const on = useReading<RestrictionsOn>('/restrictions/on', { account_id: accountId })
  return (
    <Section title="What it is under">
      <Loaded from={on}>
        {({ restrictions, is_known }) =>
          restrictions.length === 0 ? (
            <p className="quiet">
              {is_known
                ? 'No restriction by its own name.'
                : 'Not known here: nothing was published yet, or a store is read that no service keeps.'}
            </p>
          ) : (
            <ul>
              {restrictions.map(({ restriction_id, policy_id, level }) => (
                <li key={restriction_id}>
                  {level} by policy <Name of={policy_id} /> (<Id of={restriction_id} />)
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

const Rulings = ({ rulings }: { readonly rulings: AccountAnswer['rulings'] }) => (
  <Section title="What people concluded">
    {rulings.length === 0 ? (
      <p className="quiet">Nobody has ruled on this account.</p>
    ) : (
      <ul>
        {rulings.map(({ ruled_at, conclusion, author, reason }) => (
          <li key={`${ruled_at}${author}${conclusion}`}>
            <Instant at={ruled_at} /> <b>{conclusion}</b>, <Name of={author} />:{' '}
            <span dir="auto">{reason}</span>
          </li>
        ))}
      </ul>
    )}
  </Section>
)
