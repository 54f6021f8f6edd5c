import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Campaign } from '../../../../src/service/console/campaigns/api.js'
import type { DeedsAnswer } from '../../../../src/service/console/queue/api.js'
import type { Done, Fault } from '../../api/client.js'
import { useMay, useMe, useReading } from '../../api/queries.js'
import { releasing, takeCampaign } from '../../deeds/campaign-deeds.js'
import { CountermeasureDialog } from '../../deeds/countermeasure-dialog.js'
import { useDeed } from '../../deeds/deed.js'
import { LastDeed } from '../../deeds/last-deed.js'
import { Proposals } from '../../deeds/proposals.js'
import { RuleDialog } from '../../deeds/rule-dialog.js'
import { minuteText } from '../../parts/format.js'
import { FaultNote, Name } from '../../parts/parts.js'
import { useKeys } from '../../shell/keys.js'

/** What a person can do about a campaign: its case, a ruling, countermeasures, and what was done last. */
export const CampaignActions = ({
  campaign,
}: {
  readonly campaign: Pick<Campaign, 'campaign_id'>
}) => (
  <>
    <Acting campaignId={campaign.campaign_id} />
    <LastDeed />
  </>
)

const CONCLUSION_WORDS = {
  benign: 'innocent',
  campaign: 'a campaign',
  undecided: 'undecided',
} as const

/** Without what was done last, for pages that show that once for all. */
export function Acting({ campaignId }: { readonly campaignId: string }) {
  const [open, setOpen] = useState<'rule' | 'countermeasure'>()
  const { data: me } = useMe()
  const mayWork = useMay('analyst', 'reviewer')
  const mayRule = useMay('reviewer')
  const mayAct = useMay('reviewer', 'admin')
  const { data: deeds } = useReading<DeedsAnswer>('/campaigns/deeds', { campaign_id: campaignId })
  const releasingIt = useDeed()
  const taking = useMutation<Done, Fault>({ mutationFn: () => takeCampaign(campaignId) })
  const own = deeds?.campaign_id === campaignId ? deeds : undefined
  const holder = own?.case?.claimed_by ?? null
  const isMine = holder !== null && holder === me?.name
  const { mutate: take } = taking
  const { mutate: release } = releasingIt
  const caseId = own?.case?.case_id
  const mayRelease = isMine || (holder !== null && mayRule)
  const keys = useMemo(
    () => [
      { key: 'e', does: 'Rule on this campaign', act: () => mayRule && setOpen('rule') },
      {
        key: 'c',
        does: 'Take its case, or give it back',
        act: () => {
          if (mayRelease && caseId !== undefined) release(releasing(caseId, campaignId))
          else if (mayWork && holder === null) take()
        },
      },
      {
        key: 'a',
        does: 'Countermeasures on this campaign',
        act: () => mayAct && setOpen('countermeasure'),
      },
    ],
    [mayRule, mayAct, mayWork, mayRelease, caseId, campaignId, holder, release, take],
  )
  useKeys(keys)
  const fault = taking.error ?? releasingIt.error
  return (
    <div className="acting">
      <span className="row-of">
        {mayRelease && caseId !== undefined ? (
          <button
            type="button"
            disabled={releasingIt.isPending}
            onClick={() => release(releasing(caseId, campaignId))}
          >
            Give back <kbd>c</kbd>
          </button>
        ) : (
          <button
            type="button"
            disabled={!mayWork || own === undefined || holder !== null || taking.isPending}
            onClick={() => take()}
          >
            Take the case <kbd>c</kbd>
          </button>
        )}
        <button type="button" disabled={!mayRule} onClick={() => setOpen('rule')}>
          Rule … <kbd>e</kbd>
        </button>
        <button type="button" disabled={!mayAct} onClick={() => setOpen('countermeasure')}>
          Countermeasures … <kbd>a</kbd>
        </button>
      </span>
      {own !== undefined && (
        <p className="quiet">
          {holder === null ? (
            'Nobody has it.'
          ) : isMine ? (
            'You have it.'
          ) : (
            <>
              <Name of={holder} /> has it.
            </>
          )}{' '}
          {own.ruling !== null && (
            <>
              Ruled {CONCLUSION_WORDS[own.ruling.conclusion]} by {own.ruling.people.join(' and ')}{' '}
              at {minuteText(own.ruling.ruled_at)}.{' '}
            </>
          )}
          {own.restrictions.map(({ policy_id, level }) => (
            <span key={policy_id}>
              In force: {level} by {policy_id}.{' '}
            </span>
          ))}
        </p>
      )}
      {own !== undefined && own.proposals.length > 0 && <Proposals proposals={own.proposals} />}
      {fault && <FaultNote fault={fault} />}
      {open === 'rule' && <RuleDialog campaignId={campaignId} onClose={() => setOpen(undefined)} />}
      {open === 'countermeasure' && (
        <CountermeasureDialog campaignId={campaignId} onClose={() => setOpen(undefined)} />
      )}
    </div>
  )
}
