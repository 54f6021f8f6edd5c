import { useState } from 'react'
import { useMay, useMe, useReading } from '../../api/queries.js'
import type { Deed } from '../../deeds/deed.js'
import { useDeed } from '../../deeds/deed.js'
import { LastDeed } from '../../deeds/last-deed.js'
import { minuteText, shortId } from '../../parts/format.js'
import { Empty, FaultNote, Loaded, Name, Section } from '../../parts/parts.js'
import { DecideDialog, OpenDialog } from './forms.js'

export interface Appeal {
  readonly appeal_id: string
  readonly account_id: string
  readonly policy_id: string
  readonly campaign_id?: string
  readonly statement: string
  readonly opened_ms: number
  readonly claimed_by: string | null
  readonly outcome: 'upheld' | 'overturned' | null
  readonly decided_by: string | null
  readonly answer: string
}

const DECIDED_MAX = 100

/** What customers say against what was done to them. */
export function Appeals() {
  const [isOpening, setOpening] = useState(false)
  const mayOpen = useMay('analyst', 'reviewer')
  const appeals = useReading<{ readonly appeals: readonly Appeal[] }>('/appeals')
  return (
    <>
      <div className="page-head">
        <h1>Appeals</h1>
        <button type="button" disabled={!mayOpen} onClick={() => setOpening(true)}>
          Take an appeal down …
        </button>
      </div>
      <Loaded from={appeals}>
        {({ appeals: all }) => (
          <>
            <Open appeals={all.filter(({ outcome }) => outcome === null)} />
            <Decided appeals={all.filter(({ outcome }) => outcome !== null).reverse()} />
          </>
        )}
      </Loaded>
      {isOpening && <OpenDialog onClose={() => setOpening(false)} />}
      <LastDeed />
    </>
  )
}

function Open({ appeals }: { readonly appeals: readonly Appeal[] }) {
  return (
    <Section title="Undecided">
      {appeals.length === 0 ? (
        <Empty title="No appeal waits.">
          <p>
            Whoever speaks to customers takes down what they say, by the policy they were told of.
          </p>
        </Empty>
      ) : (
        <ul className="deed-list">
          {appeals.map((one) => (
            <OpenAppeal key={one.appeal_id} one={one} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function OpenAppeal({ one }: { readonly one: Appeal }) {
  const [isDeciding, setDeciding] = useState(false)
  const { data: me } = useMe()
  const mayDecide = useMay('reviewer')
  const claiming = useDeed()
  const isMine = one.claimed_by !== null && one.claimed_by === me?.name
  return (
    <li>
      <div>
        <p>
          Account <Name of={one.account_id} />, told of <code>{one.policy_id}</code>
          {one.campaign_id !== undefined && (
            <>
              {' '}
              for campaign <code>{shortId(one.campaign_id)}</code>
            </>
          )}
          , at {minuteText(new Date(one.opened_ms).toISOString())};{' '}
          {one.claimed_by === null ? 'nobody has it' : <Name of={one.claimed_by} />}
          {one.claimed_by !== null && ' has it'}.
        </p>
        <blockquote dir="auto">{one.statement}</blockquote>
        {claiming.error && <FaultNote fault={claiming.error} />}
      </div>
      <span className="row-of">
        <button
          type="button"
          disabled={!mayDecide || claiming.isPending || (one.claimed_by !== null && !isMine)}
          onClick={() => claiming.mutate(isMine ? releasing(one) : taking(one))}
        >
          {isMine ? 'Give back' : 'Take it'}
        </button>
        <button
          type="button"
          disabled={!mayDecide || (one.claimed_by !== null && !isMine)}
          onClick={() => setDeciding(true)}
        >
          Decide …
        </button>
      </span>
      {isDeciding && <DecideDialog appeal={one} onClose={() => setDeciding(false)} />}
    </li>
  )
}

const pathOf = ({ appeal_id }: Appeal, deed: string) =>
  `/appeals/${encodeURIComponent(appeal_id)}/${deed}`

const taking = (one: Appeal): Deed => ({
  says: `Took the appeal of ${one.account_id.slice(0, 60)}`,
  path: pathOf(one, 'claim'),
  undo: { path: pathOf(one, 'release'), says: 'Gave the appeal back' },
})

const releasing = (one: Appeal): Deed => ({
  says: `Gave the appeal of ${one.account_id.slice(0, 60)} back`,
  path: pathOf(one, 'release'),
  undo: { path: pathOf(one, 'claim'), says: 'Took the appeal again' },
})

function Decided({ appeals }: { readonly appeals: readonly Appeal[] }) {
  if (appeals.length === 0) return null
  return (
    <Section title="Decided">
      <ul className="deed-list">
        {appeals.slice(0, DECIDED_MAX).map((one) => (
          <li key={one.appeal_id}>
            <span>
              <b>{one.outcome}</b> by <Name of={one.decided_by ?? ''} />: account{' '}
              <Name of={one.account_id} />, <code>{one.policy_id}</code>. <bdi>{one.answer}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
