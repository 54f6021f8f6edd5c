import { type ReactNode, useId, useState } from 'react'
import type { Fault } from '../api/client.js'
import { minuteText, nameText, shortId } from './format.js'

/** A name that somebody else chose: isolated from the direction of what stands around it. */
export const Name = ({ of: name }: { readonly of: string }) => (
  <bdi className="name" title={name.length > 1000 ? undefined : name}>
    {nameText(name)}
  </bdi>
)

export const Instant = ({ at }: { readonly at: string | null }) =>
  at === null ? <span className="quiet">–</span> : <time dateTime={at}>{minuteText(at)}</time>

/** An id, short, that copies itself whole. */
export function Id({ of: id }: { readonly of: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard?.writeText(id)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <button type="button" className="id" onClick={copy} title={`Copy ${id}`}>
      <code>{shortId(id)}</code>
      <span role="status">{isCopied ? ' copied' : ''}</span>
    </button>
  )
}

const VERDICT_TITLES: Readonly<Record<string, string>> = {
  act: 'The evidence warrants countermeasures, once a person agrees.',
  review: 'A person should look before anything is done.',
  watch: 'Worth knowing. Nothing is to be done.',
}

export const Verdict = ({ of: verdict }: { readonly of: string }) => (
  <span className={`verdict ${verdict}`} title={VERDICT_TITLES[verdict]}>
    {verdict}
  </span>
)

export function Section({
  title,
  children,
  aside,
  id,
}: {
  readonly title: ReactNode
  readonly children: ReactNode
  readonly aside?: ReactNode
  readonly id?: string
}) {
  const own = useId()
  const heading = id === undefined ? own : `${id}-title`
  return (
    <section className="section" id={id} aria-labelledby={heading}>
      <div className="section-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** Where there is nothing: why, and what makes something. */
export const Empty = ({
  title,
  children,
}: {
  readonly title: string
  readonly children?: ReactNode
}) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children}
  </div>
)

/** What was answered instead, in the service's words, and what to do next. */
export const FaultNote = ({
  fault,
  again,
}: {
  readonly fault: Fault
  readonly again?: () => void
}) => (
  <div className="fault" role="alert">
    <p>
      <b>{fault.message}</b> {fault.hint}
    </p>
    {fault.places.length > 0 && (
      <ul>
        {fault.places.map((place) => (
          <li key={place}>
            <Name of={place} />
          </li>
        ))}
      </ul>
    )}
    {again !== undefined && (
      <button type="button" onClick={again}>
        Try again
      </button>
    )}
  </div>
)

interface Asked<Answer> {
  readonly data: Answer | undefined
  readonly error: Fault | null
  readonly refetch: () => unknown
}

/** What a reading answered, once it has; meanwhile that it is on its way, or why it is not. */
export function Loaded<Answer>({
  from,
  children,
}: {
  readonly from: Asked<Answer>
  readonly children: (answer: Answer) => ReactNode
}) {
  if (from.data !== undefined) return children(from.data)
  if (from.error !== null) return <FaultNote fault={from.error} again={() => void from.refetch()} />
  return (
    <p className="loading" role="status">
      Loading …
    </p>
  )
}

/** A share of the most, drawn; the number stands beside it. */
export const Bar = ({ share, tone = '' }: { readonly share: number; readonly tone?: string }) => (
  <span className={`bar ${tone}`} aria-hidden="true">
    <i style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
  </span>
)
