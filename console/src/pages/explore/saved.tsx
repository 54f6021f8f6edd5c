import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { ExploreSearch } from './fields.js'

const KEY = 'stillwatch-explore'
const SAVED_MAX = 50

type Saved = Readonly<Record<string, ExploreSearch>>

/** Questions that somebody kept, in this browser alone; to share one, share its address. */
export function SavedQueries({ search }: { readonly search: ExploreSearch }) {
  const [saved, setSaved] = useState(read)
  const [name, setName] = useState('')
  const keep = (next: Saved) => {
    localStorage.setItem(KEY, JSON.stringify(next))
    setSaved(next)
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') keep({ ...saved, [name.trim()]: search })
    setName('')
  }
  const names = Object.keys(saved).slice(0, SAVED_MAX)
  return (
    <div className="row-of">
      <form className="row-of" onSubmit={save}>
        <label htmlFor="query-name">Keep this query as</label>
        <input
          id="query-name"
          value={name}
          maxLength={80}
          dir="auto"
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" disabled={names.length >= SAVED_MAX}>
          Keep
        </button>
      </form>
      {names.map((one) => (
        <span key={one}>
          <Link to="/explore" search={saved[one] ?? {}}>
            <bdi>{one}</bdi>
          </Link>{' '}
          <button
            type="button"
            className="plain"
            aria-label={`Forget the query ${one}`}
            onClick={() => {
              const { [one]: _, ...rest } = saved
              keep(rest)
            }}
          >
            ✕
          </button>
        </span>
      ))}
    </div>
  )
}

function read(): Saved {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Saved) : {}
  } catch {
    return {}
  }
}
