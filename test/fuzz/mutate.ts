/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Bytes that have hurt parsers before. */
const SPICE = ['\0', '\n', '\r\n', '"', '\\', '\\ud800', '\ufeff', '{', '}', '[', ']', ',', ':']
  .concat(['null', '-0', '1e999', '99999999999999999999', '__proto__', '"constructor":', 'NaN'])
  .concat(['['.repeat(3000), '{"a":'.repeat(3000), '\u2028', '💥', '"text_policy":"none",'])
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
    Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
    Buffer.from([0xc0, 0x80, 0xed, 0xa0, 0x80]),
    Buffer.alloc(64, 0x0b),
  ])

type Random = () => number
const below = (random: Random, most: number): number => Math.floor(random() * most)

const CHANGES: readonly ((bytes: Buffer, other: Buffer, random: Random) => Buffer)[] = [
  (bytes, _, random) => {
    const changed = Buffer.from(bytes)
    const at = below(random, Math.max(1, bytes.length))
    if (at < bytes.length) changed[at] = (changed[at] ?? 0) ^ (1 << below(random, 8))
    return changed
  },
  (bytes, _, random) => {
    const changed = Buffer.from(bytes)
    const at = below(random, Math.max(1, bytes.length))
    if (at < bytes.length) changed[at] = below(random, 256)
    return changed
  },
  (bytes, _, random) => bytes.subarray(0, below(random, bytes.length + 1)),
  (bytes, _, random) => {
    const at = below(random, bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(random, 40))])
  },
  (bytes, _, random) => {
    const at = below(random, bytes.length + 1)
    const spice = SPICE[below(random, SPICE.length)] ?? bytes
    return Buffer.concat([bytes.subarray(0, at), spice, bytes.subarray(at)])
  },
  (bytes, _, random) => {
    const from = below(random, bytes.length + 1)
    const part = bytes.subarray(from, from + below(random, 400))
    const at = below(random, bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), part, part, bytes.subarray(at)])
  },
  (bytes, other, random) =>
    Buffer.concat([
      bytes.subarray(0, below(random, bytes.length + 1)),
      other.subarray(below(random, other.length + 1)),
    ]),
]

const BYTES_MAX = 64 * 1024

/** A valid input with one to eight changes, or, one time in ten, bytes of pure chance. */
export function mutated(corpus: readonly Buffer[], random: Random): Buffer {
  if (random() < 0.1)
    return Buffer.from(Array.from({ length: below(random, 300) }, () => below(random, 256)))
  const pick = () => corpus[below(random, corpus.length)] ?? Buffer.alloc(0)
  let bytes = pick()
  for (let n = 1 + below(random, 8); n > 0; n -= 1) {
    bytes = CHANGES[below(random, CHANGES.length)]?.(bytes, pick(), random) ?? bytes
  }
  return bytes.subarray(0, BYTES_MAX)
}
