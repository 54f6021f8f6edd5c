import type { MeAnswer } from '../../../../src/service/console/told.js'
import { useReading } from '../../api/queries.js'
import { Id, Loaded, Name, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'

interface PersonRow {
  readonly name: string
  readonly roles: readonly string[]
  readonly sha256: string
  readonly is_revoked: boolean
}

/** As of the reading: the service refuses others whatever is shown. */
const READERS = ['admin', 'auditor']

/** Who may act here, and by which token no more. */
export function People({ me }: { readonly me: MeAnswer }) {
  return (
    <Section title="People">
      {me.is_read_only === true ? (
        <p>Nobody acts in a store that no service keeps.</p>
      ) : me.roles.some((role) => READERS.includes(role)) ? (
        <Listed />
      ) : (
        <p>
          You are <Name of={me.name} />, {me.roles.join(', ').replaceAll('_', ' ')}. Who else may
          act is told to admins and auditors.
        </p>
      )}
    </Section>
  )
}

function Listed() {
  const people = useReading<{ readonly people: readonly PersonRow[] }>('/people')
  return (
    <Loaded from={people}>
      {(answer) => (
        <>
          <p className="quiet">
            Each row is a token, told by the hash that stands in the settings. An admin revokes one
            by that hash; it cannot be undone, and another is entered in the file.
          </p>
          <Table
            caption="People and their tokens"
            rows={answer.people}
            columns={COLUMNS}
            keyOf={({ sha256 }) => sha256}
          />
        </>
      )}
    </Loaded>
  )
}

const COLUMNS: readonly Column<PersonRow>[] = [
  { name: 'name', title: 'Name', by: ({ name }) => name, cell: ({ name }) => <Name of={name} /> },
  {
    name: 'roles',
    title: 'Roles',
    width: 'minmax(0, 2fr)',
    cell: ({ roles }) => roles.join(', ').replaceAll('_', ' '),
  },
  { name: 'token', title: 'Hash of the token', cell: ({ sha256 }) => <Id of={sha256} /> },
  {
    name: 'state',
    title: 'Acts',
    by: ({ is_revoked }) => Number(is_revoked),
    cell: ({ is_revoked }) => (is_revoked ? 'revoked: no more' : 'yes'),
  },
]
