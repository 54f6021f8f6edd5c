/**
 * Leiden clustering on a signed graph, after Traag, Waltman and van Eck, "From Louvain to Leiden"
 * (2019), with the constant Potts model.
 *
 * The constant Potts model scores a partition by the sum, over pairs in one community, of weight − γ.
 * We take γ over *scored* pairs only: a pair that was looked at and found unlinked is an edge of −γ, a
 * pair that nobody looked at says nothing. (Over all pairs, γ shatters a big cluster, since only a few
 * pairs of it are ever scored.) So the graph that comes in has γ taken off already, and the quality is
 * the plain sum of the weights inside communities.
 *
 * Three steps, repeated on ever coarser graphs: move nodes while the sum grows; refine each community
 * into parts that hang together; make each part a node. Deterministic: nodes in the order given, the
 * lowest community on a tie, integer weights throughout.
 *
 * A triangle of +3 edges with a fourth node tied to one corner by +1 and to another by −2 gives the
 * triangle and the single node: joining would add 1 − 2 < 0.
 */

export interface SignedGraph {
  readonly nodes: number
  /** Edges as parallel arrays; each pair at most once, in either order, no loops. */
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Integers; γ already taken off. */
  readonly weight: readonly number[]
}

const LEVELS_MAX = 32
const MOVES_PER_NODE_MAX = 64

/** The community of each node, numbered from 0 in the order of their first nodes. */
export function leiden(graph: SignedGraph): number[] {
  let level = adjacencyOf(graph)
  let nodeOf = Array.from({ length: graph.nodes }, (_, node) => node)
  let community = nodeOf.slice()
  for (let round = 0; round < LEVELS_MAX; round += 1) {
    community = moveNodes(level, community)
    const parts = numbered(refine(level, community))
    const partCount = Math.max(-1, ...uniqueOf(parts)) + 1
    if (partCount === level.length) break
    const partCommunity = new Array<number>(partCount).fill(0)
    for (const [node, part] of parts.entries()) partCommunity[part] = community[node] ?? 0
    nodeOf = nodeOf.map((node) => parts[node] ?? 0)
    level = aggregate(level, parts, partCount)
    community = partCommunity
  }
  return numbered(nodeOf.map((node) => community[node] ?? 0))
}

type Adjacency = readonly (readonly (readonly [neighbour: number, weight: number])[])[]

function adjacencyOf({ nodes, from, to, weight }: SignedGraph): Adjacency {
  const adjacency: [number, number][][] = Array.from({ length: nodes }, () => [])
  for (const [edge, a] of from.entries()) {
    const b = to[edge] ?? 0
    const w = weight[edge] ?? 0
    adjacency[a]?.push([b, w])
    adjacency[b]?.push([a, w])
  }
  return adjacency
}

/** Moves each node to the community that gains most by it, while anything gains. */
function moveNodes(adjacency: Adjacency, start: readonly number[]): number[] {
  const community = start.slice()
  const queue = Array.from(adjacency.keys())
  const queued = new Uint8Array(adjacency.length).fill(1)
  const movesMax = adjacency.length * MOVES_PER_NODE_MAX
  let fresh = Math.max(-1, ...uniqueOf(community)) + 1
  for (let head = 0; head < queue.length && head < movesMax; head += 1) {
    const node = queue[head] ?? 0
    queued[node] = 0
    const here = community[node] ?? 0
    const best = bestCommunity(adjacency[node] ?? [], community, here)
    if (best === here) continue
    community[node] = best === ALONE ? fresh++ : best
    for (const [neighbour] of adjacency[node] ?? []) {
      if (queued[neighbour] === 1 || community[neighbour] === community[node]) continue
      queued[neighbour] = 1
      queue.push(neighbour)
    }
  }
  return community
}

const ALONE = -1

function bestCommunity(
  edges: readonly (readonly [number, number])[],
  community: readonly number[],
  here: number,
): number {
  const sums = new Map<number, number>()
  for (const [neighbour, weight] of edges) {
    const there = community[neighbour] ?? 0
    sums.set(there, (sums.get(there) ?? 0) + weight)
  }
  let best = here
  let bestSum = sums.get(here) ?? 0
  if (bestSum < 0) {
    best = ALONE
    bestSum = 0
  }
  for (const [candidate, sum] of sums) {
    if (sum > bestSum || (sum === bestSum && best !== here && best !== ALONE && candidate < best)) {
      best = candidate
      bestSum = sum
    }
  }
  return best
}

/** Splits each community into parts that hang together, growing each from single nodes by gain. */
function refine(adjacency: Adjacency, community: readonly number[]): number[] {
  const part = Array.from(adjacency.keys())
  const size = new Array<number>(adjacency.length).fill(1)
  for (const [node, edges] of adjacency.entries()) {
    if ((size[part[node] ?? 0] ?? 0) > 1) continue
    const inside = edges.filter(([neighbour]) => community[neighbour] === community[node])
    const best = bestCommunity(inside, part, part[node] ?? 0)
    if (best === ALONE || best === part[node]) continue
    size[part[node] ?? 0] = 0
    part[node] = best
    size[best] = (size[best] ?? 0) + 1
  }
  return part
}

function aggregate(adjacency: Adjacency, part: readonly number[], count: number): Adjacency {
  const sums: Map<number, number>[] = Array.from({ length: count }, () => new Map())
  for (const [node, edges] of adjacency.entries()) {
    const a = part[node] ?? 0
    for (const [neighbour, weight] of edges) {
      const b = part[neighbour] ?? 0
      if (a !== b) sums[a]?.set(b, (sums[a]?.get(b) ?? 0) + weight)
    }
  }
  return sums.map((row) => [...row])
}

const uniqueOf = (values: readonly number[]) =>
  [...new Set(values)].sort((a, b) => b - a).slice(0, 1)

function numbered(labels: readonly number[]): number[] {
  const numbers = new Map<number, number>()
  return labels.map((label) => {
    const known = numbers.get(label)
    if (known !== undefined) return known
    numbers.set(label, numbers.size)
    return numbers.size - 1
  })
}
