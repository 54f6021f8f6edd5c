import { readdirSync } from 'node:fs'
import type { Countermeasure } from './define.js'

/** Every countermeasure, ordered by id. A file of this folder is one: there is no list. */
export const COUNTERMEASURES: readonly Countermeasure[] = await load()

export const MEASURE_IDS = COUNTERMEASURES.map(({ id }) => id)

async function load(): Promise<readonly Countermeasure[]> {
  const folder = new URL('./', import.meta.url)
  const files = readdirSync(folder).filter(
    (file) => /^[\w-]+\.[jt]s$/.test(file) && !/^(define|index)\./.test(file),
  )
  const all = await Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, folder).href)) as { default: Countermeasure }
      if (!file.startsWith(`${module.default.id}.`)) {
        throw new Error(`${file} holds ${module.default.id}: a file and its measure must agree`)
      }
      return module.default
    }),
  )
  return all.sort((a, b) => (a.id < b.id ? -1 : 1))
}
