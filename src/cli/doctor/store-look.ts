import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { HashSecrets } from '../../config/key.js'
import { StillwatchError } from '../../domain/errors.js'
import { type Epoch, epochOf } from '../../store/epoch-standing.js'
import { lockOwner } from '../../store/process-lock.js'
import { openReader } from '../../store/reader.js'
import { openServed, servedSocket } from '../../store/served.js'
import { type Check, ok, warn } from './check.js'
import { checkChain } from './secrets.js'

/** Of the few and short rows that say under which secrets a store is. */
export const READ_BOUNDS = { secondsMax: 60, rowsMax: 1_000_000, bytesMax: 256 * 1024 * 1024 }

export interface Looked {
  readonly path: string | undefined
  readonly url: string | undefined
  readonly secrets: HashSecrets
}

const NAME = 'Store secrets'

/** Reads under which secrets a store is, by the way that is open, and compares them. Nothing where there is no store to read. */
export async function lookAtSecrets({ path, url, secrets }: Looked): Promise<readonly Check[]> {
  const read = url === undefined ? readerOf(path) : () => ofServer(url)
  if (read === undefined) return []
  if (path !== undefined && url === undefined && isOthers(join(path, 'data'))) {
    return [
      ok(NAME, 'not looked at: the store is another user’s, who would find files of yours in it'),
    ]
  }
  try {
    return [checkChain(secrets, await read())]
  } catch (error) {
    return [
      warn(NAME, `it could not be read: ${problemOf(error)}`, 'See what is said of the store.'),
    ]
  }
}

/** How the store of a folder is read, where there is one that nobody else holds. */
function readerOf(path: string | undefined): (() => Promise<Epoch>) | undefined {
  if (path === undefined || !existsSync(join(path, 'data'))) return undefined
  const owner = lockOwner(join(path, 'lock'))
  if (owner === undefined) return () => ofFolder(path)
  return existsSync(servedSocket(path)) ? () => epochOf(openServed(path)) : undefined
}

async function ofFolder(path: string): Promise<Epoch> {
  const probe = fileURLToPath(new URL('./store-probe.js', import.meta.url))
  const timeout = 2 * READ_BOUNDS.secondsMax * 1000
  const options = { timeout, maxBuffer: READ_BOUNDS.bytesMax }
  const { stdout } = await promisify(execFile)(process.execPath, [probe, path], options)
  return JSON.parse(stdout) as Epoch
}

async function ofServer(url: string): Promise<Epoch> {
  const store = await openReader({ path: '', url }, READ_BOUNDS)
  try {
    return await epochOf(store)
  } finally {
    await store.close()
  }
}

/** Who opens the embedded engine leaves files in the folder, which its owner could not write. */
const isOthers = (data: string): boolean => {
  const own = process.getuid?.()
  return own !== undefined && statSync(data).uid !== own
}

function problemOf(error: unknown): string {
  if (error instanceof StillwatchError) return error.message.replace(/\.$/, '')
  const { signal, stderr } = error as { signal?: string | null; stderr?: string }
  if (signal) return `its engine ended with ${signal}`
  const line = (stderr ?? '').split('\n').find((one) => /Error|error|cannot/.test(one))
  return line?.trim() ?? 'its engine did not answer'
}
