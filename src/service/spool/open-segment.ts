import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openFile, type SegmentName, sealedFile, spareFile } from './segment-name.js'
import { syncFolder } from './spool-folder.js'

/** The segment that rows of one kind are written to. All of it up to `bytes` is on disk. */
export interface OpenSegment extends SegmentName {
  readonly handle: FileHandle
  /** When its first rows came. */
  openedMs: number
  bytes: number
  rows: number
  frames: number
  /** How long it has been open, in ticks of the writer: a clock that is set back must not keep it open. */
  ticks: number
  /** Nothing more may be written to it. `lost` is one whose end cannot be known before recovery. */
  state: 'writable' | 'ended' | 'lost'
  /** The reader sees it, though its new name may not be durable yet. */
  isRenamed: boolean
}

/** Makes a segment in readiness, and its name durable. */
export async function makeSpare(
  folder: string,
  name: SegmentName,
  sync = syncFolder,
): Promise<OpenSegment> {
  const path = join(folder, spareFile(name))
  const handle = await open(path, 'wx', 0o600)
  try {
    await sync(folder)
  } catch (error) {
    await handle.close()
    await rm(path, { force: true })
    throw error
  }
  const empty = { openedMs: 0, bytes: 0, rows: 0, frames: 0, ticks: 0 }
  return { ...name, ...empty, handle, state: 'writable', isRenamed: false }
}

/**
 * Lets rows come into a segment. Of its two names a power failure leaves either: what was synced is under one of them, and
 * whoever opens the spool next looks under both.
 */
export async function beginSegment(
  folder: string,
  spare: OpenSegment,
  openedMs: number,
): Promise<OpenSegment> {
  try {
    await rename(join(folder, spareFile(spare)), join(folder, openFile(spare)))
  } catch (error) {
    await dropSpare(folder, spare)
    throw error
  }
  spare.openedMs = openedMs
  return spare
}

/** Takes away one that no row came into. */
export async function dropSpare(folder: string, spare: OpenSegment): Promise<void> {
  await spare.handle.close()
  await rm(join(folder, spareFile(spare)), { force: true })
}

/** Appends one frame, durably or not at all. */
export async function appendFrame(
  segment: OpenSegment,
  frame: Buffer,
  rows: number,
): Promise<void> {
  try {
    await writeWhole(segment, frame)
  } catch (error) {
    await cut(segment)
    throw error
  }
  try {
    await segment.handle.datasync()
  } catch (error) {
    // What a failed sync left on disk is not known, and a second one would say that all is well.
    segment.state = 'ended'
    await cut(segment)
    throw error
  }
  segment.bytes += frame.length
  segment.rows += rows
  segment.frames += 1
}

async function writeWhole({ handle, bytes }: OpenSegment, frame: Buffer): Promise<void> {
  for (let done = 0; done < frame.length; ) {
    const { bytesWritten } = await handle.write(frame, done, frame.length - done, bytes + done)
    done += bytesWritten
  }
}

async function cut(segment: OpenSegment): Promise<void> {
  try {
    await segment.handle.truncate(segment.bytes)
  } catch {
    segment.state = 'lost'
  }
}

/**
 * Hands a segment to the reader; one without rows goes. Where it fails in the middle it is called again, and does what is left: the
 * reader may have taken and deleted the segment by then.
 */
export async function sealSegment(
  folder: string,
  segment: OpenSegment,
  sync = syncFolder,
): Promise<void> {
  if (!segment.isRenamed) await renameSealed(folder, segment)
  segment.isRenamed = true
  await segment.handle.close()
  await sync(folder)
}

async function renameSealed(folder: string, segment: OpenSegment): Promise<void> {
  const path = join(folder, openFile(segment))
  if (segment.rows === 0) return rm(path, { force: true })
  try {
    await rename(path, join(folder, sealedFile(segment, segment.rows)))
  } catch (error) {
    // Nothing is left under that name: a rename that was said to have failed was done.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
