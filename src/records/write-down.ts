/** How an act becomes an entry of the trail and what is kept apart of it, and a ruling a row that runs read. */
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import type { Act } from './act.js'
import { appendAudit, type Head } from './audit.js'
import { LATEST_MS } from './deeds/words.js'
import { sealed } from './kept-apart.js'
import type { State } from './state.js'

interface Writing {
  readonly store: Store
  readonly newId: () => string
}

interface TextRow {
  readonly text_id: string
  readonly text: string
}

const PSEUDONYMS = sqlFile(import.meta.url, './pseudonym.sql', {})
const RULINGS = sqlFile(import.meta.url, './ruling_known.sql', { ids: 'Array(String)' })

/** By what each subject is called in the trail. */
export async function pseudonymsOf(store: Store): Promise<Map<string, string>> {
  const rows = await store.rows<TextRow>(PSEUDONYMS)
  return new Map(rows.map(({ text_id, text }) => [text, text_id]))
}

/** What is kept apart goes first: without the entry it is nothing, and an entry without it would say less. */
export const write = (
  writing: Writing,
  pseudonyms: Map<string, string>,
  act: Act,
  nowMs: number,
): Promise<Head> => writeAll(writing, pseudonyms, [act], nowMs)

/** Several at once, in their order. */
export async function writeAll(
  { store, newId }: Writing,
  pseudonyms: Map<string, string>,
  acts: readonly Act[],
  nowMs: number,
): Promise<Head> {
  const texts: TextRow[] = []
  const named = new Map<string, string>()
  const pseudonymOf = (subject: Act['subject']): string => {
    if (subject === undefined) return ''
    const name = JSON.stringify(subject)
    const known = pseudonyms.get(name) ?? named.get(name)
    if (known !== undefined) return known
    const made = `subject-${newId()}`
    texts.push({ text_id: made, text: name })
    named.set(name, made)
    return made
  }
  const entries = acts.map(({ subject, hidden, ...entry }) => {
    const pseudonym = pseudonymOf(subject)
    const apart = Object.keys(hidden).length === 0 ? undefined : sealed(hidden, `text-${newId()}`)
    if (apart !== undefined) texts.push(apart.row)
    return { ...entry, subject: pseudonym, facts: { ...entry.facts, ...apart?.facts } }
  })
  if (texts.length > 0) await store.insert('record_text', texts)
  for (const [name, pseudonym] of named) pseudonyms.set(name, pseudonym)
  return appendAudit(store, entries, nowMs)
}

const instant = (ms: number): string =>
  new Date(Math.max(0, Math.min(ms, LATEST_MS))).toISOString().replace('T', ' ').replace('Z', '')

/** Rulings are read by runs and decisions from their own table, where those from files stand as well. */
export async function writeRulings(store: Store, { rulings, written }: State): Promise<void> {
  const ids = [...rulings.keys()].filter((id) => !written.has(id))
  if (ids.length === 0) return
  const there = await store.rows<{ ruling_id: string }>(RULINGS, { ids })
  const known = new Set(there.map(({ ruling_id }) => ruling_id))
  const missing = ids.filter((id) => !known.has(id)).flatMap((id) => rulings.get(id) ?? [])
  if (missing.length > 0) {
    await store.insert(
      'ruling',
      missing.map(
        ({ ruled_ms, expires_ms, people, line, line_lacks, shares_standing, ...one }) => ({
          ...one,
          ruled_at: instant(ruled_ms),
          expires_at: expires_ms === null ? null : instant(expires_ms),
          author: people.join(', '),
          input_id: 0,
        }),
      ),
    )
  }
  for (const id of ids) written.add(id)
}
