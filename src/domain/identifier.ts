import { createHash } from 'node:crypto'

/** The namespace of all names that Stillwatch derives: a random UUID, fixed for good. */
const NAMESPACE = Buffer.from('6f1d0b8e52c94b7aa1c06a3b5f0e7d24', 'hex')

/**
 * A UUIDv5 (RFC 9562): the same name for the same thing, in every run and on every machine.
 * `name` is whatever the thing is known by; it cannot be read back.
 */
export function uuidOf(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.toString('hex').slice(0, 32)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-')
}
