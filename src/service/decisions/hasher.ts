import type { Asked } from './asked.js'
import { addressCanonical, addressNetwork, clientOf, identityGiven } from './identifier.js'
import { type HashKey, sipHash } from './siphash.js'
import { KIND } from './subject.js'

/**
 * Hashes what is known of an exchange, in place: the halves of the last hash stand in the hasher, and those of
 * the three names (account, organisation, API key) apart, for they are looked up several times.
 */
export interface Hasher {
  name(asked: Asked): void
  isNamed(place: number): boolean
  nameLow(place: number): number
  nameHigh(place: number): number
  /** Hashes what the exchange has of a shared kind; false where it has nothing. */
  share(kind: number, asked: Asked): boolean
  low(): number
  high(): number
}

// The longest header that the gate lets in; what is longer is nobody's identifier.
const TEXT_BYTES_MAX = 16_384
const NAMES = 3

export function makeHasher(key: HashKey): Hasher {
  const bytes = new Uint8Array(TEXT_BYTES_MAX)
  const word = new Uint32Array(2)
  const long = new BigUint64Array(word.buffer)
  const names = new Uint32Array(NAMES * 2)
  const named = new Uint8Array(NAMES)

  const hash = (text: string | undefined): boolean => {
    if (text === undefined || text === '') return false
    // Three bytes are the most that one unit of a string becomes.
    if (text.length * 3 > TEXT_BYTES_MAX && Buffer.byteLength(text) > TEXT_BYTES_MAX) return false
    const { written } = encoder.encodeInto(text, bytes)
    sipHash(key, bytes, written, word)
    return true
  }
  const nameOne = (place: number, text: string | undefined) => {
    named[place] = hash(text) ? 1 : 0
    names[place * 2] = word[0] ?? 0
    names[place * 2 + 1] = word[1] ?? 0
  }

  return Object.freeze({
    name(asked: Asked) {
      nameOne(0, asked.account_id)
      nameOne(1, asked.organization_id)
      nameOne(2, asked.api_key_id)
    },
    isNamed: (place: number) => named[place] === 1,
    nameLow: (place: number) => names[place * 2] ?? 0,
    nameHigh: (place: number) => names[place * 2 + 1] ?? 0,
    share(kind: number, asked: Asked) {
      if (kind === KIND.ip) return hash(addressCanonical(asked.ip ?? ''))
      if (kind === KIND.network) return hash(addressNetwork(asked.ip ?? ''))
      if (kind === KIND.payment) return hash(identityGiven(asked.payment_hash ?? ''))
      if (kind === KIND.ja4) return hash(asked.ja4)
      if (kind === KIND.client) return hash(clientOf(asked.user_agent ?? ''))
      long[0] = asked.system_hash ?? 0n
      return kind === KIND.system && long[0] !== 0n
    },
    low: () => word[0] ?? 0,
    high: () => word[1] ?? 0,
  })
}

const encoder = new TextEncoder()
