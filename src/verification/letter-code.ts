/**
 * A code that is sent to an address and comes back: a keyed digest of subject, address and the instant at which it ends, which
 * stands in front of it. Nothing is kept; whoever has the code read the letter. 80 bits cannot be guessed.
 *
 * HMAC-SHA-256 (RFC 2104), told in the alphabet of Crockford's base 32, which people may read aloud: 24 letters in six groups.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Shown } from './challenge.js'

export interface Lettered {
  readonly subject: string
  /** As {@link canonicalAddress} gives it. */
  readonly address: string
}

/** @param expiresMs instant in milliseconds; told in whole seconds */
export function letterCode(key: Buffer, lettered: Lettered, expiresMs: number): string {
  const seconds = Math.floor(expiresMs / 1000)
  const bytes = Buffer.alloc(TIME_BYTES + MAC_BYTES)
  bytes.writeUIntBE(seconds, 0, TIME_BYTES)
  macOf(key, lettered, seconds).copy(bytes, TIME_BYTES)
  return (base32(bytes).match(/.{4}/g) ?? []).join('-')
}

/** Whether a code was made for this subject and address. Hyphens, spaces and capitals do not matter, nor O for 0 and I or L for 1. */
export function codeShown(key: Buffer, lettered: Lettered, code: string, nowMs: number): Shown {
  const bytes = bytesOf(code)
  if (bytes === undefined) return 'absent'
  const seconds = bytes.readUIntBE(0, TIME_BYTES)
  if (!timingSafeEqual(bytes.subarray(TIME_BYTES), macOf(key, lettered, seconds))) return 'absent'
  return seconds * 1000 > nowMs ? 'proved' : 'expired'
}

/** An address with its domain in lower case; '' where it is none. What stands before the @ is its server's to read. */
export function canonicalAddress(address: string, domain: (given: string) => string): string {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const known = domain(address.slice(at + 1))
  return at < 1 || known === '' || !LOCAL.test(local) ? '' : `${local}@${known}`
}
// Without what could end a line of a letter or name a second address.
const LOCAL = /^[^\s@<>(),;:\\"[\]\p{Cc}\p{Cf}]{1,64}$/u

const TIME_BYTES = 5
const MAC_BYTES = 10
const CODE_LENGTH = ((TIME_BYTES + MAC_BYTES) * 8) / 5
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const macOf = (key: Buffer, { subject, address }: Lettered, seconds: number): Buffer =>
  createHmac('sha256', key)
    // In small letters: people write their own address now so, now so.
    .update(JSON.stringify(['letter', subject, address.toLowerCase(), seconds]))
    .digest()
    .subarray(0, MAC_BYTES)

/** Fifteen bytes are twenty-four digits of five bits, and none is left over. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}

function bytesOf(code: string): Buffer | undefined {
  if (code.length > 4 * CODE_LENGTH) return undefined
  const plain = code
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  const digits = Array.from(plain, (letter) => ALPHABET.indexOf(letter))
  if (digits.length !== CODE_LENGTH || digits.includes(-1)) return undefined
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
