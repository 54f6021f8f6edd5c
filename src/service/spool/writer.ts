import { StillwatchError } from '../../domain/errors.js'
import { FRAME_HEADER_BYTES, frameBytes, writeFrame } from './frame.js'
import type { RecordKind } from './kind.js'
import type { Spool, SpoolOptions } from './model.js'
import { appendFrame } from './open-segment.js'
import { type Chunk, makeQueue } from './queue.js'
import { makeSegments, type Segments } from './segments.js'
import type { FoundSegment } from './spool-folder.js'

const TICK_MS = 250
// A full disk is asked again after this, not for each request.
const FULL_PAUSE_MS = 200

interface WriterOptions extends SpoolOptions {
  readonly sealAfterMs: number
  readonly found: readonly FoundSegment[]
  readonly release: () => void
}

/** All that a spool remembers. One loop at a time changes it. */
interface WriterState {
  readonly segments: Segments
  frame: Buffer
}

/**
 * The loop of the spool. What is appended while a sync is under way goes to disk with the next: under
 * load one sync serves hundreds of calls, and without load a call waits for none but its own.
 */
export function startWriter(options: WriterOptions): Spool {
  const { folder, sealAfterMs, found, release, now } = options
  const segments = makeSegments({ folder, found, ticksMax: sealAfterMs / TICK_MS, now })
  const state: WriterState = { segments, frame: Buffer.alloc(0) }
  const queue = makeQueue()
  let working: Promise<void> | undefined
  let [isClosed, isFull, isDue] = [false, false, false]

  const work = async () => {
    // Whatever else this turn of the event loop brings shares the first sync.
    await new Promise(setImmediate)
    while (isDue || queue.waits()) {
      if (isDue) segments.age()
      isDue = false
      for (const [kind, chunks] of queue.take()) {
        const error = isFull ? spoolFull(folder) : await write(state, options, kind, chunks)
        queue.settle(chunks, error)
        if (error?.code !== 'SPOOL_FULL' || isFull) continue
        isFull = true
        setTimeout(() => (isFull = false), FULL_PAUSE_MS).unref()
      }
    }
  }
  const wake = () => {
    working ??= work().finally(() => {
      working = undefined
      if (isDue || queue.waits()) wake()
    })
  }
  const tick = setInterval(() => {
    isDue = true
    wake()
  }, TICK_MS).unref()

  return Object.freeze({
    append: async (kind: RecordKind, lines: readonly Buffer[]) => {
      if (isClosed) throw new Error('the spool is closed')
      const added = queue.add(kind, lines)
      if (added === undefined) throw spoolFull(folder)
      wake()
      await added
    },
    stats: () => segments.stats(now()),
    close: async () => {
      if (isClosed) return
      isClosed = true
      clearInterval(tick)
      while (working !== undefined) await working
      await segments.close()
      release()
    },
  })
}

const spoolFull = (path: string, cause?: unknown) =>
  new StillwatchError('SPOOL_FULL', { path }, cause)

/** Writes chunks of one kind as one frame. Returns what was wrong, where something was. */
async function write(
  state: WriterState,
  options: WriterOptions,
  kind: RecordKind,
  chunks: readonly Chunk[],
): Promise<StillwatchError | undefined> {
  const lines = chunks.flatMap((chunk) => chunk.lines)
  const bytes = frameBytes(lines)
  try {
    if (!(await hasRoom(state.segments, options, bytes))) return spoolFull(options.folder)
    const segment = await state.segments.take(kind, lines.length, bytes)
    if (state.frame.length < bytes) state.frame = Buffer.allocUnsafe(bytes)
    const end = writeFrame(state.frame, segment.name, segment.frames, lines)
    await appendFrame(segment, state.frame.subarray(0, end), lines.length)
    return undefined
  } catch (error) {
    return writeError(options.folder, error)
  }
}

function writeError(path: string, error: unknown): StillwatchError {
  const { code = '' } = error as NodeJS.ErrnoException
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return spoolFull(path, error)
  return new StillwatchError('SPOOL_FAILED', { path, problem: code }, error)
}

async function hasRoom(segments: Segments, { bytesMax }: WriterOptions, bytes: number) {
  const isThere = () => segments.bytes() + FRAME_HEADER_BYTES + bytes <= bytesMax
  if (isThere()) return true
  await segments.look()
  return isThere()
}
