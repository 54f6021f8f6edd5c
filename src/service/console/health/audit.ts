import type { Role } from '../../../domain/people.js'
import { sqlFile } from '../../../store/sql.js'
import { type ReadFrom, type Reading, whole } from '../../people/reading.js'
import type { AuditName, AuditNewestAnswer } from './api.js'

const newest = sqlFile(import.meta.url, './audit_newest.sql', {
  ...{ before: 'UInt64', actor: 'String', action: 'String', entries: 'UInt32' },
})
const names = sqlFile(import.meta.url, './audit_names.sql', {})

/** As of the trail itself. */
const TRAIL: readonly Role[] = ['auditor', 'admin', 'reviewer']
const ENTRIES_MAX = 500
/** Above the place of any entry. */
const END = Number.MAX_SAFE_INTEGER

export const AUDIT_NEWEST: Reading = {
  path: '/audit/newest',
  summary:
    'Entries of the audit trail before the place `before`, the newest first, at most `limit`, of one `actor` and one `action` where they are named; and who acts in it.',
  who: TRAIL,
  query: { before: 'integer', limit: 'integer', actor: 'string', action: 'string' },
  read: auditNewest,
}

interface EntryRecord {
  readonly seq: string
  readonly at_ms: string
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly subject: string
  readonly facts: string
}
interface NameRecord {
  readonly of_what: 'actor' | 'action'
  readonly name: string
  readonly entries: string
}

async function auditNewest({ reader, query }: ReadFrom): Promise<AuditNewestAnswer> {
  const limit = Math.max(1, whole(query.get('limit'), 100, ENTRIES_MAX))
  const params = {
    before: whole(query.get('before'), END, END),
    actor: query.get('actor') ?? '',
    action: query.get('action') ?? '',
    // One more than told says whether there is a next page.
    entries: limit + 1,
  }
  const found = await reader.rows<EntryRecord>(newest, params)
  const named = await reader.rows<NameRecord>(names)
  const of = (what: NameRecord['of_what']): readonly AuditName[] =>
    named
      .filter(({ of_what }) => of_what === what)
      .map(({ name, entries }) => ({ name, entries: Number(entries) }))
  const told = found.slice(0, limit).map(({ seq, at_ms, ...one }) => ({
    ...one,
    entry: Number(seq),
    at: new Date(Number(at_ms)).toISOString(),
  }))
  return {
    entries: told,
    before: found.length > limit ? (told.at(-1)?.entry ?? null) : null,
    actors: of('actor'),
    actions: of('action'),
  }
}
