/**
 * Leiden clustering on a signed graph, after Traag, Waltman and van Eck, "From Louvain to Leiden"
 * (2019), with the constant Potts model.
 *
 * The constant Potts model scores a partition by the sum, over pairs in one community, of weight − γ.
 * We take γ over *scored* pairs only: a pair that was looked at and found unlinked is an edge of −γ, a
 * pair that nobody looked at says nothing. (Over all pairs, γ shatters a big cluster, since only a few
 * pairs of it are ever scored.) So the graph that comes in has γ taken off already, and the quality is
 * the sum of the weights inside communities. A `resolution` takes off a little more, over all pairs, where
 * communities that a handful of chance links join must come apart; they may be joined again by a test.
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
  /** What every pair of nodes in one community takes off besides; 0 where absent. */
  readonly resolution?: number | undefined
}

const LEVELS_MAX = 32
const MOVES_PER_NODE_MAX = 64

/** The community of each node, numbered from 0 in the order of their first nodes. */
export function leiden(graph: SignedGraph): number[] {
  const resolution = graph.resolution ?? 0
  let level: Level = {
    adjacency: adjacencyOf(graph),
    sizes: new Array<number>(graph.nodes).fill(1),
    resolution,
  }
  let nodeOf = Array.from({ length: graph.nodes }, (_, node) => node)
  let community = nodeOf.slice()
  for (let round = 0; round < LEVELS_MAX; round += 1) {
    community = moveNodes(level, community)
    const parts = numbered(refine(level, community))
    const partCount = Math.max(-1, ...uniqueOf(parts)) + 1
    if (partCount === level.adjacency.length) break
    const partCommunity = new Array<number>(partCount).fill(0)
    for (const [node, part] of parts.entries()) partCommunity[part] = community[node] ?? 0
    nodeOf = nodeOf.map((node) => parts[node] ?? 0)
    level = {
      adjacency: aggregate(level.adjacency, parts, partCount),
      sizes: summed(level.sizes, parts, partCount),
      resolution,
    }
    community = partCommunity
  }
  return numbered(nodeOf.map((node) => community[node] ?? 0))
}

interface Level {
  readonly adjacency: Adjacency
  /** How many nodes of the first level each node holds. */
  readonly sizes: readonly number[]
  readonly resolution: number
}

function summed(sizes: readonly number[], parts: readonly number[], count: number): number[] {
  const sums = new Array<number>(count).fill(0)
  for (const [node, size] of sizes.entries()) {
    const part = parts[node] ?? 0
    sums[part] = (sums[part] ?? 0) + size
  }
  return sums
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
function moveNodes({ adjacency, sizes, resolution }: Level, start: readonly number[]): number[] {
  const community = start.slice()
  const held = sizesOf(community, sizes)
  const queue = Array.from(adjacency.keys())
  const queued = new Uint8Array(adjacency.length).fill(1)
  const movesMax = adjacency.length * MOVES_PER_NODE_MAX
  let fresh = Math.max(-1, ...uniqueOf(community)) + 1
  for (let head = 0; head < queue.length && head < movesMax; head += 1) {
    const node = queue[head] ?? 0
    queued[node] = 0
    const here = community[node] ?? 0
    const size = sizes[node] ?? 1
    const cost = { here, size, held, resolution }
    const best = bestCommunity(adjacency[node] ?? [], community, cost)
    if (best === here) continue
    const there = best === ALONE ? fresh++ : best
    community[node] = there
    held.set(here, (held.get(here) ?? 0) - size)
    held.set(there, (held.get(there) ?? 0) + size)
    for (const [neighbour] of adjacency[node] ?? []) {
      if (queued[neighbour] === 1 || community[neighbour] === there) continue
      queued[neighbour] = 1
      queue.push(neighbour)
    }
  }
  return community
}

const ALONE = -1

interface Cost {
  readonly here: number
  readonly size: number
  /** How much each community holds, this node with the one that it is in. */
  readonly held: ReadonlyMap<number, number>
  readonly resolution: number
}

function bestCommunity(
  edges: readonly (readonly [number, number])[],
  community: readonly number[],
  { here, size, held, resolution }: Cost,
): number {
  const sums = new Map<number, number>()
  for (const [neighbour, weight] of edges) {
    const there = community[neighbour] ?? 0
    sums.set(there, (sums.get(there) ?? 0) + weight)
  }
  const gain = (there: number, sum: number) =>
    sum - resolution * size * ((held.get(there) ?? 0) - (there === here ? size : 0))
  let best = here
  let bestSum = gain(here, sums.get(here) ?? 0)
  if (bestSum < 0) {
    best = ALONE
    bestSum = 0
  }
  for (const [candidate, raw] of sums) {
    const sum = gain(candidate, raw)
    if (sum > bestSum || (sum === bestSum && best !== here && best !== ALONE && candidate < best)) {
      best = candidate
      bestSum = sum
    }
  }
  return best
}

function sizesOf(community: readonly number[], sizes: readonly number[]): Map<number, number> {
  const held = new Map<number, number>()
  for (const [node, label] of community.entries()) {
    held.set(label, (held.get(label) ?? 0) + (sizes[node] ?? 1))
  }
  return held
}

/** Splits each community into parts that hang together, growing each from single nodes by gain. */
function refine({ adjacency, sizes, resolution }: Level, community: readonly number[]): number[] {
  const part = Array.from(adjacency.keys())
  const held = sizesOf(part, sizes)
  const counts = new Array<number>(adjacency.length).fill(1)
  for (const [node, edges] of adjacency.entries()) {
    const here = part[node] ?? 0
    if ((counts[here] ?? 0) > 1) continue
    const size = sizes[node] ?? 1
    const inside = edges.filter(([neighbour]) => community[neighbour] === community[node])
    const best = bestCommunity(inside, part, { here, size, held, resolution })
    if (best === ALONE || best === here) continue
    counts[here] = 0
    part[node] = best
    counts[best] = (counts[best] ?? 0) + 1
    held.set(here, 0)
    held.set(best, (held.get(best) ?? 0) + size)
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
