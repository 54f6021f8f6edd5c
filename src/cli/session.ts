import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../store/open.js'
import type { StatementWatch, Store } from '../store/store.js'

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
  const path = options.store ?? mkdtempSync(join(tmpdir(), 'stillwatch-'))
  const remove = () => {
    if (options.store === undefined) rmSync(path, { recursive: true, force: true })
  }
  // An interrupted command leaves nothing behind either.
  process.once('exit', remove)
  const store = await openStore({ path, url: options.url, watch: options.watch })
  try {
    return await work(store)
  } finally {
    await store.close()
    remove()
    process.removeListener('exit', remove)
  }
}
