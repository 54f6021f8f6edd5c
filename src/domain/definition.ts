/** A number that a definition uses, which an operator may override under the definition's id. */
export interface Setting {
  readonly type: 'UInt8' | 'UInt32' | 'Float64'
  readonly value: number
  readonly doc: string
}

export type Settings = Readonly<Record<string, Setting>>

/** Rows of tables, by table, that a case starts from. What a row leaves out is the column's default. */
export type Given = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** What every entry of a catalogue says about itself: its page is rendered from it. */
export interface Described {
  readonly id: string
  readonly title: string
  /** Why it separates the guilty from the innocent. */
  readonly why: string
  /** Who looks like this innocently. An empty list means that it is not understood yet. */
  readonly benign: readonly string[]
  /** How an adversary gets around it, and what still gives them away. */
  readonly evasions: readonly string[]
  /** Columns of the contract without which it is off; named in the findings. */
  readonly needs: readonly string[]
  /** What its evidence says to a person; `{name}` is filled from the facts. */
  readonly statement: string
  readonly settings: Settings
  readonly sql: string
}
