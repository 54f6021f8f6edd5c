/**
 * What is in force against whom, as the audit trail has it: a restriction opens, is renewed, and ends by itself or by
 * somebody's doing. One is all that a policy does to the accounts of one campaign, or of one ruling.
 */
import { createHash } from 'node:crypto'
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import type { Entry } from './audit.js'

export interface Restriction {
  readonly policy_id: string
  /** Who is touched together. */
  readonly group: string
  readonly level: string
  readonly measures: readonly string[]
  readonly limits: object
  /** Empty: every model, every tenant. */
  readonly models: readonly string[]
  readonly tenants: readonly string[]
  readonly reason_code: string
  readonly appeal: string
  /** How many accounts, keys, addresses and texts it is about. */
  readonly subjects: number
  /** Which they are, as a hash over their keyed hashes. */
  readonly subjects_digest: string
  /** From when, in milliseconds since 1970. */
  readonly from_ms: number
  /** From when the last of them is touched, where some are not yet. */
  readonly all_from_ms?: number | undefined
  /** When it ends by itself, in milliseconds since 1970. */
  readonly until_ms: number
}

/** One that stands in the trail. */
export interface OpenRestriction extends Restriction {
  /**
   * Its own until it ends; what opens after that is another. It is for people and the trail, and never told to a client: two
   * accounts that are told one id know that they are known to belong together. Empty in trails of before there were ids.
   */
  readonly restriction_id: string
}

const OPEN = sqlFile(import.meta.url, './restriction_open.sql', {})

/** Those that have opened and not ended. */
export async function openRestrictions(store: Store): Promise<readonly OpenRestriction[]> {
  const rows = await store.rows<{ object: string; subject: string; facts: string }>(OPEN)
  return rows.map(({ object, subject, facts }) => ({
    restriction_id: '',
    ...(JSON.parse(facts) as Omit<Restriction, 'policy_id' | 'group'>),
    policy_id: object.replace(/^policy /, ''),
    group: subject,
  }))
}

const LOST = sqlFile(import.meta.url, './restriction_lost.sql', { groups: 'Array(String)' })

/** Of some groups, those that ended because a run no longer had the group, and for nothing else. */
export async function lostRestrictions(
  store: Store,
  groups: readonly string[],
): Promise<readonly Pick<Restriction, 'policy_id' | 'group'>[]> {
  if (groups.length === 0) return []
  const rows = await store.rows<{ object: string; subject: string }>(LOST, { groups })
  return rows.map(({ object, subject }) => ({
    policy_id: object.replace(/^policy /, ''),
    group: subject,
  }))
}

/**
 * Why one ended: its time was over; somebody lifted it; the policy went or became dry; a run, a ruling or a never-touch list no longer has it; it
 * was opened anew with other measures; all of them went.
 */
export type Cause = 'expired' | 'lifted' | 'policy' | 'conclusion' | 'changed' | 'kill_switch'

export interface Change {
  readonly before: readonly OpenRestriction[]
  readonly now: readonly Restriction[]
  readonly nowMs: number
  /** All of it ends at once. */
  readonly isKilled: boolean
  /** Ids of the policies that are live now. */
  readonly live: ReadonlySet<string>
  readonly isLifted?: ((one: Restriction) => boolean) | undefined
}

/** What has to be written down. Pure. */
export function restrictionEntries({
  before,
  now,
  nowMs,
  isKilled,
  live,
  isLifted,
}: Change): readonly Entry[] {
  const causeOf = (one: Restriction, isReplaced: boolean): Cause => {
    if (isReplaced) return 'changed'
    // Over before anybody did something about it, even if nothing was written since.
    if (one.until_ms <= nowMs) return 'expired'
    if (isKilled) return 'kill_switch'
    if (isLifted?.(one) === true) return 'lifted'
    return live.has(one.policy_id) ? 'conclusion' : 'policy'
  }
  const known = new Map(before.map((one) => [nameOf(one), one]))
  const current = new Map(now.map((one) => [nameOf(one), one]))
  const ended = before
    .filter((one) => !isSame(one, current.get(nameOf(one))))
    .map((one) => {
      const cause = causeOf(one, current.has(nameOf(one)))
      return entryOf('restriction_ended', one, { cause })
    })
  const opened = now
    .filter((one) => !isSame(one, known.get(nameOf(one))))
    .map((one) => entryOf('restriction_opened', { ...one, restriction_id: idOf(one, nowMs) }))
  const renewed = now.flatMap((one) => {
    const old = known.get(nameOf(one))
    if (old === undefined || !isSame(one, old) || !isDue(old, one, nowMs)) return []
    return [entryOf('restriction_renewed', { ...one, restriction_id: old.restriction_id })]
  })
  return [...ended, ...opened, ...renewed]
}

const ID_DIGITS = 20

/** By what it does, to which group, and when it opened. */
function idOf(one: Restriction, openedMs: number): string {
  const text = JSON.stringify([one.policy_id, one.group, deedOf(one), openedMs])
  return `restriction-${createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS)}`
}

export const nameOf = ({ policy_id, group }: Restriction): string => `${policy_id}\n${group}`

/** Whether it does the same to whoever it is about. */
export const isSame = (one: Restriction, other: Restriction | undefined): boolean =>
  other !== undefined && deedOf(one) === deedOf(other)

const deedOf = ({ level, measures, limits, models, tenants, reason_code, appeal }: Restriction) =>
  JSON.stringify([level, measures, limits, models, tenants, reason_code, appeal])

/**
 * A run renews what it still holds every few minutes. It is written down when it is about others, when it ends sooner, and
 * often enough that the end that was written is never past while it is in force.
 */
const isDue = (old: Restriction, one: Restriction, nowMs: number): boolean =>
  one.subjects_digest !== old.subjects_digest ||
  one.until_ms < old.until_ms ||
  (one.until_ms > old.until_ms && old.until_ms - nowMs < (one.until_ms - nowMs) / 2)

function entryOf(
  action: string,
  { policy_id, group, ...facts }: OpenRestriction,
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
