import Graphology from 'graphology'
import forceAtlas2 from 'graphology-layout-forceatlas2'
import { useEffect, useRef, useState } from 'react'
import Sigma from 'sigma'
import { EdgeRectangleProgram } from 'sigma/rendering'
import type { GraphLink, GraphNode } from '../../../../src/service/console/graph/api.js'
import { nameText } from '../../parts/format.js'
import { type Hub, hubKey } from './model.js'
import { MARKS } from './shapes.js'

const SLICE_MS = 12
const ROUNDS_MAX = 300

export interface DrawingProps {
  readonly nodes: readonly GraphNode[]
  readonly links: readonly GraphLink[]
  /** Drawn as one node each, in place of the links that rest on them. */
  readonly hubs: readonly Hub[]
  readonly path: readonly string[]
  readonly onLink: (link: { readonly account_a: string; readonly account_b: string }) => void
}

/** Links, drawn by WebGL. What it shows stands in the table beside it, for whom a drawing is no help. */
export function Drawing({ nodes, links, hubs, path, onLink }: DrawingProps) {
  const box = useRef<HTMLDivElement>(null)
  const chosen = useRef(onLink)
  chosen.current = onLink
  const [isSettled, setSettled] = useState(false)
  useEffect(() => {
    const { current } = box
    if (current === null) return
    setSettled(false)
    const colours = coloursOf(current)
    const graph = graphOf({ nodes, links, hubs, path }, colours)
    const sigma = new Sigma(graph, current, {
      enableEdgeEvents: true,
      allowInvalidContainer: true,
      nodeProgramClasses: MARKS,
      defaultNodeType: 'circle',
      edgeProgramClasses: { line: EdgeRectangleProgram },
      labelColor: { color: colours.ink },
      labelRenderedSizeThreshold: 7,
    })
    sigma.on('clickEdge', ({ edge }) => {
      const [account_a, account_b] = graph.extremities(edge)
      if (!graph.getEdgeAttribute(edge, 'isSpoke')) chosen.current({ account_a, account_b })
    })
    const stop = settle(graph, () => setSettled(true))
    return () => {
      stop()
      sigma.kill()
    }
  }, [nodes, links, hubs, path])
  return (
    <div className="drawing" data-settled={isSettled}>
      <div
        ref={box}
        className="drawing-box"
        role="img"
        aria-label={`${nodes.length} accounts and ${links.length} links, drawn. The table below says the same.`}
      />
    </div>
  )
}

/** The shape that a role is drawn in; whoever has none is a ring. */
const MARK_OF: Readonly<Record<string, keyof typeof MARKS>> = {
  operator: 'circle',
  customer: 'square',
  victim: 'diamond',
}

type Colours = Readonly<
  Record<'operator' | 'beside' | 'other' | 'hub' | 'edge' | 'path' | 'ink', string>
>

/** The tokens as a canvas takes them. */
function coloursOf(element: HTMLElement): Colours {
  const probe = element.appendChild(document.createElement('span'))
  const colour = (token: string) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const colours = {
    operator: colour('--f5'),
    beside: colour('--f0'),
    other: colour('--f-other'),
    hub: colour('--f3'),
    edge: colour('--rule'),
    path: colour('--f2'),
    ink: colour('--ink'),
  }
  probe.remove()
  return colours
}

function graphOf(
  { nodes, links, hubs, path }: Omit<DrawingProps, 'onLink'>,
  colours: Colours,
): Graphology {
  const graph = new Graphology({ type: 'undirected' })
  const all = nodes.length + hubs.length
  // On a circle to begin with, so that one graph is drawn alike each time.
  const place = (at: number) => ({
    x: Math.cos((2 * Math.PI * at) / all),
    y: Math.sin((2 * Math.PI * at) / all),
  })
  const onPath = new Set(path)
  nodes.forEach(({ account_id, role }, at) => {
    const kind = role === 'operator' ? 'operator' : role === '' ? 'other' : 'beside'
    graph.addNode(account_id, {
      ...place(at),
      label: nameText(account_id).slice(0, 40),
      color: onPath.has(account_id) ? colours.path : colours[kind],
      type: MARK_OF[role] ?? 'ring',
      size: role === 'operator' ? 8 : 7,
    })
  })
  const steps = new Set(path.slice(1).map((account, at) => pairKey(account, path[at] ?? '')))
  const held = new Set(hubs.map(({ key }) => key))
  hubs.forEach(({ key, linker, accounts }, at) => {
    const node = `hub ${key}`
    graph.addNode(node, {
      ...place(nodes.length + at),
      ...{ label: `${linker}: ${accounts.size}`, color: colours.hub, size: 13, type: 'circle' },
    })
    for (const account of accounts) {
      if (!graph.hasNode(account)) continue
      graph.addEdge(node, account, { color: colours.hub, size: 1, isSpoke: true, weight: 1 })
    }
  })
  for (const { account_a, account_b, weight_millibits, rests_on } of links) {
    const isStep = steps.has(pairKey(account_a, account_b))
    if (!isStep && rests_on.some((brief) => held.has(hubKey(brief)))) continue
    if (!graph.hasNode(account_a) || !graph.hasNode(account_b)) continue
    graph.mergeEdge(account_a, account_b, {
      color: isStep ? colours.path : colours.edge,
      size: isStep ? 4 : Math.min(4, 1 + weight_millibits / 20_000),
      weight: weight_millibits / 10_000,
    })
  }
  return graph
}

const pairKey = (one: string, other: string) =>
  (one < other ? [one, other] : [other, one]).join(' ')

/** Lays it out a slice a frame, so that the page answers meanwhile. Gives what stops it. */
function settle(graph: Graphology, onEnd: () => void): () => void {
  const settings = { ...forceAtlas2.inferSettings(graph), edgeWeightInfluence: 0.5 }
  let frame = 0
  let rounds = 0
  let iterations = 1
  const slice = () => {
    const began = performance.now()
    if (graph.size > 0) forceAtlas2.assign(graph, { iterations, settings })
    rounds += iterations
    const tookMs = performance.now() - began
    iterations = Math.max(
      1,
      Math.min(20, Math.floor((iterations * SLICE_MS) / Math.max(1, tookMs))),
    )
    if (rounds < ROUNDS_MAX && graph.size > 0) frame = requestAnimationFrame(slice)
    else onEnd()
  }
  frame = requestAnimationFrame(slice)
  return () => cancelAnimationFrame(frame)
}
