import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { holdsSealed, isSealed, openedLine } from '../texts.js'
import { type FramesFound, findFrames } from './frame.js'
import { asideFile, type SegmentFile } from './segment-name.js'
import { SEGMENT_ROWS_MAX } from './segments.js'
import { listSegments, syncFolder } from './spool-folder.js'

/** What a segment gave: each row is a line of the file, damaged ones too, so that places stay true. */
export interface Unpacked {
  readonly rows: number
  /** Rows that were acknowledged and that the disk lost. */
  readonly damaged: number
  /** Of the segment. */
  readonly bytes: number
  /** Lines whose texts were sealed, with them: in the file each left a blank line. */
  readonly opened: readonly Buffer[]
  /** Lines whose texts could not be opened: they stand in the file without them. */
  readonly unopened: number
}

/** `line_fault` knows it as a reason: the row is rejected, by its place, and not forgotten. */
const DAMAGED_LINE = Buffer.from('\0the row was damaged on the disk of the spool\n')
const BUFFERS_PER_WRITE = 512

/** The segments that are ready for the store, in the order in which they are to be taken. */
export async function sealedSegments(folder: string): Promise<readonly SegmentFile[]> {
  return (await listSegments(folder)).filter(({ state }) => state === 'sealed')
}

/** Checks a segment and writes its rows as plain lines to the file `into`, but for those that no file may hold. */
export async function unpackSegment(
  folder: string,
  segment: SegmentFile,
  into: string,
  sealKey?: Uint8Array | undefined,
): Promise<Unpacked> {
  const bytes = await readFile(join(folder, segment.file))
  const found = findFrames(bytes, segment.name)
  const damaged = damagedRows(found, segment.rows)
  const unsealed = unsealer(sealKey)
  const handle = await open(into, 'w', 0o600)
  try {
    let buffers: Buffer[] = []
    for (const part of [...found.parts, { isDamaged: true as const, rows: damaged.unplaced }]) {
      if ('start' in part && !('isDamaged' in part))
        buffers.push(unsealed.linesOf(bytes.subarray(part.start, part.end)))
      else buffers.push(...Array<Buffer>(linesFor(part.rows)).fill(DAMAGED_LINE))
      if (buffers.length < BUFFERS_PER_WRITE) continue
      await writeAll(handle, buffers)
      buffers = []
    }
    await writeAll(handle, buffers)
  } finally {
    await handle.close()
  }
  return {
    rows: found.rows + damaged.all,
    damaged: damaged.all,
    bytes: bytes.length,
    ...unsealed.found(),
  }
}

/** Takes sealed lines out of others, opened where the key is the one that they were sealed with. */
function unsealer(sealKey: Uint8Array | undefined) {
  const opened: Buffer[] = []
  let unopened = 0
  const plain = (line: Buffer): Buffer => {
    if (!isSealed(line)) return line
    const found = openedLine(line, sealKey)
    if (!found.isOpened) {
      unopened += 1
      return found.line
    }
    opened.push(found.line)
    return NO_LINE
  }
  return {
    linesOf: (lines: Buffer): Buffer =>
      holdsSealed(lines)
        ? Buffer.concat(linesIn(lines).flatMap((line) => [plain(line), LINE_END]))
        : lines,
    found: () => ({ opened, unopened }),
  }
}

const NO_LINE = Buffer.alloc(0)
const LINE_END = Buffer.from('\n')

function linesIn(lines: Buffer): readonly Buffer[] {
  const found: Buffer[] = []
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(LINE_END, start)
    found.push(lines.subarray(start, end === -1 ? lines.length : end))
    start = end === -1 ? lines.length : end + 1
  }
  return found
}

/** A disk that is full may take a part and say nothing. */
async function writeAll(handle: FileHandle, buffers: readonly Buffer[]): Promise<void> {
  for (let start = 0; start < buffers.length; start += BUFFERS_PER_WRITE) {
    const some = buffers.slice(start, start + BUFFERS_PER_WRITE)
    const { bytesWritten } = await handle.writev(some)
    const bytes = some.reduce((sum, { length }) => sum + length, 0)
    if (bytesWritten < bytes) throw new StillwatchError('DISK_FULL', { path: tmpdir() })
  }
}

/** Rows whose frame tells no number stand at the end, as far as the name of the segment tells of them. */
function damagedRows({ parts, rows }: FramesFound, sealed: number) {
  const placed = parts.reduce(
    (sum, part) => sum + ('isDamaged' in part ? linesFor(part.rows) : 0),
    0,
  )
  const unplaced = linesFor(sealed - rows - placed)
  return { unplaced, all: placed + unplaced }
}

const linesFor = (rows = 0) => Math.min(Math.max(rows, 0), SEGMENT_ROWS_MAX)

/** Lets go of segments that the store holds durably. Should one come back, the store knows its name. */
export async function confirmSegment(folder: string, segment: SegmentFile): Promise<void> {
  await rm(join(folder, segment.file), { force: true })
  await syncFolder(folder)
}

/** Keeps a segment that cannot be taken where nothing takes or deletes it, for a person to look at. */
export async function setAside(folder: string, segment: SegmentFile): Promise<void> {
  await rename(join(folder, segment.file), join(folder, asideFile(segment, segment.rows)))
  await syncFolder(folder)
}
