import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** A block of addresses. */
export interface Block {
  readonly version: 4 | 6
  readonly prefix: number
  /** The first address, as a number. */
  readonly first: bigint
}

const BITS = { 4: 32, 6: 128 } as const

/** A block as `203.0.113.0/24` writes it, or nothing: the spelling is the shortest and no bit behind the prefix is set. */
export function readBlock(text: string): Block | undefined {
  const [, address = '', length = ''] = /^([0-9a-f.:]{2,45})\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const version = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined
  if (version === undefined) return undefined
  const [prefix, first] = [Number(length), numberOf(address, version)]
  if (prefix > BITS[version] || first % sizeOf({ version, prefix }) !== 0n) return undefined
  const block = { version, prefix, first } as const
  return blockText(block) === text ? block : undefined
}

export const blockText = ({ version, prefix, first }: Block): string =>
  `${addressText(first, version)}/${prefix}`

const sizeOf = ({ version, prefix }: Pick<Block, 'version' | 'prefix'>): bigint =>
  2n ** BigInt(BITS[version] - prefix)

/** The first addresses of the blocks of a longer prefix that make it up. The caller bounds how many. */
export function partsOf(block: Block, prefix: number): readonly string[] {
  const size = sizeOf({ version: block.version, prefix })
  const count = 1 << (prefix - block.prefix)
  return Array.from({ length: count }, (_, at) =>
    addressText(block.first + BigInt(at) * size, block.version),
  )
}

/** Addresses that are nobody's: private, shared by a carrier, a machine's own, of many, or of translations. */
const NOBODYS: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 8, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 6, 'ipv6'],
]
// Apart, for an IPv4 address is looked for among those of IPv6 as well, where all of them lie in one block.
const nobodys = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [address, prefix, type] of NOBODYS) nobodys[type].addSubnet(address, prefix, type)

export const isNobodys = ({ version, first }: Block): boolean =>
  nobodys[`ipv${version}`].check(addressText(first, version), `ipv${version}`)

function numberOf(address: string, version: 4 | 6): bigint {
  if (version === 4) {
    return address.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  }
  const [head = '', tail] = groupsIn(address)
  const [before, after] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? [] : Array(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after].reduce(
    (sum, group) => sum * 65_536n + BigInt(`0x${group}`),
    0n,
  )
}

/** As hexadecimal groups alone: what may end as an IPv4 address does not. */
const groupsIn = (address: string) =>
  new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
const groups = (text: string) => (text === '' ? [] : text.split(':'))

function addressText(number: bigint, version: 4 | 6): string {
  if (version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join('.')
  }
  const hex = number.toString(16).padStart(32, '0')
  const whole = hex.match(/.{4}/g)?.join(':') ?? ''
  return new URL(`http://[${whole}]/`).hostname.slice(1, -1)
}
