import { crc32 } from 'node:zlib'

/**
 * How rows lie in a segment: frame after frame, each a header of 24 bytes and its lines.
 *
 *     magic | place of the frame | rows | bytes of the lines | checksum of them | checksum of the header
 *
 * Six unsigned 32-bit integers, little endian; each line ends with a line feed. A frame is what one sync
 * made durable, so a process or a machine that ends while writing leaves whole frames and one torn tail.
 * Both checksums begin with the segment's name: blocks of a segment that was deleted may lie behind the
 * end of a new one after a power failure, and must not come back as rows.
 */
export const FRAME_HEADER_BYTES = 24

/** No frame is longer; the spool cuts what it is given long before. */
export const FRAME_BYTES_LIMIT = 134_217_728

// The second byte ends a line, and no JSON holds 0xfe: no line can look like a header.
const MAGIC = 0x0af5_0afe
const MAGIC_BYTES = Buffer.from([0xfe, 0x0a, 0xf5, 0x0a])
const LINE_FEED = 0x0a
const SPACE = 0x20

/** Where the lines of one good frame lie. */
export interface Frame {
  readonly start: number
  readonly end: number
  readonly rows: number
}

/** Rows that were there and cannot be read; their number where the header still tells it. */
export interface Damage {
  readonly start: number
  readonly end: number
  readonly rows: number | undefined
}

export interface FramesFound {
  /** Good frames and what lies damaged between them, in the order of the file. */
  readonly parts: readonly (Frame | (Damage & { readonly isDamaged: true }))[]
  /** The end of the last good frame: what comes after it was never acknowledged, or is lost. */
  readonly goodBytes: number
  readonly rows: number
  /** The place that the next frame would have. */
  readonly frames: number
}

/** The bytes that a frame of these lines takes. */
export const frameBytes = (lines: readonly Buffer[]): number =>
  lines.reduce((sum, line) => sum + line.length + 1, FRAME_HEADER_BYTES)

/**
 * Writes one frame to the beginning of `into`, which has room for it, and returns its length. A line
 * feed inside a line can only be white space between two tokens of JSON, and becomes a space.
 */
export function writeFrame(
  into: Buffer,
  segment: string,
  place: number,
  lines: readonly Buffer[],
): number {
  let end = FRAME_HEADER_BYTES
  for (const line of lines) {
    line.copy(into, end)
    if (line.includes(LINE_FEED)) blankLineFeeds(into, end, end + line.length)
    end += line.length
    into[end] = LINE_FEED
    end += 1
  }
  const seed = crc32(segment)
  into.writeUInt32LE(MAGIC, 0)
  into.writeUInt32LE(place, 4)
  into.writeUInt32LE(lines.length, 8)
  into.writeUInt32LE(end - FRAME_HEADER_BYTES, 12)
  into.writeUInt32LE(crc32(into.subarray(FRAME_HEADER_BYTES, end), seed), 16)
  into.writeUInt32LE(crc32(into.subarray(0, 20), seed), 20)
  return end
}

function blankLineFeeds(bytes: Buffer, start: number, end: number): void {
  for (let at = bytes.indexOf(LINE_FEED, start); at !== -1 && at < end; ) {
    bytes[at] = SPACE
    at = bytes.indexOf(LINE_FEED, at + 1)
  }
}

/** Finds the frames of a segment. Takes any bytes whatever. */
export function findFrames(bytes: Buffer, segment: string): FramesFound {
  const seed = crc32(segment)
  const parts: FramesFound['parts'][number][] = []
  let [at, place, rows, goodBytes, goodParts] = [0, 0, 0, 0, 0]
  while (at < bytes.length) {
    const header = headerAt(bytes, at, seed)
    if (header === undefined || header.place < place) {
      // A header that is damaged hides how long its frame is: the next good one is looked for.
      const next = nextHeader(bytes, at + 1, seed, place)
      parts.push({ isDamaged: true, start: at, end: next, rows: undefined })
      at = next
      continue
    }
    const start = at + FRAME_HEADER_BYTES
    const end = start + header.bytes
    if (isWhole(bytes, start, end, header.checksum, seed)) {
      parts.push({ start, end, rows: header.rows })
      rows += header.rows
      goodBytes = end
      goodParts = parts.length
    } else {
      parts.push({
        isDamaged: true,
        start: at,
        end: Math.min(end, bytes.length),
        rows: header.rows,
      })
    }
    place = header.place + 1
    at = end
  }
  return { parts: parts.slice(0, goodParts), goodBytes, rows, frames: place }
}

interface Header {
  readonly place: number
  readonly rows: number
  readonly bytes: number
  readonly checksum: number
}

function headerAt(bytes: Buffer, at: number, seed: number): Header | undefined {
  if (at + FRAME_HEADER_BYTES > bytes.length || bytes.readUInt32LE(at) !== MAGIC) return undefined
  if (crc32(bytes.subarray(at, at + 20), seed) !== bytes.readUInt32LE(at + 20)) return undefined
  const [place, rows, length, checksum] = [4, 8, 12, 16].map((field) =>
    bytes.readUInt32LE(at + field),
  )
  if (place === undefined || rows === undefined || checksum === undefined) return undefined
  if (length === undefined || length > FRAME_BYTES_LIMIT || rows > length) return undefined
  return { place, rows, bytes: length, checksum }
}

function nextHeader(bytes: Buffer, from: number, seed: number, place: number): number {
  for (let at = bytes.indexOf(MAGIC_BYTES, from); at !== -1; ) {
    const header = headerAt(bytes, at, seed)
    if (header !== undefined && header.place >= place) return at
    at = bytes.indexOf(MAGIC_BYTES, at + 1)
  }
  return bytes.length
}

const isWhole = (bytes: Buffer, start: number, end: number, checksum: number, seed: number) =>
  end <= bytes.length &&
  crc32(bytes.subarray(start, end), seed) === checksum &&
  (end === start || bytes[end - 1] === LINE_FEED)
