/**
 * An erasure of one data subject. It is noted beside the store before anything goes, and noted as done when all of it went:
 * one that was ended half way is done again whole, and finds what is left. What was erased is erased again where an older
 * backup brings it back.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type HashSecrets, hashKeyOf } from '../../config/key.js'
import { StillwatchError } from '../../domain/errors.js'
import { recoverUnfinished } from '../../pipeline/segments.js'
import { appendAudit } from '../../records/audit.js'
import type { Store } from '../../store/store.js'
import { hashKeyWords } from '../decisions/siphash.js'
import { lockFolder } from '../spool/spool-folder.js'
import { noteMark, readMarks, takeMarksAlong } from './marks.js'
import { eraseFromSpool, type Judge } from './spool.js'
import {
  about,
  accountsHeld,
  eraseFromStore,
  namesErased,
  type RowsByTable,
  subjectsKnown,
} from './store.js'
import {
  checkOfMark,
  hashesOf,
  type Mark,
  marksUnder,
  type Scope,
  type Subject,
  subjectHash,
} from './subject.js'

export interface EraseOptions {
  /** Opened, and nobody else's meanwhile. */
  readonly store: Store
  readonly state: string
  readonly subject: Subject
  readonly hashSecret: HashSecrets
  /** Erases accounts that are evidence as a whole as well. */
  readonly takesHeld: boolean
  /** Counts, and changes nothing. */
  readonly isTrial: boolean
  readonly now: () => number
}

export interface Erased {
  readonly scope: Scope
  /** Accounts that are members of a campaign of the newest run, or ruled to be of one. */
  readonly accounts_held: number
  readonly rows: RowsByTable
  readonly spool_records: number
  readonly mark: Mark
}

/** `settled` is awaited before the erasure is noted as done, if it says so: files that the engine replaced are gone. */
export async function eraseSubject(
  options: EraseOptions,
  settled: () => Promise<boolean>,
): Promise<Erased> {
  const { store, state, subject, isTrial, now } = options
  const subject_hash = subjectHash(hashKeyWords(hashKeyOf(options.hashSecret)), subject)
  if (!isTrial) await recoverUnfinished(store)
  await about(store, [subject])
  const accountsOfCampaigns = await accountsHeld(store)
  const scope: Scope = accountsOfCampaigns > 0 && !options.takesHeld ? 'texts' : 'all'
  const at = () => new Date(now()).toISOString()
  const mark: Mark = {
    ...{ kind: subject.kind, subject_hash, scope, asked_at: at(), done_at: null },
    ...checkOfMark(options.hashSecret),
  }
  if (!isTrial) {
    await takeMarksAlong(state, options.hashSecret)
    await noteMark(state, mark)
  }
  const judge = judgeOf([{ subject, scope }], await namesErased(store))
  const spool_records = await inSpool(state, judge, isTrial)
  const rows = await eraseFromStore(store, scope, isTrial)
  const erased = { scope, accounts_held: accountsOfCampaigns, rows, spool_records }
  if (isTrial) return { ...erased, mark }
  await appendAudit(store, [entryOf(mark, erased)], now())
  await about(store, [])
  const done = { ...mark, done_at: (await settled()) ? at() : null }
  await noteMark(state, done)
  return { ...erased, mark: done }
}

/** By whom it was done nobody can say: whoever may write to the store's folder. */
const entryOf = (
  { kind, subject_hash, scope }: Mark,
  { rows, spool_records }: { readonly rows: RowsByTable; readonly spool_records: number },
) => ({
  actor: 'command erase',
  action: 'subject_erased',
  object: `erasure ${subject_hash}`,
  subject: '',
  facts: { kind, scope, rows, spool_records },
})

/** Erases from a store that came back, and its spool, whom the marks of a state folder name. Returns how many it knew. */
export async function eraseAgain(
  store: Store,
  state: string,
  hashSecret: HashSecrets,
): Promise<number> {
  const found = await markedIn(store, state, hashSecret)
  for (const scope of ['texts', 'all'] as const) {
    const subjects = found.filter((one) => one.scope === scope).map(({ subject }) => subject)
    if (subjects.length === 0) continue
    await about(store, subjects)
    await eraseFromStore(store, scope, false)
  }
  await about(store, [])
  return found.length
}

interface Marked {
  readonly subject: Subject
  readonly scope: Scope
}

async function markedIn(
  store: Store,
  state: string,
  secret: HashSecrets,
): Promise<readonly Marked[]> {
  const hashes = hashesOf(marksUnder(readMarks(state), secret))
  const key = hashKeyOf(secret)
  const words = hashKeyWords(key)
  const subjects = await subjectsKnown(store, key, [...hashes.keys()])
  return subjects.flatMap((subject) => {
    const scope = hashes.get(subjectHash(words, subject))
    return scope === undefined ? [] : [{ subject, scope }]
  })
}

/** The same of what a backup brings back into the spool, which no store knows yet. */
export async function eraseAgainFromSpool(state: string, hashSecret: HashSecrets): Promise<number> {
  const hashes = hashesOf(marksUnder(readMarks(state), hashSecret))
  if (hashes.size === 0) return 0
  const words = hashKeyWords(hashKeyOf(hashSecret))
  return inSpool(
    state,
    (record) =>
      strongest(subjectsIn(record).map((subject) => hashes.get(subjectHash(words, subject)))),
    false,
  )
}

/** Of an organisation its accounts are erased with it, also in records that do not name it. */
function judgeOf(marked: readonly Marked[], names: ReadonlySet<string>): Judge {
  const key = ({ kind, account, id }: Subject) => `${kind}\n${account}\n${id}`
  const scopes = new Map(marked.map(({ subject, scope }) => [key(subject), scope]))
  const ofNames = marked.find(({ subject }) => subject.kind !== 'end_user')?.scope
  return (record) =>
    strongest(
      subjectsIn(record).map((subject) =>
        subject.kind === 'account' && names.has(subject.id) ? ofNames : scopes.get(key(subject)),
      ),
    )
}

const strongest = (scopes: readonly (Scope | undefined)[]): Scope | undefined =>
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

async function inSpool(state: string, judge: Judge, isTrial: boolean): Promise<number> {
  const folder = join(state, 'spool')
  if (!existsSync(folder)) return 0
  const release = lockFolder(folder)
  try {
    return await eraseFromSpool(folder, judge, isTrial)
  } finally {
    release()
  }
}

/** What cannot be somebody's name: too long for any, or nothing. */
export function subjectOf(kind: string, id: string, account: string | undefined): Subject {
  const what =
    kind === 'end_user' && account === undefined
      ? 'An end user is one of an account: name it with --account.'
      : kind !== 'end_user' && account !== undefined
        ? 'Only an end user is one of an account.'
        : id === '' || account === ''
          ? 'Nobody is named.'
          : undefined
  if (what !== undefined) throw new StillwatchError('USAGE', { what, command: 'erase' })
  return { kind: kind as Subject['kind'], id, account: account ?? '' }
}
