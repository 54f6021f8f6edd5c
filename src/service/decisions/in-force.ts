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
  const exempt = new Map<string, Set<bigint>>()
  for (const { kind, hash } of rows.subjects.filter(isMark)) {
    const marked = exempt.get(kind) ?? new Set()
    exempt.set(kind, marked.add(hash))
  }
  const groups = new Map<string, SubjectRow[]>()
  for (const row of rows.subjects) {
    const { kind, hash, policy, group, endMs } = row
    const level = rows.policies[policy]?.level ?? 'pass'
    if (isMark(row) || LEVELS.indexOf(level) <= LEVEL_OBSERVE || endMs <= rows.createdAtMs) continue
    if (exempt.get(`never_${kind}`)?.has(hash) || exempt.get(`spared_${kind}`)?.has(hash)) continue
    const name = `${policy}\n${group}`
    const members = groups.get(name)
    if (members === undefined) groups.set(name, [row])
    else members.push(row)
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
  const subjects = subjectsOf(group)
  return [
    {
      ...{ policy_id, group: first.group, level, measures, limits, models, tenants },
      ...{ reason_code, appeal },
      ...subjects,
      from_ms: group.reduce(
        (least, { startMs }) => Math.min(least, startMs),
        Number.MAX_SAFE_INTEGER,
      ),
      until_ms: group.reduce((most, { endMs }) => Math.max(most, endMs), 0),
    },
  ]
}

/** How many, and which: the hashes are keyed, so that whoever has the key can tell one of them and nobody else can. */
function subjectsOf(group: readonly SubjectRow[]) {
  const kinds = new Map<string, Set<bigint>>()
  for (const { kind, hash } of group) {
    const hashes = kinds.get(kind) ?? new Set()
    kinds.set(kind, hashes.add(hash))
  }
  const digest = createHash('sha256')
  let subjects = 0
  for (const [kind, hashes] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    digest.update(`${kind} ${hashes.size}\n`).update(BigUint64Array.from(hashes).sort())
    subjects += hashes.size
  }
  return { subjects, subjects_digest: digest.digest('hex') }
}
