import type { Clusters, Pair, WeighedPair } from './clusters.js'

// On what does a cluster rest? One hand shows in many places: several exits, batches, purses, clients. One
// cause, a lecture or an office, shows in one value of each kind that nearly all members carry. So the
// cause is taken away, and what is left must still hold most of the members together.

export interface CohortEvidence extends WeighedPair {
  readonly linker: string
  readonly family: string
  readonly value_hash: string
}

/** A value that so many members carry is one cause with every other such value. */
const CAUSE_SHARE_MIN = 0.5
/** Without the cause, so many of the members must still hang together. */
const LEFT_SHARE_MIN = 0.5
/** Bits that a pair must have left to hang together: more than the slot of a sign-up, which a lesson gives. */
const LEFT_MILLIBITS_MIN = 8000
/** A pool of three has no hub that could be left out. */
const MEMBERS_MIN = 4

/** What each cluster rests on alone, as a reader may be told; clusters that rest on several are left out. */
export function restsOn(
  clusters: Clusters,
  controlled: readonly WeighedPair[],
  evidence: readonly CohortEvidence[],
): ReadonlyMap<string, string> {
  const inside = <P extends Pair>(pairs: readonly P[]) => {
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
  const sizes = new Map<string, number>()
  for (const id of clusters.values()) sizes.set(id, (sizes.get(id) ?? 0) + 1)
  const controlledOf = inside(controlled)
  const evidenceOf = inside(evidence)
  const found = new Map<string, string>()
  for (const [id, members] of sizes) {
    if (members < MEMBERS_MIN) continue
    const held = { members, links: controlledOf.get(id) ?? [], rows: evidenceOf.get(id) ?? [] }
    const cause = oneAccount(held) ?? oneCause(held)
    if (cause !== undefined) found.set(id, cause)
  }
  return found
}

interface Held {
  readonly members: number
  readonly links: readonly Pair[]
  readonly rows: readonly CohortEvidence[]
}

/** A star: the key of a vendor or a publisher that many strangers meet at, and nowhere else. */
function oneAccount({ members, links, rows }: Held): string | undefined {
  const degree = new Map<string, number>()
  for (const { account_a, account_b } of links) {
    degree.set(account_a, (degree.get(account_a) ?? 0) + 1)
    degree.set(account_b, (degree.get(account_b) ?? 0) + 1)
  }
  const [hub, links_most] = [...degree].sort(
    (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  )[0] ?? ['', 0]
  if (links_most < CAUSE_SHARE_MIN * (members - 1)) return undefined
  const away = (pair: Pair) => pair.account_a !== hub && pair.account_b !== hub
  const left = [...links.filter(away), ...strongPairs(rows.filter(away))]
  return largest(left) >= LEFT_SHARE_MIN * (members - 1) ? undefined : 'one account'
}

/** A lecture, an office, a tutorial: families of which one value covers most of the members. */
function oneCause({ members, links, rows }: Held): string | undefined {
  if (largest(links) >= LEFT_SHARE_MIN * members) return undefined
  const carriers = new Map<string, Set<string>>()
  const familyOf = new Map<string, string>()
  for (const row of rows) {
    const key = `${row.linker} ${row.value_hash}`
    const set = carriers.get(key) ?? new Set()
    set.add(row.account_a).add(row.account_b)
    carriers.set(key, set)
    familyOf.set(key, row.family)
  }
  const causes = new Set<string>()
  for (const [key, set] of carriers) {
    if (set.size >= CAUSE_SHARE_MIN * members) causes.add(familyOf.get(key) ?? '')
  }
  const left = [...links, ...strongPairs(rows.filter((row) => !causes.has(row.family)))]
  if (largest(left) >= LEFT_SHARE_MIN * members) return undefined
  return causes.size === 0 ? 'few links' : [...causes].sort().join(', ')
}

/** Pairs that hang together by circumstance: of each family the strongest, summed. */
function strongPairs(rows: readonly CohortEvidence[]): readonly Pair[] {
  const best = new Map<string, number>()
  const pairs = new Map<string, { pair: Pair; sum: number }>()
  for (const row of rows) {
    const pairKey = `${row.account_a}\n${row.account_b}`
    const key = `${pairKey}\n${row.family}`
    const known = best.get(key) ?? 0
    if (row.weight_millibits <= known) continue
    best.set(key, row.weight_millibits)
    const total = pairs.get(pairKey) ?? { pair: row, sum: 0 }
    total.sum += row.weight_millibits - known
    pairs.set(pairKey, total)
  }
  return [...pairs.values()].filter(({ sum }) => sum >= LEFT_MILLIBITS_MIN).map(({ pair }) => pair)
}

/** The number of accounts in the largest group that hangs together. */
function largest(pairs: readonly Pair[]): number {
  const parent = new Map<string, string>()
  const root = (account: string): string => {
    let at = account
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  for (const { account_a, account_b } of pairs) {
    const [first, second] = [root(account_a), root(account_b)].sort() as [string, string]
    parent.set(first, first)
    parent.set(second, first)
  }
  const counts = new Map<string, number>()
  for (const account of parent.keys()) {
    const top = root(account)
    counts.set(top, (counts.get(top) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}
