import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { LIKELIHOODS, likelihoodText } from './estimate.js'
import {
  digestOf,
  type Judgement,
  keyIdOf,
  type SignedJudgement,
  signedBytes,
  signedJudgement,
  verifySigned,
} from './judgement.js'
import type { Json } from './sharing.js'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const at = '2026-03-01T00:00:00.000Z'

const made: Judgement = {
  schema: 'stillwatch.judgement/1',
  ...{ assessment_id: 'a', campaign_id: 'c', slice: null, author: 'alice', hypothesis: 'h1' },
  question: 'operator',
  claim: 'One reseller runs both.',
  likelihood: 'likely',
  confidence: 'moderate',
  confidence_grounds: 'Two sources.',
  ...{ would_change: 'Another card.', review_at: at, expires_at: '2026-09-01T00:00:00.000Z' },
  hypotheses: [{ hypothesis: 'h1', text: 'A reseller.', inconsistency: 0, place: 1 }],
  items: [
    {
      standing: 'fact',
      ratings: { h1: '+' },
      ...{ item: 'e1', text: 'One card.', source: { evidence_id: 'x' }, rests_on: [] },
      ...{ diagnosticity: 0, is_sensitive: false, by: 'bob' },
    },
  ],
  dissents: [{ by: 'carol', at, text: 'I do not see it.' }],
  ...{ version: 1, supersedes: null, signed_by: ['alice', 'bob'], signed_at: at },
  key_id: keyIdOf(publicKey),
}
const signed = (judgement: Judgement): SignedJudgement => ({
  judgement,
  digest: digestOf(judgement),
  signature: sign(null, signedBytes(judgement), privateKey).toString('base64'),
})

describe('a signature', () => {
  test('is of all that the judgement says, and of the form that is handed on', () => {
    expect(signedJudgement.safeParse(signed(made)).error).toBeUndefined()
    expect(verifySigned(JSON.parse(JSON.stringify(signed(made))), publicKey)).toBe('VALID')
  })

  test('holds for no other word at any place', () => {
    const places = leavesOf(made)
    expect(places.length).toBeGreaterThan(30)
    for (const place of places) {
      const other = changed(made, place) as Judgement
      if (place[0] === 'key_id') {
        expect(verifySigned({ ...signed(made), judgement: other }, publicKey)).toBe('OTHER_KEY')
        continue
      }
      // With the digest as it was, and with that of the new words.
      expect(verifySigned({ ...signed(made), judgement: other }, publicKey)).toBe('CHANGED')
      const { signature } = signed(made)
      expect(
        verifySigned({ judgement: other, digest: digestOf(other), signature }, publicKey),
      ).toBe('NOT_SIGNED')
    }
  })

  test('of another key is not ours', () => {
    const other = generateKeyPairSync('ed25519').publicKey
    expect(verifySigned(signed(made), other)).toBe('OTHER_KEY')
    const claimed = { ...made, key_id: keyIdOf(other) }
    expect(verifySigned(signed(claimed), other)).toBe('NOT_SIGNED')
  })
})

test('the one text of a value is that of RFC 8785', () => {
  const given = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  }
  expect(canonicalJson(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const sorted = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, ö: 7 }
  expect([...canonicalJson(sorted).matchAll(/:(\d)/g)].map(([, value]) => value).join('')).toBe(
    '2467153',
  )
})

test('whoever makes a value anew, in whatever order, makes the same bytes', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalJson(turned as Json)).toBe(canonicalJson(value as Json))
      expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('words of likelihood leave no gap between 1 and 99 in 100', () => {
  const all = Object.values(LIKELIHOODS)
  expect(all.map(({ from }) => from)).toEqual([1, ...all.slice(0, -1).map(({ to }) => to)])
  expect(all.at(-1)?.to).toBe(99)
  expect(likelihoodText('likely')).toBe('likely (probable), 55 to 80 in 100')
})

type Place = readonly (string | number)[]

function leavesOf(value: unknown, place: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [place]
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...place, key]))
}

function changed(value: unknown, [key, ...rest]: Place): unknown {
  if (key === undefined) return typeof value === 'number' ? value + 1 : `${value} `
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = changed(copy[key], rest)
  return copy
}
