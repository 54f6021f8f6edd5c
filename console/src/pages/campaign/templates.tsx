import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type {
  Campaign,
  Details,
  RasterAnswer,
  TemplatesRead,
} from '../../../../src/service/console/campaigns/api.js'
import { act, type Fault } from '../../api/client.js'
import { useMay, useMe, useReading } from '../../api/queries.js'
import { Dialog } from '../../parts/dialog.js'
import { counted, countText, textShown } from '../../parts/format.js'
import { FaultNote, Section } from '../../parts/parts.js'

type Template = Details['templates'][number]

const PART_WORDS: Readonly<Record<Template['part'], string>> = {
  system: 'in the system prompt',
  opening: 'at the beginning',
  closing: 'at the end',
}

/** The texts that its accounts fill in. What they say is shown once somebody said why. */
export function Templates({
  campaign,
  details,
}: {
  readonly campaign: Campaign
  readonly details: Details
}) {
  const [isAsking, setAsking] = useState(false)
  const [read, setRead] = useState<readonly Template[]>()
  const { data: me } = useMe()
  // What the raster colours, in its order: a template has one colour on the page.
  const coloured =
    useReading<RasterAnswer>('/campaigns/raster', { campaign_id: campaign.campaign_id }).data
      ?.families ?? []
  const mayRead = useMay('analyst', 'reviewer')
  const templates = read ?? details.templates
  if (templates.length === 0) {
    return (
      <Section title="Templates">
        <p className="quiet">Its accounts share no text that they fill in.</p>
      </Section>
    )
  }
  return (
    <Section
      title="Templates"
      aside={
        read === undefined && (
          <button type="button" disabled={!mayRead} onClick={() => setAsking(true)}>
            Show what they say …
          </button>
        )
      }
    >
      {read === undefined && (
        <p className="quiet">
          Texts are hidden until a reason is given, which is written down.{' '}
          {me?.is_read_only === true
            ? 'Here none is shown: the report of the scan has them with --text.'
            : !mayRead && 'Analysts and reviewers may read them.'}
        </p>
      )}
      <div className="templates">
        {templates.map((template) => (
          <TemplateFigure
            key={template.family_id}
            template={template}
            place={coloured.indexOf(template.family_id)}
            isRead={read !== undefined}
          />
        ))}
      </div>
      {isAsking && (
        <Reason
          campaign={campaign}
          onClose={() => setAsking(false)}
          onRead={(texts) => {
            setRead(texts)
            setAsking(false)
          }}
        />
      )}
    </Section>
  )
}

function TemplateFigure({
  template,
  place,
  isRead,
}: {
  readonly template: Template
  readonly place: number
  readonly isRead: boolean
}) {
  const { family_id, part, exchanges, accounts, slots, slots_shared, pieces, samples } = template
  return (
    <figure>
      <figcaption>
        <i className={`swatch ${place >= 0 ? `f${place}` : 'f-other'}`} />{' '}
        <code>{family_id.slice(0, 8)}</code> {PART_WORDS[part]} of {counted(exchanges, 'exchange')}{' '}
        of {counted(accounts, 'account')}; what changes has {counted(slots, 'value')}, of which{' '}
        {countText(slots_shared)} were sent by two accounts or more.
      </figcaption>
      {isRead && pieces.length === 0 && (
        <p className="quiet">
          There is too little of it, or no text was kept, to tell what stays from what changes.
        </p>
      )}
      {pieces.length > 0 && (
        <p className="prompt" dir="auto">
          {pieces.map(({ kind, text }, at) =>
            kind === 'fixed' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
              <span key={at}>{textShown(text)}</span>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
              <mark key={at} className="slot" title="This changes">
                {textShown(text)}
              </mark>
            ),
          )}
        </p>
      )}
      {samples.length > 0 && (
        <details>
          <summary>{counted(samples.length, 'sample')}</summary>
          {samples.map((sample, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its place
            <p key={at} className="prompt" dir="auto">
              {textShown(sample)}
            </p>
          ))}
        </details>
      )}
    </figure>
  )
}

function Reason({
  campaign,
  onClose,
  onRead,
}: {
  readonly campaign: Campaign
  readonly onClose: () => void
  readonly onRead: (templates: readonly Template[]) => void
}) {
  const [reason, setReason] = useState('')
  const reading = useMutation<TemplatesRead, Fault>({
    mutationFn: () =>
      act<TemplatesRead>(`/campaigns/${campaign.campaign_id}/templates/read`, { reason }),
    onSuccess: ({ templates }) => onRead(templates),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    reading.mutate()
  }
  return (
    <Dialog title="Why do you read them?" onClose={onClose}>
      <form className="form" onSubmit={send}>
        <label htmlFor="reason">Reason</label>
        <textarea
          id="reason"
          value={reason}
          minLength={3}
          maxLength={2000}
          required
          onChange={({ target }) => setReason(target.value)}
        />
        <p className="quiet">
          It stands in the audit trail with your name before anything is shown.
        </p>
        {reading.error && <FaultNote fault={reading.error} />}
        <button
          type="submit"
          className="primary"
          disabled={reading.isPending || reason.trim().length < 3}
        >
          Write it down and show them
        </button>
      </form>
    </Dialog>
  )
}
