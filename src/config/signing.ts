/** The key of the installation, by which judgements are signed: Ed25519, in a file of its own. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { StillwatchError, systemProblem } from '../domain/errors.js'
import { keyIdOf } from '../domain/judgement.js'
import { fileSecret } from './webhook.js'

const KEY = 'ed25519'

/** What signs with the key of a file. Throws SETTING_INVALID where it holds no private key of Ed25519. */
export function signingWith(file: string) {
  const key = keyOf(file, fileSecret(file, 'signing_key'), createPrivateKey)
  return {
    key_id: keyIdOf(key),
    sign: (bytes: Uint8Array): string => sign(null, bytes, key).toString('base64'),
  }
}

/** The public key of a file, as it is handed to whoever verifies. */
export function publicKeyOf(file: string): KeyObject {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw invalid(file, systemProblem(error) ?? 'it could not be read', error)
  }
  return keyOf(file, text, createPublicKey)
}

function keyOf(file: string, text: string, read: (text: string) => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = read(text)
  } catch {
    // What the file holds may be a secret: neither it nor the parser's words are told.
    throw invalid(file, 'it holds no key in PEM')
  }
  if (key.asymmetricKeyType !== KEY) throw invalid(file, 'its key is not of Ed25519')
  return key
}

/** Makes a pair: the private key for the service alone, the public one beside it. Throws where a file is there already. */
export function makeSigningKey(file: string): { readonly key_id: string; readonly public: string } {
  const { privateKey, publicKey } = generateKeyPairSync(KEY)
  const beside = `${file}.pub`
  try {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
    writeFileSync(beside, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' })
  } catch (error) {
    throw invalid(file, systemProblem(error) ?? 'it could not be written', error)
  }
  return { key_id: keyIdOf(publicKey), public: beside }
}

const invalid = (file: string, problem: string, cause?: unknown) =>
  new StillwatchError('SETTING_INVALID', { key: 'signing_key', file, problem }, cause)
