import { useState } from 'react'
import type { ProposalTold } from '../../../src/service/console/queue/api.js'
import { useMay, useMe } from '../api/queries.js'
import { minuteText, nameText } from '../parts/format.js'
import { Name } from '../parts/parts.js'
import { agreeing, dropping } from './campaign-deeds.js'
import { DeedDialog } from './deed-dialog.js'
import { Radius } from './radius.js'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What waits for a second person: who wants it and why; agreed to by doing the same, or dropped. */
export function Proposals({ proposals }: { readonly proposals: readonly ProposalTold[] }) {
  const [asked, setAsked] = useState<{ readonly one: ProposalTold; readonly isAgreed: boolean }>()
  const { data: me } = useMe()
  const mayAgree = useMay('reviewer', 'admin')
  const mayDrop = useMay('analyst', 'reviewer', 'admin')
  return (
    <>
      <ul className="deed-list">
        {proposals.map((one) => (
          <li key={one.proposal_id}>
            <span>
              <b>{one.deed.replaceAll('_', ' ')}</b> <Name of={objectOf(one)} />, proposed by{' '}
              <Name of={one.by} /> at {minuteText(one.at)}: <bdi>{one.reason}</bdi>
            </span>
            <span className="row-of">
              {agreeing(one, '') !== undefined && (
                <button
                  type="button"
                  disabled={!mayAgree || one.by === me?.name}
                  title={
                    one.by === me?.name ? 'You proposed it: a second person agrees.' : undefined
                  }
                  onClick={() => setAsked({ one, isAgreed: true })}
                >
                  Agree
                </button>
              )}
              <button
                type="button"
                disabled={!mayDrop}
                onClick={() => setAsked({ one, isAgreed: false })}
              >
                Drop
              </button>
            </span>
          </li>
        ))}
      </ul>
      {asked !== undefined && (
        <DeedDialog
          title={`${asked.isAgreed ? 'Agree to' : 'Drop'}: ${asked.one.deed.replaceAll('_', ' ')} ${nameText(objectOf(asked.one))}`}
          submit={asked.isAgreed ? 'Agree' : 'Drop it'}
          onClose={() => setAsked(undefined)}
          deedOf={(reason) =>
            (asked.isAgreed ? agreeing(asked.one, reason) : undefined) ??
            dropping(asked.one, reason)
          }
          preview={asked.isAgreed && <RadiusOf proposal={asked.one} />}
        />
      )}
    </>
  )
}

function objectOf({ input }: ProposalTold): string {
  const { policy_id, group, subject_id, id, conclusion } = input
  return [policy_id, group, conclusion, subject_id, id].map(text).filter(Boolean).join(' ')
}

const CAMPAIGN_GROUP = /^campaign (.+)$/

/** Whom it would touch; where that cannot be measured here, that it cannot. */
function RadiusOf({ proposal: { deed, input } }: { readonly proposal: ProposalTold }) {
  const policyId = text(input.policy_id)
  if (deed === 'approve_policy') return <Radius policyId={policyId} />
  const [, campaignId] = CAMPAIGN_GROUP.exec(text(input.group)) ?? []
  if (deed === 'restore_restriction' && campaignId !== undefined) {
    return <Radius policyId={policyId} campaignId={campaignId} />
  }
  // One that is undecided is not innocent any more: it may touch as many.
  if (deed === 'rule_against' && input.subject_kind === 'campaign') {
    return <Radius campaignId={text(input.subject_id)} />
  }
  return (
    <p className="notice">
      Whom it would touch cannot be measured here. Look at the account, or at what is in force,
      first.
    </p>
  )
}
