import { createHash } from 'node:crypto'

/** A short digest of a hash key, by which it is known again that something was derived under it. */
export const keyDigest = (hashKey: string): string =>
  createHash('sha256').update(hashKey.slice(1, -1)).digest('hex').slice(0, 12)

/** The keys of a chain, oldest first, from the text that statements take. */
export const keysOf = (hashKey: string): readonly string[] =>
  [...hashKey.matchAll(/\(\d+,\d+\)/g)].map(([pair]) => pair)

/** A chain of keys as the text that statements take. */
export const chainText = (keys: readonly string[]): string => `[${keys.join(',')}]`
