import { readdirSync } from 'node:fs'
import type { Reason } from './define.js'
import type { UseReason } from './use.js'

/** Every reason about an application, ordered by id. A file in the folder is a reason: there is no list. */
export const loadReasons = (): Promise<readonly Reason[]> => load<Reason>('reasons')

/** Every reason about what is done with a grant, ordered by id. */
export const loadUseReasons = (): Promise<readonly UseReason[]> => load<UseReason>('uses')

type Entry = Pick<Reason, 'id' | 'benign' | 'evasions'> & { readonly speaks: string }

async function load<Kind extends Entry>(name: string): Promise<readonly Kind[]> {
  const folder = new URL(`./${name}/`, import.meta.url)
  const files = readdirSync(folder).filter((file) => /^[\w-]+\.[jt]s$/.test(file))
  const reasons = await Promise.all(files.map((file) => loadOne<Kind>(folder, file)))
  return reasons.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function loadOne<Kind extends Entry>(folder: URL, file: string): Promise<Kind> {
  const module = (await import(new URL(file, folder).href)) as { default: Kind }
  const { id, benign, evasions, speaks } = module.default
  if (!file.startsWith(`${id}.`)) throw new Error(`${file} holds ${id}: they must agree`)
  if (benign.length === 0 || (speaks !== 'innocence' && evasions.length === 0)) {
    throw new Error(`${file}: whom does it concern innocently, and how is it evaded?`)
  }
  return module.default
}
