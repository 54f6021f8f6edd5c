/**
 * What people wrote and whom they named, apart from the trail, so that it can be erased. An entry has its id and a seal: a
 * hash over it and a salt that lies with it. So it cannot be changed unseen, and once it is erased the seal tells nothing.
 */
import { createHash, randomBytes } from 'node:crypto'
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'

type Apart = Readonly<Record<string, unknown>>

/** `missing`: it was erased, or lost. `changed`: it is not what was written. */
export type Found = Apart | 'missing' | 'changed'

const TEXTS = sqlFile(import.meta.url, './record_text.sql', { ids: 'Array(String)' })
const SALT_BYTES = 16

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What is kept of it, and what the entry says of it. */
export function sealed(hidden: Apart, id: string) {
  const text = JSON.stringify({ ...hidden, salt: randomBytes(SALT_BYTES).toString('base64') })
  return { row: { text_id: id, text }, facts: { hidden: id, hidden_sha256: sha256(text) } }
}

/** Of those of the entries that have something apart, by number, what is found of it. */
export async function keptApart(
  store: Store,
  entries: readonly { readonly seq: string; readonly facts: string }[],
): Promise<ReadonlyMap<string, Found>> {
  const named = entries.flatMap(({ seq, facts }) => {
    const { hidden, hidden_sha256 } = JSON.parse(facts) as Apart
    return typeof hidden === 'string' ? [{ seq, id: hidden, seal: hidden_sha256 }] : []
  })
  if (named.length === 0) return new Map()
  const rows = await store.rows<{ text_id: string; text: string }>(TEXTS, {
    ids: named.map(({ id }) => id),
  })
  const texts = new Map(rows.map(({ text_id, text }) => [text_id, text]))
  return new Map(named.map(({ seq, id, seal }) => [seq, foundIn(texts.get(id), seal)]))
}

function foundIn(text: string | undefined, seal: unknown): Found {
  if (text === undefined) return 'missing'
  // Entries from before there were seals have none.
  if (seal !== undefined && sha256(text) !== seal) return 'changed'
  const { salt: _, ...hidden } = JSON.parse(text) as Apart
  return hidden
}
