import type { Random } from '../random.js'
import type { TraceShapes } from '../world/traces.js'

export interface PopulationWishes {
  readonly random: Random
  readonly accounts: number
  readonly traces: TraceShapes
  /** Mean exchanges of an account in the window, before the heavy tail is cut. */
  readonly exchangesMean: number
}
