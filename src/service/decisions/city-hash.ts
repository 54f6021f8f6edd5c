/**
 * CityHash64 of version 1.0.2 and the engine's `intHash64`: the two unkeyed hashes inside a sketch. Words of
 * a text are short, so texts of up to 16 bytes are hashed in halves of 32 bits; longer ones, which are rare,
 * in BigInt, where the method reads as it was published.
 */

/** Hashes `bytes` from `start` to `end`; `out` gets the low half, then the high half. */
export function cityHash(bytes: Uint8Array, start: number, end: number, out: Uint32Array): void {
  const length = end - start
  if (length > 16) {
    const hash = length <= 64 ? middle(bytes, start, length) : long(bytes, start, length)
    out[0] = Number(hash & 0xffffffffn)
    out[1] = Number(hash >> 32n)
    return
  }
  if (length > 8) upTo16(bytes, start, length)
  else if (length >= 4) upTo8(bytes, start, length)
  else if (length > 0) upTo3(bytes, start, length)
  else assign(0x2f90404f, 0x9ae16a3b)
  out[0] = low
  out[1] = high
}

/** The engine's `intHash64` of the two halves in `word`, in place: the last steps of MurmurHash3, salted. */
export function intHash(word: Uint32Array): void {
  assign((word[0] ?? 0) ^ 0xae6da887, (word[1] ?? 0) ^ 0x4cf2d2ba)
  low ^= high >>> 1
  multiply(0xed558ccd, 0xff51afd7)
  low ^= high >>> 1
  multiply(0x1a85ec53, 0xc4ceb9fe)
  low ^= high >>> 1
  word[0] = low
  word[1] = high
}

// The accumulator of the arithmetic below: one 64-bit word in two signed halves.
let low = 0
let high = 0

function assign(l: number, h: number): void {
  low = l | 0
  high = h | 0
}

/** The accumulator times another word, modulo 2^64. */
function multiply(l: number, h: number): void {
  const a0 = low & 0xffff
  const a1 = low >>> 16
  const b0 = l & 0xffff
  const b1 = l >>> 16
  const cross = Math.imul(a0, b1) >>> 0
  const middleSum = (Math.imul(a1, b0) >>> 0) + (Math.imul(a0, b0) >>> 16) + (cross & 0xffff)
  const carried = Math.floor(middleSum / 0x10000)
  const top = (Math.imul(a1, b1) >>> 0) + carried + (cross >>> 16)
  high = (top + Math.imul(low, h) + Math.imul(high, l)) | 0
  low = Math.imul(low, l)
}

/** Folds the word (ul, uh) and the word (vl, vh) into the accumulator. */
function fold(ul: number, uh: number, vl: number, vh: number): void {
  assign(ul ^ vl, uh ^ vh)
  multiply(0xeb382d69, 0x9ddfea08)
  low ^= high >>> 15
  assign(vl ^ low, vh ^ high)
  multiply(0xeb382d69, 0x9ddfea08)
  low ^= high >>> 15
  multiply(0xeb382d69, 0x9ddfea08)
}

const fetch32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24)

function upTo16(bytes: Uint8Array, start: number, length: number): void {
  const bl = fetch32(bytes, start + length - 8)
  const bh = fetch32(bytes, start + length - 4)
  const sum = (bl >>> 0) + length
  const sl = sum | 0
  const sh = (bh + (sum > 0xffffffff ? 1 : 0)) | 0
  const turnedLow = (sl >>> length) | (sh << (32 - length))
  const turnedHigh = (sh >>> length) | (sl << (32 - length))
  fold(fetch32(bytes, start), fetch32(bytes, start + 4), turnedLow, turnedHigh)
  low ^= bl
  high ^= bh
}

function upTo8(bytes: Uint8Array, start: number, length: number): void {
  const first = fetch32(bytes, start)
  const sum = ((first << 3) >>> 0) + length
  fold(sum | 0, (first >>> 29) + (sum > 0xffffffff ? 1 : 0), fetch32(bytes, start + length - 4), 0)
}

function upTo3(bytes: Uint8Array, start: number, length: number): void {
  const y = (bytes[start] ?? 0) + ((bytes[start + (length >> 1)] ?? 0) << 8)
  const z = length + ((bytes[start + length - 1] ?? 0) << 2)
  assign(y, 0)
  multiply(0x2f90404f, 0x9ae16a3b)
  const yl = low
  const yh = high
  assign(z, 0)
  multiply(0x509e6557, 0xc949d7c7)
  low ^= yl
  high ^= yh
  low ^= high >>> 15
  multiply(0x2f90404f, 0x9ae16a3b)
}

const K0 = 0xc3a5c85c97cb3127n
const K1 = 0xb492b66fbe98f273n
const K2 = 0x9ae16a3b2f90404fn
const K3 = 0xc949d7c7509e6557n
const K_MUL = 0x9ddfea08eb382d69n

const wrap = (value: bigint) => BigInt.asUintN(64, value)
const rotate = (value: bigint, by: bigint) => wrap((value >> by) | (value << (64n - by)))
const mix = (value: bigint) => value ^ (value >> 47n)
const fetch64 = (bytes: Uint8Array, at: number): bigint =>
  (BigInt(fetch32(bytes, at + 4) >>> 0) << 32n) | BigInt(fetch32(bytes, at) >>> 0)

function foldLong(u: bigint, v: bigint): bigint {
  const a = mix(wrap((u ^ v) * K_MUL))
  return wrap(mix(wrap((v ^ a) * K_MUL)) * K_MUL)
}

function middle(bytes: Uint8Array, start: number, length: number): bigint {
  const at = (offset: number) => fetch64(bytes, start + (offset < 0 ? length + offset : offset))
  const size = BigInt(length)
  if (length <= 32) {
    const a = wrap(at(0) * K1)
    const b = at(8)
    const c = wrap(at(-8) * K2)
    const u = wrap(rotate(wrap(a - b), 43n) + rotate(c, 30n) + wrap(at(-16) * K0))
    return foldLong(u, wrap(a + rotate(b ^ K3, 20n) - c + size))
  }
  const [vf, vs] = quarter(wrap(at(0) + (size + at(-16)) * K0), at(8), at(16), at(24))
  const [wf, ws] = quarter(wrap(at(16) + at(-32)), at(-24), at(-16), at(-8))
  const r = mix(wrap((vf + ws) * K2 + (wf + vs) * K0))
  return wrap(mix(wrap(r * K0 + vs)) * K2)
}

function quarter(a: bigint, x: bigint, y: bigint, z: bigint): readonly [bigint, bigint] {
  const second = wrap(a + x)
  const third = wrap(second + y)
  const c = wrap(rotate(a, 37n) + rotate(second, 7n))
  return [wrap(third + z), wrap(rotate(wrap(a + z), 52n) + rotate(third, 31n) + c)]
}

/** Thirty-two bytes and two seeds to a pair of words. */
function weak(bytes: Uint8Array, at: number, a: bigint, b: bigint): readonly [bigint, bigint] {
  const z = fetch64(bytes, at + 24)
  const first = wrap(a + fetch64(bytes, at))
  const all = wrap(first + fetch64(bytes, at + 8) + fetch64(bytes, at + 16))
  const turned = wrap(rotate(wrap(b + first + z), 21n) + rotate(all, 44n))
  return [wrap(all + z), wrap(turned + first)]
}

function long(bytes: Uint8Array, start: number, length: number): bigint {
  const end = start + length
  let x = fetch64(bytes, start)
  let y = fetch64(bytes, end - 16) ^ K1
  let z = fetch64(bytes, end - 56) ^ K0
  let v = weak(bytes, end - 64, BigInt(length), y)
  let w = weak(bytes, end - 32, wrap(BigInt(length) * K1), K0)
  z = wrap(z + mix(v[1]) * K1)
  x = wrap(rotate(wrap(z + x), 39n) * K1)
  y = wrap(rotate(y, 33n) * K1)
  for (let at = start; at < start + ((length - 1) & ~63); at += 64) {
    x = wrap(rotate(wrap(x + y + v[0] + fetch64(bytes, at + 16)), 37n) * K1)
    y = wrap(rotate(wrap(y + v[1] + fetch64(bytes, at + 48)), 42n) * K1)
    x ^= w[1]
    y ^= v[0]
    z = rotate(z ^ w[0], 33n)
    v = weak(bytes, at, wrap(v[1] * K1), wrap(x + w[0]))
    w = weak(bytes, at + 32, wrap(z + w[1]), y)
    const held = z
    z = x
    x = held
  }
  return foldLong(wrap(foldLong(v[0], w[0]) + mix(y) * K1 + z), wrap(foldLong(v[1], w[1]) + x))
}
