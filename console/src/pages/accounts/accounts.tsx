import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { AccountHit, AccountsAnswer } from '../../../../src/service/console/accounts/api.js'
import { useReading } from '../../api/queries.js'
import { Empty, Loaded, Name, Verdict } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { AccountLink } from '../campaign/beside.js'
import { Account } from './account.js'

/** An account by any name that leads to it; several where it leads to several. */
export function Accounts() {
  const { name = '' } = useSearch({ strict: false }) as { readonly name?: string }
  const found = useReading<AccountsAnswer>('/accounts', { name }, { enabled: name !== '' })
  return (
    <>
      <h1>Accounts</h1>
      <SearchForm key={name} name={name} />
      {name === '' ? (
        <Empty title="Name an account.">
          <p>
            Its id or the beginning of it, or its organisation, API key or campaign. What the store
            keeps only keyed hashes of, such as a mail address, leads to nobody.
          </p>
        </Empty>
      ) : (
        <Loaded from={found}>{(answer) => <Found name={name} answer={answer} />}</Loaded>
      )}
    </>
  )
}

function SearchForm({ name }: { readonly name: string }) {
  const [text, setText] = useState(name)
  const navigate = useNavigate()
  const send = (event: FormEvent) => {
    event.preventDefault()
    void navigate({ to: '/accounts', search: { name: text.trim() } })
  }
  return (
    <search>
      <form className="row-of" onSubmit={send}>
        <label htmlFor="account-name">Account, organisation, API key or campaign</label>
        <input
          id="account-name"
          value={text}
          dir="auto"
          maxLength={1000}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="primary">
          Find
        </button>
      </form>
    </search>
  )
}

const FOUND_BY: Readonly<Record<AccountHit['found_by'], string>> = {
  account: 'its id',
  key: 'its API key',
  campaign: 'its campaign',
  organisation: 'its organisation',
  beginning: 'the beginning of its id',
}

const COLUMNS: readonly Column<AccountHit>[] = [
  {
    name: 'account',
    title: 'Account',
    by: ({ account_id }) => account_id,
    cell: ({ account_id }) => <AccountLink of={account_id} />,
  },
  {
    name: 'organisation',
    title: 'Organisation',
    by: ({ entity_id }) => entity_id,
    cell: ({ account_id, entity_id }) => (account_id === entity_id ? '–' : <Name of={entity_id} />),
  },
  {
    name: 'verdict',
    title: 'Verdict',
    width: '6rem',
    by: ({ verdict }) => verdict,
    cell: ({ verdict }) => <Verdict of={verdict} />,
  },
  { name: 'plan', title: 'Plan', width: '7rem', cell: ({ plan }) => plan || '–' },
  { name: 'found', title: 'Found by', cell: ({ found_by }) => FOUND_BY[found_by] },
]

function Found({ name, answer }: { readonly name: string; readonly answer: AccountsAnswer }) {
  const { hits, is_cut } = answer
  const one = hits.find(({ account_id }) => account_id === name) ?? (hits.length === 1 && hits[0])
  if (one) {
    return (
      <>
        <Account key={one.account_id} accountId={one.account_id} />
        {hits.length > 1 && (
          <details>
            <summary>Others of this name or beginning</summary>
            <Hits hits={hits.filter((hit) => hit !== one)} />
          </details>
        )}
      </>
    )
  }
  if (hits.length === 0) {
    return (
      <Empty title="Nobody here has this name.">
        <p>
          {answer.run === null
            ? 'No run has finished yet.'
            : 'Names are compared as they are written in the logs: look at upper and lower case.'}
        </p>
      </Empty>
    )
  }
  return (
    <>
      <Hits hits={hits} />
      {is_cut && <p className="quiet">There are more: write more of the name.</p>}
    </>
  )
}

const Hits = ({ hits }: { readonly hits: readonly AccountHit[] }) => (
  <Table
    caption="Accounts of this name"
    rows={hits}
    columns={COLUMNS}
    keyOf={({ account_id }) => account_id}
  />
)
