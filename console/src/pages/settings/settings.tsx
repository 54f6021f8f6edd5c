import { Link } from '@tanstack/react-router'
import type { FileHealth, HealthAnswer } from '../../../../src/service/console/health/api.js'
import { useMe, useReading } from '../../api/queries.js'
import { ageText, countText } from '../../parts/format.js'
import { Empty, Id, Instant, Loaded, Name, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { HealthFacts, Troubles } from '../overview/health.js'
import { troublesOf } from '../overview/health-words.js'
import { useReady } from '../overview/use-ready.js'
import { People } from './people.js'

const EVERY_MS = 30_000

export function Settings() {
  const health = useReading<HealthAnswer>('/health', {}, { everyMs: EVERY_MS })
  const { data: me } = useMe()
  const ready = useReady()
  return (
    <>
      <h1>Settings and health</h1>
      <Loaded from={health}>
        {(answer) => (
          <>
            <Section title="How it does">
              <Troubles troubles={troublesOf(answer, ready)} />
              <HealthFacts health={answer} ready={ready} />
            </Section>
            <Section title="Runs">
              <Table caption="Runs, the newest first" rows={answer.runs} {...RUNS} />
            </Section>
            <Section title="What came in">
              <Table caption="Input, what was not all taken first" rows={answer.files} {...FILES} />
              <h3>Why lines were rejected</h3>
              <Table caption="Reasons of rejection" rows={answer.rejected} {...REASONS} />
            </Section>
            <Off off={answer.detectors_off} />
          </>
        )}
      </Loaded>
      {me !== undefined && <People me={me} />}
      <Section title="Settings">
        <p>
          Settings stand in the file that <code>stillwatch serve</code> was started with, where they
          can be reviewed and kept under version control. Nothing here changes them: edit the file,
          and have the service read it again by <code>SIGHUP</code>, or start it again; the guide to
          running it says which settings need which.
        </p>
      </Section>
      <Loaded from={health}>
        {({ releases }) => (
          <Section title="Versions">
            <Table
              caption="Releases that opened this store, the newest first"
              rows={releases}
              keyOf={({ opened_at }) => opened_at}
              columns={[
                { name: 'release', title: 'Release', cell: ({ release }) => release },
                {
                  name: 'schema',
                  title: 'Schema',
                  cell: ({ schema_number }) => `${schema_number}`,
                },
                {
                  name: 'opened',
                  title: 'First opened it (UTC)',
                  cell: ({ opened_at }) => <Instant at={opened_at} />,
                },
              ]}
            />
          </Section>
        )}
      </Loaded>
    </>
  )
}

type RunRow = HealthAnswer['runs'][number]
const RUNS = {
  keyOf: ({ run_id }: RunRow) => run_id,
  empty: (
    <Empty title="No run began yet.">
      <p>The first begins by itself once something came in.</p>
    </Empty>
  ),
  columns: [
    { name: 'run', title: 'Run', cell: ({ run_id }) => <Id of={run_id} /> },
    { name: 'began', title: 'Began (UTC)', cell: ({ started_at }) => <Instant at={started_at} /> },
    {
      name: 'state',
      title: 'Became',
      cell: ({ state }) => STATE_WORDS[state],
    },
    {
      name: 'took',
      title: 'Took',
      cell: ({ started_at, finished_at }) =>
        finished_at === null ? '–' : ageText(Date.parse(finished_at) - Date.parse(started_at)),
    },
    { name: 'version', title: 'Release', cell: ({ version }) => version },
  ] satisfies readonly Column<RunRow>[],
}
const STATE_WORDS: Readonly<Record<RunRow['state'], string>> = {
  finished: 'finished',
  failed: 'failed',
  begun: 'under way, or failed',
}

const FILES = {
  keyOf: ({ file, kind, lines }: FileHealth) => `${file} ${kind} ${lines}`,
  empty: (
    <Empty title="Nothing came in as a file.">
      <p>
        A service takes records in by <code>POST /v1/ingest</code>, a scan from the files that it is
        given.
      </p>
    </Empty>
  ),
  columns: [
    {
      name: 'file',
      title: 'File',
      width: 'minmax(0, 2fr)',
      cell: ({ file }) => <Name of={file} />,
    },
    { name: 'kind', title: 'Holds', cell: ({ kind, source }) => `${kind} (${source})` },
    { name: 'taken', title: 'Taken', isNumber: true, cell: ({ accepted }) => countText(accepted) },
    {
      name: 'rejected',
      title: 'Rejected',
      isNumber: true,
      cell: ({ rejected }) => countText(rejected),
    },
    {
      name: 'fault',
      title: 'Remarks',
      width: 'minmax(0, 2fr)',
      cell: ({ fault, unknown_keys }) => (
        <>
          {fault !== '' && <Name of={fault} />}
          {unknown_keys.length > 0 && (
            <span className="quiet">
              {' '}
              Nothing reads its <Name of={unknown_keys.slice(0, 8).join(', ')} />
              {unknown_keys.length > 8 && ` and ${unknown_keys.length - 8} more`}.
            </span>
          )}
        </>
      ),
    },
  ] satisfies readonly Column<FileHealth>[],
}

type ReasonRow = HealthAnswer['rejected'][number]
const REASONS = {
  keyOf: ({ reason }: ReasonRow) => reason,
  empty: <p className="quiet">None was.</p>,
  columns: [
    {
      name: 'reason',
      title: 'Reason',
      width: 'minmax(0, 2fr)',
      cell: ({ reason }) => <Name of={reason} />,
    },
    { name: 'lines', title: 'Lines', isNumber: true, cell: ({ lines }) => countText(lines) },
    {
      name: 'newest',
      title: 'The newest',
      width: 'minmax(0, 2fr)',
      cell: ({ newest_file, newest_line }) => (
        <>
          <Name of={newest_file} />, line {countText(newest_line)}
        </>
      ),
    },
  ] satisfies readonly Column<ReasonRow>[],
}

const Off = ({ off }: { readonly off: HealthAnswer['detectors_off'] }) => (
  <Section title="Detectors and linkers that are off">
    {off.length === 0 ? (
      <p>None: each had something to look at in the last run.</p>
    ) : (
      <>
        <p>They are on by themselves once records fill what they want.</p>
        <ul>
          {off.map(({ id, missing }) => (
            <li key={id}>
              <Link to="/detectors" search={{ id }}>
                {id}
              </Link>{' '}
              wants <code>{missing.map((one) => one.replaceAll('|', ' or ')).join(', ')}</code>
            </li>
          ))}
        </ul>
      </>
    )}
  </Section>
)
