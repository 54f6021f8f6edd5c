/**
 * Identifiers as the pipeline spells them before it hashes them. Twins of the functions in
 * `src/schema/functions` and of the statements of `enrich`; a test holds them to those on the engine.
 */
import { isIPv4, isIPv6 } from 'node:net'

/**
 * `address_canonical`: one spelling of an address; an IPv6 address as its /64; '' where it is none. An IPv4
 * address that is written as IPv6 is itself.
 */
export function addressCanonical(ip: string): string {
  const address = addressOfPeer(ip)
  if (isIPv4(address)) return address
  return isIPv6(ip) ? prefixOf(ip, 4) : ''
}

/** `address_network`: the /24 of an IPv4 address, the /48 of an IPv6 address. */
export function addressNetwork(ip: string): string {
  const address = addressOfPeer(ip)
  if (isIPv4(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0`
  return isIPv6(ip) ? prefixOf(ip, 3) : ''
}

/** An address as a socket reports it: an IPv4 peer of an IPv6 socket is an IPv4 address. */
export function addressOfPeer(ip: string): string {
  const [, mapped = ''] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip) ?? []
  return mapped === '' ? ip : mapped
}

/** The first groups of an IPv6 address and zeros, as the engine prints them. */
function prefixOf(ip: string, groups: number): string {
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  // An IPv4 address at the end stands for two groups.
  const size = (parts: readonly string[]) => parts.length + (parts.at(-1)?.includes('.') ? 1 : 0)
  const missing = tail === undefined ? 0 : 8 - size(before) - size(after)
  const all = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after]
  const kept = all.slice(0, groups).map((group) => Number.parseInt(group, 16).toString(16))
  while (kept.at(-1) === '0') kept.pop()
  return `${kept.join(':')}::`
}

const NOTHING: ReadonlySet<string> = new Set([
  ...['', '0', '-', 'null', 'none', 'nil', 'nan', 'n/a', 'na', 'unknown', 'undefined'],
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])

/** `identity_given`: a fact about an identity, or '' where it is a word for nothing. */
export function identityGiven(value: string): string {
  const bare = value.replace(/^ +/, '').replace(/ +$/, '')
  return NOTHING.has(bare.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())) ? '' : value
}

/** A user agent without its version, as `exchange_origin.client_hash` has it. */
export const clientOf = (userAgent: string): string => userAgent.replaceAll(/[0-9.]+/g, '')
