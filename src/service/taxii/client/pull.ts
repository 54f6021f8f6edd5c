/**
 * Reads a collection of another server to its end. The place from which it goes on the next time moves only over what was taken, and
 * never over a moment of which more may come: servers give all that came together one instant, and end a page within it.
 */
import { isStixObject, type StixObject } from '../envelope.js'
import { instantOf } from '../instant.js'
import type { Heard } from './ask.js'

export interface Pull {
  readonly ask: (query: Readonly<Record<string, string>>) => Promise<Heard>
  /** What was added there later is asked for; -1 for all. */
  readonly fromMicros: number
  readonly nowMs: number
  /**
   * Resolves when they are durably here, or to why they cannot be now: then it ends, and the same comes again the next time. What it
   * will never keep it passes over.
   */
  readonly take: (objects: readonly StixObject[]) => Promise<string | undefined>
  /** Resolves when it is durably known that all up to it is here. */
  readonly reached: (micros: number) => Promise<void>
}

export interface Pulled {
  readonly objects: number
  readonly pages: number
  /** Why it ended early, where it did. */
  readonly problem: string | undefined
  readonly retryMs: number | undefined
}

export const PAGES_MAX = 500
const OBJECTS_MAX = 200_000
const PAGE_OBJECTS = '500'
/** More than any server of a page of 500. */
const PAGE_OBJECTS_MAX = 10_000
const NEXT_CHARACTERS_MAX = 4096
/** How far another clock may be ahead. From later on we would be told of nothing for as long. */
const AHEAD_MS_MAX = 86_400_000

interface Told {
  readonly isMore: boolean
  readonly next: string | undefined
  readonly objects: readonly StixObject[]
}

export async function pull({ ask, fromMicros, nowMs, take, reached }: Pull): Promise<Pulled> {
  const seen = new Set<string>()
  let reachedMicros = fromMicros
  /** All up to it is here, unless the next page begins with it. */
  let openMicros = fromMicros
  let query = queryFrom(fromMicros)
  let pages = 0
  const ended = (problem?: string, retryMs?: number): Pulled => ({
    ...{ objects: seen.size, pages, problem, retryMs },
  })
  const reach = async (micros: number) => {
    if (micros <= reachedMicros) return
    await reached(micros)
    reachedMicros = micros
  }
  while (pages < PAGES_MAX && seen.size < OBJECTS_MAX) {
    const heard = await ask(query)
    if (heard.kind === 'failed') return ended(heard.problem, heard.retryMs)
    pages += 1
    const { firstMicros = -1, lastMicros = -1 } = heard
    if (lastMicros > (nowMs + AHEAD_MS_MAX) * 1000 || firstMicros > lastMicros) {
      return ended('instants that cannot be')
    }
    const told = toldIn(heard.body)
    if (typeof told === 'string') return ended(told)
    const fresh = told.objects.filter((one) => isFresh(one, seen))
    const problem = fresh.length > 0 ? await take(fresh) : undefined
    if (problem !== undefined) return ended(problem)
    if (firstMicros > openMicros) await reach(openMicros)
    openMicros = Math.max(openMicros, lastMicros)
    if (!told.isMore) {
      await reach(openMicros)
      return ended()
    }
    if (fresh.length === 0) return ended('more without end, and nothing new')
    if (told.next !== undefined) query = { ...query, next: told.next }
    else if (openMicros > reachedMicros) query = queryFrom(openMicros)
    else return ended('more, and no way to ask for it')
  }
  // What is left is asked for the next time, if there is a place to go on from.
  return ended(reachedMicros > fromMicros ? undefined : 'more of one moment than is read at once')
}

const queryFrom = (micros: number): Readonly<Record<string, string>> => ({
  limit: PAGE_OBJECTS,
  ...(micros < 0 ? {} : { added_after: instantOf(micros) }),
})

/** What an envelope says, or what is wrong with it. */
function toldIn({ more = false, next, objects = [] }: Readonly<Record<string, unknown>>) {
  if (typeof more !== 'boolean' || !Array.isArray(objects)) return 'no envelope'
  if (objects.length > PAGE_OBJECTS_MAX) return 'more objects than are read at once'
  if (next !== undefined && (typeof next !== 'string' || next.length > NEXT_CHARACTERS_MAX)) {
    return 'no envelope'
  }
  const given: readonly unknown[] = objects
  if (!given.every(isStixObject)) return 'what is no object of STIX'
  return { isMore: more, next: next === '' ? undefined : next, objects: given } satisfies Told
}

/** Not yet in this reading, by id and version. */
function isFresh({ id, modified, created }: StixObject, seen: Set<string>): boolean {
  const key = `${id} ${modified ?? created ?? ''}`
  if (seen.has(key)) return false
  seen.add(key)
  return true
}
