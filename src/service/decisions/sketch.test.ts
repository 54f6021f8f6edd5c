import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { hashKeyOf } from '../../config/key.js'
import { statement } from '../../store/sql.js'
import { cityHash, intHash } from './city-hash.js'
import { addressCanonical, addressNetwork, clientOf, identityGiven } from './identifier.js'
import { hashKeyWords, sipHash } from './siphash.js'
import { canonical, keyedHash, shinglesOf, textHead, textTail, textTokens } from './sketch.js'

const holder = testStore()
const keyText = hashKeyOf('test')
const key = hashKeyWords(keyText)
const utf8 = new TextEncoder()
const SEED = 20261126

const word = new Uint32Array(2)
const number = () => new BigUint64Array(word.buffer)[0] ?? 0n

/** What the engine makes of each text by one expression over `x`. */
async function engine<Value>(expression: string, texts: readonly string[]): Promise<Value[]> {
  const rows = await holder.store.rows<{ value: Value }>(
    statement(
      'twin',
      `SELECT ${expression} AS value FROM (SELECT arrayJoin(arrayZip(arrayEnumerate(texts), texts)) AS pair, pair.2 AS x
       FROM (SELECT arrayMap(t -> toString(t), JSONExtract({texts:String}, 'Array(String)')) AS texts)) ORDER BY pair.1`.replaceAll(
        'hash_key',
        '{hash_key:Array(Tuple(UInt64, UInt64))}',
      ),
    ),
    { texts: JSON.stringify(texts), hash_key: keyText },
  )
  return rows.map(({ value }) => value)
}

const WORDS = [
  ...['Rewrite', 'the', 'answer', 'STEP', 'by', 'step', 'a', 'of', 'über', 'naïve', '§', '~tilde~'],
  ...[
    '"a quoted text"',
    '"unclosed',
    '```code\nblock```',
    '```',
    'https://example.org/a?b=1',
    'x_y',
  ],
  ...[
    '42',
    '3.14',
    'v2',
    '\n',
    '\t',
    '\v',
    '\u00a0',
    '\u0085',
    '思考',
    'プロンプト',
    'ราคา',
    'မြန်မာ',
    'ㄅㄆㄇ',
    'ꦗꦮ',
    '々',
    'ﾌﾟﾛﾝ',
    '𠀀𠀁',
    '𰻞',
    'བོད་ཡིག',
    'ㅋㅋ',
    'ответ',
  ],
  ...[
    'internationalisation',
    'electroencephalographically-extended',
    '😀',
    '{json}',
    "it's",
    '\u0001',
  ],
  ...['w'.repeat(40), 'z'.repeat(90), '\ufffd'],
]
const text = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'grapheme', maxLength: 12 })), {
    maxLength: 260,
  })
  .map((words) => words.join(' '))
const drawn = fc
  .sample(text, { numRuns: 300, seed: SEED })
  .map((one) => one.replaceAll(/[\ud800-\udfff]/gu, '').replaceAll('\0', ''))
const mixed = [...drawn, ...drawn.map((one) => one.repeat(4)), ...WORDS, '', 'ä'.repeat(1600)]

describe('hashes', () => {
  test('SipHash-2-4 gives the vectors of its paper', () => {
    const vectorKey = new Uint32Array(
      new Uint8Array(Array.from({ length: 16 }, (_, i) => i)).buffer,
    )
    const bytes = new Uint8Array(Array.from({ length: 64 }, (_, i) => i))
    const hashes = [0, 1, 8, 15, 63].map((length) => {
      sipHash(vectorKey, bytes, length, word)
      return number().toString(16)
    })
    expect(hashes).toEqual([
      '726fdb47dd0e0e31',
      '74f839c593dc67fd',
      '93f5f5799a932462',
      'a129ca6149be45e5',
      '958a324ceb064572',
    ])
  })

  test('SipHash, CityHash and intHash64 are those of the engine, at every length', async () => {
    const texts = Array.from({ length: 300 }, (_, i) =>
      'kleine Füße, 思考! '.repeat(40).slice(0, i),
    )
    const city = texts.map((one) => {
      const bytes = utf8.encode(one)
      cityHash(bytes, 0, bytes.length, word)
      const hash = number()
      intHash(word)
      return [hash.toString(), number().toString()]
    })
    expect(city).toEqual(
      await engine('[toString(cityHash64(x)), toString(intHash64(cityHash64(x)))]', texts),
    )
    expect(texts.map((one) => keyedHash(key, one).toString())).toEqual(
      await engine('toString(keyed_hash(hash_key, x))', texts),
    )
  })
})

describe('texts', () => {
  test('words are those of the engine', async () => {
    expect(mixed.map((one) => textTokens(one))).toEqual(await engine('text_tokens(x)', mixed))
  })

  test('heads, tails and canonical texts are those of the engine', async () => {
    const bytes = mixed.map((one) => utf8.encode(one))
    expect(mixed.map((one, i) => textHead(bytes[i] ?? new Uint8Array(), one))).toEqual(
      await engine('text_head(x)', mixed),
    )
    expect(bytes.map(textTail)).toEqual(await engine('text_tail(x)', mixed))
    expect(mixed.map(canonical)).toEqual(await engine('canonical(x)', mixed))
  })

  test('sketches are those of the engine', async () => {
    const mine = mixed.map((one) =>
      shinglesOf(key, textHead(utf8.encode(one), one), 0n).map(String),
    )
    expect(mine).toEqual(
      await engine('arrayMap(s -> toString(s), text_sketch(hash_key, text_head(x)))', mixed),
    )
    expect(new Set(mine.map((one) => one.length)).size).toBeGreaterThan(20)
  })
})

describe('identifiers', () => {
  const ADDRESSES = [
    ...['203.0.113.9', '2001:db8:1:2:3:4:5:6', '2001:DB8::1', '::1', '::', 'fe80::1', 'nonsense'],
    ...['2001:0db8:0000:0002::9', '1:0:0:4:5:6:7:8', '0:0:0:4::', '64:ff9b::192.0.2.33', ''],
    ...['::ffff:192.0.2.7', '1::4:5:6:7:8', '999.1.1.1', '1.2.3', '2001:db8:1::'],
    ...['::FFFF:192.0.2.7', '::ffff:c000:207', '::ffff:999.1.1.1', '::ffff:0:192.0.2.7'],
  ]

  test('addresses are spelled as the engine spells them', async () => {
    expect(ADDRESSES.map(addressCanonical)).toEqual(await engine('address_canonical(x)', ADDRESSES))
    expect(ADDRESSES.map(addressNetwork)).toEqual(await engine('address_network(x)', ADDRESSES))
  })

  test('a word for nothing is no identity, and a client has no version', async () => {
    const given = [
      'None',
      ' n/a ',
      'card_1',
      '0',
      'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855',
    ]
    expect(given.map(identityGiven)).toEqual(await engine('identity_given(x)', given))
    const agents = ['python-requests/2.31.0', 'Mozilla/5.0 (X11; rv:109.0)', '']
    expect(agents.map(clientOf)).toEqual(await engine("replaceRegexpAll(x, '[0-9.]+', '')", agents))
  })
})
