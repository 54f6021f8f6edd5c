import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CampaignRow } from '../../../../src/service/console/campaigns/api.js'
import type { RunTold } from '../../../../src/service/console/told.js'
import { useMe } from '../../api/queries.js'
import { counted, countText, minuteText, shortId } from '../../parts/format.js'
import { Section } from '../../parts/parts.js'
import { type Change, changesSince, keepSeen, readSeen, seenOf } from './looked.js'
import './overview.css'

/** As many as can be read; the table of campaigns has all. */
const SHOWN_MAX = 30

/** What is otherwise than when this person last said that they saw it. */
export function Since({
  run,
  campaigns,
}: {
  readonly run: RunTold
  readonly campaigns: readonly CampaignRow[]
}) {
  const name = useMe().data?.name
  const [marked, setMarked] = useState({ times: 0, isKept: true })
  if (name === undefined) return null
  const seen = readSeen(name)
  const changes = changesSince(seen?.campaigns ?? {}, campaigns)
  const mark = () => {
    const isKept = keepSeen(name, {
      at: new Date().toISOString(),
      run_id: run.run_id,
      campaigns: seenOf(campaigns),
    })
    setMarked(({ times }) => ({ times: times + 1, isKept }))
  }
  return (
    <Section
      title="Since you last looked"
      aside={
        <button type="button" onClick={mark} disabled={seen !== null && changes.length === 0}>
          Mark as seen
        </button>
      }
    >
      <p className="quiet" role="status">
        {!marked.isKept
          ? 'This browser keeps nothing, so it cannot tell what is new to you.'
          : seen === null
            ? 'You marked nothing as seen in this browser yet, so all is new.'
            : `You last marked what there was as seen on ${minuteText(seen.at)}${
                changes.length === 0 ? '. Nothing is otherwise since.' : '.'
              }`}
      </p>
      {changes.length > 0 && (
        <ul className="changes">
          {changes.slice(0, SHOWN_MAX).map((change) => (
            <li key={change.campaign_id}>
              <span className={`change ${change.kind}`}>{WORDS[change.kind]}</span>
              <span>
                <Told change={change} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {changes.length > SHOWN_MAX && (
        <p className="quiet">And {counted(changes.length - SHOWN_MAX, 'other')}: see below.</p>
      )}
    </Section>
  )
}

const WORDS: Readonly<Record<Change['kind'], string>> = {
  new: 'new',
  succeeded: 'goes on',
  verdict: 'verdict',
  grown: 'grown',
  shrunk: 'smaller',
  gone: 'gone',
}

const To = ({ id }: { readonly id: string }) => (
  <Link to="/campaigns/$campaignId" params={{ campaignId: id }}>
    <code>{shortId(id)}</code>
  </Link>
)

function Told({ change: { campaign_id, kind, before, now, others } }: { readonly change: Change }) {
  if (now === null) {
    return (
      <>
        <code>{shortId(campaign_id)}</code> is no campaign of the last run
        {others.length === 0 ? '.' : '; '}
        {others.map((id) => (
          <span key={id}>
            <To id={id} /> goes on from it.
          </span>
        ))}
      </>
    )
  }
  return (
    <>
      <To id={campaign_id} />
      {kind === 'verdict' && ` went from ${before?.verdict ?? '–'} to ${now.verdict};`}{' '}
      {difference(before?.operators, now.operators, 'account')},{' '}
      {difference(before?.taken, now.taken, 'answer')} taken
      {others.length > 0 && '; goes on from '}
      {others.map((id) => (
        <code key={id}>{shortId(id)} </code>
      ))}
    </>
  )
}

/** "9 accounts (3 more)" */
function difference(before: number | undefined, now: number, noun: string): string {
  const all = counted(now, noun)
  if (before === undefined || before === now) return all
  return `${all} (${countText(Math.abs(now - before))} ${now > before ? 'more' : 'fewer'})`
}
