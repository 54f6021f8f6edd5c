import type { RecordKind } from './kind.js'
import type { SpoolStats } from './model.js'
import {
  beginSegment,
  dropSpare,
  makeSpare,
  type OpenSegment,
  sealSegment,
} from './open-segment.js'
import { newSegmentName, sealedFile } from './segment-name.js'
import { type FoundSegment, listSegments, syncFolder } from './spool-folder.js'

// One segment is one block of the store at most, so that the drain holds no more than that in memory.
export const SEGMENT_ROWS_MAX = 65_536
export const SEGMENT_BYTES_MAX = 134_217_728

// A reader that is this far behind gains nothing from small segments, and a folder of many is slow.
const BACKLOG_SEGMENTS = 64
const BACKLOG_AGE_FACTOR = 30
// A disk that writes rows and renames nothing gets no more open files than these.
const ENDING_MAX = 8

interface SegmentsOptions {
  readonly folder: string
  readonly found: readonly FoundSegment[]
  /** After so many ticks the reader is to see what was written. */
  readonly ticksMax: number
  readonly now: () => number
  /** Makes the names of the folder durable. */
  readonly sync?: typeof syncFolder
}

/** The segments of a spool, as its one writer knows them. */
export interface Segments {
  /** Where so many rows of a kind go. Not beside a write, since it may end the segment before. */
  take(kind: RecordKind, rows: number, bytes: number): Promise<OpenSegment>
  /** A tick of the writer. Not beside a write. */
  age(): void
  /** Looks what the reader has left. */
  look(): Promise<void>
  bytes(): number
  stats(nowMs: number): SpoolStats
  /** Seals what is open. Not beside a write. */
  close(): Promise<void>
}

/**
 * Keeps one segment of a kind for its rows and one in readiness, so that no row waits for a file to be made or sealed: both
 * make names durable, which takes longer than a row. That is done beside the writing, one thing at a time.
 */
export function makeSegments(options: SegmentsOptions): Segments {
  const { folder, found, ticksMax, now, sync = syncFolder } = options
  const current = new Map<RecordKind, OpenSegment>()
  const spares = new Map<RecordKind, OpenSegment>()
  /** What takes no more rows, in the order in which it ended. */
  let ending: readonly OpenSegment[] = []
  /** What lies sealed or set aside, as last seen: the reader deletes without a word. */
  let held = found
  let numberLast = found.reduce((last, { number }) => Math.max(last, number), 0)
  let tidying: Promise<void> | undefined
  let problem: unknown
  let isClosing = false

  const made = (kind: RecordKind) => {
    numberLast += 1
    return makeSpare(folder, newSegmentName(numberLast, kind), sync)
  }
  const sealed = async (segment: OpenSegment) => {
    const wasRenamed = segment.isRenamed
    try {
      // One that is lost keeps its name; whoever opens the spool next finds out what is whole.
      if (segment.state === 'lost') await segment.handle.close()
      else await sealSegment(folder, segment, sync)
      ending = ending.filter((other) => other !== segment)
    } finally {
      const isNew = segment.isRenamed && !wasRenamed
      if (isNew && segment.rows > 0) held = [...held, asSealed(segment)]
    }
  }
  const readied = async (kind: RecordKind) => {
    const spare = await made(kind)
    // Another was begun meanwhile: segments of a kind are taken in the order of their rows.
    if ((current.get(kind)?.number ?? 0) > spare.number) await dropSpare(folder, spare)
    else spares.set(kind, spare)
  }
  /** What fails holds up nothing else, but for what ended later of its own kind. */
  const tidy = async (): Promise<void> => {
    const problems: unknown[] = []
    const tried = (work: Promise<void>) => work.catch((error: unknown) => problems.push(error))
    const waiting = new Set<RecordKind>()
    for (const segment of ending) {
      if (waiting.has(segment.kind)) continue
      await tried(sealed(segment))
      if (!segment.isRenamed && segment.state !== 'lost') waiting.add(segment.kind)
    }
    for (const kind of isClosing ? [] : current.keys())
      if (!spares.has(kind)) await tried(readied(kind))
    held = (await listSegments(folder)).filter(({ state }) => state !== 'open')
    if (problems.length > 0) throw problems[0]
  }
  // What could not be sealed is on disk already: the next tick or the next start seals it.
  const tidied = (): Promise<void> => {
    tidying ??= tidy()
      .catch((error: unknown) => {
        problem = error
      })
      .finally(() => {
        tidying = undefined
      })
    return tidying
  }
  const afresh = async () => {
    await tidying
    await tidied()
  }
  const end = (segment: OpenSegment) => {
    if (segment.state !== 'lost') segment.state = 'ended'
    current.delete(segment.kind)
    ending = [...ending, segment]
  }
  // What was renamed is held, though it has not come to its end.
  const written = () => [...ending.filter(({ isRenamed }) => !isRenamed), ...current.values()]
  const all = () => [...held, ...written()]

  return Object.freeze({
    take: async (kind: RecordKind, rows: number, bytes: number) => {
      const open = current.get(kind)
      // A segment takes whatever comes first, so that nothing is too long for all of them.
      if (open !== undefined && (open.rows === 0 || isRoomy(open, rows, bytes))) {
        if (open.state === 'writable') return open
      }
      if (ending.length >= ENDING_MAX) await afresh()
      if (ending.length >= ENDING_MAX) throw problem
      if (open !== undefined) end(open)
      const spare = spares.get(kind)
      spares.delete(kind)
      const begun = await beginSegment(folder, spare ?? (await made(kind)), now())
      current.set(kind, begun)
      void tidied()
      return begun
    },
    age: () => {
      const most = ticksMax * (held.length >= BACKLOG_SEGMENTS ? BACKLOG_AGE_FACTOR : 1)
      for (const segment of [...current.values()]) {
        segment.ticks += 1
        if (segment.ticks >= most || segment.state !== 'writable') end(segment)
      }
      void tidied()
    },
    look: afresh,
    bytes: () => all().reduce((sum, { bytes }) => sum + bytes, 0),
    stats: (nowMs: number) => statsOf(held, written(), nowMs),
    close: async () => {
      isClosing = true
      await tidying
      for (const segment of [...current.values()]) end(segment)
      await tidied()
      for (const spare of spares.values()) await dropSpare(folder, spare)
    },
  })
}

const isRoomy = (segment: OpenSegment, rows: number, bytes: number): boolean =>
  segment.rows + rows <= SEGMENT_ROWS_MAX && segment.bytes + bytes <= SEGMENT_BYTES_MAX

function asSealed(segment: OpenSegment): FoundSegment {
  const { name, number, kind, rows, bytes, openedMs } = segment
  const file = sealedFile(segment, rows)
  return { name, number, kind, file, rows, bytes, writtenMs: openedMs, state: 'sealed' }
}

function statsOf(
  held: readonly FoundSegment[],
  written: readonly OpenSegment[],
  nowMs: number,
): SpoolStats {
  const waiting = held.filter(({ state }) => state === 'sealed')
  const open = written.filter(({ rows }) => rows > 0)
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
