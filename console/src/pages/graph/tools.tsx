import type { GraphAnswer } from '../../../../src/service/console/graph/api.js'
import { nameText } from '../../parts/format.js'
import type { GraphSearch, Hub } from './model.js'

const CHOICES_MAX = 200

/** What is drawn, and what is asked of it. */
export function Tools({
  answer,
  hubs,
  search,
  change,
}: {
  readonly answer: GraphAnswer
  readonly hubs: readonly Hub[]
  readonly search: GraphSearch
  readonly change: (more: GraphSearch) => void
}) {
  const { bits = '0', without = '', from = '', to = '' } = search
  const strongest = Math.ceil((answer.links[0]?.weight_millibits ?? 0) / 1000)
  const accounts = answer.nodes.slice(0, CHOICES_MAX).map(({ account_id }) => account_id)
  return (
    <div className="graph-tools">
      <label>
        Links of at least {bits} bits
        <input
          type="range"
          min={0}
          max={strongest}
          value={bits}
          onChange={({ target }) => change({ bits: target.value })}
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={search.hubs === 'one'}
          onChange={({ target }) => change({ hubs: target.checked ? 'one' : '' })}
        />
        What many share as one point
      </label>
      <label>
        Remove, and see what remains
        <select value={without} onChange={({ target }) => change({ without: target.value })}>
          <option value="">nothing</option>
          {hubs.slice(0, CHOICES_MAX).map(({ key, linker, accounts: all }) => (
            <option key={key} value={key}>
              {answer.titles[linker] ?? linker}: one value of {all.size} accounts
            </option>
          ))}
          {accounts.map((account) => (
            <option key={account} value={account}>
              account {nameText(account).slice(0, 60)}
            </option>
          ))}
        </select>
      </label>
      <AccountChoice
        title="Path from"
        list={accounts}
        value={from}
        onChange={(value) => change({ from: value })}
      />
      <AccountChoice
        title="Path to"
        list={accounts}
        value={to}
        onChange={(value) => change({ to: value })}
      />
    </div>
  )
}

function AccountChoice({
  title,
  list,
  value,
  onChange,
}: {
  readonly title: string
  readonly list: readonly string[]
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <label>
      {title}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">–</option>
        {list.map((account) => (
          <option key={account} value={account}>
            {nameText(account).slice(0, 60)}
          </option>
        ))}
      </select>
    </label>
  )
}
