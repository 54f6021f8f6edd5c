import type { Restriction } from '../../records/restrictions.js'
import type { SnapshotRows } from './snapshot-encode.js'
import { LEVEL_OBSERVE, LEVELS } from './subject.js'

/** What a snapshot does to somebody, by policy and group. Whoever is only observed is not restricted. */
export function restrictionsOf(rows: SnapshotRows): readonly Restriction[] {
  if (rows.killSwitch) return []
  const found = new Map<string, Restriction>()
  for (const { kind, group, policy: place, startMs, endMs } of rows.subjects) {
    const policy = rows.policies[place]
    const isMark = kind.startsWith('never_') || kind.startsWith('spared_')
    if (policy === undefined || isMark || LEVELS.indexOf(policy.level) <= LEVEL_OBSERVE) continue
    if (startMs > rows.createdAtMs || endMs <= rows.createdAtMs) continue
    const { policy_id, level, measures, reason_code } = policy
    const name = `${policy_id}\n${group}`
    const before = found.get(name)
    found.set(name, {
      ...{ policy_id, group, level, measures, reason_code },
      subjects: (before?.subjects ?? 0) + 1,
      until_ms: Math.max(before?.until_ms ?? 0, endMs),
    })
  }
  return [...found.values()]
}
