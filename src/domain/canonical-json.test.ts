import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'

test('a value is written as RFC 8785 writes it', () => {
  // The example of its section 3.2.2, but for the number that JSON.parse rounds.
  const given = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonicalJson(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('keys are in the order of their UTF-16 units, as section 3.2.3 has them', () => {
  const given = {
    '\u20ac': 1,
    '\r': 2,
    '\ufb33': 3,
    '1': 4,
    '\u{1f600}': 5,
    '\u0080': 6,
    '\u00f6': 7,
  }
  const keys = Object.keys(JSON.parse(canonicalJson({ given })).given)
  // A JavaScript object puts keys that are numbers first, so the text itself is looked at for them.
  expect(canonicalJson(given)).toMatch(/^\{"\\r":2,"1":4,/)
  expect(keys.slice(-5)).toEqual(['\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'])
})

test('it is JSON, and the same for the same value in whatever order it was made', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as never)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
      expect(canonicalJson(turned(value) as never)).toBe(text)
    }),
  )
})

const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, turned(held)]),
  )
}

test.each([['half\ud800'], [Number.NaN], [Number.POSITIVE_INFINITY]])(
  '%j has no canonical form',
  (value) => {
    expect(() => canonicalJson([value])).toThrow(TypeError)
  },
)
