import { type Clusters, clustersOf, joinPieces, type Pair, type WeighedPair } from './clusters.js'
import { CORE_MIN, type CohortEvidence, restsOn } from './rests-on.js'

// What partners told may join pieces that by themselves are too small to be judged, and does nothing else to clusters: whoever is in
// a cluster that stands without it stays in it, with the same others. Otherwise a partner could spoil a cluster by adding to it.

/** As the judge has it: fewer strangers are a team, and nobody of them is for review. */
const ACCOUNTS_MIN = 8

/** Clusters, and what they are made of. */
export interface Held {
  readonly clusters: Clusters
  readonly links: readonly WeighedPair[]
  readonly controlled: readonly WeighedPair[]
}

/** A pair by circumstance. */
export interface CohortPair extends WeighedPair {
  /** With what partners told. */
  readonly told_millibits: number
}

/** Joins pieces by what partners told where, without it, what is joined rests on more than one cause. */
export async function joinTold(
  own: Held,
  {
    told,
    unlinked,
    suspects,
  }: {
    readonly told: readonly CohortPair[]
    readonly unlinked: readonly WeighedPair[]
    readonly suspects: ReadonlySet<string>
  },
  evidenceOf: (accounts: readonly string[]) => Promise<CohortEvidence[]>,
): Promise<Held> {
  const { controlled } = own
  const weighed = told.map(({ told_millibits, ...pair }) => ({
    ...pair,
    weight_millibits: told_millibits,
  }))
  const links = strongestOf(controlled, weighed)
  const all = joinPieces(clustersOf(links, unlinked), links)
  const clusters = new Map(own.clusters)
  for (const members of joinable({ own: own.clusters, told: all, controlled })) {
    const joined = new Map(members.map((one) => [one, all.get(one) ?? '']))
    const causes = restsOn(joined, controlled, await evidenceOf(members), suspects)
    if (causes.size === 0) for (const [account, id] of joined) clusters.set(account, id)
  }
  const isJoined = ({ account_a }: WeighedPair) =>
    clusters.get(account_a) !== own.clusters.get(account_a)
  return {
    clusters,
    links: [...own.links.filter((pair) => !isJoined(pair)), ...links.filter(isJoined)],
    controlled,
  }
}

/** Each pair once, with the stronger of its links. */
export function strongestOf(...lists: readonly (readonly WeighedPair[])[]): readonly WeighedPair[] {
  const best = new Map<string, WeighedPair>()
  for (const row of lists.flat()) {
    const key = `${row.account_a}\n${row.account_b}`
    const known = best.get(key)
    if (known === undefined || known.weight_millibits < row.weight_millibits) best.set(key, row)
  }
  return [...best.values()]
}

interface Pieces {
  /** Without what partners told. */
  readonly own: Clusters
  /** With it. */
  readonly told: Clusters
  readonly controlled: readonly Pair[]
}

/**
 * The members of each cluster of `told` that is large enough and made of whole pieces that are not. No core comes of it: with four
 * in controlled links it could be for action, and half of what joins it is a partner's word.
 */
export function joinable({ own, told, controlled }: Pieces): readonly (readonly string[])[] {
  const pieces = membersOf(own)
  const core = new Set(controlled.flatMap((pair) => [pair.account_a, pair.account_b]))
  const hasCore = (members: readonly string[]) =>
    members.filter((one) => core.has(one)).length >= CORE_MIN
  const isSmall = (members: readonly string[]) => members.length < ACCOUNTS_MIN && !hasCore(members)
  return [...membersOf(told).values()].filter((members) => {
    const within = new Set(members)
    const parts = [...new Set(members.flatMap((one) => own.get(one) ?? []))]
    return (
      members.length >= ACCOUNTS_MIN &&
      !hasCore(members) &&
      parts.every((id) => {
        const piece = pieces.get(id) ?? []
        return isSmall(piece) && piece.every((one) => within.has(one))
      })
    )
  })
}

function membersOf(clusters: Clusters): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [account, id] of clusters) {
    const members = found.get(id)
    if (members === undefined) found.set(id, [account])
    else members.push(account)
  }
  return found
}
