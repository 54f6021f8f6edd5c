import { createHash, createHmac } from 'node:crypto'

/** A secret that a group of providers agreed on, by the name that patterns under it carry. */
export interface GroupKey {
  readonly id: string
  readonly key: string
}

const BLOCK_BYTES = 64
const HASH_HEX = 32

/** A value as the group tells it: HMAC-SHA-256 over what it is and the value, the first 128 bits in hex. */
export const groupHash = ({ key }: GroupKey, what: string, value: string): string =>
  createHmac('sha256', key).update(`${what}\n${value}`).digest('hex').slice(0, HASH_HEX)

/**
 * The two padded keys of HMAC (RFC 2104) in hex, so that the engine makes the same hash by
 * `SHA256(outer, SHA256(inner, text))` of values that never leave it.
 */
export function hmacPads({ key }: GroupKey): { readonly inner: string; readonly outer: string } {
  const given = Buffer.from(key, 'utf8')
  const block = Buffer.alloc(BLOCK_BYTES)
  const short = given.length > BLOCK_BYTES ? createHash('sha256').update(given).digest() : given
  short.copy(block)
  const padded = (pad: number) => Buffer.from(block.map((byte) => byte ^ pad)).toString('hex')
  return { inner: padded(0x36), outer: padded(0x5c) }
}

// Published, so that providers without a common secret sketch alike; whoever has it can test guesses at a text.
const PUBLIC = Buffer.from('Stillwatch-3gram', 'latin1')

/** The keys of sketches as the engine takes them: the published constant, and the group's where there is one. */
export const sketchKeys = (groups: readonly (GroupKey | null)[]): string =>
  `[${groups.map((group) => tupleOf(group === null ? PUBLIC : keyOf(group))).join(',')}]`

const keyOf = ({ key }: GroupKey) => createHmac('sha256', key).update('sketch\n').digest()

const tupleOf = (bytes: Buffer) => `(${bytes.readBigUInt64LE(0)},${bytes.readBigUInt64LE(8)})`
