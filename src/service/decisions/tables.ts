import type { Limits } from '../../countermeasures/define.js'
import type { DecisionLevel } from './subject.js'

/** What a snapshot says of a policy: enough to answer with, and nothing of how it was matched. */
export interface PolicyInForce {
  readonly policy_id: string
  readonly level: DecisionLevel
  readonly reason_code: string
  readonly appeal: string
  /** Ids of countermeasures. */
  readonly measures: readonly string[]
  readonly limits: Limits
  /** Empty: every model, every tenant. */
  readonly models: readonly string[]
  readonly tenants: readonly string[]
}

/**
 * The decisions in force, as a snapshot lays them out. A million subjects as objects would be a heap that the
 * collector walks through while requests wait; as columns they are some forty megabytes that it never looks at.
 *
 * Entries of one subject stand together, the strongest first; a slot holds the place of its first entry plus
 * one. Collisions go to the next slot. The hashes are keyed, so nobody can choose to collide.
 */
export interface Tables {
  readonly createdAtMs: number
  /** The keyed hash of a fixed text: tells whether gate and engine hash alike. */
  readonly keyCheck: string
  readonly runId: string | null
  readonly killSwitch: boolean
  readonly policies: readonly PolicyInForce[]
  readonly entries: number
  /** Bit i: some entry is of kind i. What no decision is about need not be hashed. */
  readonly kindsPresent: number
  /** Low and high halves of the subjects' hashes, by turns. */
  readonly hashes: Uint32Array
  readonly kinds: Uint8Array
  readonly policyOf: Uint16Array
  readonly startMs: Float64Array
  readonly endMs: Float64Array
  readonly reasonsOf: Uint32Array
  readonly slots: Uint32Array
  /** Shingles of known templates: halves of the shingle, then of the template, by turns. */
  readonly shingles: Uint32Array
  readonly shingleSlots: Uint32Array
  /** How many of a template's shingles a request must carry. */
  readonly templateShinglesMin: number
  readonly reasonEnds: Uint32Array
  readonly reasonBytes: Uint8Array
}

/** Where in the slots a subject begins to look for itself. */
export const slotOf = (kind: number, low: number, high: number, mask: number): number =>
  (low ^ Math.imul(high, 0x9e3779b1) ^ Math.imul(kind + 1, 0x85ebca6b)) & mask

/** The first entry of a subject, or -1. */
export function firstEntry(tables: Tables, kind: number, low: number, high: number): number {
  const { slots, hashes, kinds } = tables
  const mask = slots.length - 1
  let slot = slotOf(kind, low, high, mask)
  // No more steps than slots: a table without a gap must not hold a request forever.
  for (let step = 0; step <= mask; step++) {
    const entry = (slots[slot] ?? 0) - 1
    if (entry < 0) return -1
    if (isSubject(hashes, kinds, entry, kind, low, high)) return entry
    slot = (slot + 1) & mask
  }
  return -1
}

/** Whether an entry is one of this subject. The halves are unsigned. */
export const isSubject = (
  hashes: Uint32Array,
  kinds: Uint8Array,
  entry: number,
  kind: number,
  low: number,
  high: number,
): boolean => hashes[entry * 2] === low && hashes[entry * 2 + 1] === high && kinds[entry] === kind

/** The place of the first row of a shingle, or -1; rows of one shingle stand together. */
export function firstShingle(tables: Tables, low: number, high: number): number {
  const { shingleSlots, shingles } = tables
  const mask = shingleSlots.length - 1
  let slot = slotOf(0, low, high, mask)
  for (let step = 0; step <= mask; step++) {
    const row = (shingleSlots[slot] ?? 0) - 1
    if (row < 0) return -1
    if (shingles[row * 4] === low && shingles[row * 4 + 1] === high) return row
    slot = (slot + 1) & mask
  }
  return -1
}

/** What an entry says beside its policy. */
export interface Told {
  /** Subjects with one group are touched together and share its limits. */
  readonly group: string
  /** For the operator. */
  readonly reasons: readonly string[]
}

/** The first line is the group. Decoded when asked for: most are never read. */
export function toldAt(tables: Tables, place: number): Told {
  const start = place === 0 ? 0 : (tables.reasonEnds[place - 1] ?? 0)
  const text = decoder.decode(tables.reasonBytes.subarray(start, tables.reasonEnds[place] ?? start))
  const [group = '', ...reasons] = text.split('\n')
  return { group, reasons }
}

const decoder = new TextDecoder()
