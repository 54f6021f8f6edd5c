import { hashKeyOf } from '../../config/key.js'
import type { BatchHours } from '../../lab/timing.js'
import { type Entered, enteredChange, inBatches } from '../../service/decisions/batches.js'
import type { Conclusions } from '../../service/decisions/conclusions.js'
import { type PolicyFile, policyFile } from '../../service/decisions/policy.js'
import { hashKeyWords } from '../../service/decisions/siphash.js'
import { keyedHash } from '../../service/decisions/sketch.js'
import { snapshotRows } from '../../service/decisions/subjects.js'

/** What was concluded at one instant of the lab. */
export interface LabRun {
  readonly atMs: number
  readonly conclusions: Conclusions
}

const EXPIRES_HOURS_MAX = 90 * 24

/** Operators of campaigns at `review` and above, as without a policy file; but refused, and so many hours in a batch. */
export const policyOf = (hours: BatchHours): PolicyFile =>
  policyFile.parse({
    schema: 'stillwatch.policy/1',
    policies: [
      {
        policy_id: 'refuse-campaigns',
        level: 'deny',
        mode: 'live',
        reason_code: 'usage_policy',
        appeal: 'It is the lab.',
        when: { verdict: 'review' },
        scope: ['account'],
        expires_hours: EXPIRES_HOURS_MAX,
        timing: hours === 0 ? 'immediate' : { batch_hours: hours },
      },
    ],
  })

/**
 * When each of some accounts is first touched, in milliseconds; those that never are, are absent. Decisions are made
 * and gathered by the code of the service, with one publication a run, and the last one stands.
 */
export function fallsUnder(
  runs: readonly LabRun[],
  accounts: Iterable<string>,
  { policy, secret }: { readonly policy: PolicyFile; readonly secret: string },
): ReadonlyMap<string, number> {
  const key = hashKeyWords(hashKeyOf(secret))
  const fell = new Map<bigint, number>()
  let known: Entered = new Map()
  for (const [place, { atMs, conclusions }] of runs.entries()) {
    const given = { policy, conclusions: { ...conclusions, finishedMs: atMs }, key, nowMs: atMs }
    const rows = snapshotRows({ ...given, keyCheck: '' })
    const { entered, left } = enteredChange({ rows, policy, known, key, nowMs: atMs })
    known = withoutThose(new Map([...known, ...entered]), left)
    const untilMs = runs[place + 1]?.atMs ?? Number.POSITIVE_INFINITY
    for (const { kind, hash, startMs } of inBatches(rows, policy, known).subjects) {
      if (kind !== 'account' || startMs >= untilMs || fell.has(hash)) continue
      fell.set(hash, Math.max(startMs, atMs))
    }
  }
  const falls = [...accounts].flatMap((account) => {
    const atMs = fell.get(keyedHash(key, account))
    return atMs === undefined ? [] : [[account, atMs] as const]
  })
  return new Map(falls)
}

const withoutThose = (known: Map<string, number>, left: readonly string[]): Entered => {
  for (const name of left) known.delete(name)
  return known
}
