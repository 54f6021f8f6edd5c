import { exemptionOf } from './exemption.js'
import { NEVER_ENDS_MS } from './named.js'
import type { Policy, PolicyFile } from './policy.js'
import type { HashKey } from './siphash.js'
import { keyedHash } from './sketch.js'
import type { SnapshotRows, SubjectRow } from './snapshot-encode.js'
import { LEVEL_OBSERVE, LEVELS } from './subject.js'

// Whoever is touched the moment after a request learns that this request was noticed. So a policy may gather those who come
// under it, and touch all of a batch at one instant, which follows from the hash secret and the batch alone: nothing that
// an account sends, and no order in which runs find it, moves the instant within its batch.

/** From when each subject may be touched, in milliseconds since 1970, by `enteredName`. */
export type Entered = ReadonlyMap<string, number>

export interface Entering {
  readonly rows: SnapshotRows
  /** As people let it be: the policies are those of the rows, in their order. */
  readonly policy: PolicyFile
  readonly known: Entered
  readonly key: HashKey
  readonly nowMs: number
}

export interface EnteredChange {
  readonly entered: Entered
  readonly left: readonly string[]
}

const HOUR_MS = 3_600_000

type Batched = Policy & { readonly timing: { readonly batch_hours: number } }

export const isBatched = (one: Policy | undefined): one is Batched =>
  typeof one?.timing === 'object'

/** The name of one subject under one policy. */
export const enteredName = (policyId: string, kind: string, hash: bigint | string): string =>
  [policyId, kind, hash].join('\n')

/**
 * When those may be touched who came under a policy at an instant: after their batch has gathered for so many hours,
 * within as many more. Pure; never before the instant, never later than twice the hours after it.
 */
export function batchInstant(
  key: HashKey,
  { policy_id, timing }: Pick<Batched, 'policy_id' | 'timing'>,
  enteredMs: number,
): number {
  const spanMs = timing.batch_hours * HOUR_MS
  // Where batches begin is not to be known either.
  const phaseMs = chance(key, `phase\n${policy_id}`) * spanMs
  const batch = Math.floor((enteredMs - phaseMs) / spanMs)
  const gatheredMs = phaseMs + (batch + 1) * spanMs
  return Math.floor(gatheredMs + chance(key, `batch\n${policy_id}\n${batch}`) * spanMs)
}

const chance = (key: HashKey, text: string): number =>
  Number(keyedHash(key, `timing\n${text}`) & 0x1f_ffff_ffff_ffffn) / 2 ** 53

/**
 * Who newly comes under policies that batch, and who no longer is. A dry run takes nobody in: whom it holds would be touched
 * the moment that it goes live. Whom a policy held stays while it is a dry run, or every new word in it would let them go
 * for a batch. Pure.
 */
export function enteredChange({ rows, policy, known, key, nowMs }: Entering): EnteredChange {
  if (!policy.policies.some(isBatched)) return { entered: new Map(), left: [...known.keys()] }
  const exempt = exemptionOf(rows)
  const entered = new Map<string, number>()
  const held = new Set<string>()
  for (const row of rows.subjects) {
    const one = policy.policies[row.policy]
    if (exempt.isMark(row) || !isBatched(one) || exempt.isExempt(row)) continue
    const name = enteredName(one.policy_id, row.kind, row.hash)
    const startsMs = startOf(known, name, one, nowMs)
    if (startsMs !== undefined && startingAt(row, startsMs).endMs > nowMs) held.add(name)
    else if (isTouching(rows, row) && row.endMs > nowMs) {
      entered.set(name, batchInstant(key, one, nowMs))
    }
  }
  const left = [...known.keys()].filter((name) => !held.has(name) && !entered.has(name))
  return { entered, left }
}

/** One that lies further ahead than any can was noted by a clock that was wrong. */
function startOf(known: Entered, name: string, { timing }: Batched, nowMs: number) {
  const startsMs = known.get(name)
  const isPossible = startsMs !== undefined && startsMs <= nowMs + 2 * timing.batch_hours * HOUR_MS
  return isPossible ? startsMs : undefined
}

const isTouching = ({ policies }: SnapshotRows, { policy }: SubjectRow): boolean =>
  LEVELS.indexOf(policies[policy]?.level ?? 'pass') > LEVEL_OBSERVE

/** The rows with each subject of a batch from its instant on, and without those who have none. Pure. */
export function inBatches(rows: SnapshotRows, policy: PolicyFile, entered: Entered): SnapshotRows {
  if (!policy.policies.some(isBatched)) return rows
  const { isMark } = exemptionOf(rows)
  const subjects = rows.subjects.flatMap((row) => {
    const one = policy.policies[row.policy]
    if (isMark(row) || !isBatched(one) || !isTouching(rows, row)) return [row]
    const startsMs = entered.get(enteredName(one.policy_id, row.kind, row.hash))
    return startsMs === undefined ? [] : [startingAt(row, startsMs)]
  })
  return { ...rows, subjects }
}

/** Its hours count from when it comes in force. */
function startingAt(row: SubjectRow, startsMs: number): SubjectRow {
  const startMs = Math.max(row.startMs, startsMs)
  const endMs = row.endMs === NEVER_ENDS_MS ? NEVER_ENDS_MS : row.endMs - row.startMs + startMs
  return { ...row, startMs, endMs }
}
