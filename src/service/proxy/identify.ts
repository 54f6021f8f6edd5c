/** Whose a request is and where it came from, by rules that the operator wrote. */
import { BlockList, isIP } from 'node:net'
import type { HashSecrets } from '../../config/key.js'
import { accountName, headerName, makeNameKey } from '../naming.js'
import { keyOf } from './credential.js'
import { firstOf, type RawHeaders } from './headers.js'
import type { ProxySettings } from './settings.js'

export interface Identity {
  /** Empty where nobody can say. */
  readonly account_id: string
  readonly organization_id: string | undefined
  readonly api_key_id: string | undefined
  readonly tenant: string | undefined
  readonly plan: string | undefined
  readonly payment_hash: string | undefined
  readonly ja4: string | undefined
  readonly ip: string | undefined
}

export type Identify = (headers: RawHeaders, peer: string | undefined) => Identity

export function makeIdentify(settings: ProxySettings, secrets: HashSecrets): Identify {
  const trusted = blockListOf(settings.trusted_proxies)
  const nameKey = makeNameKey(settings.api_key_ids, secrets)
  return (headers, peer) => {
    const key = keyOf(headers, settings.key_headers)
    const api_key_id = key === undefined ? undefined : nameKey(key)
    const nameIn = (names: readonly string[]): string | undefined => {
      const found = firstOf(headers, names)
      return found === undefined ? undefined : headerName(found)
    }
    const named = nameIn(settings.account_headers)
    return {
      account_id: named === undefined ? (api_key_id ?? '') : accountName(named),
      organization_id: nameIn(settings.organization_headers),
      api_key_id,
      tenant: nameIn(settings.tenant_headers),
      plan: nameIn(settings.plan_headers),
      payment_hash: firstOf(headers, settings.payment_headers),
      ja4: firstOf(headers, settings.ja4_headers),
      ip: addressOf(headers, peer, settings.address_headers, trusted),
    }
  }
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

/**
 * Each proxy adds to the right of a list the address that it was asked from. So the last address that is
 * no proxy of ours is the client; what stands left of it anybody can have written.
 */
function addressOf(
  headers: RawHeaders,
  peer: string | undefined,
  names: readonly string[],
  trusted: BlockList,
): string | undefined {
  let address = plainAddress(peer)
  if (address === undefined || !isIn(trusted, address)) return address
  const told = names.map((name) => listValue(headers, name)).find((value) => value !== '')
  for (const given of (told ?? '').split(',').reverse()) {
    const next = plainAddress(given)
    if (next === undefined) return address
    address = next
    if (!isIn(trusted, address)) return address
  }
  return address
}

/** A list may come in several headers of one name. */
const listValue = (headers: RawHeaders, name: string): string =>
  headers.filter((_, at) => at % 2 === 1 && headers[at - 1]?.toLowerCase() === name).join(',')

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** `::ffff:192.0.2.7`, `[2001:db8::1]:443` and `192.0.2.7:80` as bare addresses. */
function plainAddress(given: string | undefined): string | undefined {
  const text = (given ?? '').trim()
  const bare = /^\[([^\]]+)\]/.exec(text)?.[1] ?? text.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
  const mapped = bare.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  return isIP(mapped) === 0 ? undefined : mapped
}
