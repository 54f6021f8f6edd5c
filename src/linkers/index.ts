import { readdirSync } from 'node:fs'
import type { Linker } from './define.js'

/** Every linker of the folder, ordered by id. A file in the folder is a linker: there is no list. */
export async function loadLinkers(): Promise<readonly Linker[]> {
  const folder = new URL('./', import.meta.url)
  const files = readdirSync(folder).filter(
    (file) => /^[\w-]+\.[jt]s$/.test(file) && !/^(define|index)\./.test(file),
  )
  const linkers = await Promise.all(files.map((file) => loadLinker(folder, file)))
  return linkers.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function loadLinker(folder: URL, file: string): Promise<Linker> {
  const module = (await import(new URL(file, folder).href)) as { default: Linker }
  const { id, benign, evasions } = module.default
  if (!file.startsWith(`${id}.`)) throw new Error(`${file} holds ${id}: they must agree`)
  if (benign.length === 0 || evasions.length === 0) {
    throw new Error(`${file}: who shares this innocently, and how is it evaded?`)
  }
  return module.default
}
