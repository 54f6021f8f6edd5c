import { expect, test } from 'vitest'
import { type HashSecrets, hashKeyOf } from '../../config/key.js'
import { followerOf, keyCheckOf, keysByCheck } from './key-check.js'
import { hashKeyWords } from './siphash.js'
import { keyedHash } from './sketch.js'

const ALL = ['one', 'two', 'three']
const hashOf = (secrets: HashSecrets) => keyedHash(hashKeyWords(hashKeyOf(secrets)), 'acct_7')

test.each([[['one']], [['one', 'two']], [ALL]])(
  'a hash of %s goes to where it would be under all',
  (before) => {
    expect(followerOf(ALL, keyCheckOf(before))?.(hashOf(before))).toBe(hashOf(ALL))
    expect(followerOf(ALL, keyCheckOf(before))?.(0n)).toBe(0n)
  },
)

test('what is of a foreign chain, or of a later one, goes nowhere', () => {
  expect(followerOf(ALL, keyCheckOf(['two']))).toBeUndefined()
  expect(followerOf(['one', 'two'], keyCheckOf(ALL))).toBeUndefined()
  expect([...keysByCheck(ALL).keys()]).toEqual(
    [ALL, ['one', 'two'], ['one']].map((secrets) => keyCheckOf(secrets)),
  )
})
