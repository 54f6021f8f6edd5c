/**
 * Where requests come from: homes, phones, offices, clouds, private networks and proxy exits.
 *
 * No public trace has addresses, so this is invented: real network numbers with made-up address
 * plans. What matters is the sharing: a home address is one household's for some days, a carrier's
 * address is thousands of people's for minutes, an office has one or two, a server keeps its own.
 */

import { at, hashText, type Random, type Weighted } from '../random.js'

export interface Network {
  readonly kind: 'home' | 'mobile' | 'office' | 'cloud' | 'vpn' | 'proxy' | 'campus'
  readonly asn: number
  readonly country: string
  readonly addressAt: (instantMs: number) => string
}

interface Carrier {
  readonly asn: number
  readonly country: string
  /** Hours of UTC offset at the carrier's centre. */
  readonly offset: number
  readonly languages: readonly string[]
  readonly blocks: readonly string[]
}

const carrier = (
  asn: number,
  country: string,
  offset: number,
  language: string,
  blocks: string,
): Carrier => ({ asn, country, offset, languages: language.split(' '), blocks: blocks.split(' ') })

const HOMES: readonly Carrier[] = [
  carrier(7922, 'US', -6, 'en', '24.1 24.6 67.160 68.32 71.192 73.15 98.200'),
  carrier(701, 'US', -5, 'en', '71.100 72.64 96.224 108.2 173.48'),
  carrier(7018, 'US', -7, 'en es', '76.192 99.0 107.128 162.192'),
  carrier(577, 'CA', -5, 'en fr', '65.92 70.24 142.112'),
  carrier(2856, 'GB', 0, 'en', '81.128 86.128 109.144 213.120'),
  carrier(3215, 'FR', 1, 'fr', '2.0 80.8 86.192 90.0 92.128'),
  carrier(3320, 'DE', 1, 'de', '79.192 84.128 87.128 91.0 93.192'),
  carrier(3352, 'ES', 1, 'es', '79.144 80.24 83.32 88.0'),
  carrier(8151, 'MX', -6, 'es', '187.128 189.128 201.96'),
  carrier(7303, 'AR', -3, 'es', '181.0 190.16'),
  carrier(28573, 'BR', -3, 'en es', '177.32 187.64 189.4'),
  carrier(4134, 'CN', 8, 'zh', '58.208 114.216 180.96 183.0 222.64'),
  carrier(4837, 'CN', 8, 'zh', '60.0 112.224 123.112'),
  carrier(3462, 'TW', 8, 'zh', '1.160 36.224 114.32'),
  carrier(4713, 'JP', 9, 'ja', '114.144 118.0 153.128 180.0'),
  carrier(4766, 'KR', 9, 'ko', '14.32 59.0 112.160 175.192'),
  carrier(12389, 'RU', 3, 'ru', '46.48 95.24 178.64 188.16'),
  carrier(9829, 'IN', 5.5, 'hi en', '59.88 117.192 117.240'),
  carrier(25019, 'SA', 3, 'ar', '51.211 94.96 188.48'),
  carrier(8452, 'EG', 2, 'ar', '41.32 156.160 197.32'),
  carrier(1221, 'AU', 10, 'en', '1.120 58.160 101.160 120.144'),
  carrier(37457, 'ZA', 2, 'en', '41.144 105.224'),
]
const PHONES: readonly Carrier[] = [
  carrier(21928, 'US', -6, 'en es', '172.56 172.58'),
  carrier(22394, 'US', -5, 'en', '174.192 174.240'),
  carrier(45609, 'IN', 5.5, 'hi en', '106.192 223.176'),
  carrier(55836, 'IN', 5.5, 'hi en', '49.32 157.32'),
  carrier(9808, 'CN', 8, 'zh', '117.128 120.192'),
  carrier(25135, 'GB', 0, 'en', '148.252'),
  carrier(51207, 'FR', 1, 'fr', '37.160'),
  carrier(8359, 'RU', 3, 'ru', '85.140'),
  carrier(28403, 'MX', -6, 'es', '177.224'),
  carrier(9605, 'JP', 9, 'ja', '1.66 49.96'),
]
const CLOUDS: readonly Carrier[] = [
  carrier(16509, 'US', -5, 'en', '3.80 18.204 34.192 52.0 54.144'),
  carrier(16509, 'IE', 0, 'en', '34.240 52.208 54.72'),
  carrier(15169, 'US', -6, 'en', '34.66 35.184 104.196'),
  carrier(8075, 'US', -5, 'en', '20.40 40.76 52.160'),
  carrier(24940, 'DE', 1, 'de', '49.12 78.46 116.202 159.69'),
  carrier(14061, 'SG', 8, 'en', '128.199 139.59 167.172'),
  carrier(16276, 'FR', 1, 'fr', '51.68 137.74 146.59'),
  carrier(45102, 'SG', 8, 'zh', '8.209 47.74 47.236'),
  carrier(132203, 'HK', 8, 'zh', '43.128 43.154 101.32'),
]
const TUNNELS: readonly Carrier[] = [
  carrier(9009, 'GB', 0, 'en', '146.70 185.242'),
  carrier(212238, 'SG', 8, 'en', '156.146 84.17'),
  carrier(60068, 'NL', 1, 'en', '89.187 143.244'),
]

const DAY_MS = 86_400_000
/** Exits that a private network offers in a city, and addresses that a carrier shares in a region. */
const TUNNEL_EXITS = 60
const CARRIER_ADDRESSES = 400

const block = (random: Random, from: Carrier): string => {
  const [first, second] = random.pick(from.blocks).split('.')
  return `${first}.${Number(second) + random.int(0, 15)}`
}

const host = (random: Random): string => `${random.int(0, 255)}.${random.int(1, 254)}`

export interface Place {
  readonly country: string
  readonly offset: number
  readonly language: string
  readonly carrier: Carrier
}

/** Somewhere that people of this language live. */
export const createPlace = (random: Random, language: string): Place => {
  const spoken = HOMES.filter((home) => home.languages.includes(language))
  const home = random.pick(spoken.length > 0 ? spoken : HOMES)
  return { country: home.country, offset: home.offset, language, carrier: home }
}

/** A household's line: a new address every few days, or a fixed one, or a fixed IPv6 prefix. */
export const homeNetwork = (random: Random, place: Place): Network => {
  const { asn, country } = place.carrier
  const daysKept = random.weighted([
    [1, 0.25],
    [7, 0.35],
    [400, 0.4],
  ])
  if (random.chance(0.22)) {
    const prefix = `2a${random.hex(2)}:${random.hex(3)}:${random.hex(4)}:${random.hex(2)}`
    const suffixes = Array.from({ length: 8 }, () => random.hex(16).replace(/(.{4})(?!$)/g, '$1:'))
    return {
      kind: 'home',
      asn,
      country,
      addressAt: (ms) => `${prefix}:${at(suffixes, Math.floor(ms / DAY_MS) % 8)}`,
    }
  }
  const prefix = block(random, place.carrier)
  const salt = random.hex(8)
  return {
    kind: 'home',
    asn,
    country,
    addressAt: (ms) => {
      const hash = hashText(`${salt}${Math.floor(ms / DAY_MS / daysKept)}`)
      return `${prefix}.${hash & 255}.${1 + ((hash >>> 8) % 253)}`
    },
  }
}

/** A carrier's shared addresses: a phone leaves through another one every twenty minutes. */
export const mobileNetwork = (random: Random, place: Place): Network => {
  const local = PHONES.filter((phone) => phone.country === place.country)
  const phone = random.pick(local.length > 0 ? local : PHONES)
  const prefix = at(phone.blocks, 0)
  const salt = random.hex(8)
  return {
    kind: 'mobile',
    asn: phone.asn,
    country: phone.country,
    addressAt: (ms) => {
      const slot = hashText(`${salt}${Math.floor(ms / 1_200_000)}`) % CARRIER_ADDRESSES
      return `${prefix}.${slot >>> 7}.${1 + (slot & 127)}`
    },
  }
}

/** A commercial private network: some tens of exits, each used by many strangers. */
export const vpnNetwork = (random: Random): Network => {
  const tunnel = random.pick(TUNNELS)
  const salt = random.hex(8)
  return {
    kind: 'vpn',
    asn: tunnel.asn,
    country: tunnel.country,
    addressAt: (ms) => {
      const exit = hashText(`${salt}${Math.floor(ms / 10_800_000)}`) % TUNNEL_EXITS
      return `${tunnel.blocks[exit % 2]}.${200 + (exit >>> 3)}.${10 + exit}`
    },
  }
}

/** Fixed addresses, drawn once: an office, a campus or a server. */
export const fixedNetwork = (
  random: Random,
  kind: 'office' | 'campus' | 'cloud',
  place: Place,
  addresses: number,
): Network => {
  const from = kind === 'cloud' ? random.zipf(CLOUDS) : place.carrier
  const prefix = `${block(random, from)}.${random.int(0, 255)}`
  const hosts = Array.from({ length: addresses }, () => `${prefix}.${random.int(2, 250)}`)
  return {
    kind,
    asn: kind === 'office' && random.chance(0.25) ? 22616 : from.asn,
    country: from.country,
    addressAt: (ms) => at(hosts, Math.floor(ms / 613_000) % hosts.length),
  }
}

/** Rented residential exits. They are other people's homes, so the network looks like a home. */
export const createExits = (random: Random, count: number): readonly Network[] =>
  Array.from({ length: count }, () => {
    const from = random.pick(HOMES)
    const address = `${block(random, from)}.${host(random)}`
    return { kind: 'proxy', asn: from.asn, country: from.country, addressAt: () => address }
  })

/** An account that moves among some exits of a pool, keeping each for a while. */
export const rotateExits = (
  random: Random,
  exits: readonly Network[],
  hoursKept: number,
): Network => {
  const salt = random.hex(8)
  const keptMs = hoursKept * 3_600_000
  const first = random.pick(exits)
  return {
    kind: 'proxy',
    asn: first.asn,
    country: first.country,
    addressAt: (ms) =>
      at(exits, hashText(`${salt}${Math.floor(ms / keptMs)}`) % exits.length).addressAt(ms),
  }
}

export const NETWORK_KINDS: readonly Weighted<'home' | 'mobile' | 'vpn'>[] = [
  ['home', 0.68],
  ['mobile', 0.25],
  ['vpn', 0.07],
]

export const personalNetwork = (random: Random, place: Place): Network => {
  const kind = random.weighted(NETWORK_KINDS)
  if (kind === 'home') return homeNetwork(random, place)
  return kind === 'mobile' ? mobileNetwork(random, place) : vpnNetwork(random)
}
