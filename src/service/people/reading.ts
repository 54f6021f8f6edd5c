import type { Person, Role } from '../../domain/people.js'
import type { Ledger } from '../../records/ledger.js'
import type { PolicyKnown } from '../../records/state.js'
import type { Store } from '../../store/store.js'
import type { InForceNow } from '../decisions/restricted.js'
import type { Previews } from '../sharing/previews.js'

/** Something that people can read. */
export interface Reading {
  readonly path: string
  readonly summary: string
  readonly who: readonly Role[]
  /** What its query may name, and of what kind. */
  readonly query?: Readonly<Record<string, 'integer' | 'string'>>
  readonly read: (from: ReadFrom) => unknown | Promise<unknown>
}

export interface ReadFrom {
  /** What people did, and what of it waits for a second person. */
  readonly ledger: Pick<Ledger, 'state' | 'proposals'>
  readonly reader: Store
  readonly person: Person
  readonly people: readonly Person[]
  readonly policies: readonly PolicyKnown[]
  /** What the gate was told last. */
  readonly inForce: InForceNow | undefined
  readonly query: URLSearchParams
  readonly nowMs: number
  /** Now, by the clock by which enrolments end; the wall clock's where there is no other. */
  readonly endsMs?: number | undefined
  /** Where somebody can have one made. */
  readonly previews?: Previews | undefined
  /** Where a store is read that no service keeps. */
  readonly isReadOnly?: boolean
}

/** A whole number of a query, at most so much; another where there is none. */
export const whole = (text: string | null, otherwise: number, most: number): number => {
  const number = Number(text ?? otherwise)
  return Number.isInteger(number) && number >= 0 ? Math.min(number, most) : otherwise
}
