/** What the processes of the bench of the gate are given, and what they say. */

export type GateTask =
  /** Decisions in the process, by the clock. */
  | {
      readonly role: 'decide'
      readonly subjects: number
      readonly rate: number
      readonly seconds: number
    }
  /** The whole gate, listening. */
  | {
      readonly role: 'gate'
      readonly subjects: number
      readonly folder: string
      readonly upstream?: string
    }
  /** The spool without a gate. */
  | { readonly role: 'spool'; readonly folder: string; readonly exchanges: number }

export interface DecideMeasured {
  readonly decisions: number
  readonly touched: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly p999_ms: number
  readonly max_ms: number
}

export interface GateListening {
  readonly url: string
}

/** What the gate's process has used and holds. */
export interface GateUsage {
  readonly processor_ms: number
  readonly resident_bytes: number
  /** After all that is not held was given up. */
  readonly held_bytes: number
}

export type LoadTask =
  | {
      readonly kind: 'decide'
      readonly url: string
      readonly rate: number
      readonly seconds: number
    }
  | {
      readonly kind: 'ingest'
      readonly url: string
      readonly connections: number
      readonly linesPerBody: number
      readonly lineBytes: number
      readonly seconds: number
    }
  | {
      readonly kind: 'mixed'
      readonly url: string
      readonly rate: number
      readonly seconds: number
    }

export interface LoadMeasured {
  readonly requests: number
  readonly failed: number
  readonly accepted: number
  readonly seconds: number
  readonly p50_ms: number
  readonly p99_ms: number
}
