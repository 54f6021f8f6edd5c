import type { ExploreChoices } from '../../../../src/service/console/explore/api.js'
import { nameText, wordsOf } from '../../parts/format.js'

/** What is asked, all of it in the address. */
export type ExploreSearch = Readonly<Partial<Record<Field, string>>>
type Field =
  | 'model'
  | 'capability'
  | 'channel'
  | 'plan'
  | 'campaign'
  | 'elicited'
  | 'from'
  | 'to'
  | 'by'

export function Fields({
  choices,
  search,
  days,
  change,
}: {
  readonly choices: ExploreChoices | null
  readonly search: ExploreSearch
  readonly days: { readonly from: string; readonly to: string }
  readonly change: (more: ExploreSearch) => void
}) {
  const choice = (name: Field, title: string, values: readonly string[], words = nameText) => (
    <label>
      {title}
      <select
        value={search[name] ?? ''}
        onChange={({ target }) => change({ [name]: target.value })}
      >
        <option value="">any</option>
        {values
          .filter((value) => value !== '')
          .map((value) => (
            <option key={value} value={value}>
              {words(value)}
            </option>
          ))}
      </select>
    </label>
  )
  const day = (name: 'from' | 'to', title: string) => (
    <label>
      {title}
      <input
        type="date"
        value={search[name] ?? days[name]}
        onChange={({ target }) => change({ [name]: target.value })}
      />
    </label>
  )
  return (
    <div className="explore-form">
      {day('from', 'From (UTC)')}
      {day('to', 'To, that day too')}
      {choice('model', 'Model', choices?.models ?? [])}
      {choice('capability', 'Draws on', choices?.capabilities ?? [], wordsOf)}
      {choice('channel', 'Channel', choices?.channels ?? [])}
      {choice('plan', 'Plan', choices?.plans ?? [])}
      {choice('elicited', 'Asks for what trains', ['yes', 'no'])}
      <label>
        Campaign: its id, any or none
        <input
          value={search.campaign ?? ''}
          maxLength={200}
          onChange={({ target }) => change({ campaign: target.value.trim() })}
        />
      </label>
      <label>
        Most by
        <select
          value={search.by ?? 'account'}
          onChange={({ target }) => change({ by: target.value })}
        >
          {['account', 'model', 'capability', 'channel', 'plan'].map((value) => (
            <option key={value}>{value}</option>
          ))}
        </select>
      </label>
    </div>
  )
}
