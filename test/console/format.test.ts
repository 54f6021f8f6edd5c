import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameText, textShown, wordsOf } from '../../console/src/parts/format.js'

test.each([
  ['acme\ufe0f', 'acme'],
  ['ac\u034fme', 'acme'],
  ['acme\u2800', 'acme'],
  [' acme', 'acme'],
  ['acme  x', 'acme x'],
  ['a\u00a0b', 'a b'],
  ['acme\u202e', 'acme'],
  ['\u115facme', 'acme'],
])('%j is not written as %j is', (one, other) => {
  expect(nameText(one)).not.toBe(nameText(other))
  expect(nameText(one)).toMatch(/\\u\{[0-9a-f]+\}/)
})

test.each(['acme', 'счёт-7', 'アカウント', 'حساب', 'a b', 'x'.repeat(128)])(
  '%s stays as it is',
  (name) => {
    expect(nameText(name)).toBe(name)
  },
)

test('whatever a name is, it is seen, and turns nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const shown = nameText(name)
      expect(shown.trim()).not.toBe('')
      expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/)
      expect([...shown].length).toBeLessThan(128 * 10 + 2)
    }),
  )
})

test('two names that differ are written differently, up to where they are cut', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ' ', '\u200b', '\ufe0f', '\u00a0'), maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('a', ' ', '\u200b', '\ufe0f', '\u00a0'), maxLength: 8 }),
      (one, other) => {
        if (one !== other) expect(nameText(one)).not.toBe(nameText(other))
      },
    ),
  )
})

test('a text keeps its lines and the joints of its letters, and turns nothing', () => {
  expect(textShown('a\nb\u202ec')).toBe('a\nb\\u{202e}c')
  expect(textShown('👩\u200d👧')).toBe('👩\u200d👧')
})

test.each(['__proto__', 'toString', 'constructor'])('%s is a word like another', (name) => {
  expect(typeof wordsOf(name)).toBe('string')
})
