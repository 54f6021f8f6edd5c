/**
 * What a request looks like, in the values that a run gives it: the keyed hash of its system prompt and the
 * sampled shingles of its texts. Each function is the twin of one in `src/schema/functions`, named there, and
 * a test holds the two to each other on the engine. No text leaves this file.
 */
import { cityHash, intHash } from './city-hash.js'
import { type HashKey, sipHash } from './siphash.js'

/** A text as it came. `messages` are the whole conversation, oldest first. */
export interface Texts {
  readonly system?: string | undefined
  readonly messages?: readonly { readonly role: string; readonly content: string }[] | undefined
}

export interface Sketched {
  /** 0 where there is no system prompt. */
  readonly system_hash: bigint
  /** Shingles, each with the part of the text that it stands in: system prompt, opening, closing. */
  readonly template: readonly bigint[]
}

// As `template_shingle` numbers the parts of a text.
const PART_SYSTEM = 1n
const PART_OPENING = 2n
const PART_CLOSING = 3n

/** Sketches a request. Bounded: of each text at most 3,000 bytes are looked at, and 192 shingles kept. */
export function sketchTexts(key: HashKey, texts: Texts): Sketched {
  const system = texts.system ?? ''
  const prompt = promptOf(texts.messages ?? [])
  const promptBytes = encoder.encode(prompt)
  const template = [
    ...shinglesOf(key, textHead(encoder.encode(system), system), PART_SYSTEM),
    ...shinglesOf(key, textHead(promptBytes, prompt), PART_OPENING),
    ...shinglesOf(key, textTail(promptBytes), PART_CLOSING),
  ]
  return { system_hash: keyedHash(key, system), template }
}

/** `keyed_hash`: 0 stands for absent. */
export function keyedHash(key: HashKey, text: string): bigint {
  if (text === '') return 0n
  const bytes = encoder.encode(text)
  sipHash(key, bytes, bytes.length, word)
  return wordLong[0] ?? 0n
}

/** `canonical`: text as it is hashed where spelling must not matter. */
export function canonical(text: string): string {
  // NFKC of ASCII is itself. The engine splits at the white space of ASCII and no other.
  return text
    .normalize('NFKC')
    .split(SPACES)
    .filter((part) => part !== '')
    .join(' ')
}

/** The user's turns since the last answer, as ingest keeps them in `exchange.prompt`. */
function promptOf(messages: NonNullable<Texts['messages']>): string {
  // A prefilled answer is the request's own last word, not a turn that was served.
  const answered = messages.findLastIndex(
    ({ role }, index) => role === 'assistant' && index < messages.length - 1,
  )
  const fresh = messages.slice(answered + 1).filter(({ role }) => role === 'user')
  return fresh.map(({ content }) => content).join('\n')
}

/** `text_sketch`, with the part in each shingle as `exchange_template` compares them. */
export function shinglesOf(key: HashKey, text: string, part: bigint): readonly bigint[] {
  return sampled(shingles(key, textTokens(text))).map((shingle) => {
    wordLong[0] = shingle
    sipHash(key, wordBytes, 8, word)
    return (wordLong[0] ?? 0n) ^ part
  })
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const SPACES = /[ \t\n\v\f\r]+/
const WHOLE_BYTES_MAX = 3000
const END_BYTES = 1500
const SHINGLES_MAX = 64

/** `text_head`. */
export function textHead(bytes: Uint8Array, text: string): string {
  return bytes.length <= WHOLE_BYTES_MAX ? text : decoder.decode(bytes.subarray(0, END_BYTES))
}

/** `text_tail`. */
export function textTail(bytes: Uint8Array): string {
  if (bytes.length <= WHOLE_BYTES_MAX) return ''
  let start = bytes.length - END_BYTES
  // The engine makes one mark of the bytes that a cut leaves over; a decoder would make one of each.
  const isCut = ((bytes[start] ?? 0) & 0xc0) === 0x80
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start++
  return `${isCut ? '\ufffd' : ''}${decoder.decode(bytes.subarray(start))}`
}

/** `unspaced`. */
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a00-\u1aaf\u1b00-\u1b7f\u1bc0-\u1bff\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u9fff\ua000-\ua4cf\ua500-\ua62f\ua980-\ua9df\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\uff66-\uff9d\u{17000}-\u{1b2ff}\u{20000}-\u{3ffff}]/u
const MASKED_WORDS = /"|```|https?:\/\//
const CODE_AND_URLS = /```.*?```|https?:\/\/[^\t\n\f\r ]+/gsu
const QUOTED = /"[^"\n]{0,400}"/gu

/** `text_tokens`. Lower case of ASCII only, as the engine's `lower`. */
export function textTokens(text: string): readonly string[] {
  if (UNSPACED.test(text)) {
    const characters = [...text.replaceAll(/[0-9\t\n\f\r ]+/g, '')]
    return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
  }
  const masked = MASKED_WORDS.test(text)
    ? text.replaceAll(CODE_AND_URLS, ' § ').replaceAll(QUOTED, ' § ')
    : text
  return masked
    .replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .split(NOT_ALPHA)
    .filter((token) => token !== '')
}

// Digits become spaces; then white space and the punctuation of ASCII part the words.
const NOT_ALPHA = /[\t-\r !-/0-9:-@[-`{-}]+/

// One 64-bit word seen in three ways: as halves, as bytes, as a number.
const word = new Uint32Array(2)
const wordBytes = new Uint8Array(word.buffer)
const wordLong = new BigUint64Array(word.buffer)

/** `text_shingles` of the keyed hashes of tokens. */
function shingles(key: HashKey, tokens: readonly string[]): BigUint64Array {
  const hashes = new BigUint64Array(tokens.length)
  const halfKey = new BigUint64Array(key.buffer, key.byteOffset, 1)[0] ?? 0n
  for (const [index, token] of tokens.entries()) {
    const { written } = encoder.encodeInto(token, tokenBytes)
    cityHash(tokenBytes, 0, written, word)
    hashes[index] = (wordLong[0] ?? 0n) ^ halfKey
  }
  const made = new BigUint64Array(Math.max(0, tokens.length - 2))
  for (let index = 0; index < made.length; index++) {
    const [a = 0n, b = 0n, c = 0n] = hashes.subarray(index, index + 3)
    wordLong[0] = (a * 3n) ^ (b * 5n) ^ (c * 7n)
    intHash(word)
    made[index] = wordLong[0]
  }
  return made
}

// A token is part of a text of at most 3,000 bytes; a mark adds two.
const tokenBytes = new Uint8Array(4096)

/** `shingle_sample`: by nested modulus, so that containment survives it. */
function sampled(all: BigUint64Array): readonly bigint[] {
  const { length } = all
  const modulus = length <= 16 ? 1n : length <= 64 ? 2n : length <= 160 ? 4n : 8n
  const kept = all.filter((shingle) => shingle % modulus === 0n).sort()
  const distinct: bigint[] = []
  for (const shingle of kept) {
    if (distinct.length === SHINGLES_MAX) break
    if (distinct.at(-1) !== shingle) distinct.push(shingle)
  }
  return distinct
}
