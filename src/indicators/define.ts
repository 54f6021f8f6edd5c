import type { z } from 'zod'
import type { Given } from '../domain/definition.js'
import type { Family } from '../domain/findings.js'
import type { Marking, Pattern } from '../domain/indicator.js'
import type { GroupKey } from './parts/group.js'

/** One row of what a kind's `raw` reads, by column. */
export type RawRow = Readonly<Record<string, string | number | readonly string[]>>

/** What a pattern is made with, beside what is read. */
export interface Tools {
  /** The secret that partners agreed on, where they did. */
  readonly group: GroupKey | null
  /** What of texts stays and is carried by so many of them, word for word, in the order of the first. */
  fixedText(texts: readonly string[], carriersMin: number): readonly string[]
  /** The sampled shingles of a fixed text, under the group's key or, without one, the published constant. */
  sketch(pieces: readonly string[], group: GroupKey | null): Promise<readonly string[]>
}

/** Ground rows, and a pattern that partners told. */
export interface IndicatorCase {
  readonly pattern: Pattern
  readonly given: Given
}

/**
 * A kind of pattern that another provider could match in its own traffic. A pattern is written in a canonical form that
 * no secret of ours is in, or under the secret of a group. Here it is matched as a keyed hash, like every value.
 */
export interface IndicatorKind<P extends Pattern = Pattern> {
  readonly id: string
  readonly family: Family
  readonly title: string
  /** Why whoever carries it is likely to be of the campaign. */
  readonly why: string
  /** Who carries the like innocently. An empty list means that it is not understood yet. */
  readonly benign: readonly string[]
  readonly evasions: readonly string[]
  /** What carriers do, as it stands in a sentence after their number. */
  readonly does: string
  readonly pattern: z.ZodType<P>
  /** So many days after it was last seen, whoever carries it is somebody else. */
  readonly expires_days: number
  /** The freest marking under which it may leave. */
  readonly marking: Marking
  /** Whether one account that asks for nothing that trains is enough to keep it in. */
  readonly spares_quiet: boolean
  /** How many operators' rows `raw` is given for one value. */
  readonly samples: number
  /** Why a pattern may touch nobody, however few carry it; empty where it may. */
  isTooWide(pattern: P): string
  /**
   * Who carries what: `account_id`, `value_hash` (UInt64), `since_at`, `until_at`, and `sample_id`, the exchange that shows
   * it or what else `raw` needs to, as many rows an account as there are. Over tables that are derived under our own secret.
   */
  readonly sql: string
  /** Reads from ground rows of `indicator_sample` (value_hash, account_id, sample_id) what a pattern is made of. */
  readonly raw: string
  /** The pattern of one value, by the rows that `raw` read of it; nothing where they do not show it. */
  patternOf(rows: readonly RawRow[], tools: Tools): Promise<P | undefined> | P | undefined
  /** What of a pattern `hashed` needs: each a row of `indicator_probe`. */
  probes(pattern: P): readonly (readonly string[])[]
  /** `pattern_id` and `value_hash` of the probes of this kind, by the functions that ingest hashes with. */
  readonly hashed: string
  /**
   * Where a value may be more than what is told: `pattern_id` and `account_id` of those who carry that and not only the value,
   * among the carriers of values of `indicator_wanted`. `hashed` says there of each value whether it is wholly what is told
   * (`is_whole`): then whoever carries the value carries the pattern.
   */
  readonly holders?: string
  readonly cases: {
    readonly matches: Readonly<Record<string, IndicatorCase>>
    readonly quiet: Readonly<Record<string, IndicatorCase>>
  }
}

// Its functions are methods, so that a kind of one pattern is a kind.
export const defineIndicator = <P extends Pattern>(kind: IndicatorKind<P>): IndicatorKind =>
  Object.freeze(kind) as IndicatorKind
