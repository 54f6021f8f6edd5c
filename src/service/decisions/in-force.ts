import { createHash } from 'node:crypto'
import type { Restriction } from '../../records/restrictions.js'
import type { SnapshotRows, SubjectRow } from './snapshot-encode.js'
import { LEVEL_OBSERVE, LEVELS } from './subject.js'

/**
 * What a snapshot does to somebody, now or from an instant on that it knows already, by policy and group. Whoever is only
 * observed, or spared by a list or a ruling, is not restricted.
 */
export function restrictionsOf(rows: SnapshotRows): readonly Restriction[] {
  if (rows.killSwitch) return []
  const exempt = new Set(rows.subjects.filter(isMark).map(({ kind, hash }) => `${kind} ${hash}`))
  const groups = new Map<string, SubjectRow[]>()
  for (const row of rows.subjects) {
    const level = rows.policies[row.policy]?.level ?? 'pass'
    if (isMark(row) || LEVELS.indexOf(level) <= LEVEL_OBSERVE || row.endMs <= rows.createdAtMs)
      continue
    if (
      exempt.has(`never_${row.kind} ${row.hash}`) ||
      exempt.has(`spared_${row.kind} ${row.hash}`)
    ) {
      continue
    }
    const name = `${row.policy}\n${row.group}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [row])
    else group.push(row)
  }
  return [...groups.values()].flatMap((group) => restrictionOf(rows, group))
}

const isMark = ({ kind }: SubjectRow): boolean =>
  kind.startsWith('never_') || kind.startsWith('spared_')

function restrictionOf(
  { policies }: SnapshotRows,
  group: readonly SubjectRow[],
): readonly Restriction[] {
  const [first] = group
  const policy = policies[first?.policy ?? -1]
  if (first === undefined || policy === undefined) return []
  const { policy_id, level, measures, limits, models, tenants, reason_code, appeal } = policy
  // The hashes are keyed: whoever has the key can tell whether one account was among them, and nobody else.
  const names = group.map(({ kind, hash }) => `${kind} ${hash}`).sort()
  return [
    {
      ...{ policy_id, group: first.group, level, measures, limits, models, tenants },
      ...{ reason_code, appeal },
      subjects: new Set(names).size,
      subjects_digest: createHash('sha256').update(names.join('\n')).digest('hex'),
      from_ms: group.reduce(
        (least, { startMs }) => Math.min(least, startMs),
        Number.MAX_SAFE_INTEGER,
      ),
      until_ms: group.reduce((most, { endMs }) => Math.max(most, endMs), 0),
    },
  ]
}
