import type { HashSecrets } from '../../config/key.js'
import type { Restriction } from '../../records/restrictions.js'
import { type ByPeople, rulingsByPeople } from './by-people.js'
import type { Conclusions } from './conclusions.js'
import { subjectsOf, subjectsUnder } from './in-force.js'
import { keysByCheck } from './key-check.js'
import type { PolicyFile } from './policy.js'
import type { HashKey } from './siphash.js'
import { keyedHash } from './sketch.js'
import type { SnapshotRows } from './snapshot-encode.js'
import type { SubjectKind } from './subject.js'

/** What the gate was told last, and what that was made of. */
export interface InForceNow {
  readonly rows: SnapshotRows
  readonly conclusions: Conclusions
  readonly policy: PolicyFile
  readonly people: ByPeople
  readonly hashSecret: HashSecrets
  readonly nowMs: number
}

export interface SubjectsOfRestriction {
  /** Which it touches by their own names, in order. Whom it knows by a card or a text alone has no name here. */
  readonly accounts: readonly string[]
  readonly subjects: Readonly<Partial<Record<SubjectKind, number>>>
  /** Whether they are those that the trail has a hash of; else the next entry of the trail is about to say so. */
  readonly is_as_recorded: boolean
}

/**
 * Whom a restriction is about at present. The trail has their number and a hash over them, so that it stays small whatever
 * a policy is about; who they are is known from the run, the rulings and the policy file. Pure.
 */
export function subjectsOfRestriction(
  now: InForceNow,
  restriction: Pick<Restriction, 'policy_id' | 'group' | 'subjects_digest'>,
): SubjectsOfRestriction {
  const rows = subjectsUnder(now.rows, restriction)
  const subjects: Partial<Record<SubjectKind, number>> = {}
  const hashes = new Set<bigint>()
  for (const { kind, hash } of rows) {
    subjects[kind] = (subjects[kind] ?? 0) + 1
    if (kind === 'account') hashes.add(hash)
  }
  const key = keyOf(now)
  const accounts = [...candidates(now, restriction.policy_id)]
    .filter((id) => hashes.has(keyedHash(key, id)))
    .sort()
  const is_as_recorded = subjectsOf(rows).subjects_digest === restriction.subjects_digest
  return { accounts, subjects, is_as_recorded }
}

/** What is in force may be of before a rotation. */
function keyOf({ rows, hashSecret }: Pick<InForceNow, 'rows' | 'hashSecret'>): HashKey {
  const key = keysByCheck(hashSecret).get(rows.keyCheck)
  if (key === undefined) throw new Error('what is in force is of a foreign secret')
  return key
}

/** Whether an account is under a restriction by its own name. */
export function isUnder(
  { rows, hashSecret }: InForceNow,
  restriction: Pick<Restriction, 'policy_id' | 'group'>,
  account: string,
): boolean {
  const hash = keyedHash(keyOf({ rows, hashSecret }), account)
  return subjectsUnder(rows, restriction).some((row) => row.kind === 'account' && row.hash === hash)
}

/** Every account that a policy could be about. */
function candidates(
  { conclusions, policy, people, nowMs }: InForceNow,
  policyId: string,
): ReadonlySet<string> {
  const rulings = rulingsByPeople(conclusions.rulings, people, nowMs)
  const named = policy.policies.find((one) => one.policy_id === policyId)?.named?.accounts ?? []
  return new Set([
    ...named,
    ...conclusions.members.map(({ account_id }) => account_id),
    ...rulings.filter((one) => one.subject_kind === 'account').map((one) => one.subject_id),
  ])
}
