import { createHash } from 'node:crypto'
import { leiden } from './leiden.js'

export interface Pair {
  readonly account_a: string
  readonly account_b: string
}
export interface WeighedPair extends Pair {
  readonly weight_millibits: number
}
export interface ScoredPair extends WeighedPair {
  readonly family_count: number | string
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
/** Two clusters are one where the typical scored pair across them weighs as much as a link. */
const MERGE_MILLIBITS_MIN = 12_000
const MERGE_PAIRS_MIN = 4
const MERGE_FAMILIES_MIN = 3
const MERGE_ROUNDS_MAX = 20

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
  const community = leiden({ nodes: accounts.length, from, to, weight })
  const members = new Map<number, string[]>()
  for (const [position, account] of accounts.entries()) {
    const label = community[position] ?? 0
    const list = members.get(label)
    if (list === undefined) members.set(label, [account])
    else list.push(account)
  }
  return named([...members.values()])
}

/** Joins clusters whose typical pair across is linked, until none are left to join. */
export function mergeClusters(clusters: Clusters, scored: readonly ScoredPair[]): Clusters {
  let current = clusters
  for (let round = 0; round < MERGE_ROUNDS_MAX; round += 1) {
    const groups = new Map<string, string>()
    const root = (id: string): string => {
      const parent = groups.get(id)
      return parent === undefined || parent === id ? id : root(parent)
    }
    let joined = false
    for (const [key, across] of pairsAcross(current, scored)) {
      if (across.pairs < MERGE_PAIRS_MIN || !isLinked(across)) continue
      const [one = '', other = ''] = key.split('\n').map(root)
      if (one === other) continue
      const [first = '', second = ''] = [one, other].sort()
      groups.set(second, first)
      joined = true
    }
    if (!joined) return current
    const members = new Map<string, string[]>()
    for (const [account, id] of current) {
      const to = root(id)
      const list = members.get(to)
      if (list === undefined) members.set(to, [account])
      else list.push(account)
    }
    current = named([...members.values()])
  }
  return current
}

interface Across {
  pairs: number
  weights: number[]
  families: number[]
}

function isLinked({ weights, families }: Across): boolean {
  return median(weights) >= MERGE_MILLIBITS_MIN && median(families) >= MERGE_FAMILIES_MIN
}

function pairsAcross(clusters: Clusters, scored: readonly ScoredPair[]): [string, Across][] {
  const across = new Map<string, Across>()
  for (const pair of scored) {
    const one = clusters.get(pair.account_a)
    const other = clusters.get(pair.account_b)
    if (one === undefined || other === undefined || one === other) continue
    const key = one < other ? `${one}\n${other}` : `${other}\n${one}`
    const row = across.get(key) ?? { pairs: 0, weights: [], families: [] }
    row.pairs += 1
    row.weights.push(pair.weight_millibits)
    row.families.push(Number(pair.family_count))
    across.set(key, row)
  }
  return [...across].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** A cluster is called after its members, so that the same members have the same name. */
function named(groups: readonly (readonly string[])[]): Clusters {
  const entries: [string, string][] = []
  for (const group of groups) {
    if (group.length < 2) continue
    const members = [...group].sort()
    const id = createHash('sha256').update(JSON.stringify(members)).digest('hex').slice(0, 16)
    for (const account of members) entries.push([account, id])
  }
  return new Map(entries)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}
