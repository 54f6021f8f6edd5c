import { stat } from 'node:fs/promises'
import { systemProblem } from '../../domain/errors.js'
import type { Refusal } from './snapshot-decode.js'
import { readSnapshot } from './snapshot-file.js'
import type { Tables } from './tables.js'

/** What is in force, and what was wrong with the newest file where it was not taken. */
export interface SnapshotState {
  readonly tables: Tables | null
  /** Why the file that is there now is not what is in force; null where it is. */
  readonly refused: string | null
}

export interface SnapshotWatch {
  state(): SnapshotState
  /** Looks at the file now. Resolves when what it holds is in force or refused. */
  refresh(): Promise<void>
  close(): void
}

export interface SnapshotWatchOptions {
  readonly path: string
  readonly keyChecks: readonly string[]
  readonly pollMs: number
  /** Told of each file that was looked at: taken where `refused` is null. */
  readonly changed?: ((state: SnapshotState) => void) | undefined
}

/**
 * Keeps the tables of the file at `path`, which another process replaces by renaming. A file that is gone,
 * torn or foreign changes nothing but the reason told: what was in force stays in force.
 *
 * It looks once a poll at the file's identity instead of waiting for notices, which network folders do not
 * send and which a rename over the watched name makes silent.
 */
export async function watchSnapshot(options: SnapshotWatchOptions): Promise<SnapshotWatch> {
  let state: SnapshotState = { tables: null, refused: 'there is no file yet' }
  let seen = ''
  let running: Promise<void> | undefined

  const look = async () => {
    const identity = await identityOf(options.path)
    if (identity === seen) return
    const read = identity === '' ? { refused: 'the file is gone' } : await readOrRefuse(options)
    state =
      'refused' in read
        ? { tables: state.tables, refused: read.refused }
        : { tables: read, refused: null }
    seen = identity
    options.changed?.(state)
  }
  const refresh = (): Promise<void> => {
    running ??= look().finally(() => {
      running = undefined
    })
    return running
  }

  await refresh()
  const timer = setInterval(() => void refresh(), options.pollMs)
  timer.unref()
  return Object.freeze({ state: () => state, refresh, close: () => clearInterval(timer) })
}

/** What changes when the file is replaced, or '' where there is none. */
async function identityOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path)
    return `${ino} ${size} ${mtimeMs}`
  } catch {
    return ''
  }
}

async function readOrRefuse(options: SnapshotWatchOptions): Promise<Tables | Refusal> {
  try {
    return await readSnapshot(options.path, options.keyChecks)
  } catch (error) {
    // Whatever it is, the request path must not hear of it.
    return { refused: systemProblem(error) ?? 'it could not be read' }
  }
}
