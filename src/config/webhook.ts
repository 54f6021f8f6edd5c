/** What `serve.connector` and `serve.alerts` have in common: an address, and the secret that what goes there is signed with. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { StillwatchError, systemProblem } from '../domain/errors.js'
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

const NO_SECRET = 'it is not `whsec_` and 24 to 64 random bytes in base64'

/** Either of two keys: a secret in the settings is needed by every command that reads them, one in a file by the engine alone. */
export const webhookSecret = {
  secret: z
    .string()
    .refine(isSecret, { message: NO_SECRET })
    .optional()
    .describe(
      'What each request is signed with: `whsec_` and 24 to 64 random bytes in base64. Write it as a reference to the environment, or use `secret_file`.',
    ),
  secret_file: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A file that holds the secret and nothing else. Read at each request, by the engine alone.',
    ),
}

interface WithSecret {
  readonly secret?: string | undefined
  readonly secret_file?: string | undefined
}
export const hasOneSecret = ({ secret, secret_file }: WithSecret): boolean =>
  (secret === undefined) !== (secret_file === undefined)
export const ONE_SECRET = { message: 'it needs either `secret` or `secret_file`' }

/** The secret, from its file where it stands in one. Throws where there is none; what the file holds is never told. */
export function secretOf({ secret, secret_file: file }: WithSecret): string {
  if (file === undefined) return secret ?? ''
  const text = fileSecret(file, 'secret_file')
  if (!isSecret(text)) throw invalidFile('secret_file', file, NO_SECRET)
  return text
}

const invalidFile = (key: string, file: string, problem: string, cause?: unknown) =>
  new StillwatchError('SETTING_INVALID', { key, file, problem }, cause)

/** What a file holds that a setting names. Throws where it cannot be read, or holds nothing. */
export function fileSecret(file: string, key: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw invalidFile(key, file, systemProblem(error) ?? 'it could not be read', error)
  }
  if (text === '') throw invalidFile(key, file, 'it is empty')
  return text
}

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
