import { existsSync } from 'node:fs'
import { chmod, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../store/folder.js'
import { segmentFileOf } from '../spool/segment-name.js'
import { type FoundSegment, listSegments, lockFolder, syncFolder } from '../spool/spool-folder.js'
import { copyDurable, type Sealed } from './files.js'
import { type SpoolFile, segmentPathOf } from './manifest.js'

/** A segment that is renamed each time it is looked at is none that a gate wrote. */
const LOOKS_MAX = 10

/**
 * Copies what waits in the spool, while the gate writes to it: nothing is taken from it meanwhile, so that what is
 * not in the tables is here. Of a segment that grows, what is there now; the gate cuts a torn end when it begins.
 */
export async function copySegments(spool: string, folder: string): Promise<readonly SpoolFile[]> {
  if (!existsSync(spool)) return []
  const copied: SpoolFile[] = []
  for (const found of await listSegments(spool)) {
    const { segment, sealed } = await copyFollowing(spool, found, folder)
    if (sealed === undefined) continue
    const file = segmentPathOf(segment.file)
    copied.push({ file, segment: segment.file, ...sealed })
  }
  return copied
}

/** The gate may seal a segment, and so rename it, between two looks. */
async function copyFollowing(
  spool: string,
  found: FoundSegment,
  folder: string,
): Promise<{ readonly segment: FoundSegment; readonly sealed: Sealed | undefined }> {
  let segment: FoundSegment | undefined = found
  for (let looks = 0; segment !== undefined && looks < LOOKS_MAX; looks += 1) {
    try {
      const to = join(folder, segmentPathOf(segment.file))
      return { segment, sealed: await copyDurable(join(spool, segment.file), to) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    segment = (await listSegments(spool)).find(({ name }) => name === found.name)
  }
  // An open one without a row is deleted when it would be sealed.
  return { segment: found, sealed: undefined }
}

/**
 * Puts segments of a backup into a spool. What is there stays: it came in since, and what is there under the same name
 * is as much of it or more. A segment that the store has taken is known there by its name, and let go.
 */
export async function putSegments(
  folder: string,
  files: readonly SpoolFile[],
  spool: string,
): Promise<number> {
  if (files.length === 0) return 0
  makeFolder(spool)
  await chmod(spool, 0o700)
  const release = lockFolder(spool)
  try {
    const there = new Set((await listSegments(spool)).map(({ name }) => name))
    const absent = files.filter(({ segment }) => !there.has(segmentFileOf(segment)?.name ?? ''))
    for (const { file, segment } of absent) {
      const temporary = join(spool, `${segment}.part`)
      await copyDurable(join(folder, file), temporary)
      await rename(temporary, join(spool, segment))
    }
    await syncFolder(spool)
    return absent.length
  } finally {
    release()
  }
}
