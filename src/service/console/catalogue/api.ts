/** What the console is told of detectors and linkers. Types alone. */
import type { RunTold } from '../told.js'

export interface EntryRow {
  readonly id: string
  readonly kind: 'detector' | 'linker'
  readonly family: string
  readonly title: string
  /** What its evidence speaks for or of. */
  readonly speaks: string
  /** The heaviest that it can say, in bits. */
  readonly bits_max: number
  /** Columns without which it is off; `a|b` is one of the two. */
  readonly needs: readonly string[]
  /** For want of which of them it was off in the last run; empty where it was on. */
  readonly missing: readonly string[]
  /** What it spoke of in the last run: accounts and clusters of a detector, pairs of a linker. */
  readonly accounts: number
  readonly clusters: number
  readonly pairs: number
}

export interface CatalogueAnswer {
  readonly run: RunTold | null
  readonly entries: readonly EntryRow[]
}

/** How many of what were spoken of at which strength: tenths of a detector's, steps of two bits of a linker's. */
export interface SaidBin {
  readonly bin: number
  readonly accounts: number
  readonly clusters: number
  readonly pairs: number
}

export interface EntryDocument {
  readonly why: string
  readonly benign: readonly string[]
  readonly evasions: readonly string[]
  readonly statement: string
  readonly settings: readonly {
    readonly name: string
    readonly value: number
    readonly doc: string
  }[]
  readonly speaks_up_on: readonly string[]
  readonly quiet_on: readonly string[]
  readonly sql: string
}

/** Of what people ruled on the subjects on which it spoke, the share that it was right about. */
export interface Precision {
  readonly campaign: number
  readonly benign: number
  /** Null where nobody ruled. */
  readonly share: number | null
  /** Wilson's interval of 95 %. */
  readonly low: number
  readonly high: number
}

export interface CatalogueOneAnswer {
  readonly run: RunTold | null
  /** Null where there is none of that id. */
  readonly entry: EntryRow | null
  readonly document?: EntryDocument
  /** Of detectors alone: people rule on accounts and groups, and on no pair. */
  readonly precision?: Precision | null
  /** The runs that are kept, the last first. */
  readonly said?: readonly { readonly run_id: string; readonly bins: readonly SaidBin[] }[]
}
