import { useId, useState } from 'react'
import { DeedDialog } from '../../deeds/deed-dialog.js'
import type { Appeal } from './appeals.js'

/** Takes down what a customer says. */
export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const [account, setAccount] = useState('')
  const [policy, setPolicy] = useState('')
  const [campaign, setCampaign] = useState('')
  const id = useId()
  return (
    <DeedDialog
      title="Take an appeal down"
      label="What the customer says"
      reasonMin={1}
      charactersMax={20_000}
      submit="Take it down"
      isReady={account !== '' && policy !== ''}
      onClose={onClose}
      deedOf={(statement) => ({
        says: `Took down an appeal of ${account.slice(0, 60)}`,
        path: '/appeals',
        body: {
          account_id: account,
          policy_id: policy,
          statement,
          ...(campaign === '' ? {} : { campaign_id: campaign }),
        },
      })}
    >
      <label htmlFor={`${id}-account`}>Account</label>
      <input
        id={`${id}-account`}
        value={account}
        maxLength={256}
        required
        onChange={({ target }) => setAccount(target.value)}
      />
      <label htmlFor={`${id}-policy`}>The policy that they were told of</label>
      <input
        id={`${id}-policy`}
        value={policy}
        maxLength={64}
        pattern="[a-z0-9][a-z0-9-]*"
        required
        onChange={({ target }) => setPolicy(target.value)}
      />
      <label htmlFor={`${id}-campaign`}>The campaign, where it is known</label>
      <input
        id={`${id}-campaign`}
        value={campaign}
        maxLength={256}
        onChange={({ target }) => setCampaign(target.value)}
      />
    </DeedDialog>
  )
}

/** Upholds or overturns. Overturning frees the account at once. */
export function DecideDialog({
  appeal,
  onClose,
}: {
  readonly appeal: Appeal
  readonly onClose: () => void
}) {
  const [outcome, setOutcome] = useState<'upheld' | 'overturned'>()
  return (
    <DeedDialog
      title="Decide the appeal"
      label="What they are answered"
      submit="Decide"
      isReady={outcome !== undefined}
      onClose={onClose}
      deedOf={(answer) => ({
        says: `Decided the appeal of ${appeal.account_id.slice(0, 60)}: ${outcome}`,
        path: `/appeals/${encodeURIComponent(appeal.appeal_id)}/decide`,
        body: { outcome, answer },
      })}
    >
      <fieldset>
        <legend>Was it right?</legend>
        <label className="choice">
          <input type="radio" name="outcome" onChange={() => setOutcome('overturned')} /> Overturn
          it: the account is ruled benign and is free at once.
        </label>
        <label className="choice">
          <input type="radio" name="outcome" onChange={() => setOutcome('upheld')} /> Uphold it:
          nothing changes.
        </label>
      </fieldset>
    </DeedDialog>
  )
}
