import { Link } from '@tanstack/react-router'
import type {
  CatalogueOneAnswer,
  EntryDocument,
  EntryRow,
  Precision,
} from '../../../../src/service/console/catalogue/api.js'
import { useReading } from '../../api/queries.js'
import { counted, countText } from '../../parts/format.js'
import { Empty, Loaded, Name, Section } from '../../parts/parts.js'
import { Said } from './said.js'
import { State } from './state.js'

/** A detector or linker: its page, what it said, and how often people bore it out. */
export function Entry({ id }: { readonly id: string }) {
  const one = useReading<CatalogueOneAnswer>('/catalogue/one', { id })
  return (
    <>
      <p>
        <Link to="/detectors">All detectors and linkers</Link>
      </p>
      <h1>
        <Name of={id} />
      </h1>
      <Loaded from={one.isPlaceholderData ? { ...one, data: undefined } : one}>
        {({ run, entry, document, precision, said = [] }) =>
          entry === null ? (
            <Empty title="There is no detector or linker of that name.">
              <p>
                <Link to="/detectors">Those that there are</Link>
              </p>
            </Empty>
          ) : (
            <>
              <Facts entry={entry} />
              <Section title="What it said in the runs that are kept">
                <Said entry={entry} said={said} last={run?.run_id} />
              </Section>
              {precision !== null && precision !== undefined && (
                <Right entry={entry} precision={precision} />
              )}
              {document !== undefined && <Page entry={entry} document={document} />}
            </>
          )
        }
      </Loaded>
    </>
  )
}

const Facts = ({ entry }: { readonly entry: EntryRow }) => (
  <Section title={entry.title}>
    <dl className="facts">
      <dt>It is a</dt>
      <dd>
        {entry.kind} of the family {entry.family}; of one family only the strongest counts
      </dd>
      <dt>{entry.kind === 'detector' ? 'Speaks for' : 'Speaks of'}</dt>
      <dd>
        {entry.speaks}, at most {entry.bits_max} bits
      </dd>
      <dt>Needs</dt>
      <dd>
        {entry.needs.length === 0 ? (
          'nothing beyond what every record has'
        ) : (
          <code>{entry.needs.map((one) => one.replaceAll('|', ' or ')).join(', ')}</code>
        )}
      </dd>
      <dt>In the last run</dt>
      <dd>
        <State missing={entry.missing} />
        {'; it spoke of '}
        {entry.kind === 'detector'
          ? `${counted(entry.accounts, 'account')} and ${counted(entry.clusters, 'group')}`
          : counted(entry.pairs, 'pair of accounts', 'pairs of accounts')}
      </dd>
    </dl>
  </Section>
)

const percent = (share: number): string => `${Math.round(share * 100)} %`

function Right({
  entry: { speaks },
  precision: { campaign, benign, share, low, high },
}: {
  readonly entry: EntryRow
  readonly precision: Precision
}) {
  return (
    <Section title="How often it was right">
      {share === null ? (
        <p>
          Nobody ruled yet on an account, group or campaign that it spoke of in a run that is kept,
          so nothing can be said.
        </p>
      ) : (
        <>
          <p>
            <b>{percent(share)}</b> of those that it spoke of and people ruled on were{' '}
            {speaks === 'extraction' ? 'a campaign' : 'benign'}; with so few as{' '}
            {countText(campaign + benign)}, anything from {percent(low)} to {percent(high)} would
            not surprise (95 %, after Wilson).
          </p>
          <dl className="facts">
            <dt>Ruled a campaign</dt>
            <dd>{countText(campaign)}</dd>
            <dt>Ruled benign</dt>
            <dd>{countText(benign)}</dd>
          </dl>
        </>
      )}
      <p className="quiet">
        Rulings in force, whenever they were made. People rule on what was brought before them,
        which is no sample of all that it spoke of; and no detector convicts by itself.
      </p>
    </Section>
  )
}

function Page({
  entry,
  document: page,
}: {
  readonly entry: EntryRow
  readonly document: EntryDocument
}) {
  const lists = [
    ['Who looks like this innocently', page.benign],
    ['How it is evaded, and what remains', page.evasions],
    [entry.kind === 'detector' ? 'Fires on' : 'Links', page.speaks_up_on],
    ['Stays quiet on', page.quiet_on],
  ] as const
  return (
    <Section title="What it is">
      <p>{page.why}</p>
      <p>
        It says: <q>{page.statement}</q>
      </p>
      {lists.map(([title, items]) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul>
            {items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </div>
      ))}
      {page.settings.length > 0 && (
        <>
          <h3>Settings, as they ship</h3>
          <dl className="facts">
            {page.settings.map(({ name, value, doc }) => (
              <div key={name} className="contents">
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {value}: {doc}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <details>
        <summary>Its statement</summary>
        <pre className="statement" tabIndex={0} role="region" aria-label="Statement">
          {page.sql}
        </pre>
      </details>
    </Section>
  )
}
