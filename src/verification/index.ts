import { readdirSync } from 'node:fs'
import type { Reason } from './define.js'

/** Every reason, ordered by id. A file in the folder is a reason: there is no list. */
export async function loadReasons(): Promise<readonly Reason[]> {
  const folder = new URL('./reasons/', import.meta.url)
  const files = readdirSync(folder).filter((file) => /^[\w-]+\.[jt]s$/.test(file))
  const reasons = await Promise.all(files.map((file) => loadReason(folder, file)))
  return reasons.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function loadReason(folder: URL, file: string): Promise<Reason> {
  const module = (await import(new URL(file, folder).href)) as { default: Reason }
  const { id, benign, evasions, speaks } = module.default
  if (!file.startsWith(`${id}.`)) throw new Error(`${file} holds ${id}: they must agree`)
  if (benign.length === 0 || (speaks === 'fraud' && evasions.length === 0)) {
    throw new Error(`${file}: whom does it concern innocently, and how is it evaded?`)
  }
  return module.default
}
