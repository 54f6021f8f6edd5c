import type { RecordKind } from './kind.js'

/** Lines that go to disk together: a whole call of `append`, or a part of a long one. */
export interface Chunk {
  readonly lines: readonly Buffer[]
  readonly bytes: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

// What the store reads no further than.
const LINE_BYTES_MAX = 33_554_432
const CHUNK_LINES_MAX = 8192
const CHUNK_BYTES_MAX = 4_194_304
// Copying and hashing this much takes a millisecond, in which the gate answers nobody. A call is not cut for it.
const FRAME_BYTES_MAX = 1_048_576
const FRAME_LINES_MAX = 16_384
// What waits for a slow disk is held in memory.
const WAITING_BYTES_MAX = 134_217_728

/** What waits for the disk, by kind, in the order in which it came. */
export function makeQueue() {
  const waiting = new Map<RecordKind, Chunk[]>()
  let bytesWaiting = 0

  return Object.freeze({
    /** Resolves once all lines were settled so. Nothing where too much waits already. */
    add(kind: RecordKind, given: readonly Buffer[]): Promise<unknown> | undefined {
      if (given.some((line) => line.length > LINE_BYTES_MAX)) {
        throw new RangeError('a line of over 32 MiB: the door that read it lets none pass')
      }
      const parts = chunked(given.filter((line) => line.length > 0))
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
      // One call may be longer than all that is let wait: it is held already.
      if (bytesWaiting > 0 && bytesWaiting + bytes > WAITING_BYTES_MAX) return undefined
      bytesWaiting += bytes
      const chunks = waiting.get(kind) ?? []
      waiting.set(kind, chunks)
      const settled = parts.map(
        (part) => new Promise<void>((resolve, reject) => chunks.push({ ...part, resolve, reject })),
      )
      return settled.length === 1 ? settled[0] : allSettled(settled)
    },
    waits: () => [...waiting.values()].some((chunks) => chunks.length > 0),
    /** Of each kind what makes the next frame. */
    take(): readonly (readonly [RecordKind, readonly Chunk[]])[] {
      return [...waiting].flatMap(([kind, chunks]) =>
        chunks.length === 0 ? [] : [[kind, chunks.splice(0, fitting(chunks))] as const],
      )
    },
    settle(chunks: readonly Chunk[], error: Error | undefined): void {
      for (const chunk of chunks) {
        bytesWaiting -= chunk.bytes
        if (error === undefined) chunk.resolve()
        else chunk.reject(error)
      }
    },
  })
}

/** A long call fails only when all of it is settled, so that its caller can tell what is still moving. */
async function allSettled(parts: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(parts)
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

function fitting(chunks: readonly Chunk[]): number {
  let [bytes, lines] = [0, 0]
  const end = chunks.findIndex((chunk, index) => {
    bytes += chunk.bytes
    lines += chunk.lines.length
    return index > 0 && (bytes > FRAME_BYTES_MAX || lines > FRAME_LINES_MAX)
  })
  return end === -1 ? chunks.length : end
}

function chunked(lines: readonly Buffer[]) {
  const chunks: { lines: Buffer[]; bytes: number }[] = []
  let last: { lines: Buffer[]; bytes: number } | undefined
  for (const line of lines) {
    if (
      last === undefined ||
      last.lines.length >= CHUNK_LINES_MAX ||
      last.bytes + line.length > CHUNK_BYTES_MAX
    ) {
      last = { lines: [], bytes: 0 }
      chunks.push(last)
    }
    last.lines.push(line)
    last.bytes += line.length + 1
  }
  return chunks
}
