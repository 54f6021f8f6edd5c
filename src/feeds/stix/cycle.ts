import { type Framed, textOf, textsOf } from './read-objects.js'

/** Relationships that cannot go round: nothing derives from, is part of, or is replaced by itself. */
const ONE_WAY: readonly string[] = ['derived-from', 'revoked-by', 'subtechnique-of', 'part-of']

/**
 * Whether objects refer to each other in a circle where none can: collections that hold each other, markings that mark
 * each other, what derives from itself. Linear in the references, and without a stack.
 */
export function hasCycle(framed: ReadonlyMap<string, Framed>): boolean {
  const targets = new Map<string, string[]>()
  for (const object of framed.values()) {
    for (const [from, to] of edgesOf(object)) {
      if (!framed.has(from) || !framed.has(to)) continue
      const known = targets.get(from)
      if (known === undefined) targets.set(from, [to])
      else known.push(to)
    }
  }
  return isRound(targets)
}

function edgesOf({ id, type, body }: Framed): readonly (readonly [from: string, to: string])[] {
  if (type === 'relationship') {
    const [source, target] = [textOf(body.source_ref), textOf(body.target_ref)]
    const within = [source, target].filter((ref) => ref === id).map((ref) => [id, ref] as const)
    return ONE_WAY.includes(textOf(body.relationship_type)) ? [...within, [source, target]] : within
  }
  if (type === 'sighting') return [[id, textOf(body.sighting_of_ref)]]
  const refs = type === 'marking-definition' ? body.object_marking_refs : body.object_refs
  return textsOf(refs).map((ref) => [id, ref])
}

/** Takes away whoever nothing leads to, until nobody is left or only circles and what they lead to are. */
function isRound(targets: ReadonlyMap<string, readonly string[]>): boolean {
  const incoming = new Map<string, number>()
  for (const to of [...targets.values()].flat()) incoming.set(to, (incoming.get(to) ?? 0) + 1)
  const free = [...targets.keys()].filter((from) => !incoming.has(from))
  let open = targets.size
  for (let from = free.pop(); from !== undefined; from = free.pop()) {
    if (targets.has(from)) open -= 1
    for (const to of targets.get(from) ?? []) {
      const left = (incoming.get(to) ?? 0) - 1
      incoming.set(to, left)
      if (left === 0) free.push(to)
    }
  }
  return open > 0
}
