/** What a scenario is: who acts, and how to put the action into the traffic with its truth. */

import type { Random } from '../random.js'
import type { Tongue } from '../text/drafts.js'
import type { Traffic } from '../traffic.js'
import type { TraceShapes } from '../world/traces.js'
import type { Discipline } from './discipline.js'
import type { Effort } from './sharing.js'

export interface ScenarioWishes {
  readonly random: Random
  /** 1 is the size of a small evaluation; the scenario says what that means. */
  readonly scale: number
  readonly discipline: Discipline
  /** Share of a campaign's exchanges that are ordinary requests, sent to dilute it. */
  readonly coverShare: number
  /**
   * The same work over so many times the accounts. The reasoning harvest and the slow relay can be
   * spread; the sizes of the others are their shapes.
   */
  readonly spread?: number
  /** What the operator spends beyond its discipline; heeded where a campaign is one pool and one queue. */
  readonly effort?: Effort | undefined
  readonly campaignId: string
  readonly traces: TraceShapes
  /** Tongues that the operator writes in; a campaign draws its own if absent. */
  readonly tongues?: readonly Tongue[]
}

export interface Scenario {
  readonly id: string
  readonly kind: { readonly campaign: string } | { readonly lookalike: number }
  readonly description: string
  readonly run: (traffic: Traffic, wishes: ScenarioWishes) => void
}

export const scaled = (count: number, scale: number, least = 2): number =>
  Math.max(least, Math.round(count * scale))
