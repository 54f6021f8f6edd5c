import { resolve } from 'node:path'
import { type RunSettings, readSettings } from '../../config/settings.js'
import { StillwatchError } from '../../domain/errors.js'
import type { StoreFlags } from '../kept-store.js'
import { servedPath } from '../serve/parts.js'

/** Where a store is, and the state folder whose spool belongs to it. */
export interface Place {
  readonly path: string
  readonly state: string
  readonly settings: RunSettings
}

/**
 * The store that is named, or that of the service. A store that was named and is not the service's has beside it what
 * a service that had it would have there.
 */
export function placeOf(flags: StoreFlags): Place {
  const settings = readSettings(flags.config)
  if (flags.store === undefined && settings.store.url !== undefined) {
    throw new StillwatchError('BACKUP_OF_SERVER')
  }
  const served = servedPath(settings)
  const path = flags.store ?? served
  const isServed = resolve(path) === resolve(served)
  return { path, state: isServed ? settings.serve.state : path, settings }
}
