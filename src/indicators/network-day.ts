import { z } from 'zod'
import { defineIndicator } from './define.js'
import { blockText, isNobodys, partsOf, readBlock } from './parts/network.js'

/** An address counts as itself or, of IPv6, as its /64; a block is a /24 or a /48: so are they hashed here. */
const ADDRESS = { 4: 32, 6: 64 } as const
const BLOCK = { 4: 24, 6: 48 } as const
/** Wider, a pattern is of more than 256 blocks: a carrier, a cloud, a country. */
const WIDEST = { 4: 16, 6: 40 } as const
/** A block that is told as its addresses is told as at most 256 of them. */
const PARTS_BITS_MAX = 8

const pattern = z.strictObject({
  network: z
    .string()
    .max(50)
    .refine((text) => readBlock(text) !== undefined),
  date: z.iso.date(),
})

export default defineIndicator({
  id: 'network-day',
  family: 'network',
  title: 'An address or a block of addresses on one day',
  why: `Pooled accounts leave through pooled exits, and one operator's exits of a day serve all providers. A day
    belongs to it: next week the address is somebody else's.`,
  benign: [
    'An office, a campus, a mobile carrier or a VPN behind one address.',
    'The household whose line a proxy seller rents out.',
  ],
  evasions: ['An exit for each account and provider: the blocks that exits are rented in repeat.'],
  does: 'left through one network on one day',
  pattern,
  expires_days: 30,
  marking: 'amber',
  spares_quiet: false,
  samples: 1,
  isTooWide({ network }) {
    const block = readBlock(network)
    if (block === undefined || isNobodys(block)) return 'addresses that are nobody’s'
    if (block.prefix < WIDEST[block.version]) return `wider than /${WIDEST[block.version]}`
    const isBetween = block.prefix > BLOCK[block.version] && block.prefix < ADDRESS[block.version]
    return isBetween && ADDRESS[block.version] - block.prefix > PARTS_BITS_MAX
      ? 'neither a block nor addresses that can be told one by one'
      : ''
  },
  sql: `
    SELECT
        account_id,
        arrayJoin([
            cityHash64('address', address_hash, toDate(received_at)),
            cityHash64('block', network_hash, toDate(received_at))
        ]) AS value_hash,
        received_at AS since_at,
        received_at AS until_at,
        exchange_id AS sample_id
    FROM exchange_origin
    WHERE address_hash != 0
  `,
  raw: `
    SELECT
        value_hash,
        toString(toDate(received_at)) AS day,
        address_canonical(ip) AS address,
        address_network(ip) AS block,
        toUInt8(value_hash = cityHash64('address',
            keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, address), toDate(received_at))) AS is_address
    FROM exchange
    GLOBAL INNER JOIN indicator_sample AS sample
        ON sample.account_id = exchange.account_id AND sample.sample_id = exchange.exchange_id
    WHERE (exchange.account_id, exchange.exchange_id) GLOBAL IN (SELECT account_id, sample_id FROM indicator_sample) AND ip != ''
    ORDER BY value_hash
  `,
  patternOf([row]) {
    if (row === undefined) return undefined
    const address = String(row.is_address === 1 ? row.address : row.block)
    const version = address.includes(':') ? 6 : 4
    const prefix = (row.is_address === 1 ? ADDRESS : BLOCK)[version]
    const read = pattern.safeParse({ network: `${address}/${prefix}`, date: String(row.day) })
    return read.data
  },
  probes({ network, date }) {
    const block = readBlock(network)
    if (block === undefined) return []
    const { version, prefix } = block
    if (prefix <= BLOCK[version]) {
      return partsOf(block, BLOCK[version]).map((one) => ['block', one, date])
    }
    const parts = prefix >= ADDRESS[version] ? [blockText(block)] : partsOf(block, ADDRESS[version])
    return parts.map((one) => ['address', one.replace(/\/.*$/, ''), date])
  },
  hashed: `
    SELECT pattern_id, cityHash64(probe[1], keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))},
        if(probe[1] = 'address', address_canonical(probe[2]), address_network(probe[2]))), toDate(probe[3])) AS value_hash
    FROM indicator_probe
    WHERE kind = 'network-day'
  `,
  cases: {
    matches: {
      'an address on its day': {
        pattern: { network: '203.0.113.7/32', date: '2026-03-02' },
        given: { exchange: [{ exchange_id: 'e', account_id: 'a', ip: '203.0.113.7' }] },
      },
      'an address in a block of 512': {
        pattern: { network: '203.0.112.0/23', date: '2026-03-02' },
        given: { exchange: [{ exchange_id: 'e', account_id: 'a', ip: '203.0.113.7' }] },
      },
      'an IPv6 address by its /64': {
        pattern: { network: '2001:db8:1:2::/64', date: '2026-03-02' },
        given: { exchange: [{ exchange_id: 'e', account_id: 'a', ip: '2001:db8:1:2::99' }] },
      },
    },
    quiet: {
      'the same address on another day': {
        pattern: { network: '203.0.113.7/32', date: '2026-03-03' },
        given: { exchange: [{ exchange_id: 'e', account_id: 'a', ip: '203.0.113.7' }] },
      },
      'its neighbour': {
        pattern: { network: '203.0.113.8/32', date: '2026-03-02' },
        given: { exchange: [{ exchange_id: 'e', account_id: 'a', ip: '203.0.113.7' }] },
      },
      'everybody’s address': {
        pattern: { network: '0.0.0.0/0', date: '2026-03-02' },
        given: { exchange: [{ exchange_id: 'e', account_id: 'a', ip: '203.0.113.7' }] },
      },
    },
  },
})
