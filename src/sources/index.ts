import { readdirSync } from 'node:fs'
import type { Source } from './define.js'

/** Every source of the folder, ordered by id. A file in the folder is a source: there is no list. */
export async function loadSources(): Promise<readonly Source[]> {
  const folder = new URL('./', import.meta.url)
  const files = readdirSync(folder).filter(
    (file) => /^[\w-]+\.[jt]s$/.test(file) && !/^(define|index)\./.test(file),
  )
  const sources = await Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, folder).href)) as { default: Source }
      if (!file.startsWith(`${module.default.id}.`)) {
        throw new Error(`${file} holds ${module.default.id}: a file and its source must agree`)
      }
      return module.default
    }),
  )
  return sources.sort((a, b) => (a.id < b.id ? -1 : 1))
}
