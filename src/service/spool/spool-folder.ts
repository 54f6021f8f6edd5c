import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { holdLock } from '../../store/process-lock.js'
import { type SegmentFile, segmentFileOf } from './segment-name.js'

/** A segment of the folder with its size and the instant of its last write, in milliseconds. */
export interface FoundSegment extends SegmentFile {
  readonly bytes: number
  readonly writtenMs: number
}

/** The segments of a folder in the order of their numbers. What is gone meanwhile is left out. */
export async function listSegments(folder: string): Promise<readonly FoundSegment[]> {
  const files = (await readdir(folder)).flatMap((file) => segmentFileOf(file) ?? [])
  const found = await Promise.all(
    files.map(async (segment) => {
      try {
        const { size, mtimeMs } = await stat(join(folder, segment.file))
        return [{ ...segment, bytes: size, writtenMs: mtimeMs }]
      } catch (error) {
        // The other process renames and deletes as it goes.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
    }),
  )
  return found.flat().sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1))
}

/** Makes durable which names the folder holds: a file that was synced may else be gone after a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** One writer a folder: a second would recover, and so cut, what the first is writing. */
export const lockFolder = (folder: string): (() => void) =>
  holdLock(
    join(folder, 'writer.lock'),
    (owner) => new StillwatchError('SPOOL_LOCKED', { path: folder, owner: String(owner) }),
  )

/** Removes segments that were set aside so long ago that what they say is over its time. Returns how many. */
export async function removeAside(
  folder: string,
  { beforeMs }: { readonly beforeMs: number },
): Promise<number> {
  const segments = await listSegments(folder)
  const old = segments.filter(({ state, writtenMs }) => state === 'aside' && writtenMs < beforeMs)
  for (const { file } of old) await rm(join(folder, file), { force: true })
  if (old.length > 0) await syncFolder(folder)
  return old.length
}
