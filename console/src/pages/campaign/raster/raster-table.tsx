import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type {
  RasterAccount,
  RasterAnswer,
} from '../../../../../src/service/console/campaigns/api.js'
import { countText } from '../../../parts/format.js'
import { Instant, Name } from '../../../parts/parts.js'
import { type Column, Table } from '../../../parts/table.js'
import { instantOf, type RasterModel } from './model.js'

interface Row extends RasterAccount {
  readonly first: string | null
  readonly last: string | null
  readonly exchanges: number
}

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'account',
    title: 'Account',
    by: ({ account_id }) => account_id,
    cell: ({ account_id }) => (
      <Link to="/accounts" search={{ name: account_id }}>
        <Name of={account_id} />
      </Link>
    ),
  },
  { name: 'role', title: 'Role', width: '6rem', by: ({ role }) => role, cell: ({ role }) => role },
  {
    name: 'born',
    title: 'Made',
    width: '9.5rem',
    by: ({ born_at }) => born_at ?? '',
    cell: ({ born_at }) => <Instant at={born_at} />,
  },
  {
    name: 'first',
    title: 'Active from',
    width: '9.5rem',
    by: ({ first }) => first ?? '',
    cell: ({ first }) => <Instant at={first} />,
  },
  {
    name: 'last',
    title: 'until',
    width: '9.5rem',
    by: ({ last }) => last ?? '',
    cell: ({ last }) => <Instant at={last} />,
  },
  {
    name: 'ended',
    title: 'Ended',
    width: '9.5rem',
    by: ({ ended_at }) => ended_at ?? '',
    cell: ({ ended_at }) => <Instant at={ended_at} />,
  },
  {
    name: 'exchanges',
    title: 'Exchanges',
    width: '6rem',
    isNumber: true,
    by: ({ exchanges }) => exchanges,
    cell: ({ exchanges }) => countText(exchanges),
  },
]

export function RasterTable({
  answer,
  model,
}: {
  readonly answer: RasterAnswer
  readonly model: RasterModel
}) {
  const rows = useMemo(() => rowsOf(answer, model), [answer, model])
  return (
    <Table
      caption="Accounts over time"
      rows={rows}
      columns={COLUMNS}
      keyOf={({ account_id }) => account_id}
    />
  )
}

function rowsOf(answer: RasterAnswer, { order, cells, buckets }: RasterModel): readonly Row[] {
  return order.flatMap((place, row) => {
    const account = answer.accounts[place]
    if (account === undefined) return []
    const own = cells.subarray(row * buckets, (row + 1) * buckets)
    const first = own.findIndex((value) => value !== 0)
    const last = own.findLastIndex((value) => value !== 0)
    return [
      {
        ...account,
        first: first < 0 ? null : instantOf(answer, first),
        last: last < 0 ? null : instantOf(answer, last),
        exchanges: own.reduce((sum, value) => sum + (value >> 4), 0),
      },
    ]
  })
}
