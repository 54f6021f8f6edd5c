import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalDomain } from '../enrichers/institutions.js'
import { challengeKey } from './challenge.js'
import { canonicalAddress, codeShown, letterCode } from './letter-code.js'

const key = challengeKey('secret of the tests')
const NOW_MS = Date.parse('2026-03-10T12:00:00Z')
const HOUR_MS = 3_600_000
const one = { subject: 'app_1', address: 'jane@tum.de' }
const code = letterCode(key, one, NOW_MS + HOUR_MS)

describe('the code of a letter', () => {
  test('is proved as it was sent, and as people type it', () => {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
    const typed = [
      code,
      code.toLowerCase(),
      code.replaceAll('-', ' '),
      ` ${code.replaceAll('-', '')}\n`,
    ]
    for (const one_ of [...typed, code.replaceAll('0', 'o').replaceAll('1', 'l')])
      expect(codeShown(key, one, one_, NOW_MS)).toBe('proved')
  })

  test('ends with its hour', () => {
    expect(codeShown(key, one, code, NOW_MS + HOUR_MS - 1000)).toBe('proved')
    expect(codeShown(key, one, code, NOW_MS + HOUR_MS)).toBe('expired')
  })

  test('is of one subject, one address and one installation', () => {
    expect(codeShown(key, { ...one, subject: 'app_2' }, code, NOW_MS)).toBe('absent')
    expect(codeShown(key, { ...one, address: 'jane@mit.edu' }, code, NOW_MS)).toBe('absent')
    expect(codeShown(challengeKey('another'), one, code, NOW_MS)).toBe('absent')
  })

  test('one letter more, less or other is not it', () => {
    for (let place = 0; place < code.length; place++) {
      if (code[place] === '-') continue
      const other = code[place] === 'Z' ? 'Y' : 'Z'
      expect(
        codeShown(key, one, code.slice(0, place) + other + code.slice(place + 1), NOW_MS),
      ).toBe('absent')
    }
    expect(codeShown(key, one, code.slice(1), NOW_MS)).toBe('absent')
    expect(codeShown(key, one, `${code}0`, NOW_MS)).toBe('absent')
  })

  test('whatever else is entered is not it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (entered) => {
        expect(codeShown(key, one, entered, NOW_MS)).toBe('absent')
      }),
    )
  })
})

describe('an address', () => {
  const canonical = (address: string) => canonicalAddress(address, canonicalDomain)
  test.each([
    ['Jane.Doe+x@TUM.de', 'Jane.Doe+x@tum.de'],
    ['李@例子.中国', '李@xn--fsqu00a.xn--fiqs8s'],
    ['a@b@tum.de', ''],
    ['jane@tum.de, joe@tum.de', ''],
    ['jane\r\nBcc: joe@tum.de', ''],
    ['"jane doe"@tum.de', ''],
    ['<jane@tum.de>', ''],
    ['jane@', ''],
    ['@tum.de', ''],
    ['jane', ''],
    [`${'a'.repeat(65)}@tum.de`, ''],
    ['ja\u202ene@tum.de', ''],
  ])('%j is %j', (given, expected) => expect(canonical(given)).toBe(expected))
})
