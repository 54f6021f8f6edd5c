/**
 * The key of the API that a request comes with. Where it is the account's name, it must be the key that the
 * API checks, or a client would choose its name: with a key that counts in one header and a new invention in another,
 * every request would be an account of its own.
 */
import { keyOfCredential } from '../naming.js'
import type { RawHeaders } from './headers.js'

/** The first key in the first of these headers that holds one. */
export function keyOf(headers: RawHeaders, names: readonly string[]): string | undefined {
  for (const name of names) {
    for (let at = 0; at + 1 < headers.length; at += 2) {
      if (headers[at]?.toLowerCase() !== name) continue
      const key = keyIn(name, headers[at + 1])
      if (key !== undefined) return key
    }
  }
  return undefined
}

/** A header of its own may hold any text as a key; `authorization` says of which kind it is. */
function keyIn(name: string, value: string | undefined): string | undefined {
  const text = value?.trim() ?? ''
  return keyOfCredential(text) ?? (name === 'authorization' || text === '' ? undefined : text)
}

/** The headers without those that hold another key than this one. Mostly there is none, and they are given back. */
export function withoutOtherKeys(
  headers: RawHeaders,
  names: readonly string[],
  key: string | undefined,
): RawHeaders {
  const isOther = (name: string | undefined, value: string | undefined): boolean => {
    if (name === undefined || !names.includes(name.toLowerCase())) return false
    return keyIn(name.toLowerCase(), value) !== key
  }
  let kept: string[] | undefined
  for (let at = headers.length - 2; at >= 0; at -= 2) {
    if (!isOther(headers[at], headers[at + 1])) continue
    kept ??= [...headers]
    kept.splice(at, 2)
  }
  return kept ?? headers
}
