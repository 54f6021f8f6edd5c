import { closeSync, openSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import type { InputFile } from '../../store/store.js'
import type { FoundInput } from './discover.js'
import { zstParts } from './zst.js'

/** How the engine is to read a file. `fault` says what is wrong with it, '' where nothing is. */
export interface InputForm {
  readonly file: InputFile
  readonly fault: string
  /** Nothing can be read of it. */
  readonly isLost: boolean
}

const TORN_ZST = 'the zst data breaks off; what came before was kept'
const HEAD_BYTES = 16
const GZIP = [0x1f, 0x8b]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]

/** What is no text and no form that is read, by the bytes that it begins with. */
const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-16 text; save it as UTF-8', [0xff, 0xfe]],
  ['UTF-16 text; save it as UTF-8', [0xfe, 0xff]],
  ['a zip archive; unpack it', [0x50, 0x4b, 0x03, 0x04]],
  ['xz data; unpack it', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2 data; unpack it', [0x42, 0x5a, 0x68]],
  ['an SQLite database; export it as JSON lines', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
]

/**
 * How a file is to be read: by what it begins with, since names are wrong more often than bytes are, and
 * by its name where bytes say nothing.
 */
export function formOf(input: FoundInput): InputForm {
  const path = resolve(input.path)
  const head = firstBytes(path)
  const bare = input.name.toLowerCase().replace(/\.(gz|zst)$/, '')
  const format = bare.endsWith('.csv') ? 'csv' : bare.endsWith('.parquet') ? 'parquet' : 'lines'
  const form = (compression: InputFile['compression'], fault = '', isLost = false): InputForm => ({
    file: { path, format, compression },
    fault,
    isLost,
  })
  if (format === 'parquet') return form(undefined)
  if (begins(head, GZIP)) return form('gz')
  if (begins(head, ZSTD)) return form('zst', zstParts(path).isWhole ? '' : TORN_ZST)
  const other = OTHERS.find(([, bytes]) => begins(head, bytes))
  if (other !== undefined) return form('none', `it is ${other[0]}`, true)
  const packed = /\.(gz|zst)$/i.exec(input.name)?.[1]?.toLowerCase()
  // A log that something unpacked on its way and left under its old name counts as any other.
  if (packed !== undefined && head.length > 0 && !/^[\s{["\w\ufeff]/.test(head.toString('utf8'))) {
    return form('none', `it is no ${packed} data, though its name says so`, true)
  }
  return form('none')
}

const begins = (head: Buffer, bytes: readonly number[]) =>
  bytes.every((byte, index) => head[index] === byte)

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    return buffer.subarray(0, readSync(file, buffer, 0, HEAD_BYTES, 0))
  } finally {
    closeSync(file)
  }
}
