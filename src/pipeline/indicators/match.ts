import assert from 'node:assert'
import type { IndicatorKind } from '../../indicators/define.js'
import { readPattern } from '../../indicators/index.js'
import { type GroupKey, hmacPads, sketchKeys } from '../../indicators/parts/group.js'
import { type Statement, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

export interface Asked {
  readonly store: Store
  /** The run whose texts and families are there: `exchange_template` of accounts, and the families they were told by. */
  readonly runId: string
  readonly familyRunId: string
  readonly hashKey: string
  /** Whose patterns we can read. */
  readonly groups: readonly GroupKey[]
  readonly patterns: readonly PatternAsked[]
  /** Only those of `newcomer`, or all over all history. */
  readonly of: 'all' | 'newcomers'
}

export interface PatternAsked {
  /** Whatever the caller knows the pattern by: rows of `pattern_match` name it so. */
  readonly pattern_id: string
  readonly kind: string
  readonly pattern: unknown
}

export interface Refused {
  readonly pattern_id: string
  readonly reason: string
}

/** A network may be told as 256 blocks; so many rows are hashed in a second. */
export const PROBES_MAX = 2_000_000
const ROWS_AT_ONCE = 50_000

/**
 * Makes `pattern_match (pattern_id, kind, account_id, first_at, last_at, exchanges)` anew: who carries which of these
 * patterns, by the statements that our own patterns are measured by. Empty where none is. What a pattern is worth is for
 * the caller to say: it weighs nothing until it was counted how many of the reference carry it. Gives those that touch
 * nobody, with the reason. One caller at a time, for it is one table.
 */
export async function matchPatterns(asked: Asked): Promise<readonly Refused[]> {
  const { store, hashKey, groups } = asked
  const { refused, probes, kinds } = probesOf(asked)
  assert(probes.length <= PROBES_MAX, `${probes.length} probes: the caller bounds its patterns`)
  const pads = groups.map(hmacPads)
  const params = {
    run_id: asked.runId,
    family_run_id: asked.familyRunId,
    hash_key: hashKey,
    sketch_keys: sketchKeys([null, ...groups]),
    group_ids: groups.map(({ id }) => id),
    group_inner: pads.map(({ inner }) => inner),
    group_outer: pads.map(({ outer }) => outer),
  }
  await store.run(clear)
  for (let at = 0; at < probes.length; at += ROWS_AT_ONCE) {
    await store.insert('indicator_probe', probes.slice(at, at + ROWS_AT_ONCE))
  }
  await store.openTable('indicator_wanted', wantedOf(kinds), params)
  await store.openTable('pattern_match', matchesOf(kinds, asked.of), params)
  await store.run(clear)
  return refused
}

const clear = statement('clear_indicator_probe', 'TRUNCATE TABLE indicator_probe')

interface Probe {
  readonly pattern_id: string
  readonly kind: string
  readonly probe: readonly string[]
}

function probesOf({ patterns, groups }: Asked) {
  const keys = new Set(['', ...groups.map(({ id }) => id)])
  const refused: Refused[] = []
  const probes: Probe[] = []
  const kinds = new Set<IndicatorKind>()
  for (const { pattern_id, kind, pattern } of patterns) {
    const read = readPattern(kind, pattern)
    if ('refused' in read) {
      refused.push({ pattern_id, reason: read.refused })
      continue
    }
    if (!keys.has(String(read.pattern.key_id ?? ''))) {
      refused.push({ pattern_id, reason: 'under a key that is not ours' })
      continue
    }
    kinds.add(read.kind)
    for (const probe of read.kind.probes(read.pattern)) probes.push({ pattern_id, kind, probe })
  }
  return { refused, probes, kinds: [...kinds].sort((a, b) => (a.id < b.id ? -1 : 1)) }
}

const NONE = `SELECT '' AS pattern_id, '' AS kind, toUInt64(0) AS value_hash, toUInt8(1) AS is_whole WHERE false`

/** Which values of ours the patterns are of. */
const wantedOf = (kinds: readonly IndicatorKind[]): Statement =>
  statement(
    'indicator_wanted',
    [
      NONE,
      ...kinds.map(
        ({ id, hashed, holders }) =>
          `SELECT DISTINCT pattern_id, '${id}' AS kind, value_hash, ${holders === undefined ? '1' : 'is_whole'} FROM (${hashed})`,
      ),
    ].join('\nUNION ALL\n'),
  )

const NOBODY = `
  SELECT '' AS pattern_id, '' AS kind, '' AS account_id, toDateTime64(0, 3, 'UTC') AS first_at,
      toDateTime64(0, 3, 'UTC') AS last_at, toUInt64(0) AS exchanges
  WHERE false`

const matchesOf = (kinds: readonly IndicatorKind[], of: Asked['of']): Statement =>
  statement(
    'pattern_match',
    [NOBODY, ...kinds.map((kind) => matchOf(kind, of))].join('\nUNION ALL\n'),
  )

/** Several values may be one pattern: a network's blocks. */
const matchOf = ({ id, sql, holders }: IndicatorKind, of: Asked['of']): string => `
  SELECT pattern_id, '${id}' AS kind, account_id, min(since_at), max(until_at), sum(seen)
  FROM (
      SELECT account_id, value_hash, min(carried.since_at) AS since_at, max(carried.until_at) AS until_at, count() AS seen
      FROM (${sql}) AS carried
      WHERE value_hash GLOBAL IN (SELECT value_hash FROM indicator_wanted WHERE kind = '${id}')
        ${of === 'newcomers' ? 'AND account_id GLOBAL IN (SELECT account_id FROM newcomer)' : ''}
      GROUP BY account_id, value_hash
  ) AS carrier
  INNER JOIN (SELECT pattern_id, value_hash, is_whole FROM indicator_wanted WHERE kind = '${id}') AS wanted USING (value_hash)
  ${holders === undefined ? '' : `WHERE is_whole OR (pattern_id, account_id) GLOBAL IN (${holders})`}
  GROUP BY pattern_id, account_id`
