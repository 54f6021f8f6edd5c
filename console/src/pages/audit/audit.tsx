import { useNavigate, useSearch } from '@tanstack/react-router'
import type { AuditEntry, AuditNewestAnswer } from '../../../../src/service/console/health/api.js'
import { useMe, useReading } from '../../api/queries.js'
import { countText, wordsOf } from '../../parts/format.js'
import { Empty, Instant, Loaded, Name, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { Facts, sealedFacts } from './facts.js'
import './audit.css'

const ENTRIES = 100
/** As of the reading: the service refuses others whatever is shown. */
const READERS = ['auditor', 'admin', 'reviewer']

const COLUMNS: readonly Column<AuditEntry>[] = [
  {
    name: 'entry',
    title: 'Entry',
    width: '4.5rem',
    isNumber: true,
    cell: ({ entry }) => countText(entry),
  },
  { name: 'at', title: 'When (UTC)', width: '9.5rem', cell: ({ at }) => <Instant at={at} /> },
  { name: 'actor', title: 'Who', width: '8rem', cell: ({ actor }) => <Name of={actor} /> },
  { name: 'action', title: 'Did', width: '10rem', cell: ({ action }) => wordsOf(action) },
  {
    name: 'what',
    title: 'With what, to whom',
    cell: ({ object, subject }) => (
      <>
        <Name of={object} />
        {object !== '' && subject !== '' && ', '}
        <Name of={subject} />
      </>
    ),
  },
  { name: 'facts', title: 'Says', cell: ({ facts }) => <Facts facts={sealedFacts(facts)} /> },
]

export function Audit() {
  const { data: me } = useMe()
  return (
    <>
      <h1>Audit</h1>
      {me !== undefined &&
        (me.roles.some((role) => READERS.includes(role)) ? <Trail /> : <NotYours />)}
    </>
  )
}

const NotYours = () => (
  <Empty title="The trail is read by auditors, reviewers and admins.">
    <p>
      It says who did what to whom. What you did yourself is in it as well. If it is your work to
      read it, ask an admin for the role.
    </p>
  </Empty>
)

function Trail() {
  const { actor = '', action = '', before } = useSearch({ strict: false })
  const navigate = useNavigate()
  const place = Number(before)
  const trail = useReading<AuditNewestAnswer>('/audit/newest', {
    ...{ actor, action, limit: ENTRIES },
    before: Number.isInteger(place) && place > 0 ? place : undefined,
  })
  const go = (to: { actor?: string; action?: string; before?: string }) => {
    const search = { actor, action, ...to }
    const named = Object.entries(search).filter(([, value]) => value !== '' && value !== undefined)
    void navigate({ to: '/audit', search: Object.fromEntries(named) })
  }
  return (
    <Loaded from={trail}>
      {(answer) => (
        <Section title={before === undefined ? 'Newest entries' : 'Earlier entries'}>
          <div className="row-of">
            <Choice
              label="Who"
              value={actor}
              of={answer.actors}
              take={(name) => go({ actor: name })}
            />
            <Choice
              label="What"
              value={action}
              of={answer.actions}
              take={(name) => go({ action: name })}
            />
            {(actor !== '' || action !== '') && (
              <button type="button" className="plain" onClick={() => go({ actor: '', action: '' })}>
                All entries
              </button>
            )}
          </div>
          <Table
            // Another page or filter is another table.
            key={`${actor} ${action} ${before}`}
            caption="Entries of the audit trail, the newest first"
            rows={answer.entries}
            columns={COLUMNS}
            keyOf={({ entry }) => `${entry}`}
            empty={
              <Empty title="No entry.">
                <p>
                  {actor === '' && action === ''
                    ? 'Whatever people and the service do about anybody is written here before it counts. Nothing was done yet.'
                    : 'Nobody did this, as far as the trail goes. “All entries” takes the filter off.'}
                </p>
              </Empty>
            }
          />
          <div className="row-of">
            {before !== undefined && (
              <button type="button" onClick={() => go({})}>
                Newest
              </button>
            )}
            {answer.before !== null && (
              <button type="button" onClick={() => go({ before: `${answer.before}` })}>
                Earlier
              </button>
            )}
          </div>
          <p className="quiet">
            Each entry seals the one before it. <code>stillwatch audit verify</code> checks that
            none was changed, put in or taken out.
          </p>
        </Section>
      )}
    </Loaded>
  )
}

function Choice({
  label,
  value,
  of,
  take,
}: {
  readonly label: string
  readonly value: string
  readonly of: AuditNewestAnswer['actors']
  readonly take: (name: string) => void
}) {
  const isListed = value === '' || of.some(({ name }) => name === value)
  return (
    <label className="choice">
      {label}{' '}
      <select value={value} onChange={(event) => take(event.target.value)}>
        <option value="">all</option>
        {!isListed && <option value={value}>{value.slice(0, 80)}</option>}
        {of.map(({ name, entries }) => (
          <option key={name} value={name} dir="auto">
            {`${label === 'What' ? wordsOf(name) : name.slice(0, 80)} (${countText(entries)})`}
          </option>
        ))}
      </select>
    </label>
  )
}
