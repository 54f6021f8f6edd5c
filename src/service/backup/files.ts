import { createHash } from 'node:crypto'
import { constants, lstatSync, readdirSync, statfsSync } from 'node:fs'
import { chmod, type FileHandle, open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { bytesText } from '../../domain/bytes.js'
import { StillwatchError } from '../../domain/errors.js'
import { syncFolder } from '../spool/spool-folder.js'

const CHUNK_BYTES = 1024 * 1024

/** A file by what is in it. */
export interface Sealed {
  readonly bytes: number
  readonly sha256: string
}

/** Makes a file that the engine wrote durable and its owner's alone, and says what is in it. */
export async function sealFile(path: string): Promise<Sealed> {
  await chmod(path, 0o600)
  const handle = await open(path, 'r')
  try {
    await handle.sync()
    return await sealOf(handle)
  } finally {
    await handle.close()
  }
}

/** What is in a file that somebody else may have put there: a link, a pipe or a device is none. */
export async function sealOfForeign(path: string): Promise<Sealed | undefined> {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return undefined
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    return await sealOf(handle)
  } finally {
    await handle.close()
  }
}

async function sealOf(handle: FileHandle): Promise<Sealed> {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  let bytes = 0
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, bytes)
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') }
    hash.update(chunk.subarray(0, bytesRead))
    bytes += bytesRead
  }
}

/** Copies as much of a file as it holds now, which may grow meanwhile, to a new file that is durable then. */
export async function copyDurable(from: string, to: string): Promise<Sealed> {
  const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const { size } = await source.stat()
    const target = await open(to, 'w', 0o600)
    try {
      const hash = createHash('sha256')
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
      let bytes = 0
      while (bytes < size) {
        const { bytesRead } = await source.read(
          chunk,
          0,
          Math.min(CHUNK_BYTES, size - bytes),
          bytes,
        )
        // A segment that is cut back behind a failed write is shorter than it was.
        if (bytesRead === 0) break
        const read = chunk.subarray(0, bytesRead)
        await target.writeFile(read)
        hash.update(read)
        bytes += bytesRead
      }
      await target.sync()
      return { bytes, sha256: hash.digest('hex') }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Makes a folder durable with all that is in it. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    else if (entry.isFile()) await syncFolder(path)
  }
  await syncFolder(folder)
}

/** Refuses to begin what the disk of `path` has no room for. */
export function checkRoom(path: string, needed: number): void {
  const { bavail, bsize } = statfsSync(existingAbove(path))
  const free = bavail * bsize
  if (free >= needed) return
  throw new StillwatchError('DISK_SHORT', {
    path,
    needed: bytesText(needed),
    free: bytesText(free),
  })
}

function existingAbove(path: string): string {
  let at = resolve(path)
  while (lstatSync(at, { throwIfNoEntry: false }) === undefined && at !== dirname(at))
    at = dirname(at)
  return at
}
