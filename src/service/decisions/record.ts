import { createHash } from 'node:crypto'
import { appendAudit, type Entry, type Head } from '../../records/audit.js'
import { openRestrictions, restrictionEntries } from '../../records/restrictions.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { restrictionsOf } from './in-force.js'
import type { PolicyFile } from './policy.js'
import type { SnapshotRows } from './snapshot-encode.js'

const POLICY_LAST = sqlFile(import.meta.url, '../../records/policy_last.sql', {})

/**
 * Writes down what is about to be in force and was not, and what is no longer: before the gate is told, so that nobody is
 * touched without it. Resolves to the head of the audit trail where something was added.
 */
export async function recordInForce(
  store: Store,
  { rows, policy, nowMs }: { rows: SnapshotRows; policy: PolicyFile; nowMs: number },
): Promise<Head | undefined> {
  const entries = [
    ...(await policyEntries(store, policy)),
    ...restrictionEntries({
      before: await openRestrictions(store),
      now: restrictionsOf(rows),
      nowMs,
      isKilled: rows.killSwitch,
    }),
  ]
  return entries.length === 0 ? undefined : appendAudit(store, entries, nowMs)
}

/** The policy file, where it is another than the one that was written down last. Whose hand changed it is not known. */
async function policyEntries(store: Store, policy: PolicyFile): Promise<readonly Entry[]> {
  const digest = createHash('sha256').update(JSON.stringify(policy)).digest('hex')
  const [last] = await store.rows<{ facts: string }>(POLICY_LAST)
  if (last !== undefined && JSON.parse(last.facts).digest === digest) return []
  const { kill_switch, never_touch, policies } = policy
  const facts = {
    digest,
    kill_switch,
    never_touch: Object.values(never_touch).reduce((sum, list) => sum + list.length, 0),
    policies: policies.map(({ policy_id, level, mode }) => `${policy_id}: ${level}, ${mode}`),
  }
  return [{ actor: 'service', action: 'policy_read', object: 'policy file', subject: '', facts }]
}
