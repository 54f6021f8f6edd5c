/**
 * What may be kept of the texts of an exchange, obeyed before anything of it is written. Texts that are to be
 * fingerprinted and not kept go to the store sealed, under a key that is in the memory of the service alone: who has
 * the disk has nothing, and with the service the key is gone.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Exchange } from '../domain/exchange.js'

export type TextPolicy = NonNullable<Exchange['text_policy']>

export interface Keeping {
  /** Where a record does not say. */
  readonly textPolicy: TextPolicy
  /** 32 bytes. Without it nothing can be sealed, and such exchanges come without their texts. */
  readonly sealKey?: Uint8Array | undefined
}

export const newSealKey = (): Buffer => randomBytes(KEY_BYTES)

const KEY_BYTES = 32
const SALT_BYTES = 32
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'
// Each line is sealed under a key of its own, so that its nonce may be the same.
const NONCE = Buffer.alloc(12)

/** Written first, and by nobody else: what a sender calls so is no key of the contract. */
const SEALED_KEY = 'sealed_texts'
const SEALED_MARK = Buffer.from(`{"${SEALED_KEY}":"`)

export const isSealed = (line: Buffer): boolean =>
  line.subarray(0, SEALED_MARK.length).equals(SEALED_MARK)

/** Whether any of these lines may be sealed. */
export const holdsSealed = (lines: Buffer): boolean => lines.includes(SEALED_MARK)

/** The length of a line, sealed texts as long as they are unsealed. */
export const bytesOf = (line: Buffer): number =>
  isSealed(line) ? Math.ceil((line.length * 3) / 4) : line.length

/** The line of an exchange as its policy lets it be written, with what else is known of it. */
export function lineUnder(
  { textPolicy, sealKey }: Keeping,
  exchange: Exchange,
  more: Readonly<Record<string, unknown>> = {},
): Buffer {
  const text_policy = exchange.text_policy ?? textPolicy
  if (text_policy === 'full') return lineOf({ ...exchange, ...more })
  const { system, response, messages, ...others } = exchange
  // How many turns there were and whose they are is no text.
  const turns = messages?.map(({ role }) => ({ role, content: '' }))
  const bare = {
    ...{ ...others, text_policy },
    ...(turns === undefined ? {} : { messages: turns }),
    ...more,
  }
  const hasText = Boolean(system) || Boolean(response) || messages?.some(({ content }) => content)
  if (text_policy === 'none' || sealKey === undefined || !hasText) return lineOf(bare)
  const sealed = seal(lineOf({ system, response, messages }), exchange.exchange_id, sealKey)
  return lineOf({ [SEALED_KEY]: sealed, ...bare })
}

/** A line whose texts were sealed, with them; without them where the key is another. */
export function openedLine(
  line: Buffer,
  sealKey: Uint8Array | undefined,
): { readonly line: Buffer; readonly isOpened: boolean } {
  const given = JSON.parse(line.toString('utf8')) as Record<string, unknown>
  const { [SEALED_KEY]: sealed, ...bare } = given
  const texts =
    sealKey === undefined ? undefined : unseal(`${sealed}`, `${given.exchange_id}`, sealKey)
  if (texts === undefined) return { line: lineOf(bare), isOpened: false }
  return { line: lineOf({ ...bare, ...texts }), isOpened: true }
}

function seal(text: Buffer, id: string, key: Uint8Array): string {
  const salt = randomBytes(SALT_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(key, salt), NONCE).setAAD(Buffer.from(id))
  const sealed = [salt, cipher.update(text), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(sealed).toString('base64')
}

function unseal(sealed: string, id: string, key: Uint8Array): object | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  const salt = bytes.subarray(0, SALT_BYTES)
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(key, salt), NONCE)
      .setAAD(Buffer.from(id))
      .setAuthTag(bytes.subarray(-TAG_BYTES))
    const text = decipher.update(bytes.subarray(SALT_BYTES, -TAG_BYTES))
    return JSON.parse(Buffer.concat([text, decipher.final()]).toString('utf8')) as object
  } catch {
    return undefined
  }
}

const keyOf = (key: Uint8Array, salt: Buffer): Buffer =>
  createHmac('sha256', key).update(salt).digest()

/** JSON writes half a surrogate pair as an escape, and the engine would not read the line. */
export function lineOf(row: object): Buffer {
  const json = JSON.stringify(row)
  if (!json.includes('\\ud')) return Buffer.from(json)
  return Buffer.from(
    json.replaceAll(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (given) =>
      given.startsWith('\\ud') ? '\\ufffd' : given,
    ),
  )
}
