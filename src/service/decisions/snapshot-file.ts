import { createHash, timingSafeEqual } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { decodeHeader, decodeTables, type Refusal } from './snapshot-decode.js'
import { CHECKSUM_AT, HEADER_BYTES } from './snapshot-encode.js'
import type { Tables } from './tables.js'

// Hashing so much takes a fifth of a millisecond: between two chunks, requests are answered.
const CHUNK_BYTES = 131_072
/** Eight times what a million subjects take. */
export const SNAPSHOT_BYTES_MAX = 512 * 1024 * 1024

/**
 * Writes a snapshot so that a reader finds the old file or the new one and never a part: under a name of its
 * own in the same folder, to the disk, then renamed. Only its owner may read it, for it holds reasons.
 */
export async function writeSnapshot(path: string, file: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.part`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(file)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Reads and verifies a snapshot, in chunks. A file that is torn, foreign or of other keys is refused. */
export async function readSnapshot(
  path: string,
  keyChecks: readonly string[],
): Promise<Tables | Refusal> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    if (size > SNAPSHOT_BYTES_MAX) return { refused: `it has ${size} bytes, which is too much` }
    const file = new Uint8Array(size)
    const checksum = await readAll(handle, file)
    if (checksum === undefined) return { refused: 'it became shorter while it was read' }
    const header = decodeHeader(file)
    if ('refused' in header) return header
    if (!timingSafeEqual(checksum, file.subarray(CHECKSUM_AT, HEADER_BYTES))) {
      return { refused: 'its checksum does not fit' }
    }
    const tables = decodeTables(file, header)
    if ('refused' in tables) return tables
    return keyChecks.includes(tables.keyCheck)
      ? tables
      : { refused: 'it was made under another hash_secret' }
  } finally {
    await handle.close()
  }
}

/** Fills `file`, and gives the checksum of what follows the header. */
async function readAll(handle: FileHandle, file: Uint8Array): Promise<Buffer | undefined> {
  const hash = createHash('sha256')
  for (let at = 0; at < file.length; ) {
    const { bytesRead } = await handle.read(file, at, Math.min(CHUNK_BYTES, file.length - at), at)
    if (bytesRead === 0) return undefined
    hash.update(file.subarray(Math.max(at, HEADER_BYTES), Math.max(at + bytesRead, HEADER_BYTES)))
    at += bytesRead
  }
  return hash.digest()
}
