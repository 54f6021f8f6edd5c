import type { RadiusAnswer } from '../../../src/service/console/queue/api.js'
import { useReading } from '../api/queries.js'
import { counted } from '../parts/format.js'
import { Loaded, Name } from '../parts/parts.js'

const STANDING_WORDS: Readonly<Record<string, string>> = {
  operator: 'operators of campaigns',
  suspected: 'suspected by themselves',
  watched: 'watched',
  bystander: 'victims and customers',
  clear: 'judged clear',
}

/** Whom a deed would let be touched: counted by how the run judged them, and by name. */
export function Radius({
  policyId,
  campaignId,
}: {
  readonly policyId?: string
  readonly campaignId?: string
}) {
  const radius = useReading<RadiusAnswer>('/blast-radius', {
    policy_id: policyId,
    campaign_id: campaignId,
  })
  return (
    <fieldset className="radius">
      <legend>Whom it would touch</legend>
      <Loaded from={radius}>{(answer) => <Told answer={answer} />}</Loaded>
    </fieldset>
  )
}

function Told({ answer }: { readonly answer: RadiusAnswer }) {
  const { policies, days, is_partial, protected: spared } = answer
  if (policies === null) {
    return <p>It cannot be measured yet: no run has finished, or nothing was published.</p>
  }
  const touching = policies.filter(({ accounts }) => accounts > 0)
  return (
    <>
      {touching.length === 0 && (
        <p>
          Nobody: no policy that is in force by it would have touched an account in the last {days}{' '}
          days of the logs.
        </p>
      )}
      {touching.map((one) => {
        const innocent = one.by_standing
          .filter(({ standing }) => standing !== 'operator')
          .reduce((sum, { accounts }) => sum + accounts, 0)
        const verified = one.named.filter(({ is_verified }) => is_verified).length
        return (
          <div key={one.policy_id}>
            <p>
              <b>{counted(one.accounts, 'account')}</b> by <code>{one.policy_id}</code> ({one.level}
              ), with {counted(one.exchanges, 'exchange')} in the last {days} days of the logs
              {innocent > 0 && (
                <>
                  , of which <b>{counted(innocent, 'is', 'are')} not operators</b>
                </>
              )}
              {verified > 0 && (
                <>; {counted(verified, 'of those named is', 'of those named are')} verified</>
              )}
              .
            </p>
            <ul className="standings">
              {one.by_standing.map(({ standing, accounts }) => (
                <li key={standing}>
                  {counted(accounts, 'account')}: {STANDING_WORDS[standing] ?? standing}
                </li>
              ))}
            </ul>
            <details>
              <summary>Which accounts</summary>
              <ul>
                {one.named.map(({ account_id, standing, is_verified }) => (
                  <li key={account_id}>
                    <Name of={account_id} />
                    {standing !== 'operator' && ` – ${STANDING_WORDS[standing] ?? standing}`}
                    {is_verified && ' – verified'}
                  </li>
                ))}
              </ul>
              {one.named.length < one.accounts && (
                <p className="quiet">Those with the most exchanges; there are more.</p>
              )}
            </details>
          </div>
        )
      })}
      {spared.length > 0 && (
        <p>
          {counted(spared.length, 'operator stands', 'operators stand')} on a never-touch list and
          is left alone:{' '}
          {spared.slice(0, 5).map((id) => (
            <span key={id}>
              <Name of={id} />{' '}
            </span>
          ))}
        </p>
      )}
      {is_partial && <p className="quiet">A run is deriving: ask again when it has ended.</p>}
    </>
  )
}
