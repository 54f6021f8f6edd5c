import { HASHES_BEGIN, openStore } from '../store/open.js'
import type { StatementWatch, Store } from '../store/store.js'
import { makeTemporary, removeTemporary } from './temporary.js'

export interface SessionOptions {
  /** A folder to keep the store in; without it the store is made for this command and removed. */
  readonly store?: string | undefined
  readonly url?: string | undefined
  readonly watch?: StatementWatch | undefined
  /** The chain of keys that the store is to be under, where the command hashes or compares. */
  readonly hashKey?: string | undefined
}

/** A line each tenth: a command that takes minutes longer than ever says why. */
function tellRekeying(step: string, done: number, of: number): void {
  const tenth = (part: number) => Math.floor((10 * part) / of)
  if (done > 0 && tenth(done) === tenth(done - 1)) return
  process.stderr.write(`${step}: ${10 * tenth(done)} %\n`)
}

/** Opens the store for one command, and closes it, and removes what was only for it, however it ends. */
export async function withStore<Result>(
  options: SessionOptions,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const path = options.store ?? makeTemporary('stillwatch-')
  try {
    const { url, watch, hashKey } = options
    const store = await openStore({
      ...{ path, url, watch, hashKey, rekeying: tellRekeying },
      beginning: () => process.stderr.write(`${HASHES_BEGIN}\n`),
    })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  } finally {
    removeTemporary(path)
  }
}
