import { openStore } from '../store/open.js'
import type { StatementWatch, Store } from '../store/store.js'
import { makeTemporary, removeTemporary } from './temporary.js'

export interface SessionOptions {
  /** A folder to keep the store in; without it the store is made for this command and removed. */
  readonly store?: string | undefined
  readonly url?: string | undefined
  readonly watch?: StatementWatch | undefined
}

/** Opens the store for one command, and closes it, and removes what was only for it, however it ends. */
export async function withStore<Result>(
  options: SessionOptions,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const path = options.store ?? makeTemporary('stillwatch-')
  try {
    const store = await openStore({ path, url: options.url, watch: options.watch })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  } finally {
    removeTemporary(path)
  }
}
