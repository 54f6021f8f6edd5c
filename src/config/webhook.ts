/** What `serve.connector` and `serve.alerts` have in common: an address, and the secret that what goes there is signed with. */
import { z } from 'zod'
import { isTrusted } from './people.js'

const PREFIX = 'whsec_'
const BYTES_MIN = 24
const BYTES_MAX = 64

/** The key that a secret of Standard Webhooks stands for; empty where it is none. */
export function secretBytes(secret: string): Buffer {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : ''
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
}

const isSecret = (secret: string): boolean => {
  const { length } = secretBytes(secret)
  return length >= BYTES_MIN && length <= BYTES_MAX
}

export const webhookSecret = z
  .string()
  .refine(isSecret, { message: 'it is not `whsec_` and 24 to 64 random bytes in base64' })
  .describe(
    'What each request is signed with: `whsec_` and 24 to 64 random bytes in base64. Write it as a reference to the environment.',
  )

/** Credentials in an address would stand in whatever shows the address. */
const isBare = (url: string): boolean => {
  const { username, password, hash } = new URL(url)
  return username === '' && password === '' && hash === ''
}

export const webhookUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && isTrusted(url), {
    message: 'it must be https, or on this machine',
  })
  .refine((url) => URL.canParse(url) && isBare(url), {
    message: 'it must hold neither a password nor a fragment',
  })
