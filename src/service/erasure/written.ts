import { endUserName } from '../../records/erasures.js'
import type { Subject } from './subject.js'

/** Whom an erasure is about, by kind. */
export interface Names {
  readonly accounts: ReadonlySet<string>
  readonly organizations: ReadonlySet<string>
  readonly endUsers: readonly Subject[]
}

/** What was kept apart of the trail, with what the trail says of it: empty for a pseudonym. */
export interface Written {
  readonly text_id: string
  readonly text: string
  readonly facts: string
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Whether a text names one of them, in a place where names stand: whoever is called `reason` must not take all reasons along.
 * A pseudonym is a kind and a name; all else is what somebody gave to a deed, and what two people must both want.
 */
export function isNaming({ text, facts }: Pick<Written, 'text' | 'facts'>, names: Names): boolean {
  const given = parsed(text)
  if (Array.isArray(given)) return isNamed(names, given[0], given[1])
  // The key repeats what the fields say, in one text that could be read in two ways.
  const { key: _, input, ...fields } = given as Fields
  const told = (facts === '' ? {} : parsed(facts)) as Fields
  const kinds = { kind: told.kind, subject_kind: told.subject_kind }
  return isNamedBy(names, { ...kinds, ...fields }) || isNamedBy(names, (input ?? {}) as Fields)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}

/** A name as a deed is given it. */
function isNamedBy(names: Names, fields: Fields): boolean {
  const { account_id, subject_id, id } = fields
  const kind = fields.kind ?? fields.subject_kind
  if (kind === 'end_user') {
    return (
      isNamed(names, 'account', account_id) ||
      isNamed(names, kind, endUserName(`${account_id ?? ''}`, `${subject_id ?? ''}`))
    )
  }
  return isNamed(names, 'account', account_id) || isNamed(names, kind, subject_id ?? id)
}

function isNamed({ accounts, organizations, endUsers }: Names, kind: unknown, name: unknown) {
  if (typeof name !== 'string') return false
  if (kind === 'account') return accounts.has(name)
  if (kind === 'organization') return organizations.has(name)
  return (
    kind === 'end_user' && endUsers.some(({ account, id }) => endUserName(account, id) === name)
  )
}

/** As a text may hold a name, to look for it. */
export const needlesOf = ({ accounts, organizations, endUsers }: Names): readonly string[] =>
  [...accounts, ...organizations, ...endUsers.map(({ id }) => id)].map((name) =>
    JSON.stringify(name).slice(1, -1),
  )
