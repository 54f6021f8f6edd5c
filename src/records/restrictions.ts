/**
 * What is in force against whom, as the audit trail has it: a restriction opens, is renewed, and ends by itself or by
 * somebody's doing. One is all that a policy does to the accounts of one campaign, or of one ruling.
 */
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import type { Entry } from './audit.js'

export interface Restriction {
  readonly policy_id: string
  /** Who is touched together. */
  readonly group: string
  readonly level: string
  readonly measures: readonly string[]
  readonly reason_code: string
  /** How many accounts, keys, addresses and texts it is about. */
  readonly subjects: number
  /** When it ends by itself, in milliseconds since 1970. */
  readonly until_ms: number
}

const OPEN = sqlFile(import.meta.url, './restriction_open.sql', {})

/** Those that have opened and not ended. */
export async function openRestrictions(store: Store): Promise<readonly Restriction[]> {
  const rows = await store.rows<{ object: string; subject: string; facts: string }>(OPEN)
  return rows.map(({ object, subject, facts }) => ({
    ...(JSON.parse(facts) as Omit<Restriction, 'policy_id' | 'group'>),
    policy_id: object.replace(/^policy /, ''),
    group: subject,
  }))
}

export interface Change {
  readonly before: readonly Restriction[]
  readonly now: readonly Restriction[]
  readonly nowMs: number
  /** Why all of it ends at once, where it does. */
  readonly isKilled: boolean
}

/** What has to be written down. Pure. */
export function restrictionEntries({ before, now, nowMs, isKilled }: Change): readonly Entry[] {
  const known = new Map(before.map((one) => [nameOf(one), one]))
  const current = new Map(now.map((one) => [nameOf(one), one]))
  const ended = before
    .filter((one) => !isSame(one, current.get(nameOf(one))))
    .map((one) => {
      const isReplaced = current.has(nameOf(one))
      const isExpired = one.until_ms <= nowMs
      const cause = isReplaced
        ? 'changed'
        : isKilled
          ? 'kill_switch'
          : isExpired
            ? 'expired'
            : 'lifted'
      return entryOf('restriction_ended', one, { cause })
    })
  const opened = now
    .filter((one) => !isSame(one, known.get(nameOf(one))))
    .map((one) => entryOf('restriction_opened', one))
  const renewed = now.filter((one) => {
    const old = known.get(nameOf(one))
    return isSame(one, old) && old !== undefined && isDue(old, one, nowMs)
  })
  return [...ended, ...opened, ...renewed.map((one) => entryOf('restriction_renewed', one))]
}

const nameOf = ({ policy_id, group }: Restriction): string => `${policy_id}\n${group}`

const isSame = (one: Restriction, other: Restriction | undefined): boolean =>
  other !== undefined &&
  one.level === other.level &&
  one.reason_code === other.reason_code &&
  one.measures.join() === other.measures.join()

/**
 * A run renews what it still holds every few minutes. It is written down often enough that the end that was written
 * is never past while it is in force, or whenever somebody more is touched.
 */
const isDue = (old: Restriction, one: Restriction, nowMs: number): boolean =>
  one.subjects > old.subjects ||
  (one.until_ms > old.until_ms && old.until_ms - nowMs < (one.until_ms - nowMs) / 2)

function entryOf(
  action: string,
  { policy_id, group, ...facts }: Restriction,
  more: Readonly<Record<string, unknown>> = {},
): Entry {
  return {
    actor: 'service',
    action,
    object: `policy ${policy_id}`,
    subject: group,
    facts: { ...facts, ...more },
  }
}
