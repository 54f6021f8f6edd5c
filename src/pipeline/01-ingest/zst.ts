import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Where the parts of a file of Zstandard data end. */
export interface ZstParts {
  /** The ends of its blocks, each of at most 128 KiB unpacked. */
  readonly ends: readonly number[]
  readonly isWhole: boolean
}

const MAGIC = 0xfd2fb528
const MAGIC_SKIPPABLE = 0x184d2a50
const HEADER_BYTES_MAX = 18

/**
 * The blocks of a file of Zstandard data. The engine takes a file that breaks off for the whole, so that
 * half a day of logs would pass for a day.
 *
 * A file is frames (RFC 8878): a header, blocks that each begin with their length, and a checksum. Only
 * the lengths are read, from one to the next; what is in the blocks is the engine's to judge.
 */
export function zstParts(path: string): ZstParts {
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(HEADER_BYTES_MAX)
  const { size } = fstatSync(file)
  const at = (position: number): Buffer =>
    buffer.subarray(0, readSync(file, buffer, 0, HEADER_BYTES_MAX, position))
  const ends: number[] = []
  const note = (end: number) => {
    if (end <= size) ends.push(end)
  }
  try {
    let position = 0
    while (position < size) position = frameEnd(at, position, note)
    return { ends, isWhole: position === size }
  } catch (error) {
    if (error instanceof RangeError) return { ends, isWhole: false }
    throw error
  } finally {
    closeSync(file)
  }
}

type BytesAt = (position: number) => Buffer

/** Where a frame ends. Throws a RangeError where the file ends before its blocks do. */
function frameEnd(at: BytesAt, start: number, note: (end: number) => void): number {
  const head = at(start)
  const magic = head.readUInt32LE(0)
  if ((magic & 0xfffffff0) >>> 0 === MAGIC_SKIPPABLE) return start + 8 + head.readUInt32LE(4)
  if (magic !== MAGIC) throw new RangeError('no frame')
  const descriptor = head.readUInt8(4)
  const isSingle = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  let position = start + 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes
  for (;;) {
    const block = at(position).readUIntLE(0, 3)
    // A block of one repeated byte holds that byte alone, whatever its length.
    position += 3 + (((block >> 1) & 3) === 1 ? 1 : block >> 3)
    note(position)
    if ((block & 1) === 1) return position + ((descriptor & 4) === 0 ? 0 : 4)
  }
}
