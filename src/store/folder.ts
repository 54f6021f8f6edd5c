import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder with those above it, where they are not there. Not by the recursive `mkdirSync`: where
 * the system takes no folder and says that there is none (`/proc`), that tries again for ever.
 */
export function makeFolder(path: string): void {
  const missing: string[] = []
  let at = resolve(path)
  while (statSync(at, { throwIfNoEntry: false }) === undefined && at !== dirname(at)) {
    missing.unshift(at)
    at = dirname(at)
  }
  for (const folder of missing) make(folder)
  if (!statSync(path).isDirectory()) mkdirSync(path)
}

/** Somebody else may have made it meanwhile, which is as well. */
function make(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
