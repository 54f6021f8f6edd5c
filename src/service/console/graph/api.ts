/** What the console is told of links. Types alone. */
import type { LinkLimits } from '../../../explain/weigh.js'
import type { RunTold } from '../told.js'

export type { LinkLimits } from '../../../explain/weigh.js'

export interface GraphNode {
  readonly account_id: string
  readonly verdict: string
  /** '' where it is of no campaign. */
  readonly role: string
  readonly campaign_id: string
}

/** What one linker says for or against a link, in a form that many of fit in an answer. */
export type EvidenceBrief = readonly [
  linker: string,
  family: string,
  speaks: string,
  /** The value they share, as a keyed hash; '' where it is none. */
  value: string,
  millibits: number,
]

export interface GraphLink {
  readonly account_a: string
  readonly account_b: string
  readonly weight_millibits: number
  readonly is_controlled: boolean
  readonly rests_on: readonly EvidenceBrief[]
}

export interface GraphAnswer {
  readonly run: RunTold | null
  readonly nodes: readonly GraphNode[]
  /** The strongest first. */
  readonly links: readonly GraphLink[]
  /** How many there are, of which the nearest and strongest are told. */
  readonly nodes_all: number
  readonly links_all: number
  /** By which a link is weighed again once something is left out. */
  readonly limits: LinkLimits
  /** Linker to what it is called. */
  readonly titles: Readonly<Record<string, string>>
}

export interface LinkEvidenceRow {
  readonly linker: string
  readonly title: string
  readonly family: string
  readonly weight_bits: number
  /** Of a family the strongest counts. */
  readonly is_counted: boolean
  readonly statement: string
}

export interface LinkEvidenceAnswer {
  readonly weight_bits: number
  readonly is_controlled: boolean
  readonly evidence: readonly LinkEvidenceRow[]
}
