import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findFrames } from './frame.js'
import { openedSpare, type SegmentFile, sealedFile } from './segment-name.js'
import { listSegments, syncFolder } from './spool-folder.js'

/**
 * Seals the segments of a writer that ended in the middle: the torn tail is cut, what is whole stays.
 * Nothing is ever appended to them, for the reader may have taken a segment whose new name a power
 * failure undid.
 */
export async function recoverSegments(folder: string): Promise<void> {
  // A power failure may have undone the name under which rows were written.
  for (const file of await readdir(folder)) {
    const opened = openedSpare(file)
    if (opened !== undefined) await rename(join(folder, file), join(folder, opened))
  }
  const left = (await listSegments(folder)).filter(({ state }) => state === 'open')
  for (const segment of left) await recover(folder, segment)
  if (left.length > 0) await syncFolder(folder)
}

async function recover(folder: string, segment: SegmentFile): Promise<void> {
  const path = join(folder, segment.file)
  const handle = await open(path, 'r+')
  let rows = 0
  try {
    const bytes = await handle.readFile()
    const found = findFrames(bytes, segment.name)
    // Rows that were acknowledged and that the disk lost since count too: the reader names them.
    rows = found.parts.reduce((sum, part) => sum + (part.rows ?? 0), 0)
    if (found.goodBytes < bytes.length) await handle.truncate(found.goodBytes)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  if (rows === 0) await rm(path)
  else await rename(path, join(folder, sealedFile(segment, rows)))
}
