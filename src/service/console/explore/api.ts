/** What the console is told of exchanges at large. Types alone. */
import type { RunTold } from '../told.js'

export interface ExploreDay {
  readonly day: string
  readonly exchanges: number
  readonly accounts: number
  readonly tokens_out: number
}

export interface ExploreTop {
  readonly value: string
  readonly exchanges: number
  /** In as many days before the first. */
  readonly exchanges_before: number
  readonly accounts: number
}

export interface ExploreAnswer {
  readonly run: RunTold | null
  readonly from: string
  readonly to: string
  readonly days: readonly ExploreDay[]
  readonly top: readonly ExploreTop[]
  /** The same questions as text, to be pasted into a client of the store. */
  readonly sql: { readonly days: string; readonly top: string }
}

export interface ExploreChoices {
  readonly first_day: string
  readonly last_day: string
  readonly models: readonly string[]
  readonly channels: readonly string[]
  readonly plans: readonly string[]
  readonly capabilities: readonly string[]
}
