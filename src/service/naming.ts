/**
 * What customers are called where nobody but their request says who they are: one function, since proxy and
 * forward-auth must come to one name, or what the proxy recorded is found by nobody who asks beside it.
 */
import { createHash, createHmac } from 'node:crypto'
import { firstSecret, type HashSecrets } from '../config/key.js'
import type { ServeSettings } from '../config/serve.js'

/** The name that stands for an API key from here on. The key itself goes nowhere but to the upstream. */
export type NameKey = (key: string) => string

export function makeNameKey(naming: ServeSettings['api_key_ids'], secrets: HashSecrets): NameKey {
  if (naming === 'sha256') return (key) => createHash('sha256').update(key).digest('hex')
  const secret = firstSecret(secrets)
  return (key) => {
    const digest = createHmac('sha256', secret).update('stillwatch api key\n').update(key)
    return `key_${digest.digest('hex').slice(0, 32)}`
  }
}

/** The key in a header that may tell its scheme: `Bearer key`, or the key alone. Of other schemes there is none. */
export const keyOfCredential = (credential: string | undefined): string | undefined =>
  /^(?:Bearer +)?(\S+)$/i.exec(credential?.trim() ?? '')?.[1]

/** An identifier of the contract has at most 128 bytes; a longer name still names one account. */
export const accountName = (name: string): string =>
  Buffer.byteLength(name) <= 128
    ? name
    : `sha256_${createHash('sha256').update(name).digest('hex')}`

/**
 * What a header says, in letters. It comes as bytes, of which the parser makes a letter each: a name of other alphabets would be another
 * one than in logs and on lists, and spared by none. What is no UTF-8 stays as it is.
 */
export function headerName(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text
  try {
    return UTF8.decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}
const BEYOND_ASCII = /[\x80-\xff]/
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
