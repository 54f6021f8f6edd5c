import { createHash } from 'node:crypto'

/**
 * The operator's secret as the engine takes it: a tuple of two 64-bit integers. Without a secret the
 * hashes are those of everybody who set none: good for trying, and `doctor` says so.
 */
export function hashKeyOf(secret: string): string {
  const digest = createHash('sha256').update('stillwatch hash key\n').update(secret).digest()
  return `(${digest.readBigUInt64LE(0)},${digest.readBigUInt64LE(8)})`
}
