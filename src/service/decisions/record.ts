import { createHash } from 'node:crypto'
import { appendAudit, type Entry, type Head } from '../../records/audit.js'
import {
  openRestrictions,
  type Restriction,
  restrictionEntries,
} from '../../records/restrictions.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { type ByPeople, isUndone, NOBODY, policyByPeople } from './by-people.js'
import type { PolicyFile } from './policy.js'
import type { SnapshotRows } from './snapshot-encode.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const POLICY_LAST = sqlFile(import.meta.url, '../../records/policy_last.sql', {})

export interface InForce {
  readonly rows: SnapshotRows
  /** Of these rows. */
  readonly restrictions: readonly Restriction[]
  /** Undefined where it could not be read: then nothing is written of it, and no policy counts as gone. */
  readonly policy: PolicyFile | undefined
  /** What people did besides. */
  readonly people?: ByPeople | undefined
  readonly nowMs: number
}

/**
 * Writes down what is about to be in force and was not, and what is no longer: before the gate is told, so that nobody is
 * touched without it. Resolves to the head of the audit trail where something was added.
 */
export async function recordInForce(
  store: Store,
  { rows, restrictions, policy, people = NOBODY, nowMs }: InForce,
): Promise<Head | undefined> {
  const entries = [
    ...(policy === undefined ? [] : await policyEntries(store, policy)),
    ...restrictionEntries({
      before: await openRestrictions(store),
      now: restrictions,
      nowMs,
      isKilled: rows.killSwitch,
      live: new Set(
        policy === undefined
          ? rows.policies.map(({ policy_id }) => policy_id)
          : liveIds(policyByPeople(policy, people)),
      ),
      isLifted: (one) => isUndone(one.policy_id, one.group, people),
    }),
  ]
  return entries.length === 0 ? undefined : appendAudit(store, entries, nowMs)
}

const liveIds = ({ policies }: PolicyFile): readonly string[] =>
  policies.filter(({ mode }) => mode === 'live').map(({ policy_id }) => policy_id)

/** The policy file, where it is another than the one that was written down last. Whose hand changed it is not known. */
async function policyEntries(store: Store, policy: PolicyFile): Promise<readonly Entry[]> {
  const digest = sha256(JSON.stringify(policy))
  const [last] = await store.rows<{ facts: string }>(POLICY_LAST)
  if (last !== undefined && JSON.parse(last.facts).digest === digest) return []
  const { kill_switch, never_touch, policies } = policy
  const facts = {
    digest,
    kill_switch,
    never_touch: Object.values(never_touch).reduce((sum, list) => sum + list.length, 0),
    policies: policies.map((one) => ({
      policy_id: one.policy_id,
      level: one.level,
      mode: one.mode,
      // Accounts may be named in it, so it is told by its hash.
      digest: sha256(JSON.stringify(one)),
    })),
  }
  return [{ actor: 'service', action: 'policy_read', object: 'policy file', subject: '', facts }]
}
