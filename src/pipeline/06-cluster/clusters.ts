import { createHash } from 'node:crypto'
import { leiden } from './leiden.js'

export interface Pair {
  readonly account_a: string
  readonly account_b: string
}
export interface WeighedPair extends Pair {
  readonly weight_millibits: number
}

/** The cluster of each account that is in one of two or more. */
export type Clusters = ReadonlyMap<string, string>

/** What a link must exceed to hold a community together: the link threshold itself. */
const THRESHOLD_MILLIBITS = 12_000
/** A controlled link at the threshold still holds a little. */
const FLOOR_MILLIBITS = 1000
/**
 * γ: what a scored pair without a link takes off. In a pool of n accounts an account crosses with a few
 * others, say five, so the absence of a crossing between two of them is log2(1 − 5/n) bits: about a
 * fiftieth of a bit at n = 300. Half a bit broke a pool of 300 into seven.
 */
const UNLINKED_MILLIBITS = 20
/**
 * What every pair of accounts in one community takes off besides: communities of a hundred that a dozen
 * chance links join come apart. It may also break a large pool into pieces, which `joinPieces` mends.
 */
const RESOLUTION_MILLIBITS = 20
/**
 * Two pieces are of one hand where the links between them are this share of what they would be if both
 * were one pool, linked everywhere as within the looser piece, and where this share of the smaller piece
 * has such a link. Chance links a few accounts, and gives less than a hundredth.
 */
const JOIN_SHARE_MIN = 0.15
const JOIN_ENDS_MIN = 0.34
const JOIN_LINKS_MIN = 3
const JOIN_ROUNDS_MAX = 20

/** Communities of controlled links. */
export function clustersOf(links: readonly WeighedPair[], unlinked: readonly Pair[]): Clusters {
  const accounts = [...new Set(links.flatMap((link) => [link.account_a, link.account_b]))].sort()
  const index = new Map(accounts.map((account, position) => [account, position]))
  const from: number[] = []
  const to: number[] = []
  const weight: number[] = []
  const add = (pair: Pair, millibits: number) => {
    const a = index.get(pair.account_a)
    const b = index.get(pair.account_b)
    if (a === undefined || b === undefined) return
    from.push(a)
    to.push(b)
    weight.push(millibits)
  }
  for (const link of links) {
    add(link, Math.max(FLOOR_MILLIBITS, link.weight_millibits - THRESHOLD_MILLIBITS))
  }
  for (const pair of unlinked) add(pair, -UNLINKED_MILLIBITS)
  const resolution = RESOLUTION_MILLIBITS
  const community = leiden({ nodes: accounts.length, from, to, weight, resolution })
  const members = new Map<number, string[]>()
  for (const [position, account] of accounts.entries()) {
    const label = community[position] ?? 0
    const list = members.get(label)
    if (list === undefined) members.set(label, [account])
    else list.push(account)
  }
  return named([...members.values()])
}

/** Joins pieces that are linked to each other about as they are within. */
export function joinPieces(clusters: Clusters, links: readonly Pair[]): Clusters {
  let current = clusters
  for (let round = 0; round < JOIN_ROUNDS_MAX; round += 1) {
    const joins = piecesOf(current, links)
      .filter(isOneHand)
      .map(({ ids }) => ids)
    if (joins.length === 0) return current
    current = joined(current, joins)
  }
  return current
}

interface Across {
  readonly ids: readonly [string, string]
  readonly sizes: readonly [number, number]
  /** Mean number of links that a member has within its piece. */
  readonly degrees: readonly [number, number]
  links: number
  readonly ends: readonly [Set<string>, Set<string>]
}

function isOneHand({ sizes, degrees, links, ends }: Across): boolean {
  const [first, second] = sizes
  const expected = (Math.min(...degrees) * first * second) / (first + second)
  const smaller = first <= second ? ends[0].size / first : ends[1].size / second
  return links >= JOIN_LINKS_MIN && links >= JOIN_SHARE_MIN * expected && smaller >= JOIN_ENDS_MIN
}

/** The pairs of pieces that any link joins, in the order of their names. */
function piecesOf(clusters: Clusters, links: readonly Pair[]): readonly Across[] {
  const sizes = new Map<string, number>()
  for (const id of clusters.values()) sizes.set(id, (sizes.get(id) ?? 0) + 1)
  const inside = new Map<string, number>()
  const between: (readonly [string, string, string, string])[] = []
  for (const { account_a, account_b } of links) {
    const one = clusters.get(account_a)
    const other = clusters.get(account_b)
    if (one === undefined || other === undefined) continue
    if (one === other) inside.set(one, (inside.get(one) ?? 0) + 1)
    else if (one < other) between.push([one, other, account_a, account_b])
    else between.push([other, one, account_b, account_a])
  }
  const degree = (id: string) => (2 * (inside.get(id) ?? 0)) / (sizes.get(id) ?? 1)
  const across = new Map<string, Across>()
  for (const [one, other, account, partner] of between) {
    const key = `${one}\n${other}`
    const row = across.get(key) ?? {
      ids: [one, other] as const,
      sizes: [sizes.get(one) ?? 1, sizes.get(other) ?? 1] as const,
      degrees: [degree(one), degree(other)] as const,
      links: 0,
      ends: [new Set<string>(), new Set<string>()] as const,
    }
    row.links += 1
    row.ends[0].add(account)
    row.ends[1].add(partner)
    across.set(key, row)
  }
  return [...across].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

/** The clusters with some of them joined, whatever the order of the joins. */
function joined(clusters: Clusters, joins: readonly (readonly [string, string])[]): Clusters {
  const groups = new Map<string, string>()
  const root = (id: string): string => {
    const parent = groups.get(id)
    return parent === undefined || parent === id ? id : root(parent)
  }
  for (const pair of joins) {
    const [first = '', second = ''] = pair.map(root).sort()
    if (first !== second) groups.set(second, first)
  }
  const members = new Map<string, string[]>()
  for (const [account, id] of clusters) {
    const to = root(id)
    const list = members.get(to)
    if (list === undefined) members.set(to, [account])
    else list.push(account)
  }
  return named([...members.values()])
}

function named(groups: readonly (readonly string[])[]): Clusters {
  const entries: [string, string][] = []
  for (const members of groups) {
    if (members.length < 2) continue
    const id = clusterName(members)
    for (const account of members.toSorted()) entries.push([account, id])
  }
  return new Map(entries)
}

/** A cluster is called after its members, so that the same members have the same name. */
export function clusterName(members: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(members.toSorted())).digest('hex').slice(0, 16)
}

/** The pairs of each cluster of which both are members. */
export function inside<P extends Pair>(
  clusters: Clusters,
  pairs: readonly P[],
): ReadonlyMap<string, readonly P[]> {
  const groups = new Map<string, P[]>()
  for (const pair of pairs) {
    const id = clusters.get(pair.account_a)
    if (id === undefined || id !== clusters.get(pair.account_b)) continue
    const list = groups.get(id)
    if (list === undefined) groups.set(id, [pair])
    else list.push(pair)
  }
  return groups
}
