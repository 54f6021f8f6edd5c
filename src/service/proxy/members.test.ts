import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hasTwice, membersOf } from './members.js'

const valuesIn = (text: string) =>
  membersOf(text).map(({ key, start, end }) => [key, JSON.parse(text.slice(start, end))])

it('finds each value of any object, in any spelling', () => {
  const spaces = fc.constantFrom('', ' ', '\n\t ')
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.integer({ min: 0, max: 4 }),
      spaces,
      (object, indent, space) => {
        const text = `${space}${JSON.stringify(object, null, indent)}${space}`
        const parsed = JSON.parse(text) as object
        expect(Object.fromEntries(valuesIn(text))).toEqual({ ...parsed })
      },
    ),
    { numRuns: 2000 },
  )
})

it('knows escapes, brackets in texts, and keys that are there twice', () => {
  const text = ' { "a\\"}" : "]},\\\\" , "\\u0062":[{"c":"}"},1.0e5] ,"d":-1.50 , "B":null } '
  expect(valuesIn(text)).toEqual([
    ['a"}', ']},\\'],
    ['b', [{ c: '}' }, 100_000]],
    ['d', -1.5],
    ['B', null],
  ])
  expect(hasTwice(membersOf(text))).toBe(true)
  expect(hasTwice(membersOf('{"n":1,"m":{"n":2}}'))).toBe(false)
  expect(membersOf('{ }')).toEqual([])
})
