import { StillwatchError } from '../../domain/errors.js'
import { FRAME_HEADER_BYTES, frameBytes, writeFrame } from './frame.js'
import type { RecordKind } from './kind.js'
import type { Spool, SpoolOptions, SpoolStats } from './model.js'
import { appendFrame, makeSegment, type OpenSegment, sealSegment } from './open-segment.js'
import { type Chunk, makeQueue } from './queue.js'
import { newSegmentName, sealedFile } from './segment-name.js'
import { type FoundSegment, listSegments } from './spool-folder.js'

// One segment is one block of the store at most, so that the drain holds no more than that in memory.
export const SEGMENT_ROWS_MAX = 65_536
export const SEGMENT_BYTES_MAX = 134_217_728

const TICK_MS = 250
// A reader that is this far behind gains nothing from small segments, and a folder of many is slow.
const BACKLOG_SEGMENTS = 64
const BACKLOG_AGE_FACTOR = 30
// A full disk is asked again after this, not for each request.
const FULL_PAUSE_MS = 200

interface WriterOptions extends SpoolOptions {
  readonly sealAfterMs: number
  readonly found: readonly FoundSegment[]
  readonly release: () => void
}

/** All that a spool remembers. One loop at a time changes it. */
interface WriterState {
  readonly segments: Map<RecordKind, OpenSegment>
  /** What lies sealed or set aside, as last seen: the reader deletes without a word. */
  held: readonly FoundSegment[]
  numberLast: number
  frame: Buffer
}

/**
 * The loop of the spool. What is appended while a sync is under way goes to disk with the next: under
 * load one sync serves hundreds of calls, and without load a call waits for none but its own.
 */
export function startWriter(options: WriterOptions): Spool {
  const { folder, sealAfterMs, found, release, now } = options
  const state: WriterState = {
    segments: new Map(),
    held: found,
    numberLast: found.reduce((last, { number }) => Math.max(last, number), 0),
    frame: Buffer.alloc(0),
  }
  const queue = makeQueue()
  let working: Promise<void> | undefined
  let [isClosed, isFull, isDue] = [false, false, false]

  const work = async () => {
    // Whatever else this turn of the event loop brings shares the first sync.
    await new Promise(setImmediate)
    while (isDue || queue.waits()) {
      if (isDue) {
        isDue = false
        await tidy(state, options)
      }
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
    const isBehind = state.held.length >= BACKLOG_SEGMENTS
    const ticksMax = (sealAfterMs / TICK_MS) * (isBehind ? BACKLOG_AGE_FACTOR : 1)
    for (const segment of state.segments.values()) {
      segment.ticks += 1
      if (segment.ticks >= ticksMax && segment.state === 'writable') segment.state = 'ended'
    }
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
    stats: () => statsOf(state, now()),
    close: async () => {
      if (isClosed) return
      isClosed = true
      clearInterval(tick)
      while (working !== undefined) await working
      for (const segment of state.segments.values()) segment.state = closed(segment)
      await tidy(state, options)
      release()
    },
  })
}

const closed = ({ state }: OpenSegment) => (state === 'lost' ? 'lost' : 'ended')

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
    if (!(await hasRoom(state, options, bytes))) return spoolFull(options.folder)
    const segment = await segmentFor(state, options, kind, lines.length, bytes)
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

async function hasRoom(state: WriterState, options: WriterOptions, bytes: number) {
  if (bytesHeld(state) + bytes <= options.bytesMax) return true
  state.held = await heldIn(options.folder)
  return bytesHeld(state) + bytes <= options.bytesMax
}

async function segmentFor(
  state: WriterState,
  options: WriterOptions,
  kind: RecordKind,
  rows: number,
  bytes: number,
): Promise<OpenSegment> {
  const open = state.segments.get(kind)
  if (open !== undefined) {
    const isRoomy = open.rows + rows <= SEGMENT_ROWS_MAX && open.bytes + bytes <= SEGMENT_BYTES_MAX
    // A segment takes whatever comes first, so that nothing is too long for all of them.
    if (open.state === 'writable' && (isRoomy || open.rows === 0)) return open
    await end(state, options, open)
  }
  state.numberLast += 1
  const name = newSegmentName(state.numberLast, kind)
  const made = await makeSegment(options.folder, name, options.now())
  state.segments.set(kind, made)
  return made
}

/** Seals what has ended, and looks what the reader has left. */
async function tidy(state: WriterState, options: WriterOptions): Promise<void> {
  try {
    for (const segment of [...state.segments.values()]) {
      if (segment.state !== 'writable') await end(state, options, segment)
    }
    state.held = await heldIn(options.folder)
  } catch {
    // What could not be sealed is on disk already: the next tick or the next start seals it.
  }
}

async function end(state: WriterState, { folder }: WriterOptions, segment: OpenSegment) {
  if (segment.state === 'lost') {
    // It keeps its name; whoever opens the spool next finds out what is whole.
    state.segments.delete(segment.kind)
    await segment.handle.close()
    return
  }
  segment.state = 'ended'
  await sealSegment(folder, segment)
  state.segments.delete(segment.kind)
  if (segment.rows === 0) return
  const { name, number, kind, rows, bytes, openedMs } = segment
  const file = sealedFile(segment, rows)
  const sealed = { name, number, kind, file, rows, bytes, writtenMs: openedMs }
  state.held = [...state.held, { ...sealed, state: 'sealed' }]
}

const heldIn = async (folder: string) =>
  (await listSegments(folder)).filter(({ state }) => state !== 'open')

const bytesHeld = ({ held, segments }: WriterState) =>
  [...held, ...segments.values()].reduce((sum, { bytes }) => sum + bytes, FRAME_HEADER_BYTES)

function statsOf({ held, segments }: WriterState, nowMs: number): SpoolStats {
  const waiting = held.filter(({ state }) => state === 'sealed')
  const open = [...segments.values()].filter(({ rows }) => rows > 0)
  const since = [
    ...waiting.map(({ writtenMs }) => writtenMs),
    ...open.map(({ openedMs }) => openedMs),
  ]
  return {
    bytes: [...held, ...open].reduce((sum, { bytes }) => sum + bytes, 0),
    segments: waiting.length + open.length,
    // A clock that was set back makes no age below nothing.
    oldestMs: since.length === 0 ? null : Math.max(0, nowMs - Math.min(...since)),
    rows: [...waiting, ...open].reduce((sum, { rows }) => sum + rows, 0),
  }
}
