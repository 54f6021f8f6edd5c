import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type {
  ExploreAnswer,
  ExploreChoices,
  ExploreDay,
  ExploreTop,
} from '../../../../src/service/console/explore/api.js'
import { useReading } from '../../api/queries.js'
import { countText, wordsOf } from '../../parts/format.js'
import { Empty, Loaded, Name, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { AccountLink } from '../campaign/beside.js'
import './explore.css'
import { type ExploreSearch, Fields } from './fields.js'
import { SavedQueries } from './saved.js'

const Series = lazy(async () => ({ default: (await import('./series.js')).Series }))

/** Exchanges at large: what of them, when, and who has most. */
export function Explore() {
  const search = useSearch({ strict: false }) as ExploreSearch
  const navigate = useNavigate()
  const answer = useReading<ExploreAnswer>('/explore', search)
  const choices = useReading<ExploreChoices | null>('/explore/choices')
  return (
    <>
      <h1>Explore</h1>
      <Loaded from={choices}>
        {(known) => (
          <Fields
            choices={known}
            search={search}
            days={{ from: answer.data?.from ?? '', to: answer.data?.to ?? '' }}
            change={(more) =>
              void navigate({ to: '/explore', search: { ...search, ...more }, replace: true })
            }
          />
        )}
      </Loaded>
      <SavedQueries search={search} />
      <Loaded from={answer}>{(told) => <Told answer={told} by={search.by ?? 'account'} />}</Loaded>
    </>
  )
}

const DAYS: readonly Column<ExploreDay>[] = [
  { name: 'day', title: 'Day (UTC)', by: ({ day }) => day, cell: ({ day }) => day },
  ...(['exchanges', 'accounts', 'tokens_out'] as const).map(
    (name): Column<ExploreDay> => ({
      ...{ name, title: wordsOf(name), isNumber: true },
      by: (row) => row[name],
      cell: (row) => countText(row[name]),
    }),
  ),
]

const topColumns = (by: string): readonly Column<ExploreTop>[] => [
  {
    name: 'value',
    title: by,
    by: ({ value }) => value,
    cell: ({ value }) =>
      value === '' ? (
        '–'
      ) : by === 'account' ? (
        <AccountLink of={value} />
      ) : (
        <Name of={by === 'capability' ? wordsOf(value) : value} />
      ),
  },
  ...(['exchanges', 'exchanges_before', 'accounts'] as const).map(
    (name): Column<ExploreTop> => ({
      ...{ name, title: wordsOf(name), isNumber: true },
      by: (row) => row[name],
      cell: (row) => countText(row[name]),
    }),
  ),
]

function Told({ answer, by }: { readonly answer: ExploreAnswer; readonly by: string }) {
  const { days, top, sql, from, to } = answer
  if (days.length === 0) {
    return (
      <Empty title="No exchange is like that.">
        <p>
          From {from} to {to}. Widen the days or take a filter away.
        </p>
      </Empty>
    )
  }
  return (
    <>
      <Section title="Exchanges by day" aside={<CopySql text={sql.days} />}>
        <Suspense fallback={<p className="loading">Loading …</p>}>
          <Series days={days} />
        </Suspense>
        <details>
          <summary>As a table</summary>
          <Table caption="Exchanges by day" rows={days} columns={DAYS} keyOf={({ day }) => day} />
        </details>
      </Section>
      <Section title="Who and what has most" aside={<CopySql text={sql.top} />}>
        <p className="quiet">
          From {from} to {to}, beside as many days before. The 20 with most are shown.
        </p>
        <Table
          caption="Who and what has most"
          rows={top}
          columns={topColumns(by)}
          keyOf={({ value }) => value}
        />
      </Section>
    </>
  )
}

function CopySql({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <button
      type="button"
      onClick={async () => {
        await navigator.clipboard?.writeText(text)
        setCopied(true)
        setTimeout(() => setCopied(false), 1500)
      }}
    >
      <span role="status">{isCopied ? 'Copied' : 'Copy as SQL'}</span>
    </button>
  )
}
