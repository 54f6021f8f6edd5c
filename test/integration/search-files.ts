import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ZSTDDecoder } from 'zstddec'
import { zstdBound } from '../../src/service/intake/unpack.js'

/** A sentence as files may hold it. */
function formsOf(text: string): readonly Buffer[] {
  const escaped = [...text]
    .map((one) => ((one.codePointAt(0) ?? 0) > 0x7e ? `\\u${hex4(one)}` : one))
    .join('')
  return [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(escaped)]
}
const hex4 = (one: string) => one.charCodeAt(0).toString(16).padStart(4, '0')

/**
 * The files under a folder that hold a text, packed or not: columns of the engine and their indexes block by block, Zstandard and gzip whole.
 * What cannot be unpacked is searched as it is.
 */
export async function filesHolding(folder: string, text: string): Promise<string[]> {
  const zstd = new ZSTDDecoder()
  await zstd.init()
  const forms = formsOf(text)
  const holds = (bytes: Buffer) => forms.some((form) => bytes.includes(form))
  return everyFile(folder).filter((path) => {
    const bytes = readOrNothing(path)
    return holds(bytes) || unpackedOf(path, bytes, zstd).some(holds)
  })
}

function everyFile(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? everyFile(path) : entry.isFile() ? [path] : []
  })
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    // Gone meanwhile.
    return Buffer.alloc(0)
  }
}

function unpackedOf(path: string, bytes: Buffer, zstd: ZSTDDecoder): readonly Buffer[] {
  try {
    if (/\.(bin|cidx|cmrk\d?)$/.test(path)) return blocksOf(bytes, zstd)
    if (bytes.readUInt32LE(0) === ZSTD_MAGIC) return [unzstd(bytes, zstdBound(bytes) ?? 0, zstd)]
    if (bytes.readUInt16BE(0) === GZIP_MAGIC) return [gunzipSync(bytes)]
  } catch {
    return []
  }
  return []
}
const ZSTD_MAGIC = 0xfd2fb528
const GZIP_MAGIC = 0x1f8b

function unzstd(bytes: Buffer, most: number, zstd: ZSTDDecoder): Buffer {
  const found = zstd.decode(bytes, Math.max(1, most))
  return Buffer.from(found.buffer, found.byteOffset, found.byteLength)
}

// A column lies in blocks: a checksum of 16 bytes, the method, the length packed (with these nine bytes) and unpacked.
const CHECKSUM = 16
const HEAD = 9
const LZ4 = 0x82
const ZSTD = 0x90
const NONE = 0x02

function blocksOf(bytes: Buffer, zstd: ZSTDDecoder): readonly Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at + CHECKSUM + HEAD <= bytes.length; ) {
    const head = at + CHECKSUM
    const packed = bytes.readUInt32LE(head + 1)
    const unpacked = bytes.readUInt32LE(head + 5)
    const data = bytes.subarray(head + HEAD, head + packed)
    const method = bytes[head]
    if (method === NONE) found.push(data)
    else if (method === ZSTD) found.push(unzstd(data, unpacked, zstd))
    else if (method === LZ4) found.push(unlz4(data, unpacked))
    else throw new Error(`a block of method ${method} is not known here`)
    at = head + packed
  }
  return [Buffer.concat(found)]
}

/** One block of LZ4: runs of literals, each followed by a copy of what came before. */
function unlz4(data: Buffer, length: number): Buffer {
  const out = Buffer.alloc(length)
  let [at, to] = [0, 0]
  const more = (nibble: number): number => {
    let sum = nibble
    if (nibble < 15) return sum
    for (;;) {
      const byte = data[at++] ?? 0
      sum += byte
      if (byte < 255) return sum
    }
  }
  while (at < data.length) {
    const token = data[at++] ?? 0
    const literals = more(token >> 4)
    data.copy(out, to, at, at + literals)
    at += literals
    to += literals
    if (at >= data.length) break
    const back = data.readUInt16LE(at)
    at += 2
    const copied = more(token & 15) + 4
    for (let left = copied; left > 0; left -= 1, to += 1) out[to] = out[to - back] ?? 0
  }
  return out
}
