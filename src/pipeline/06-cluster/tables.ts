import { type Clusters, inside, type Pair } from './clusters.js'
import { largest } from './pieces.js'

// Is work handed on whenever there is work, or while people sit together? Strangers who meet at a table to try one thing go
// on with each other's conversations in the hours of that evening, and never again. A pool hands on whenever a limit, a
// ban or its queue moves a request, for as long as it works.

/** A link that work was handed on across: in seconds, when first and when last. */
export interface HandedOn extends Pair {
  readonly first_at: number
  readonly last_at: number
}

/** How long people sit together. */
const SITTING_SECONDS = 4 * 3600
/** A table meets again, perhaps; an account of a pool is handed work on every day. */
const SITTINGS_OF_ONE_MAX = 3
/** As many sit in one room. */
const ROOM_MAX = 30
/** One link a sitting is what chance makes of a few links, whenever they are made. */
const LINKS_TO_A_SITTING_MIN = 2
/** Of the time from the first sitting to the last, so much is quiet, where there are more than one evening has. */
const QUIET_SHARE_MIN = 2 / 3
const SITTINGS_OF_AN_EVENING = 2
const SEATED_SHARE_MIN = 0.75
const CORE_SHARE_MIN = 0.5
/** Fewer who hang together otherwise are no core. */
const CORE_MIN = 4

/**
 * The clusters whose controlled links were made in sittings: by people in a room of no more than thirty, nearly each of whom
 * was there three times at most, with two links to a sitting at least and quiet between. What else links their members takes four
 * strangers to be a core as ever.
 */
export function tablesOf(
  clusters: Clusters,
  controlled: readonly Pair[],
  handed: readonly HandedOn[],
): ReadonlySet<string> {
  const linksOf = inside(clusters, controlled)
  const handedOf = inside(clusters, handed)
  return new Set(
    [...handedOf].filter(([id, own]) => areTables(linksOf.get(id) ?? [], own)).map(([id]) => id),
  )
}

function areTables(links: readonly Pair[], handed: readonly HandedOn[]): boolean {
  const sittings = sittingsOf(handed)
  const made = handed.flatMap(({ first_at, last_at }) => [
    ...new Set([first_at, last_at].map((at) => placeOf(sittings, at))),
  ])
  if (made.length < LINKS_TO_A_SITTING_MIN * sittings.length) return false
  if (!isQuietBetween(sittings) || largest(handed) > ROOM_MAX) return false
  const seats = new Map<string, Set<number>>()
  for (const { account_a, account_b, first_at, last_at } of handed) {
    for (const account of [account_a, account_b]) {
      const own = seats.get(account) ?? new Set()
      for (const at of [first_at, last_at]) own.add(placeOf(sittings, at))
      seats.set(account, own)
    }
  }
  const isSeated = (account: string) => (seats.get(account)?.size ?? 0) <= SITTINGS_OF_ONE_MAX
  const seated = [...seats.keys()].filter(isSeated)
  const core = new Set(links.flatMap(({ account_a, account_b }) => [account_a, account_b]))
  if (seated.length < SEATED_SHARE_MIN * seats.size) return false
  if (seated.length < CORE_SHARE_MIN * core.size) return false
  const seatedLinks = new Set(
    handed
      .filter((link) => isSeated(link.account_a) && isSeated(link.account_b))
      .map((link) => `${link.account_a}\n${link.account_b}`),
  )
  const others = links.filter((link) => !seatedLinks.has(`${link.account_a}\n${link.account_b}`))
  return largest(others) < CORE_MIN
}

/** The beginnings of the fewest sittings that hold every instant at which work was handed on. */
function sittingsOf(handed: readonly HandedOn[]): readonly number[] {
  const instants = handed.flatMap(({ first_at, last_at }) => [first_at, last_at])
  const begun: number[] = []
  for (const at of instants.toSorted((a, b) => a - b)) {
    const last = begun.at(-1)
    if (last === undefined || at >= last + SITTING_SECONDS) begun.push(at)
  }
  return begun
}

const placeOf = (sittings: readonly number[], at: number): number =>
  sittings.findLastIndex((begun) => begun <= at)

function isQuietBetween(sittings: readonly number[]): boolean {
  if (sittings.length <= SITTINGS_OF_AN_EVENING) return true
  const span = (sittings.at(-1) ?? 0) - (sittings[0] ?? 0) + SITTING_SECONDS
  return sittings.length * SITTING_SECONDS <= (1 - QUIET_SHARE_MIN) * span
}
