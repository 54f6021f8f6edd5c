import type { RecordKind } from './record.js'

/** What the intake asks of the spool: that lines are on disk before the sender is told so. */
export interface SpoolDoor {
  /** Rejects with an error whose code is SPOOL_FULL where there is no room. */
  append(kind: RecordKind, lines: readonly Buffer[]): Promise<void>
}
