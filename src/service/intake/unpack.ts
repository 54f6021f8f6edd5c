import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { ZSTDDecoder } from 'zstddec'

const gunzipped = promisify(gunzip)

/** Small bodies of a few repeated lines may be packed to any ratio; a large one that claims more than
 * this is a bomb. Logs of one template reach a ratio of about 100. */
export const RATIO_MAX = 250
export const RATIO_FREE_BYTES = 4 * 1024 * 1024
const ZSTD_BLOCK_BYTES_MAX = 128 * 1024
/** Writers that flush each line make a block a line; beyond this a body costs more than it holds. */
const ZSTD_BLOCKS_MAX = 1_000_000

export type Encoding = 'identity' | 'gzip' | 'zstd'

/** The encoding that a header names, or `undefined` where it is none that is read. */
export function encodingOf(header: string | undefined): Encoding | undefined {
  const name = (header ?? '').trim().toLowerCase()
  if (name === '' || name === 'identity') return 'identity'
  if (name === 'gzip' || name === 'x-gzip') return 'gzip'
  return name === 'zstd' ? 'zstd' : undefined
}

/** The bytes that were packed, or why they cannot be had. Never makes more than `bytesMax`. */
export async function unpack(
  packed: Buffer,
  encoding: Encoding,
  bytesMax: number,
): Promise<Buffer | 'TOO_LARGE' | 'DAMAGED'> {
  if (encoding === 'identity') return packed.length > bytesMax ? 'TOO_LARGE' : packed
  const most = Math.min(bytesMax, Math.max(RATIO_FREE_BYTES, packed.length * RATIO_MAX))
  return encoding === 'gzip' ? gunzipAtMost(packed, most) : zstdAtMost(packed, most)
}

async function gunzipAtMost(packed: Buffer, bytesMax: number) {
  try {
    return await gunzipped(packed, { maxOutputLength: bytesMax })
  } catch (error) {
    const { code } = error as { code?: unknown }
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'TOO_LARGE' : 'DAMAGED'
  }
}

/**
 * Zstandard by the reference decoder, compiled to WebAssembly: decoders written in JavaScript trust the
 * lengths that a block claims, and twenty bytes keep them busy for seconds. This one is told how much
 * it may write, which also bounds its time.
 */
async function zstdAtMost(packed: Buffer, bytesMax: number) {
  const bound = zstdBound(packed)
  if (bound === undefined) return 'DAMAGED'
  const decoder = new ZSTDDecoder()
  await decoder.init()
  const room = Math.min(bound, bytesMax)
  const bytes = decoder.decode(packed, Math.max(1, room))
  // The decoder gives nothing where it fails, also for want of room.
  if (bytes.length === 0 && bound > 0) return bound > bytesMax ? 'TOO_LARGE' : 'DAMAGED'
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const MAGIC = 0xfd2fb528
const MAGIC_SKIPPABLE = 0x184d2a50

/**
 * The most bytes that data can unpack to, from the lengths of its blocks (RFC 8878), or `undefined`
 * where it is torn or no Zstandard. What its header claims is not asked.
 */
export function zstdBound(packed: Buffer): number | undefined {
  const state = { position: 0, bound: 0, blocks: 0 }
  try {
    while (state.position < packed.length) {
      if (!passFrame(packed, state)) return undefined
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
  return state.position === packed.length ? state.bound : undefined
}

function passFrame(
  packed: Buffer,
  state: { position: number; bound: number; blocks: number },
): boolean {
  const magic = packed.readUInt32LE(state.position)
  if ((magic & 0xfffffff0) >>> 0 === MAGIC_SKIPPABLE) {
    state.position += 8 + packed.readUInt32LE(state.position + 4)
    return true
  }
  if (magic !== MAGIC) return false
  const descriptor = packed.readUInt8(state.position + 4)
  const isSingle = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  state.position += 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes
  for (;;) {
    const head = packed.readUIntLE(state.position, 3)
    const kind = (head >> 1) & 3
    const size = head >> 3
    state.position += 3 + (kind === 1 ? 1 : size)
    state.bound += kind === 2 ? ZSTD_BLOCK_BYTES_MAX : Math.min(size, ZSTD_BLOCK_BYTES_MAX)
    state.blocks += 1
    if (state.blocks > ZSTD_BLOCKS_MAX) return false
    if ((head & 1) === 1) {
      state.position += (descriptor & 4) === 0 ? 0 : 4
      return true
    }
  }
}
