/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) with a 64-bit result, as the engine's `sipHash64Keyed` has it.
 *
 * The gate must give the values that the SQL gives, for it meets in its tables what a run wrote there. A
 * 64-bit word is two halves of 32 bits here: BigInt gives the same digits at twenty times the price.
 */

/** The operator's keys, oldest first, each as four little-endian words of 32 bits. */
export type HashKey = Uint32Array

const WORDS = 4

/** The keys from the text that statements take: an array of tuples of two 64-bit integers. */
export function hashKeyWords(key: string): HashKey {
  const pairs = [...key.matchAll(/\((\d+),\s*(\d+)\)/g)]
  if (pairs.length === 0) throw new Error('the hash key is no array of pairs')
  const numbers = pairs.flatMap(([, first = '', second = '']) => [BigInt(first), BigInt(second)])
  return new Uint32Array(BigUint64Array.from(numbers).buffer)
}

/**
 * `keyed_chain` of the first `length` of `bytes`; `out` gets the low half, then the high half. Each key after the first
 * hashes the eight bytes that came of those before it.
 */
export function sipHash(key: HashKey, bytes: Uint8Array, length: number, out: Uint32Array): void {
  sipHashOnce(key, 0, bytes, length, out)
  for (let at = WORDS; at < key.length; at += WORDS) {
    passedWords[0] = out[0] ?? 0
    passedWords[1] = out[1] ?? 0
    sipHashOnce(key, at, passed, 8, out)
  }
}

const passedWords = new Uint32Array(2)
const passed = new Uint8Array(passedWords.buffer)

function sipHashOnce(
  key: HashKey,
  at: number,
  bytes: Uint8Array,
  length: number,
  out: Uint32Array,
): void {
  const k0l = key[at] ?? 0
  const k0h = key[at + 1] ?? 0
  const k1l = key[at + 2] ?? 0
  const k1h = key[at + 3] ?? 0
  let v0l = k0l ^ 0x70736575
  let v0h = k0h ^ 0x736f6d65
  let v1l = k1l ^ 0x6e646f6d
  let v1h = k1h ^ 0x646f7261
  let v2l = k0l ^ 0x6e657261
  let v2h = k0h ^ 0x6c796765
  let v3l = k1l ^ 0x79746573
  let v3h = k1h ^ 0x74656462
  const blocks = length >>> 3
  // The blocks, the rest with the length in its last byte, and four rounds without a message.
  for (let block = 0; block <= blocks + 1; block++) {
    const ml =
      block < blocks ? word(bytes, block << 3) : block === blocks ? rest(bytes, length, 0) : 0
    const mh =
      block < blocks ? word(bytes, (block << 3) + 4) : block === blocks ? rest(bytes, length, 4) : 0
    if (block > blocks) v2l ^= 0xff
    v3l ^= ml
    v3h ^= mh
    for (let rounds = block > blocks ? 4 : 2; rounds > 0; rounds--) {
      let sum = (v0l >>> 0) + (v1l >>> 0)
      v0h = (v0h + v1h + (sum > 0xffffffff ? 1 : 0)) | 0
      v0l = sum | 0
      let turned = (v1h << 13) | (v1l >>> 19)
      v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l
      v1h = turned ^ v0h
      turned = v0l
      v0l = v0h
      v0h = turned
      sum = (v2l >>> 0) + (v3l >>> 0)
      v2h = (v2h + v3h + (sum > 0xffffffff ? 1 : 0)) | 0
      v2l = sum | 0
      turned = (v3h << 16) | (v3l >>> 16)
      v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l
      v3h = turned ^ v2h
      sum = (v0l >>> 0) + (v3l >>> 0)
      v0h = (v0h + v3h + (sum > 0xffffffff ? 1 : 0)) | 0
      v0l = sum | 0
      turned = (v3h << 21) | (v3l >>> 11)
      v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l
      v3h = turned ^ v0h
      sum = (v2l >>> 0) + (v1l >>> 0)
      v2h = (v2h + v1h + (sum > 0xffffffff ? 1 : 0)) | 0
      v2l = sum | 0
      turned = (v1h << 17) | (v1l >>> 15)
      v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l
      v1h = turned ^ v2h
      turned = v2l
      v2l = v2h
      v2h = turned
    }
    v0l ^= ml
    v0h ^= mh
  }
  out[0] = v0l ^ v1l ^ v2l ^ v3l
  out[1] = v0h ^ v1h ^ v2h ^ v3h
}

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24)

/** Four bytes of the last block from `offset`: what is left of the text, and its length at the very end. */
function rest(bytes: Uint8Array, length: number, offset: number): number {
  const start = (length & ~7) + offset
  let value = offset === 4 ? (length & 0xff) << 24 : 0
  for (let at = start; at < length && at < start + 4; at++) {
    value |= (bytes[at] ?? 0) << ((at - start) << 3)
  }
  return value
}
