import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { CatalogueAnswer, EntryRow } from '../../../../src/service/console/catalogue/api.js'
import { useReading } from '../../api/queries.js'
import { countText } from '../../parts/format.js'
import { Loaded, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { Entry } from './entry.js'
import { State } from './state.js'

export function Detectors() {
  const { id } = useSearch({ strict: false })
  return id === undefined ? <List /> : <Entry id={id} />
}

function List() {
  const catalogue = useReading<CatalogueAnswer>('/catalogue')
  const navigate = useNavigate()
  return (
    <>
      <h1>Detectors and linkers</h1>
      <p>
        A detector says of an account or group whether it harvests; a linker says of two accounts
        whether they are one hand. Only both together make a campaign.
      </p>
      <Loaded from={catalogue}>
        {({ entries }) => (
          <>
            {(['detector', 'linker'] as const).map((kind) => (
              <Section key={kind} title={kind === 'detector' ? 'Detectors' : 'Linkers'}>
                <Table
                  caption={kind === 'detector' ? 'Detectors' : 'Linkers'}
                  rows={entries.filter((entry) => entry.kind === kind)}
                  columns={kind === 'detector' ? DETECTOR_COLUMNS : LINKER_COLUMNS}
                  keyOf={(entry) => entry.id}
                  onOpen={(entry) => void navigate({ to: '/detectors', search: { id: entry.id } })}
                />
              </Section>
            ))}
          </>
        )}
      </Loaded>
    </>
  )
}

const NAME: Column<EntryRow> = {
  name: 'id',
  title: 'Name',
  width: 'minmax(0, 1.1fr)',
  by: ({ id }) => id,
  cell: ({ id }) => (
    <Link to="/detectors" search={{ id }}>
      {id}
    </Link>
  ),
}
const ASKS: Column<EntryRow> = {
  name: 'title',
  title: 'What it looks for',
  width: 'minmax(0, 2fr)',
  cell: ({ title }) => title,
}
const FAMILY: Column<EntryRow> = {
  name: 'family',
  title: 'Family',
  width: '6rem',
  by: ({ family }) => family,
  cell: ({ family }) => family,
}
const SPEAKS: Column<EntryRow> = {
  name: 'speaks',
  title: 'Speaks for',
  width: '7rem',
  by: ({ speaks }) => speaks,
  cell: ({ speaks }) => speaks,
}
const BITS: Column<EntryRow> = {
  name: 'bits',
  title: 'At most',
  width: '5rem',
  isNumber: true,
  by: ({ bits_max }) => bits_max,
  cell: ({ bits_max }) => `${bits_max} bits`,
}
const STATE: Column<EntryRow> = {
  name: 'state',
  title: 'State',
  width: 'minmax(0, 1fr)',
  by: ({ missing }) => missing.length,
  cell: ({ missing }) => <State missing={missing} />,
}

const DETECTOR_COLUMNS: readonly Column<EntryRow>[] = [
  ...[NAME, ASKS, FAMILY, SPEAKS, BITS],
  {
    name: 'said',
    title: 'Accounts',
    width: '5rem',
    isNumber: true,
    by: ({ accounts }) => accounts,
    cell: ({ accounts }) => countText(accounts),
  },
  {
    name: 'clusters',
    title: 'Groups',
    width: '5rem',
    isNumber: true,
    by: ({ clusters }) => clusters,
    cell: ({ clusters }) => countText(clusters),
  },
  STATE,
]
const LINKER_COLUMNS: readonly Column<EntryRow>[] = [
  ...[NAME, ASKS, FAMILY, { ...SPEAKS, title: 'Speaks of' }, BITS],
  {
    name: 'pairs',
    title: 'Pairs',
    width: '5rem',
    isNumber: true,
    by: ({ pairs }) => pairs,
    cell: ({ pairs }) => countText(pairs),
  },
  STATE,
]
