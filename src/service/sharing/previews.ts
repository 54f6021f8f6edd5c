/**
 * Previews of what would leave, made one after the other beside all other work: each reads every text of the store. They are kept in
 * memory, a few of each person, and count while the newest run and the settings are those that they were made by.
 */
import { randomUUID } from 'node:crypto'
import { nameFolded } from '../../domain/people.js'
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
  /** Has one made for somebody, unless it is there or under way: where they have as many as one may, in the place of their oldest. It never throws. */
  ask(preview_id: string, terms: AskedTerms, by: string): void
  /** What became of one, by the id that it was asked under. */
  seen(preview_id: string): PreviewState
  /** One that is made. Whoever is shown it has that written down first. */
  made(preview_id: string): PreviewSeen | Refused | undefined
  /** What anybody looked at, where nothing changed since; has it made for whoever asks where it is not there. */
  known(terms: ShareTerms, by: string): Promise<PreviewKnown | undefined>
  /** Begins no other, and resolves when nothing is under way. */
  stop(): Promise<void>
}

/** Without a run it is the newest that is meant. */
export type AskedTerms = Omit<ShareTerms, 'run_id'> & { readonly run_id?: string | undefined }

interface Made {
  readonly state: 'making' | 'failed' | 'made'
  readonly asked: AskedTerms
  /** Whose it is, in one spelling. */
  readonly person: string
  readonly terms?: ShareTerms
  /** The newest run and the settings that it was made by. */
  readonly by?: string
  readonly madeMs?: number
  readonly made?: PreviewSeen | Refused
}

/** More than one looks at at once. */
const OF_PERSON_MAX = 8
/** Of four people who look at so many; each preview may hold two megabytes. */
const KEPT_MAX = 32
/** What came in since is not compared. */
const COUNTS_MS = 3_600_000

export function makePreviews(options: PreviewsOptions): Previews {
  const { store, reader, ways, sources, now, log } = options
  /** By what somebody asked under, the oldest first. */
  const kept = new Map<string, Made>()
  /** Whose turn it was when. */
  const turns = new Map<string, number>()
  let turn = 0
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
  /** Nothing comes of one that made room meanwhile. */
  const keep = (id: string, asking: Made, became: Omit<Made, 'asked' | 'person'>) => {
    const { asked, person } = asking
    if (kept.get(id) === asking) kept.set(id, { ...became, asked, person })
  }
  const make = async (id: string, asking: Made) => {
    const { asked } = asking
    try {
      const newest = (await lastFinishedRun(store))?.run_id
      const by = byOf(newest)
      const terms = { ...asked, run_id: asked.run_id ?? newest ?? NO_RUN }
      const nowMs = now()
      const again = madeOf(terms, by)
      if (again !== undefined) return keep(id, asking, again)
      const made = await seePreview(store, terms, {
        ...{ ways: ways(), sources, nowMs },
        isStopping: () => isStopping,
      })
      keep(id, asking, { state: 'made', terms, by, made, madeMs: nowMs })
    } catch (error) {
      log.error(problemTold(error), 'a preview of what would be shared was not made')
      keep(id, asking, { state: 'failed' })
    }
  }
  /** One of whoever has waited longest for a turn: who asks for many keeps nobody waiting for more than one of them. */
  const makeNext = async () => {
    const lastTurn = ([, { person }]: [string, Made]) => turns.get(person) ?? 0
    const waiting = [...kept].filter(([, { state }]) => state === 'making')
    const [next] = waiting.sort((a, b) => lastTurn(a) - lastTurn(b))
    if (isStopping || next === undefined) return
    turn += 1
    turns.set(next[1].person, turn)
    await make(...next)
  }
  const ask = (id: string, asked: AskedTerms, by: string) => {
    const asking: Made = { state: 'making', asked, person: nameFolded(by) }
    kept.delete(id)
    kept.set(id, asking)
    makeRoom(kept, asking.person)
    line = line.then(makeNext)
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
    async known(terms: ShareTerms, by: string) {
      const found = madeOf(terms, byOf((await lastFinishedRun(reader))?.run_id))?.made
      if (found !== undefined) return found
      // Nobody knows this id: whoever wants to read it asks under one of their own.
      if (!isUnderWay(kept, termsKey(terms))) ask(randomUUID(), terms, by)
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

/**
 * Of what one person asked for the oldest goes, and nobody else's. Where more people are at work than there is room for, whoever has
 * most gives up their oldest; who asks, where nobody has more.
 */
function makeRoom(kept: Map<string, Made>, person: string): void {
  const idsOf = (one: string) =>
    [...kept].filter(([, { person }]) => person === one).map(([id]) => id)
  const own = idsOf(person)
  const [oldest] = own
  if (oldest !== undefined && own.length > OF_PERSON_MAX) kept.delete(oldest)
  if (kept.size <= KEPT_MAX) return
  const all = [...new Set([...kept.values()].map((one) => one.person))].map(idsOf)
  const most = all.reduce((a, b) => (b.length > a.length ? b : a), idsOf(person))
  kept.delete(most[0] ?? '')
}
