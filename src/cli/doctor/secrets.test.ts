import { describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import { keyCheckOf } from '../../service/decisions/key-check.js'
import { keyDigest } from '../../store/epoch-key.js'
import type { Epoch, Noted } from '../../store/epoch-standing.js'
import { checkChain, checkSecrets } from './secrets.js'

const [OLD, NEW, NEWER] = [
  'the first secret, long ago',
  'the second secret, since May',
  'the third secret, as of now',
] as const

const said = (hash_secret: string, ...hash_secrets_before: string[]) =>
  checkSecrets({ hash_secret, hash_secrets_before })

describe('of the secrets in the settings', () => {
  test('one that is alone has no line of those before it', () => {
    expect(said(NEW).map(({ state }) => state)).toEqual(['ok'])
    expect(said(NEW, OLD).map(({ state }) => state)).toEqual(['ok', 'ok'])
  })

  test('the first may be the empty one, and no other', () => {
    expect(said(NEW, '').map(({ state }) => state)).toEqual(['ok', 'ok'])
    expect(said(NEW, OLD, '')[1]).toMatchObject({ state: 'warn' })
    expect(said('', OLD)[0]).toMatchObject({
      state: 'warn',
      said: expect.stringContaining('newest'),
    })
  })

  test.each([
    ['a line break', [`${OLD}\n`, OLD], NEW, 'number 2 of'],
    ['that of the newest', [OLD, NEW], ` ${NEW}`, '`hash_secret`'],
  ])('%s is all that tells two apart: warned of', (_, before, newest, told) => {
    const check = said(newest, ...before)[1]
    expect(check).toMatchObject({ state: 'warn', said: expect.stringContaining(told) })
    expect(check?.hint).toContain('line break')
  })

  test('a short one is warned of by its place, and none is ever told', () => {
    const checks = said(NEW, OLD, 'hunter2')
    expect(checks[1]).toMatchObject({ state: 'warn', said: expect.stringContaining('number 2') })
    for (const secret of [OLD, NEW, 'hunter2']) expect(JSON.stringify(checks)).not.toContain(secret)
  })
})

const note = (state: Noted['state'], secrets: readonly string[]): Noted => ({
  ...{ place: '1', state, table_name: '', partition: '' },
  chain_check: keyCheckOf(secrets),
  newest_check: keyCheckOf(secrets.slice(-1)),
})
const epoch = (rows: readonly Noted[], given: Partial<Epoch> = {}): Epoch => ({
  ...{ rows, digest: undefined, holdsHashes: true },
  ...given,
})
const both = [note('reached', [OLD]), note('reached', [OLD, NEW])]

describe('of the store', () => {
  test.each<[string, readonly string[], Epoch, string, RegExp]>([
    ['one that is there', [OLD, NEW], epoch(both), 'ok', /under all 2/],
    ['one with nothing in it', [NEW], epoch([], { holdsHashes: false }), 'ok', /nothing is hashed/],
    ['one that the next start takes along', [OLD, NEW, NEWER], epoch(both), 'warn', /under 2 of 3/],
    [
      'one that is half way',
      [OLD, NEW],
      epoch([note('begun', [OLD, NEW])]),
      'warn',
      /half way from 1 of 2/,
    ],
    ['a secret that it never had', [NEWER], epoch(both), 'warn', /under another secret/],
    ['the newest without those before it', [NEW], epoch(both), 'fail', /do not continue/],
    ['a chain in another order', [NEW, OLD], epoch(both), 'fail', /do not continue/],
    [
      'half way to another secret',
      [OLD, NEWER],
      epoch([note('built', [OLD, NEW])]),
      'fail',
      /do not/,
    ],
    [
      'a store from before the notes',
      [OLD, NEW],
      epoch([], { digest: keyDigest(hashKeyOf([OLD])) }),
      'warn',
      /1 of 2/,
    ],
    [
      'one from before under nobody’s',
      [OLD, NEW],
      epoch([], { digest: 'x' }),
      'fail',
      /do not continue/,
    ],
  ])('%s', (_, secrets, given, state, told) => {
    const check = checkChain(secrets, given)
    expect([check.state, check.said]).toEqual([state, expect.stringMatching(told)])
    expect(check.hint === '').toBe(state === 'ok')
    for (const secret of secrets) expect(JSON.stringify(check)).not.toContain(secret)
  })
})
