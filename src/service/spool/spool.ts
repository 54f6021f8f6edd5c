import { chmod } from 'node:fs/promises'
import { operational } from '../../domain/errors.js'
import { makeFolder } from '../../store/folder.js'
import type { Spool, SpoolOptions } from './model.js'
import { recoverSegments } from './recover.js'
import { listSegments, lockFolder } from './spool-folder.js'
import { startWriter } from './writer.js'

const SEAL_AFTER_MS = 2000

/** Opens a spool as its only writer, and recovers what one that ended without closing left behind. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, sealAfterMs = SEAL_AFTER_MS } = options
  const release = inFolder(() => {
    makeFolder(folder)
    return lockFolder(folder)
  })
  try {
    // Requests lie in it: for the service's own user alone.
    await chmod(folder, 0o700)
    await recoverSegments(folder)
    return startWriter({ ...options, sealAfterMs, found: await listSegments(folder), release })
  } catch (error) {
    release()
    throw operational(error)
  }
}

function inFolder<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw operational(error)
  }
}
