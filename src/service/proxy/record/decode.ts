import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib'
import { isObject, type Json } from './fields.js'
import type { CopiedBytes } from './raw.js'
import { parseCut } from './salvage.js'

/** Bytes that a compressed copy may unpack to. More is not a text that anybody reads. */
const UNPACKED_BYTES_MAX = 16 * 1024 * 1024

/** The text of a copy; `null` where it is packed in a way that is not understood, or beyond measure. */
export function decoded({ head, contentEncoding, isCut }: CopiedBytes): string | null {
  const encoding = contentEncoding.trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return Buffer.from(head).toString('utf8')
  try {
    return unpacked(encoding, head, isCut)?.toString('utf8') ?? null
  } catch {
    return null
  }
}

function unpacked(encoding: string, bytes: Uint8Array, isCut: boolean): Buffer | null {
  const finishFlush = isCut ? constants.Z_SYNC_FLUSH : constants.Z_FINISH
  const options = { finishFlush, maxOutputLength: UNPACKED_BYTES_MAX }
  if (encoding === 'gzip' || encoding === 'x-gzip') return gunzipSync(bytes, options)
  if (encoding === 'deflate') return inflateSync(bytes, options)
  if (encoding !== 'br') return null
  const flush = isCut ? constants.BROTLI_OPERATION_FLUSH : constants.BROTLI_OPERATION_FINISH
  return brotliDecompressSync(bytes, { ...options, finishFlush: flush })
}

/** The object that a JSON text holds, as far as it goes; one that holds none says nothing. */
export function jsonOf(text: string, isCut: boolean): Json {
  const value = isCut ? parseCut(text) : parsed(text)
  return isObject(value) ? value : {}
}

/** The objects of a text with one a line. */
export function* jsonLines(text: string): Generator<Json> {
  let start = 0
  while (start < text.length) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    const value = parsed(text.slice(start, end))
    if (isObject(value)) yield value
    start = end + 1
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What stands in the field `file` of a form, or the empty text. */
export function formFile(contentType: string, text: string): string {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) return ''
  for (const part of text.split(`--${boundary}`)) {
    const start = part.indexOf('\r\n\r\n')
    if (start === -1 || !/\bname="file"/i.test(part.slice(0, start))) continue
    return part.slice(start + 4)
  }
  return ''
}
