import { removeReplaced as removeReplacedOf } from '../../store/replaced.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

// How long what came in is kept. Texts go first: what a run needs of them is derived when they come, as hashes, counts and
// sketches, and stays. Then whole weeks of exchanges go, with all that was derived of each.

const DAY_MS = 86_400_000
/** What is an exchange a row, by week. */
const WEEKLY = ['exchange', 'exchange_fingerprint', 'exchange_origin'] as const

const PARAMS = { before: 'DateTime64(3)', future: 'DateTime64(3)', until: 'UInt32' }
const eraseText = sqlFile(import.meta.url, './erase_text.sql', PARAMS)
const erasedDay = sqlFile(import.meta.url, './erased_day.sql', { days: 'Array(Date)' })
const textDue = sqlFile(import.meta.url, './text_due.sql', PARAMS)
const derived = statement(
  'derived',
  'SELECT input_id, is_finished FROM derivation ORDER BY place DESC LIMIT 1',
)
const weeks = statement(
  'weeks',
  'SELECT DISTINCT toString(toMonday(received_at)) AS week FROM exchange ORDER BY week',
)

export interface Kept {
  readonly text_days: number
  readonly exchange_days: number
}

export interface Expired {
  /** Exchanges whose texts went. */
  readonly texts: number
  /** Weeks of which nothing is left. */
  readonly weeks: number
}

/**
 * Erases the texts of exchanges older than so many days, and drops weeks that are older as a whole. Nothing while a derivation
 * is unfinished: what it has not read yet must not go. Texts that are not derived yet go the next time. What was replaced has
 * left the disk as well, unless somebody reads it still.
 */
export async function expire(store: Store, kept: Kept, nowMs: number): Promise<Expired> {
  const [last] = await store.rows<{ input_id: number; is_finished: boolean }>(derived)
  await unmaskDeleted(store)
  const isDerived = last?.is_finished === true
  const texts = isDerived ? await expireTexts(store, { kept, nowMs, until: last.input_id }) : 0
  const weeks = isDerived ? await dropWeeks(store, nowMs - kept.exchange_days * DAY_MS) : 0
  await removeReplaced(store)
  return { texts, weeks }
}

/** As of any tables, and where none is named of those that are an exchange a row. */
export const removeReplaced = (store: Store, tables: readonly string[] = WEEKLY): Promise<number> =>
  removeReplacedOf(store, tables)

// A row that a repeat left behind is deleted for whoever reads, and lies in its part: what erases passes it by.
const masked = statement(
  'masked',
  `SELECT DISTINCT table FROM system.parts
   WHERE active AND has_lightweight_delete AND database = currentDatabase()
     AND table IN {tables:Array(String)}`,
)

/** Takes out of the files of tables what repeats left there and nobody reads. */
export async function unmaskDeleted(
  store: Store,
  tables: readonly string[] = ['exchange'],
): Promise<void> {
  const known = new Map(tables.map((table) => [store.layout.writable(table), table]))
  for (const { table } of await store.rows<{ table: string }>(masked, {
    tables: [...known.keys()],
  })) {
    const unmask = `ALTER TABLE ${known.get(table)} APPLY DELETED MASK SETTINGS mutations_sync = 1`
    await store.run(statement(`apply_deleted_mask ${table}`, unmask))
  }
}

async function expireTexts(
  store: Store,
  { kept, nowMs, until }: { readonly kept: Kept; readonly nowMs: number; readonly until: number },
): Promise<number> {
  const before = instant(nowMs - kept.text_days * DAY_MS)
  const params = { before, future: instant(nowMs + DAY_MS), until }
  const [due] = await store.rows<{ exchanges: string }>(textDue, params)
  const exchanges = Number(due?.exchanges ?? 0)
  if (exchanges === 0) return 0
  // Noted first: what is erased and not noted would be derived anew, from nothing.
  await store.insert('text_erased', [{ before, erased_at: instant(nowMs), exchanges }])
  await store.run(eraseText, params)
  return exchanges
}

/**
 * Notes that the texts of whole days are not there, where a store came back without them: what was derived from them stays.
 * Days are as in `2026-03-02`.
 */
export async function noteErasedDays(
  store: Store,
  days: readonly string[],
  nowMs: number,
): Promise<void> {
  const last = [...days].sort().at(-1)
  if (last === undefined) return
  const before = instant(Date.parse(`${last}T00:00:00Z`) + DAY_MS)
  await store.insert('text_erased', [{ before, erased_at: instant(nowMs), exchanges: 0 }])
  await store.run(erasedDay, { days: [...days] })
}

async function dropWeeks(store: Store, beforeMs: number): Promise<number> {
  const rows = await store.rows<{ week: string }>(weeks)
  const old = rows.filter(({ week }) => Date.parse(`${week}T00:00:00Z`) + 7 * DAY_MS <= beforeMs)
  for (const { week } of old) {
    // The engine binds no value where a partition is named. It is a date, as the engine itself prints it.
    for (const table of WEEKLY) {
      await store.run(statement(`drop ${table}`, `ALTER TABLE ${table} DROP PARTITION '${week}'`))
    }
  }
  return old.length
}

const instant = (ms: number): string =>
  new Date(Math.max(0, Math.trunc(ms))).toISOString().replace('T', ' ').replace('Z', '')
