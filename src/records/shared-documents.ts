/** What leaves, as two people saw it: kept under its own hash, so that what is given out is that or nothing. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.js'
import { type Json, type SharedCampaign, sharedCampaign } from '../domain/sharing.js'
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'

const DOCUMENT = sqlFile(import.meta.url, './shared_document.sql', { sha256: 'String' })

/** Durable before it resolves. */
export async function keepShared(
  store: Store,
  { sha256, text }: { readonly sha256: string; readonly text: string },
): Promise<void> {
  if ((await textOf(store, sha256)) !== undefined) return
  await store.insert('shared_document', [{ sha256, text }])
}

async function textOf(store: Store, sha256: string): Promise<string | undefined> {
  const [row] = await store.rows<{ text: string }>(DOCUMENT, { sha256 })
  return row?.text
}

/** The canonical JSON of what leaves; undefined where it is gone, or is not what both saw. */
export async function sharedDocument(store: Store, sha256: string): Promise<string | undefined> {
  const kept = await asBothSaw(store, sha256)
  return kept === undefined ? undefined : canonicalJson(kept.document)
}

/** The campaign of which an event of MISP is made, where it is to be one; undefined where that is gone, or is not what both saw. */
export async function sharedForMisp(
  store: Store,
  sha256: string,
): Promise<SharedCampaign | undefined> {
  const { data } = sharedCampaign.safeParse((await asBothSaw(store, sha256))?.misp)
  return data
}

interface Kept {
  readonly document: Json
  readonly misp?: unknown
}

async function asBothSaw(store: Store, sha256: string): Promise<Kept | undefined> {
  const text = await textOf(store, sha256)
  if (text === undefined) return undefined
  if (createHash('sha256').update(text).digest('hex') !== sha256) return undefined
  return JSON.parse(text) as Kept
}
