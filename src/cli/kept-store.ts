import { existsSync } from 'node:fs'
import { type RunSettings, readSettings } from '../config/settings.js'
import { StillwatchError } from '../domain/errors.js'
import { type FinishedRun, lastFinishedRun } from '../store/runs.js'
import { openServed, servedSocket } from '../store/served.js'
import type { Store } from '../store/store.js'
import { servedPath } from './serve/parts.js'
import { type SessionOptions, withStore } from './session.js'

export interface StoreFlags {
  readonly store?: string
  readonly config?: string
}

/** The store that the flags or the settings name, if any do. */
export function namedStore(flags: StoreFlags) {
  const settings = readSettings(flags.config)
  const path = keptPath(flags, settings)
  const { url } = settings.store
  return path === undefined && url === undefined ? undefined : { path, url }
}

/** The folder that was named, or that of the service where one runs. */
export function keptPath(flags: StoreFlags, settings: RunSettings): string | undefined {
  const named = flags.store ?? settings.store.path
  if (named !== undefined) return named
  const served = servedPath(settings)
  return existsSync(servedSocket(served)) ? served : undefined
}

type Named = NonNullable<ReturnType<typeof namedStore>> & Pick<SessionOptions, 'hashKey'>

/** The store, through the service where that has it. */
async function withReadStore<Result>(
  { path, url, hashKey }: Named,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  if (url !== undefined || path === undefined) return withStore({ store: path, url, hashKey }, work)
  try {
    return await withStore({ store: path, hashKey }, work)
  } catch (error) {
    if (!(error instanceof StillwatchError) || error.code !== 'STORE_SERVED') throw error
    return work(openServed(path))
  }
}

/** A store that is there already, to be read; it never makes one. */
export async function withNamedStore<Result>(
  named: Named,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const { path, url } = named
  if (url === undefined && path !== undefined && !existsSync(path)) {
    throw new StillwatchError('INPUT_MISSING', { path })
  }
  return withReadStore(named, work)
}

/** Reads the last finished run of a store. */
export async function withFinishedRun<Result>(
  command: string,
  named: NonNullable<ReturnType<typeof namedStore>>,
  work: (store: Store, run: FinishedRun) => Promise<Result>,
): Promise<Result> {
  const { path, url } = named
  return withNamedStore(named, async (store) => {
    const run = await lastFinishedRun(store)
    if (run !== undefined) return work(store, run)
    throw new StillwatchError('USAGE', {
      // Of an address, not the name and password that it may hold.
      what: `No run has finished in ${url === undefined ? path : new URL(url).origin}: \`stillwatch scan <paths> --store <folder>\` makes one.`,
      command,
    })
  })
}
