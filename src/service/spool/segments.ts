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
import { type FoundSegment, listSegments } from './spool-folder.js'

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
export function makeSegments({ folder, found, ticksMax, now }: SegmentsOptions): Segments {
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
    return makeSpare(folder, newSegmentName(numberLast, kind))
  }
  const tidy = async (): Promise<void> => {
    for (const segment of ending) {
      await sealOrLeave(folder, segment)
      ending = ending.filter((other) => other !== segment)
      if (segment.state !== 'lost' && segment.rows > 0) held = [...held, asSealed(segment)]
    }
    for (const kind of isClosing ? [] : current.keys()) {
      if (spares.has(kind)) continue
      const spare = await made(kind)
      // Another was begun meanwhile: segments of a kind are taken in the order of their rows.
      if ((current.get(kind)?.number ?? 0) > spare.number) await dropSpare(folder, spare)
      else spares.set(kind, spare)
    }
    held = (await listSegments(folder)).filter(({ state }) => state !== 'open')
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
  const all = () => [...held, ...ending, ...current.values()]

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
    stats: (nowMs: number) => statsOf(held, [...ending, ...current.values()], nowMs),
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

/** One that is lost keeps its name; whoever opens the spool next finds out what is whole. */
const sealOrLeave = (folder: string, segment: OpenSegment): Promise<void> =>
  segment.state === 'lost' ? segment.handle.close() : sealSegment(folder, segment)

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
