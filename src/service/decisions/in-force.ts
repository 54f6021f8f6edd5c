import { createHash } from 'node:crypto'
import { isSame, nameOf, type Restriction } from '../../records/restrictions.js'
import { exemptionOf } from './exemption.js'
import type { SnapshotRows, SubjectRow } from './snapshot-encode.js'
import { LEVEL_OBSERVE, LEVELS } from './subject.js'

/**
 * What a snapshot does to somebody, now or from an instant on that it knows already, by policy and group. Whoever is only
 * observed, or spared by a list or a ruling, is not restricted.
 */
export const restrictionsOf = (rows: SnapshotRows): readonly Restriction[] =>
  [...groupsOf(rows).values()].flatMap((group) => restrictionOf(rows, group))

/** The subjects of one restriction. */
export function subjectsUnder(
  rows: SnapshotRows,
  { policy_id, group }: Pick<Restriction, 'policy_id' | 'group'>,
): readonly SubjectRow[] {
  const place = rows.policies.findIndex((one) => one.policy_id === policy_id)
  return groupsOf(rows).get(nameAt(place, group)) ?? []
}

/** What was written down last: the rows, where they are still known, or else what the trail has. */
export interface Recorded {
  readonly restrictions: readonly Restriction[]
  readonly rows: SnapshotRows | undefined
}

/** Whether somebody is touched by these rows who was not before, or in another way. */
export function addsTo(before: Recorded, rows: SnapshotRows): boolean {
  const known = new Map(before.restrictions.map((one) => [nameOf(one), one]))
  const named = before.rows === undefined ? undefined : subjectNames(before.rows)
  const groups = groupsOf(rows)
  return [...groups.values()].some((group) =>
    restrictionOf(rows, group).some((one) => {
      const old = known.get(nameOf(one))
      if (old === undefined || !isSame(one, old)) return true
      if (one.subjects_digest === old.subjects_digest) return false
      return named === undefined || group.some((row) => !named.has(nameIn(rows, row)))
    }),
  )
}

const nameIn = ({ policies }: SnapshotRows, { policy, group, kind, hash }: SubjectRow): string =>
  [policies[policy]?.policy_id, group, kind, hash].join('\n')

const subjectNames = (rows: SnapshotRows): ReadonlySet<string> =>
  new Set([...groupsOf(rows).values()].flat().map((row) => nameIn(rows, row)))

type Groups = ReadonlyMap<string, readonly SubjectRow[]>
const known = new WeakMap<SnapshotRows, Groups>()

/** Once for each snapshot: there may be a million subjects, and people ask of one restriction after the other. */
function groupsOf(rows: SnapshotRows): Groups {
  const groups = known.get(rows) ?? groupedBy(rows)
  known.set(rows, groups)
  return groups
}

function groupedBy(rows: SnapshotRows): Groups {
  const groups = new Map<string, SubjectRow[]>()
  if (rows.killSwitch) return groups
  const { isMark, isExempt } = exemptionOf(rows)
  for (const row of rows.subjects) {
    const { policy, group, endMs } = row
    const level = rows.policies[policy]?.level ?? 'pass'
    if (isMark(row) || LEVELS.indexOf(level) <= LEVEL_OBSERVE || endMs <= rows.createdAtMs) continue
    if (isExempt(row)) continue
    const name = nameAt(policy, group)
    const members = groups.get(name)
    if (members === undefined) groups.set(name, [row])
    else members.push(row)
  }
  return groups
}

const nameAt = (place: number, group: string): string => `${place}\n${group}`

function restrictionOf(
  { policies, createdAtMs }: SnapshotRows,
  group: readonly SubjectRow[],
): readonly Restriction[] {
  const [first] = group
  const policy = policies[first?.policy ?? -1]
  if (first === undefined || policy === undefined) return []
  const { policy_id, level, measures, limits, models, tenants, reason_code, appeal } = policy
  const subjects = subjectsOf(group)
  const from_ms = group.reduce(
    (least, { startMs }) => Math.min(least, startMs),
    Number.MAX_SAFE_INTEGER,
  )
  const all_from_ms = group.reduce((most, { startMs }) => Math.max(most, startMs), 0)
  return [
    {
      ...{ policy_id, group: first.group, level, measures, limits, models, tenants },
      ...{ reason_code, appeal },
      ...subjects,
      from_ms,
      ...(all_from_ms > createdAtMs ? { all_from_ms } : {}),
      until_ms: group.reduce((most, { endMs }) => Math.max(most, endMs), 0),
    },
  ]
}

/** How many, and which: the hashes are keyed, so that whoever has the key can tell one of them and nobody else can. */
export function subjectsOf(group: readonly SubjectRow[]) {
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
