/**
 * The audit trail: entries that are only ever added, each sealed with the hash of the one before it. Who changes,
 * removes or inserts one must make all later hashes anew, and then the last one is another than the one that was
 * noted elsewhere: the service logs it with every entry. One process writes, the engine.
 */
import { createHash } from 'node:crypto'
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { keptApart } from './kept-apart.js'

export interface Entry {
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly subject: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** The last entry. `seq` is 0 and `hash` empty where there is none. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

const HEAD = sqlFile(import.meta.url, './audit_head.sql', {})
const PAGE = sqlFile(import.meta.url, './audit_page.sql', { after: 'UInt64', rows: 'UInt32' })

const COUNT = sqlFile(import.meta.url, './audit_count.sql', {})

export const NO_ENTRY: Head = Object.freeze({ seq: 0, hash: '' })

export async function auditHead(store: Store): Promise<Head> {
  const [row] = await store.rows<{ seq: string; hash: string }>(HEAD)
  return row === undefined ? NO_ENTRY : { seq: Number(row.seq), hash: row.hash }
}

const lines = new WeakMap<Store, Promise<unknown>>()

/**
 * Adds entries in their order, in one write, and resolves to the new head once they are durable. Whoever adds meanwhile
 * by the same store waits: two that follow the same entry would break the chain.
 */
export function appendAudit(store: Store, entries: readonly Entry[], nowMs: number): Promise<Head> {
  const before = lines.get(store) ?? Promise.resolve()
  const added = before.then(() => append(store, entries, nowMs))
  lines.set(
    store,
    added.catch(() => undefined),
  )
  return added
}

async function append(store: Store, entries: readonly Entry[], nowMs: number): Promise<Head> {
  let head = await auditHead(store)
  if (entries.length === 0) return head
  const atMs = Math.trunc(nowMs)
  const rows = entries.map(({ facts, ...entry }) => {
    const row = {
      seq: head.seq + 1,
      at_ms: atMs,
      ...entry,
      facts: JSON.stringify(facts),
      hash_before: head.hash,
    }
    const hash = hashOf(row)
    head = { seq: row.seq, hash }
    const { at_ms, ...columns } = row
    return {
      ...columns,
      at: new Date(at_ms).toISOString().replace('T', ' ').replace('Z', ''),
      hash,
    }
  })
  await store.insert('audit', rows)
  return head
}

export interface AuditRow extends Omit<Entry, 'facts'> {
  readonly seq: string
  readonly at_ms: string
  readonly facts: string
  readonly hash_before: string
  readonly hash: string
}

function hashOf(
  row: {
    readonly [column in keyof Omit<AuditRow, 'hash'>]: string | number
  },
): string {
  const { seq, at_ms, actor, action, object, subject, facts, hash_before } = row
  const text = JSON.stringify([
    ...[String(seq), String(at_ms), actor, action, object, subject, facts, hash_before],
  ])
  return createHash('sha256').update(text).digest('hex')
}

const PAGE_ROWS = 10_000

/** Entries after a place, a page at a time, in their order. */
export const auditPage = (store: Store, after: number, rows = PAGE_ROWS): Promise<AuditRow[]> =>
  store.rows<AuditRow>(PAGE, { after, rows })

/** The first entry that is not as it was written, and what is wrong. */
export interface Break {
  readonly seq: number
  readonly problem: string
}

export interface Verified {
  readonly entries: number
  readonly head: Head
  readonly broken: Break | null
  /** Entries of which what people wrote is not there: it was erased, or lost. */
  readonly texts_missing: number
}

/** Whether an entry follows another as it was written. */
export function breakAt(head: Head, row: AuditRow): Break | null {
  const seq = Number(row.seq)
  if (seq !== head.seq + 1) {
    const problem = seq <= head.seq ? 'it is there twice' : 'it is missing'
    return { seq: head.seq + 1, problem }
  }
  if (row.hash_before !== head.hash) return { seq, problem: 'it does not follow the one before it' }
  return hashOf(row) === row.hash ? null : { seq, problem: 'it was changed' }
}

/** Reads all of it, and stops where the chain breaks. `noted` is a head that was noted elsewhere. */
export async function verifyAudit(store: Store, noted?: Head): Promise<Verified> {
  let head = NO_ENTRY
  let isNotedSeen = noted === undefined || noted.seq === 0
  let texts_missing = 0
  const broken = (seq: number, problem: string): Verified => ({
    entries: head.seq,
    head,
    broken: { seq, problem },
    texts_missing,
  })
  for (;;) {
    const rows = await auditPage(store, head.seq)
    const texts = await keptApart(store, rows)
    for (const row of rows) {
      const found = breakAt(head, row)
      if (found !== null) return broken(found.seq, found.problem)
      const seq = Number(row.seq)
      const text = texts.get(row.seq)
      if (text === 'changed') return broken(seq, 'what people wrote with it was changed')
      if (text === 'missing') texts_missing += 1
      head = { seq, hash: row.hash }
      if (noted?.seq === seq) {
        if (noted.hash !== row.hash) return broken(seq, 'it is not the one that was noted')
        isNotedSeen = true
      }
    }
    if (rows.length < PAGE_ROWS) break
  }
  const [counted] = await store.rows<{ entries: string }>(COUNT)
  if (Number(counted?.entries) !== head.seq) {
    return broken(head.seq, 'the trail holds more entries than have a number')
  }
  if (!isNotedSeen) return broken(noted?.seq ?? 0, 'it is missing: the trail ends before it')
  return { entries: head.seq, head, broken: null, texts_missing }
}
