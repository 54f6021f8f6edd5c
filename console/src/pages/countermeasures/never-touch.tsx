import { type FormEvent, useId, useState } from 'react'
import { useMay, useReading } from '../../api/queries.js'
import type { Chosen } from '../../deeds/countermeasure-dialog.js'
import { withReason } from '../../deeds/deed.js'
import { Loaded, Name, Section } from '../../parts/parts.js'
import type { Choose, NeverTouchAnswer } from './countermeasures.js'

const KINDS = ['account', 'organization', 'api_key'] as const
type Subject = NeverTouchAnswer['protected'][number]

/** Whom no decision touches, whatever else is so. */
export function NeverTouch({ onChoose }: { readonly onChoose: Choose }) {
  const mayUnprotect = useMay('reviewer', 'admin')
  const guards = useReading<NeverTouchAnswer>('/never-touch')
  return (
    <Section title="Never touched">
      <Protect onChoose={onChoose} />
      <Loaded from={guards}>
        {({ protected: all }) =>
          all.length === 0 ? (
            <p className="quiet">
              People protected nobody. Whom the settings and the policy file protect is not listed
              here.
            </p>
          ) : (
            <ul className="deed-list">
              {all.map((one) => (
                <li key={`${one.kind} ${one.id}`}>
                  <span>
                    {one.kind.replaceAll('_', ' ')} <Name of={one.id} />
                  </span>
                  <button
                    type="button"
                    disabled={!mayUnprotect}
                    onClick={() => onChoose(unprotect(one))}
                  >
                    Take off the list …
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function Protect({ onChoose }: { readonly onChoose: Choose }) {
  const [kind, setKind] = useState<string>('account')
  const [id, setId] = useState('')
  const field = useId()
  const mayProtect = useMay('analyst', 'reviewer', 'admin')
  const send = (event: FormEvent) => {
    event.preventDefault()
    onChoose(protect({ kind, id }))
  }
  return (
    <form className="row-of" onSubmit={send}>
      <label htmlFor={`${field}-kind`}>Protect</label>
      <select id={`${field}-kind`} value={kind} onChange={({ target }) => setKind(target.value)}>
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {one.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      <label htmlFor={`${field}-id`}>by its id</label>
      <input
        id={`${field}-id`}
        value={id}
        maxLength={256}
        required
        onChange={({ target }) => setId(target.value)}
      />
      <button type="submit" disabled={!mayProtect || id === ''}>
        Protect …
      </button>
    </form>
  )
}

const words = ({ kind, id }: Subject) => `${kind.replaceAll('_', ' ')} ${id.slice(0, 60)}`
const PROTECT = '/never-touch/protect'
const UNPROTECT = '/never-touch/unprotect'

const protect = (one: Subject): Chosen => ({
  title: 'Protect somebody',
  submit: 'Protect',
  deedOf: (reason) => ({
    says: `Protected ${words(one)}`,
    path: PROTECT,
    body: { ...one, reason },
    undo: { says: `Took ${words(one)} off the list`, path: UNPROTECT, body: withReason(one) },
  }),
})

const unprotect = (one: Subject): Chosen => ({
  title: 'Take somebody off the list',
  submit: 'Propose or agree',
  deedOf: (reason) => ({
    says: `Took ${words(one)} off the list`,
    path: UNPROTECT,
    body: { ...one, reason },
    undo: { says: `Protected ${words(one)}`, path: PROTECT, body: withReason(one) },
  }),
})
