import { type ReactNode, useState } from 'react'
import type { DeedsAnswer, RestrictionTold } from '../../../src/service/console/queue/api.js'
import { useMay, useMe, useReading } from '../api/queries.js'
import { Dialog } from '../parts/dialog.js'
import { counted, minuteText, shortId } from '../parts/format.js'
import { Empty, Loaded } from '../parts/parts.js'
import { approving, turning, withdrawing } from './campaign-deeds.js'
import type { Deed } from './deed.js'
import { DeedForm } from './deed-dialog.js'
import { Radius } from './radius.js'

export interface Policy {
  readonly policy_id: string
  readonly digest: string
  readonly level: string
  readonly mode: string
  readonly reason_code: string
  readonly approved_by: readonly string[]
}

export interface PoliciesAnswer {
  readonly policies: readonly Policy[]
}

/** What was chosen to be done, to be asked a reason for. */
export interface Chosen {
  readonly title: string
  readonly submit: string
  readonly deedOf: (reason: string) => Deed
  readonly preview?: ReactNode
}

const TWO = 'Propose or agree'

/** What is done to a campaign, what the policies of the file could do, and each of the deeds that change it. */
export function CountermeasureDialog({
  campaignId,
  onClose,
}: {
  readonly campaignId: string
  readonly onClose: () => void
}) {
  const [chosen, setChosen] = useState<Chosen>()
  if (chosen !== undefined) {
    return (
      <Dialog key={chosen.title} title={chosen.title} onClose={onClose}>
        <DeedForm {...chosen} onDone={onClose} />
      </Dialog>
    )
  }
  return (
    <Dialog title={`Countermeasures on campaign ${shortId(campaignId)}`} onClose={onClose}>
      <OnCampaign campaignId={campaignId} onChoose={setChosen} />
      <h3>Policies</h3>
      <Policies onChoose={setChosen} />
    </Dialog>
  )
}

function OnCampaign({
  campaignId,
  onChoose,
}: {
  readonly campaignId: string
  readonly onChoose: (chosen: Chosen) => void
}) {
  const mayRule = useMay('reviewer')
  const deeds = useReading<DeedsAnswer>('/campaigns/deeds', { campaign_id: campaignId })
  const group = `campaign ${campaignId}`
  return (
    <Loaded from={deeds}>
      {({ restrictions, lifted }) => (
        <>
          <h3>In force on it</h3>
          {restrictions.length + lifted.length === 0 && <p className="quiet">Nothing.</p>}
          <ul className="deed-list">
            {restrictions.map((one) => (
              <li key={one.policy_id}>
                <RestrictionWords of={one} />
                <button type="button" disabled={!mayRule} onClick={() => onChoose(lift(one))}>
                  Lift {one.policy_id}
                </button>
              </li>
            ))}
            {lifted.map((policy_id) => (
              <li key={`lifted ${policy_id}`}>
                <span>
                  <code>{policy_id}</code>: lifted
                </span>
                <button
                  type="button"
                  disabled={!mayRule}
                  onClick={() => onChoose(restore({ policy_id, group }, campaignId))}
                >
                  Restore {policy_id}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  )
}

export const RestrictionWords = ({ of: one }: { readonly of: RestrictionTold }) => (
  <span>
    <code>{one.policy_id}</code>: <b>{one.level}</b> for {counted(one.subjects, 'subject')}, until{' '}
    {minuteText(one.until)}
  </span>
)

export const lift = (one: Pick<RestrictionTold, 'policy_id' | 'group'>): Chosen => ({
  title: `Lift what ${one.policy_id} does`,
  submit: 'Lift it',
  deedOf: (reason) => turning('lift', one, reason),
})

export const restore = (
  one: Pick<RestrictionTold, 'policy_id' | 'group'>,
  campaignId: string,
): Chosen => ({
  title: `Restore what ${one.policy_id} does`,
  submit: TWO,
  deedOf: (reason) => turning('restore', one, reason),
  preview: <Radius policyId={one.policy_id} campaignId={campaignId} />,
})

/** The policies of the file: at what level each is, who approved it, and the deeds on it. */
export function Policies({ onChoose }: { readonly onChoose: (chosen: Chosen) => void }) {
  const { data: me } = useMe()
  const mayApprove = useMay('reviewer')
  const mayWithdraw = useMay('reviewer', 'admin')
  const policies = useReading<PoliciesAnswer>('/policies')
  return (
    <Loaded from={policies}>
      {({ policies: all }) =>
        all.length === 0 ? (
          <Empty title="There is no policy.">
            <p>
              {me?.is_read_only === true
                ? 'A store has none; the file of a service has them.'
                : 'The file that serve.policy names has them. Without one nobody is touched.'}
            </p>
          </Empty>
        ) : (
          <ul className="deed-list">
            {all.map((one) => (
              <li key={one.policy_id}>
                <span>
                  <code>{one.policy_id}</code>: <b>{one.level}</b>, {one.mode.replaceAll('_', ' ')};{' '}
                  {one.approved_by.length === 0
                    ? 'nobody approved it'
                    : `approved by ${one.approved_by.join(' and ')}`}
                </span>
                {one.approved_by.length === 0 ? (
                  <button
                    type="button"
                    disabled={!mayApprove}
                    onClick={() => onChoose(approve(one))}
                  >
                    Approve {one.policy_id}
                  </button>
                ) : (
                  <button
                    type="button"
                    disabled={!mayWithdraw}
                    onClick={() => onChoose(withdraw(one))}
                  >
                    Withdraw {one.policy_id}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

const approve = ({ policy_id, digest }: Policy): Chosen => ({
  title: `Approve the policy ${policy_id}`,
  submit: TWO,
  deedOf: (reason) => approving(policy_id, digest, reason),
  preview: <Radius policyId={policy_id} />,
})

const withdraw = ({ policy_id, digest }: Policy): Chosen => ({
  title: `Take back the approval of ${policy_id}`,
  submit: 'Take it back',
  deedOf: (reason) => withdrawing(policy_id, digest, reason),
})
