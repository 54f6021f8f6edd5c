import { describe, expect, it } from 'vitest'
import { keyOf, withoutOtherKeys } from './credential.js'

const NAMES = ['x-api-key', 'authorization']
const kept = (headers: readonly string[]) => withoutOtherKeys(headers, NAMES, keyOf(headers, NAMES))

describe('the key of a request', () => {
  it('is the first in the order of the API, whatever the order of the client', () => {
    expect(keyOf(['Authorization', 'Bearer b', 'X-Api-Key', 'a'], NAMES)).toBe('a')
    expect(keyOf(['Authorization', 'Bearer b', 'X-Api-Key', ' '], NAMES)).toBe('b')
    expect(keyOf(['x-api-key', 'a', 'x-api-key', 'c'], NAMES)).toBe('a')
    expect(keyOf(['authorization', 'Basic dXNlcjpwYXNz'], NAMES)).toBeUndefined()
    expect(keyOf([], NAMES)).toBeUndefined()
    expect(keyOf(['x-api-key', ' a key of two words '], NAMES)).toBe('a key of two words')
  })

  it('is the only one that the API sees', () => {
    expect(kept(['Accept', '*/*', 'Authorization', 'Bearer real', 'x-api-key', 'new'])).toEqual([
      ...['Accept', '*/*'],
      ...['x-api-key', 'new'],
    ])
    expect(kept(['x-api-key', 'a', 'X-API-KEY', 'b'])).toEqual(['x-api-key', 'a'])
  })

  it('is the only one even beside what we cannot read as a key, and an API may', () => {
    expect(kept(['x-api-key', 'a', 'authorization', 'Bearer\treal'])).toEqual(['x-api-key', 'a'])
  })

  it('changes nothing where it comes alone or twice alike', () => {
    for (const headers of [
      ['x-api-key', 'a', 'accept', '*/*'],
      ['x-api-key', 'a', 'authorization', 'Bearer a'],
      [],
    ]) {
      expect(kept(headers)).toBe(headers)
    }
  })
})
