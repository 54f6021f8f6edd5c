import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { CampaignAnswer } from '../../../../src/service/console/campaigns/api.js'
import type { CaseTold, DeedsAnswer } from '../../../../src/service/console/queue/api.js'
import { useMay, useMe, useReading } from '../../api/queries.js'
import { closing, noting } from '../../deeds/campaign-deeds.js'
import { DeedDialog } from '../../deeds/deed-dialog.js'
import { counted, minuteText, shortId } from '../../parts/format.js'
import { Empty, Loaded, Name, Section } from '../../parts/parts.js'
import { useKeys } from '../../shell/keys.js'
import { Acting } from '../campaign/actions.js'
import { Answers } from '../campaign/answers.js'
import { Waterfall } from '../campaign/waterfall.js'

/** One case: what is known and what speaks against it, notes, and everything that can be done. */
export function CaseDesk({
  campaignId,
  onClosed,
  isLeft,
}: {
  readonly campaignId: string
  /** What comes after it is closed: the next. */
  readonly onClosed: () => void
  /** Whether it is in the queue still. */
  readonly isLeft: boolean
}) {
  const campaign = useReading<CampaignAnswer>('/campaigns/one', { campaign_id: campaignId })
  const deeds = useReading<DeedsAnswer>('/campaigns/deeds', { campaign_id: campaignId })
  return (
    <Section
      title={`Campaign ${shortId(campaignId)}`}
      id="case"
      aside={
        <Link to="/campaigns/$campaignId" params={{ campaignId }}>
          The whole campaign
        </Link>
      }
    >
      {!isLeft && <p className="notice">It waits no more: its case was closed.</p>}
      <Acting campaignId={campaignId} />
      <Loaded from={campaign}>
        {(answer) =>
          answer.campaign === null ? (
            <Empty title="The last run has no campaign of this name.">
              <p>Its case can be closed, with what became of it.</p>
            </Empty>
          ) : (
            <>
              <Answers answer={answer} campaign={answer.campaign} />
              <div className="columns">
                {answer.linkage && <Waterfall title="Is it one hand?" total={answer.linkage} />}
                {answer.extraction && (
                  <Waterfall title="Is it a harvest?" total={answer.extraction} />
                )}
              </div>
            </>
          )
        }
      </Loaded>
      <Loaded from={deeds}>
        {({ case: open, cases_before }) => (
          <>
            {open !== null && (
              <CaseWork
                key={open.case_id}
                open={open}
                campaignId={campaignId}
                onClosed={onClosed}
              />
            )}
            {cases_before.map((one) => (
              <p key={one.case_id} className="quiet">
                A case of {minuteText(one.opened_at)} was closed: <bdi>{one.closed}</bdi>
              </p>
            ))}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function CaseWork({
  open,
  campaignId,
  onClosed,
}: {
  readonly open: CaseTold
  readonly campaignId: string
  readonly onClosed: () => void
}) {
  const [asked, setAsked] = useState<'note' | 'close'>()
  const { data: me } = useMe()
  const mayWork = useMay('analyst', 'reviewer')
  const mayClose = mayWork && (open.claimed_by === null || open.claimed_by === me?.name)
  const keys = useMemo(
    () => [
      { key: 'x', does: 'Close the case', act: () => mayClose && setAsked('close') },
      { key: 'w', does: 'Write a note', act: () => mayWork && setAsked('note') },
    ],
    [mayClose, mayWork],
  )
  useKeys(keys)
  return (
    <>
      <h3>{counted(open.notes_all, 'note')}</h3>
      <ol className="notes">
        {open.notes.map(({ by, at, text }) => (
          <li key={`${at} ${by}`}>
            <span className="quiet">
              <Name of={by} />, {minuteText(at)}
            </span>
            <p dir="auto">{text}</p>
          </li>
        ))}
      </ol>
      <span className="row-of">
        <button type="button" disabled={!mayWork} onClick={() => setAsked('note')}>
          Write a note … <kbd>w</kbd>
        </button>
        <button type="button" disabled={!mayClose} onClick={() => setAsked('close')}>
          Close the case … <kbd>x</kbd>
        </button>
      </span>
      {asked === 'note' && (
        <DeedDialog
          title="A note to the case"
          label="Note"
          reasonMin={1}
          charactersMax={20_000}
          submit="Write it down"
          deedOf={(text) => noting(open.case_id, campaignId, text)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === 'close' && (
        <DeedDialog
          title="Close the case"
          label="What became of it"
          submit="Close it and take the next"
          deedOf={(outcome) => closing(open.case_id, campaignId, outcome)}
          onDone={onClosed}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
