import { chainsOf, type HashSecrets, hashKeyOf } from '../../config/key.js'
import { type HashKey, hashKeyWords, sipHash } from './siphash.js'
import { keyedHash } from './sketch.js'

/** What is hashed to tell whether two processes hash alike. */
const KEY_CHECK_TEXT = 'stillwatch key check'

const keysOf = (secrets: HashSecrets): HashKey => hashKeyWords(hashKeyOf(secrets))
const checkOf = (key: HashKey): string => keyedHash(key, KEY_CHECK_TEXT).toString()

/** Says under which secrets something was hashed, and does not tell them. */
export const keyCheckOf = (secrets: HashSecrets): string => checkOf(keysOf(secrets))

/** The keys of now and of before each rotation, newest first, by their checks. */
export const keysByCheck = (secrets: HashSecrets): ReadonlyMap<string, HashKey> =>
  new Map(
    chainsOf(secrets)
      .map(keysOf)
      .map((key) => [checkOf(key), key]),
  )

/** Takes a hash of the secrets of a check to those of now; undefined where the check is of a foreign chain. */
export function followerOf(
  secrets: HashSecrets,
  keyCheck: string,
): ((hash: bigint) => bigint) | undefined {
  const before = keysByCheck(secrets).get(keyCheck)
  if (before === undefined) return undefined
  const since = keysOf(secrets).subarray(before.length)
  return (hash) => {
    if (since.length === 0 || hash === 0n) return hash
    const bytes = new Uint8Array(BigUint64Array.of(hash).buffer)
    const halves = new Uint32Array(2)
    sipHash(since, bytes, bytes.length, halves)
    return (BigInt(halves[1] ?? 0) << 32n) | BigInt(halves[0] ?? 0)
  }
}
