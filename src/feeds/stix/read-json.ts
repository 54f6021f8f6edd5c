export interface BundleLimits {
  readonly bytesMax: number
  readonly depthMax: number
  /** Bytes of one string, as sent. */
  readonly stringBytesMax: number
  /** Members of objects and lists, all together: each costs memory, however few bytes it is. */
  readonly partsMax: number
  readonly objectsMax: number
}

/** What a text from a partner may be at most: more than an honest bundle of 100,000 objects needs. */
export const BUNDLE_LIMITS: BundleLimits = Object.freeze({
  bytesMax: 64 * 1024 * 1024,
  depthMax: 32,
  stringBytesMax: 64 * 1024,
  partsMax: 4_000_000,
  objectsMax: 100_000,
})

export type JsonFault =
  | 'too_many_bytes'
  | 'too_deep'
  | 'too_many_parts'
  | 'string_too_long'
  | 'not_utf8'
  | 'not_json'

export type JsonRead = { readonly value: unknown } | { readonly fault: JsonFault }

/** The value of a JSON text, after its bytes were looked through once for what would cost too much to read. */
export function readJson(bytes: Uint8Array, limits: BundleLimits): JsonRead {
  if (bytes.length > limits.bytesMax) return { fault: 'too_many_bytes' }
  const fault = faultIn(bytes, limits)
  if (fault !== null) return { fault }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: error instanceof SyntaxError ? 'not_json' : 'not_utf8' }
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const [BRACKET, BRACE] = [0x5b, 0x7b]
const [BRACKET_END, BRACE_END] = [0x5d, 0x7d]

/** Whether it is JSON is another's business: here brackets, commas and strings are counted, wherever they are. */
function faultIn(bytes: Uint8Array, limits: BundleLimits): JsonFault | null {
  let [depth, parts] = [0, 0]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at, limits.stringBytesMax)
      if (end === null) return 'string_too_long'
      at = end
    } else if (byte === COMMA) {
      parts += 1
    } else if (byte === BRACKET || byte === BRACE) {
      parts += 1
      depth += 1
      if (depth > limits.depthMax) return 'too_deep'
    } else if (byte === BRACKET_END || byte === BRACE_END) {
      depth -= 1
    }
    if (parts > limits.partsMax) return 'too_many_parts'
  }
  return null
}

/** Where the quote is that ends a string, or the end of the bytes; null where it is too far. */
function stringEnd(bytes: Uint8Array, quote: number, max: number): number | null {
  for (let at = quote + 1; at < bytes.length; at += 1) {
    if (at - quote > max + 1) return null
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at
  }
  return bytes.length
}
