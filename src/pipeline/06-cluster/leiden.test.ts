import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leiden } from './leiden.js'

const clique = (nodes: readonly number[], weight: number) =>
  nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [a, b, weight] as const))

const cluster = (nodes: number, edges: readonly (readonly [number, number, number])[]) =>
  leiden({
    nodes,
    from: edges.map(([a]) => a),
    to: edges.map(([, b]) => b),
    weight: edges.map(([, , w]) => w),
  })

test('two cliques that one weak negative pair joins stay two', () => {
  const edges = [...clique([0, 1, 2, 3], 5), ...clique([4, 5, 6, 7], 5), [3, 4, -1] as const]
  expect(cluster(8, edges)).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
})

test('a chain of cliques with positive joints is one', () => {
  const edges = [...clique([0, 1, 2], 5), ...clique([3, 4, 5], 5), [2, 3, 5] as const]
  expect(new Set(cluster(6, edges)).size).toBe(1)
})

test('a node that loses more than it gains stays alone', () => {
  const edges = [...clique([0, 1, 2], 3), [0, 3, 1] as const, [1, 3, -2] as const]
  expect(cluster(4, edges)).toEqual([0, 0, 0, 1])
})

test('no graph, no communities', () => expect(cluster(0, [])).toEqual([]))

test('a planted partition of a thousand nodes is found', () => {
  const edges: [number, number, number][] = []
  let state = 7
  const random = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  for (let node = 0; node < 1000; node += 1) {
    for (let k = 0; k < 8; k += 1) {
      const mate = (node % 10) + 10 * Math.floor(random() * 100)
      if (mate !== node) edges.push([node, mate, 10])
      const stranger = Math.floor(random() * 1000)
      if (stranger % 10 !== node % 10) edges.push([node, stranger, -1])
    }
  }
  expect(new Set(cluster(1000, edges)).size).toBe(10)
})

/** The sum that Leiden maximises: never below that of leaving everybody alone, which is 0. */
test('the quality is never negative, and every community hangs together', () => {
  const edge = fc.tuple(fc.nat(19), fc.nat(19), fc.integer({ min: -10, max: 10 }))
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 120 }), (drawn) => {
      const seen = new Set<string>()
      const edges = drawn.filter(([a, b]) => {
        const key = a < b ? `${a}-${b}` : `${b}-${a}`
        if (a === b || seen.has(key)) return false
        seen.add(key)
        return true
      })
      const community = cluster(20, edges)
      const inside = edges.filter(([a, b]) => community[a] === community[b])
      expect(inside.reduce((sum, [, , w]) => sum + w, 0)).toBeGreaterThanOrEqual(0)
      for (const label of new Set(community)) {
        const members = community.flatMap((c, node) => (c === label ? [node] : []))
        expect(reached(members[0] ?? 0, inside).size).toBe(members.length)
      }
    }),
    { seed: 1, numRuns: 300 },
  )
})

function reached(start: number, edges: readonly (readonly [number, number, number])[]) {
  const found = new Set([start])
  const queue = [start]
  for (const node of queue) {
    for (const [a, b] of edges) {
      const next = a === node ? b : b === node ? a : -1
      if (next >= 0 && !found.has(next)) {
        found.add(next)
        queue.push(next)
      }
    }
  }
  return found
}
