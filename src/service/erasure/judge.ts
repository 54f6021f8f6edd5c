import type { ErasureScope } from '../../records/erasures.js'
import type { HashKey } from '../decisions/siphash.js'
import type { Judge } from './spool.js'
import { type Subject, subjectHash } from './subject.js'

export interface Marked {
  readonly subject: Subject
  readonly scope: ErasureScope
}

/** By names. Of an organisation its accounts are erased with it, also in records that do not name it. */
export function judgeByName(marked: readonly Marked[], accounts: ReadonlySet<string>): Judge {
  const key = ({ kind, account, id }: Subject) => JSON.stringify([kind, account, id])
  const scopes = new Map(marked.map(({ subject, scope }) => [key(subject), scope]))
  const ofAccounts = marked.find(({ subject }) => subject.kind !== 'end_user')?.scope
  return (record) =>
    strongest(
      subjectsIn(record).map((subject) =>
        subject.kind === 'account' && accounts.has(subject.id)
          ? ofAccounts
          : scopes.get(key(subject)),
      ),
    )
}

/** By keyed hashes, of whom no store knows yet. */
export const judgeByHash =
  (hashes: ReadonlyMap<string, ErasureScope>, key: HashKey): Judge =>
  (record) =>
    strongest(subjectsIn(record).map((subject) => hashes.get(subjectHash(key, subject))))

export const eitherOf =
  (...judges: readonly Judge[]): Judge =>
  (record) =>
    strongest(judges.map((judge) => judge(record)))

const strongest = (scopes: readonly (ErasureScope | undefined)[]): ErasureScope | undefined =>
  scopes.includes('all') ? 'all' : scopes.find((scope) => scope !== undefined)

/** Whom a record of the spool is about: an exchange, an account, an event of one, a ruling. */
function subjectsIn(record: Readonly<Record<string, unknown>>): readonly Subject[] {
  const of = (key: string) => (typeof record[key] === 'string' ? record[key] : '')
  const account = of('account_id')
  const all: readonly Subject[] = [
    { kind: 'account', id: account, account: '' },
    { kind: 'account', id: of('subject_id'), account: '' },
    { kind: 'organization', id: of('organization_id'), account: '' },
    { kind: 'end_user', id: of('end_user_id'), account },
  ]
  return all.filter(({ id }) => id !== '')
}
