import type { RecordKind } from './kind.js'

/** What waits in the spool. `oldestMs` is the age of the oldest row, by the caller's clock: no instant. */
export interface SpoolStats {
  readonly bytes: number
  readonly segments: number
  readonly oldestMs: number | null
  readonly rows: number
}

/**
 * Records on their way from the gate to the store, kept in files so that neither process need wait for
 * the other, or outlive it.
 */
export interface Spool {
  /**
   * Resolves when the lines are on disk; rejects with SPOOL_FULL when the disk is full, the bound is met
   * or the disk is too slow. One JSON object a line, without line end; a line's buffer must not change
   * until then. What was rejected is not taken, but for a call of over 4 MiB or 8,192 lines, which may be
   * taken in part: whoever sends it again is met by the rule that an exchange counts once.
   */
  append(kind: RecordKind, lines: readonly Buffer[]): Promise<void>
  stats(): SpoolStats
  /** Writes what is under way, seals what is open and gives up the folder. */
  close(): Promise<void>
}

export interface SpoolOptions {
  readonly folder: string
  /** No more than this lies in the folder. */
  readonly bytesMax: number
  /** A wall clock, for the age of the oldest row alone: nothing else depends on it. */
  readonly now: () => number
  /** After how long the reader sees what was written, though it be little. */
  readonly sealAfterMs?: number | undefined
}
