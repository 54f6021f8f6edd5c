import { isIP } from 'node:net'

/**
 * A network of addresses in canonical form: a base address without bits below the mask, in its shortest text, and the
 * length of the mask. An address alone is a network of one. Null where it is none, or has bits below its mask, for
 * then whoever wrote it meant something else.
 */
export function canonicalNetwork(text: string): string | null {
  const slash = text.indexOf('/')
  const address = slash === -1 ? text : text.slice(0, slash)
  const version = isIP(address)
  if (version === 0 || address.includes('%')) return null
  const bits = version === 4 ? 32 : 128
  const length = slash === -1 ? bits : lengthOf(text.slice(slash + 1))
  if (length === null || length > bits) return null
  const groups = version === 4 ? address.split('.').map(Number) : groupsOf(address)
  if (hasBitsBelow(groups, bits / groups.length, length)) return null
  return `${version === 4 ? groups.join('.') : shortest(address)}/${length}`
}

const lengthOf = (text: string): number | null =>
  /^(0|[1-9][0-9]{0,2})$/.test(text) ? Number(text) : null

/** The shortest text of an address of version 6, as RFC 5952 and the platform's URLs have it. */
const shortest = (address: string): string => new URL(`http://[${address}]/`).hostname.slice(1, -1)

function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = shortest(address).split('::')
  const words = (part: string) => (part === '' ? [] : part.split(':').map((at) => parseInt(at, 16)))
  if (tail === undefined) return words(head)
  const [before, after] = [words(head), words(tail)]
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

function hasBitsBelow(groups: readonly number[], groupBits: number, length: number): boolean {
  return groups.some((group, index) => {
    const kept = Math.min(groupBits, Math.max(0, length - index * groupBits))
    return group % 2 ** (groupBits - kept) !== 0
  })
}
