import { existsSync } from 'node:fs'
import { readSettings } from '../config/settings.js'
import { StillwatchError } from '../domain/errors.js'
import { type FinishedRun, lastFinishedRun } from '../store/runs.js'
import type { Store } from '../store/store.js'
import { withStore } from './session.js'

export interface StoreFlags {
  readonly store?: string
  readonly config?: string
}

/** The store that the flags or the settings name, if any do. */
export function namedStore(flags: StoreFlags) {
  const { store } = readSettings(flags.config)
  const path = flags.store ?? store.path
  return path === undefined && store.url === undefined ? undefined : { path, url: store.url }
}

/** Reads the last finished run of a store that is there already; it never makes one. */
export async function withFinishedRun<Result>(
  command: string,
  named: NonNullable<ReturnType<typeof namedStore>>,
  work: (store: Store, run: FinishedRun) => Promise<Result>,
): Promise<Result> {
  const { path, url } = named
  if (url === undefined && path !== undefined && !existsSync(path)) {
    throw new StillwatchError('INPUT_MISSING', { path })
  }
  return withStore({ store: path, url }, async (store) => {
    const run = await lastFinishedRun(store)
    if (run !== undefined) return work(store, run)
    throw new StillwatchError('USAGE', {
      // Of an address, not the name and password that it may hold.
      what: `No run has finished in ${url === undefined ? path : new URL(url).origin}: \`stillwatch scan <paths> --store <folder>\` makes one.`,
      command,
    })
  })
}
