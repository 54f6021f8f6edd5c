/**
 * Previews of what would leave, made one after the other beside all other work: each reads every text of the store. They are kept in
 * memory, a few of them, and count while the newest run and the settings are those that they were made by.
 */
import { randomUUID } from 'node:crypto'
import type { PreviewKnown, ShareTerms } from '../../domain/sharing.js'
import { type PreviewSeen, seePreview } from '../../pipeline/release/make.js'
import type { MaterialSources } from '../../pipeline/release/material.js'
import type { Refused, Ways } from '../../pipeline/release/preview.js'
import { termsKey } from '../../pipeline/release/terms.js'
import { lastFinishedRun, NO_RUN } from '../../store/runs.js'
import type { Store } from '../../store/store.js'
import { type Log, problemTold } from '../log.js'

export interface PreviewsOptions {
  /** A door that only reads, and may take its time. */
  readonly store: Store
  /** Another, which answers at once: nobody's act waits for a pass over all texts. */
  readonly reader: Store
  readonly ways: () => Ways
  readonly sources: MaterialSources
  readonly now: () => number
  readonly log: Log
}

export type PreviewState =
  | { readonly state: 'making' | 'failed' | 'unknown' }
  | { readonly state: 'made'; readonly terms: ShareTerms; readonly made: PreviewSeen | Refused }

export interface Previews {
  /** Has one made, unless it is there or under way. It never throws. */
  ask(preview_id: string, terms: AskedTerms): void
  /** What became of one, by the id that it was asked under. */
  seen(preview_id: string): PreviewState
  /** One that is made. Whoever is shown it has that written down first. */
  made(preview_id: string): PreviewSeen | Refused | undefined
  /** What was looked at, where nothing changed since; has it made where it is not there. */
  known(terms: ShareTerms): Promise<PreviewKnown | undefined>
  /** Begins no other, and resolves when nothing is under way. */
  stop(): Promise<void>
}

/** Without a run it is the newest that is meant. */
export type AskedTerms = Omit<ShareTerms, 'run_id'> & { readonly run_id?: string | undefined }

interface Made {
  readonly state: 'making' | 'failed' | 'made'
  readonly asked: AskedTerms
  readonly terms?: ShareTerms
  /** The newest run and the settings that it was made by. */
  readonly by?: string
  readonly madeMs?: number
  readonly made?: PreviewSeen | Refused
}

/** More than people look at at once; each may hold two megabytes. */
const KEPT_MAX = 16
/** What came in since is not compared. */
const COUNTS_MS = 3_600_000

export function makePreviews(options: PreviewsOptions): Previews {
  const { store, reader, ways, sources, now, log } = options
  /** By what somebody asked under, the oldest first. */
  const kept = new Map<string, Made>()
  let line: Promise<void> = Promise.resolve()
  let isStopping = false

  const byOf = (newest: string | undefined) => `${newest ?? ''} ${JSON.stringify(ways())}`
  const counts = (one: Made, by: string) =>
    one.state === 'made' && one.by === by && now() - (one.madeMs ?? 0) < COUNTS_MS
  const madeOf = (terms: ShareTerms, by: string): Made | undefined => {
    const key = termsKey(terms)
    const isSame = (one: Made) => one.terms !== undefined && termsKey(one.terms) === key
    return [...kept.values()].findLast((one) => isSame(one) && counts(one, by))
  }
  const make = async (id: string, asked: AskedTerms) => {
    if (isStopping || kept.get(id)?.state !== 'making') return
    try {
      const newest = (await lastFinishedRun(store))?.run_id
      const by = byOf(newest)
      const terms = { ...asked, run_id: asked.run_id ?? newest ?? NO_RUN }
      const nowMs = now()
      const again = madeOf(terms, by)
      if (again !== undefined) {
        kept.set(id, { ...again, asked })
        return
      }
      const made = await seePreview(store, terms, {
        ...{ ways: ways(), sources, nowMs },
        isStopping: () => isStopping,
      })
      kept.set(id, { state: 'made', asked, terms, by, made, madeMs: nowMs })
    } catch (error) {
      log.error(problemTold(error), 'a preview of what would be shared was not made')
      kept.set(id, { state: 'failed', asked })
    }
  }
  const ask = (id: string, asked: AskedTerms) => {
    kept.delete(id)
    kept.set(id, { state: 'making', asked })
    for (const old of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(old)
    line = line.then(() => make(id, asked))
  }
  return Object.freeze({
    ask,
    seen(id: string): PreviewState {
      const one = kept.get(id)
      if (one === undefined) return { state: 'unknown' }
      const { state, terms, made } = one
      if (state !== 'made' || terms === undefined || made === undefined) {
        return { state: state === 'failed' ? 'failed' : 'making' }
      }
      return { state, terms, made }
    },
    made: (id: string) => kept.get(id)?.made,
    async known(terms: ShareTerms) {
      const by = byOf((await lastFinishedRun(reader))?.run_id)
      const found = madeOf(terms, by)?.made
      if (found !== undefined) return found
      // Nobody knows this id: whoever wants to read it asks under one of their own.
      if (!isUnderWay(kept, termsKey(terms))) ask(randomUUID(), terms)
      return undefined
    },
    async stop() {
      isStopping = true
      await line
    },
  })
}

const isUnderWay = (kept: ReadonlyMap<string, Made>, key: string): boolean =>
  [...kept.values()].some(({ state, asked }) => {
    const { run_id } = asked
    return state === 'making' && run_id !== undefined && termsKey({ ...asked, run_id }) === key
  })
