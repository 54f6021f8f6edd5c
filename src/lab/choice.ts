import type { Discipline } from './scenarios/discipline.js'
import type { Effort } from './scenarios/sharing.js'
import type { Tongue } from './text/drafts.js'

export interface ScenarioChoice {
  readonly id: string
  readonly scale?: number
  readonly discipline?: Discipline
  readonly coverShare?: number
  /** The same work over so many times the accounts, where a scenario can be spread. */
  readonly spread?: number
  readonly effort?: Effort
  /** Whose campaign it is: under one name the means, programs and texts are the same in every world. */
  readonly operator?: string
  /** Days of the window that are over before it begins; before that, nothing of it is sent. */
  readonly fromDay?: number
  /** Tongues that the operator of a campaign writes in; drawn if absent. */
  readonly tongues?: readonly Tongue[]
}
