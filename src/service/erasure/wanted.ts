/**
 * Erasures that two people wanted, while the service runs. The engine notes each as a mark once nothing that came in before it
 * is left in the spool, and ends. The next one erases before it opens to anybody, so that nothing writes meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { hashKeyOf } from '../../config/key.js'
import { recoverUnfinished } from '../../pipeline/segments.js'
import { appendAudit } from '../../records/audit.js'
import {
  ERASURE_CANCELLED,
  type Erasure,
  type Erasures,
  erasuresWaiting,
} from '../../records/erasures.js'
import type { State } from '../../records/state.js'
import { isUnsettled } from '../../records/unsettled.js'
import { type Log, problemTold } from '../log.js'
import { type Erasing, eraseMarked, markFor, noteDone, noteErased } from './erase.js'
import { noteMark, readMarks } from './marks.js'
import { about, removeFiles, subjectsKnown } from './store.js'
import { checkOfMark, type Mark, type Subject } from './subject.js'

const FILES_MS_MAX = 60_000
const LOOK_MS = 250

const subjectOf = ({ kind, subject_id, account_id }: Erasure): Subject => ({
  kind,
  id: subject_id,
  account: account_id,
})

const meantBy = (one: Erasure, people: State) => ({
  subject: subjectOf(one),
  takesHeld: one.evidence === 'erase',
  erasure_id: one.erasure_id,
  isNeeded: (account_id: string) => isUnsettled(people, account_id),
})

/** Notes that these may be erased now. */
export async function noteWanted(
  erasing: Erasing,
  wanted: readonly Erasure[],
  people: State,
): Promise<void> {
  for (const one of wanted) {
    const { mark } = await markFor(erasing, meantBy(one, people))
    await noteMark(erasing.state, mark)
  }
  await about(erasing.store, [])
}

export interface Noted {
  /** Of erasures that are noted, done or not: none of them is to be noted again. */
  readonly ids: ReadonlySet<string>
  /** How many were done now. */
  readonly done: number
  /** How many were not, and are to be tried again. */
  readonly failed: number
}

export const NONE_NOTED: Noted = Object.freeze({ ids: new Set<string>(), done: 0, failed: 0 })

/**
 * Erases whom marks name that are not done, as far as two people wanted it: one of the command that was ended half way is the
 * command's. What fails holds up nothing and is left for the next engine.
 */
export async function eraseNoted(erasing: Erasing, people: State, log: Log): Promise<Noted> {
  const { key_check } = checkOfMark(erasing.hashSecret)
  const marks = readMarks(erasing.state)
  // One of another chain of secrets tells nobody whom it is about.
  const undone = marks.filter((mark) => mark.done_at === null && mark.key_check === key_check)
  const ours = undone.filter(({ erasure_id }) => people.erasures.has(erasure_id ?? ''))
  if (ours.length < undone.length) {
    const erasures = undone.length - ours.length
    log.warn({ erasures }, 'erasures of `stillwatch erase` came to no end: run it again')
  }
  await settleTrail(erasing, marks, people)
  if (ours.length > 0) await recoverUnfinished(erasing.store)
  const gone: Mark[] = []
  for (const mark of ours) {
    try {
      gone.push(await finish(erasing, mark, people))
      log.info({ kind: mark.kind, scope: mark.scope }, 'erased')
    } catch (error) {
      log.error(problemTold(error), 'not erased; the engine tries again within the hour')
      await about(erasing.store, []).catch(() => undefined)
    }
  }
  const areFilesGone = gone.length > 0 && (await filesGone(erasing.store))
  for (const mark of gone) await noteDone(erasing, mark, async () => areFilesGone)
  const failed = areFilesGone ? ours.length - gone.length : ours.length
  const ids = new Set(marks.flatMap(({ erasure_id }) => erasure_id ?? []))
  return { ids, done: gone.length, failed }
}

/** A trail that came back from an older backup does not know of what the marks say was done, and was done again with it. */
async function settleTrail(
  erasing: Erasing,
  marks: readonly Mark[],
  people: Erasures,
): Promise<void> {
  const waiting = new Set(erasuresWaiting(people).map(({ erasure_id }) => erasure_id))
  const erased = { rows: {}, spool_records: 0 }
  for (const mark of marks) {
    if (mark.done_at === null || !waiting.has(mark.erasure_id ?? '')) continue
    await noteErased(erasing, { mark, erased, actor: 'service' })
  }
}

async function finish(erasing: Erasing, mark: Mark, people: State): Promise<Mark> {
  const { store, hashSecret } = erasing
  const wanted = people.erasures.get(mark.erasure_id ?? '')
  // Only files are left of it: whoever came back since is somebody new.
  if (wanted === undefined || wanted.done_ms !== null) return mark
  const isNamed = wanted.subject_id !== ''
  // It may have become evidence since it was noted.
  const narrowed = isNamed ? await markFor(erasing, meantBy(wanted, people)) : undefined
  const scope = narrowed?.mark.scope === 'texts' ? 'texts' : mark.scope
  const known = await subjectsKnown(store, hashKeyOf(hashSecret), [mark.subject_hash])
  const subjects = isNamed ? [subjectOf(wanted)] : known
  const spool = { isTrial: false, segments: 'aside' } as const
  const erased = await eraseMarked(erasing, { ...mark, scope }, { subjects, spool })
  await noteErased(erasing, { mark: { ...mark, scope }, erased, actor: 'service' })
  return mark
}

async function filesGone(store: Erasing['store']): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < FILES_MS_MAX; waitedMs += LOOK_MS) {
    if ((await removeFiles(store)) === 0) return true
    await sleep(LOOK_MS)
  }
  return false
}

/**
 * Takes back what waited in a trail that comes back from a backup: nobody knows whether it was taken back since. What the marks
 * say was done is noted as done.
 */
export async function settleRestored(erasing: Erasing, people: Erasures): Promise<void> {
  const marks = readMarks(erasing.state)
  const done = new Set(
    marks.flatMap(({ erasure_id, done_at }) => (done_at === null ? [] : (erasure_id ?? []))),
  )
  await settleTrail(erasing, marks, people)
  const entries = erasuresWaiting(people)
    .filter(({ erasure_id, begun_ms }) => !done.has(erasure_id) && begun_ms === null)
    .map(({ erasure_id: id }) => ({
      ...{ actor: 'service', action: ERASURE_CANCELLED, object: `erasure ${id}`, subject: '' },
      facts: { id, cause: 'restored' },
    }))
  await appendAudit(erasing.store, entries, erasing.now())
}
