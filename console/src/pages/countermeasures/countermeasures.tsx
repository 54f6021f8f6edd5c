import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ProposalTold } from '../../../../src/service/console/queue/api.js'
import { useMay, useReading } from '../../api/queries.js'
import { type Chosen, lift, Policies } from '../../deeds/countermeasure-dialog.js'
import { withReason } from '../../deeds/deed.js'
import { DeedDialog } from '../../deeds/deed-dialog.js'
import { LastDeed } from '../../deeds/last-deed.js'
import { Proposals } from '../../deeds/proposals.js'
import { countText, minuteText, shortId } from '../../parts/format.js'
import { Empty, Loaded, Name, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { NeverTouch } from './never-touch.js'

/** What is done to whom, by what, and everything that stops it. */
export function Countermeasures() {
  const [chosen, setChosen] = useState<Chosen>()
  return (
    <>
      <h1>Countermeasures</h1>
      <KillSwitch onChoose={setChosen} />
      <Waiting />
      <Section title="Policies">
        <Policies onChoose={setChosen} />
      </Section>
      <InForce onChoose={setChosen} />
      <NeverTouch onChoose={setChosen} />
      {chosen !== undefined && <DeedDialog {...chosen} onClose={() => setChosen(undefined)} />}
      <LastDeed />
    </>
  )
}

export type Choose = (chosen: Chosen) => void

export interface NeverTouchAnswer {
  readonly kill_switch: boolean
  readonly protected: readonly { readonly kind: string; readonly id: string }[]
}

function KillSwitch({ onChoose }: { readonly onChoose: Choose }) {
  const mayPull = useMay('analyst', 'reviewer', 'detection_engineer', 'admin')
  const mayReset = useMay('reviewer', 'admin')
  const guards = useReading<NeverTouchAnswer>('/never-touch')
  return (
    <Section title="Kill switch">
      <Loaded from={guards}>
        {({ kill_switch }) =>
          kill_switch ? (
            <div className="row-of">
              <p>
                <b>It is pulled: everything passes, whatever is in force.</b>
              </p>
              <button type="button" disabled={!mayReset} onClick={() => onChoose(RESET)}>
                Let it count again …
              </button>
            </div>
          ) : (
            <div className="row-of">
              <p>It is not pulled. Pulling it lets everything pass at once.</p>
              <button
                type="button"
                className="danger"
                disabled={!mayPull}
                onClick={() => onChoose(PULL)}
              >
                Pull the kill switch …
              </button>
            </div>
          )
        }
      </Loaded>
    </Section>
  )
}

const PULLING = { path: '/kill-switch/pull', says: 'Pulled the kill switch' }
const RESETTING = { path: '/kill-switch/reset', says: 'Let what is in force count again' }

const PULL: Chosen = {
  title: 'Pull the kill switch',
  submit: 'Pull it',
  deedOf: (reason) => ({
    ...PULLING,
    body: { reason },
    undo: { ...RESETTING, body: withReason() },
  }),
}

const RESET: Chosen = {
  title: 'Let what is in force count again',
  submit: 'Propose or agree',
  deedOf: (reason) => ({
    ...RESETTING,
    body: { reason },
    undo: { ...PULLING, body: withReason() },
  }),
}

function Waiting() {
  const proposals = useReading<{ readonly proposals: readonly ProposalTold[] }>('/proposals')
  return (
    <Section title="Waiting for a second person">
      <Loaded from={proposals}>
        {({ proposals: all }) =>
          all.length === 0 ? (
            <p className="quiet">Nothing is proposed.</p>
          ) : (
            <Proposals proposals={all} />
          )
        }
      </Loaded>
    </Section>
  )
}

interface Restriction {
  readonly restriction_id: string
  readonly policy_id: string
  readonly group: string
  readonly level: string
  readonly subjects: number
  readonly from_ms: number
  readonly until_ms: number
}

function InForce({ onChoose }: { readonly onChoose: Choose }) {
  const mayLift = useMay('reviewer')
  const restrictions = useReading<{ readonly restrictions: readonly Restriction[] }>(
    '/restrictions',
  )
  const columns: readonly Column<Restriction>[] = [
    {
      name: 'group',
      title: 'On whom',
      by: ({ group }) => group,
      cell: ({ group }) => <Group of={group} />,
    },
    {
      name: 'policy',
      title: 'By which policy',
      by: ({ policy_id }) => policy_id,
      cell: ({ policy_id }) => <code>{policy_id}</code>,
    },
    { name: 'level', title: 'Level', width: '6rem', cell: ({ level }) => level },
    {
      name: 'subjects',
      title: 'Subjects',
      width: '6rem',
      isNumber: true,
      by: ({ subjects }) => subjects,
      cell: ({ subjects }) => countText(subjects),
    },
    {
      name: 'until',
      title: 'Until',
      width: '10rem',
      by: ({ until_ms }) => until_ms,
      cell: ({ until_ms }) => untilText(until_ms),
    },
    {
      name: 'lift',
      title: 'Undo',
      width: '6rem',
      cell: (one) => (
        <button type="button" disabled={!mayLift} onClick={() => onChoose(lift(one))}>
          Lift …
        </button>
      ),
    },
  ]
  return (
    <Section title="In force">
      <Loaded from={restrictions}>
        {({ restrictions: all }) => (
          <Table
            caption="Restrictions"
            rows={all}
            columns={columns}
            keyOf={(one) => one.restriction_id || `${one.policy_id} ${one.group}`}
            empty={
              <Empty title="Nobody is touched.">
                <p>
                  A policy that is live, and approved where it needs two people, touches somebody.
                </p>
              </Empty>
            }
          />
        )}
      </Loaded>
    </Section>
  )
}

const FAR_MS = Date.UTC(2190, 0, 1)
const untilText = (ms: number): string =>
  ms > FAR_MS ? 'without end' : minuteText(new Date(ms).toISOString())

function Group({ of: group }: { readonly of: string }) {
  const [, campaignId] = /^campaign (.+)$/s.exec(group) ?? []
  if (campaignId === undefined) return <Name of={group === '' ? 'named in the file' : group} />
  return (
    <Link to="/campaigns/$campaignId" params={{ campaignId }}>
      campaign <code>{shortId(campaignId)}</code>
    </Link>
  )
}
