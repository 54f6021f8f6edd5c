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
import { type ErasureScope, SUBJECT_ERASED } from '../../records/erasures.js'
import type { Store } from '../../store/store.js'
import { hashKeyWords } from '../decisions/siphash.js'
import { lockFolder } from '../spool/spool-folder.js'
import { eitherOf, judgeByHash, judgeByName, type Marked } from './judge.js'
import { noteMark, readMarks, takeMarksAlong } from './marks.js'
import { eraseFromSpool, type Judge, type SpoolErasing } from './spool.js'
import {
  about,
  accountsErased,
  accountsHeld,
  eraseFromStore,
  type RowsByTable,
  subjectAsKept,
  subjectsKnown,
} from './store.js'
import {
  checkOfMark,
  hashesOf,
  type Mark,
  marksUnder,
  type Subject,
  subjectHash,
} from './subject.js'

export interface Erasing {
  /** Opened, and nobody else's meanwhile. */
  readonly store: Store
  readonly state: string
  readonly hashSecret: HashSecrets
  readonly now: () => number
}

export interface EraseOptions extends Erasing {
  readonly subject: Subject
  /** Erases accounts that are evidence as a whole as well. */
  readonly takesHeld: boolean
  /** Counts, and changes nothing. */
  readonly isTrial: boolean
}

export interface Erased {
  readonly scope: ErasureScope
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
  const { store, state, subject, isTrial } = options
  if (!isTrial) await recoverUnfinished(store)
  const { mark, accounts_held } = await markFor(options, options)
  if (!isTrial) {
    await takeMarksAlong(state, options.hashSecret)
    await noteMark(state, mark)
  }
  const erased = await eraseMarked(options, mark, {
    subjects: [subject],
    spool: { isTrial, segments: 'all' },
  })
  const told = { scope: mark.scope, accounts_held, ...erased }
  if (isTrial) return { ...told, mark }
  // By whom it was done nobody can say: whoever may write to the store's folder.
  await noteErased(options, { mark, erased, actor: 'command erase' })
  return { ...told, mark: await noteDone(options, mark, settled) }
}

export interface Meant {
  readonly subject: Subject
  readonly takesHeld: boolean
  readonly erasure_id?: string | undefined
  /** Whether something is still to be done about an account, which takes its name. */
  readonly isNeeded?: (account_id: string) => boolean
}

/** The mark of an erasure that is to begin, and how much of it is evidence. It is written nowhere yet. */
export async function markFor(
  { store, hashSecret, now }: Erasing,
  { subject, takesHeld, erasure_id, isNeeded = () => false }: Meant,
): Promise<{ readonly mark: Mark; readonly accounts_held: number }> {
  const kept = await subjectAsKept(store, subject)
  await about(store, [kept])
  const accounts_held = await accountsHeld(store)
  const mustStay = [...(await accountsErased(store))].some(isNeeded)
  const mark: Mark = {
    kind: subject.kind,
    subject_hash: subjectHash(hashKeyWords(hashKeyOf(hashSecret)), kept),
    scope: mustStay || (accounts_held > 0 && !takesHeld) ? 'texts' : 'all',
    ...{ asked_at: instant(now), done_at: null },
    ...checkOfMark(hashSecret),
    ...(erasure_id === undefined ? {} : { erasure_id }),
  }
  return { mark, accounts_held }
}

const instant = (now: () => number): string => new Date(now()).toISOString()

export interface MarkedErasing {
  /** By name whom the mark is about, as far as anybody knows. */
  readonly subjects: readonly Subject[]
  readonly spool: SpoolErasing
}

type WhatWent = Pick<Erased, 'rows' | 'spool_records'>

/** Erases whom a mark is about: from the spool also what only its hash tells. */
export async function eraseMarked(
  { store, state, hashSecret }: Erasing,
  { subject_hash, scope }: Mark,
  { subjects, spool }: MarkedErasing,
): Promise<WhatWent> {
  const kept: Subject[] = []
  for (const subject of subjects) kept.push(await subjectAsKept(store, subject))
  await about(store, kept)
  // In the spool they stand as they were sent.
  const marked = [...subjects, ...kept].map((subject) => ({ subject, scope }))
  const judge = eitherOf(
    judgeByName(marked, await accountsErased(store)),
    judgeByHash(new Map([[subject_hash, scope]]), hashKeyWords(hashKeyOf(hashSecret))),
  )
  const spool_records = await inSpool(state, judge, spool)
  const rows = await eraseFromStore(store, { subjects, scope, isTrial: spool.isTrial })
  await about(store, [])
  return { rows, spool_records }
}

const foundIn = ({ rows, spool_records }: WhatWent): number =>
  Object.values(rows).reduce((sum, one) => sum + one, spool_records)

export interface ErasedNote {
  readonly mark: Mark
  readonly erased: WhatWent
  readonly actor: 'command erase' | 'service'
}

/** Into the trail. */
export async function noteErased(
  { store, now }: Erasing,
  { mark: { kind, subject_hash, scope, erasure_id }, erased, actor }: ErasedNote,
): Promise<void> {
  const of = erasure_id === undefined ? {} : { id: erasure_id, found: foundIn(erased) }
  const facts = { kind, scope, ...erased, ...of }
  const object = `erasure ${subject_hash}`
  await appendAudit(store, [{ actor, action: SUBJECT_ERASED, object, subject: '', facts }], now())
}

export async function noteDone(
  { state, now }: Erasing,
  mark: Mark,
  settled: () => Promise<boolean>,
): Promise<Mark> {
  const done = { ...mark, done_at: (await settled()) ? instant(now) : null }
  await noteMark(state, done)
  return done
}

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
    await eraseFromStore(store, { subjects, scope, isTrial: false })
  }
  await about(store, [])
  return found.length
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
  const judge = judgeByHash(hashes, hashKeyWords(hashKeyOf(hashSecret)))
  return inSpool(state, judge, { isTrial: false, segments: 'all' })
}

/** Whoever takes all segments is the one writer meanwhile. What was set aside nobody writes to. */
async function inSpool(state: string, judge: Judge, how: SpoolErasing): Promise<number> {
  const folder = join(state, 'spool')
  if (!existsSync(folder)) return 0
  const release = how.segments === 'all' ? lockFolder(folder) : () => undefined
  try {
    return await eraseFromSpool(folder, judge, how)
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
