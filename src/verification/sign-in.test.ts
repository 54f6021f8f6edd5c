import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { challengeKey } from './challenge.js'
import { personHash, SALT_BYTES, signInShown, signInValues } from './sign-in.js'

const key = challengeKey('secret of the tests')
const NOW_MS = Date.parse('2026-03-10T12:00:00Z')
const MINUTE_MS = 60_000
const salt = Buffer.alloc(SALT_BYTES, 7)
const one = {
  subject: 'app_1',
  issuer: 'https://login.uni.example',
  client: 'stillwatch',
  domain: 'uni.example',
}
const values = signInValues(key, one, NOW_MS + MINUTE_MS, salt)
const shown = (state: string, signIn = one, nowMs = NOW_MS, by = key) =>
  signInShown(by, signIn, state, nowMs)

describe('a sign-in', () => {
  test('is known again by its state, with what goes with it, until it ends', () => {
    expect(shown(values.state)).toEqual({ shown: 'proved', values })
    expect(shown(values.state, one, NOW_MS + MINUTE_MS).shown).toBe('expired')
  })

  test.each(['subject', 'issuer', 'client', 'domain'] as const)(
    'of one %s is none of another',
    (part) => {
      const other = { ...one, [part]: `${one[part]}.` }
      expect(shown(values.state, other).shown).toBe('absent')
      const theirs = signInValues(key, other, NOW_MS + MINUTE_MS, salt)
      for (const name of ['state', 'nonce', 'verifier'] as const)
        expect(theirs[name]).not.toBe(values[name])
    },
  )

  test('of one installation is none of another', () => {
    expect(shown(values.state, one, NOW_MS, challengeKey('another')).shown).toBe('absent')
  })

  test('begun twice in one second has nothing in common but its end', () => {
    const again = signInValues(key, one, NOW_MS + MINUTE_MS, Buffer.alloc(SALT_BYTES, 8))
    const all = [values, again].flatMap((each) => Object.values(each))
    expect(new Set(all).size).toBe(6)
  })

  test('has a nonce and a verifier that no state tells, in the letters of RFC 7636', () => {
    expect(values.verifier).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(new Set([values.nonce, values.verifier, values.state]).size).toBe(3)
  })

  test('is no other text, however near', () => {
    fc.assert(
      fc.property(fc.nat(55), fc.constantFrom(...'AZaz09-_'), (at, letter) => {
        const near = values.state.slice(0, at) + letter + values.state.slice(at + 1)
        expect(shown(near).shown).toBe(near === values.state ? 'proved' : 'absent')
      }),
    )
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => shown(text).shown === 'absent'))
  })
})

test('a person of an issuer has one name, and another at another', () => {
  const hash = personHash(key, one.issuer, 'sub')
  expect(hash).toMatch(/^[0-9a-f]{40}$/)
  expect(personHash(key, one.issuer, 'sub')).toBe(hash)
  expect(personHash(key, 'https://other.example', 'sub')).not.toBe(hash)
  expect(personHash(key, `${one.issuer}","sub`, '')).not.toBe(hash)
})
