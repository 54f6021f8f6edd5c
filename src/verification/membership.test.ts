import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Claims, membershipOf } from './membership.js'

const ISSUER = 'https://login.uni.example'
const of = (...told: readonly Claims[]) => membershipOf(told, 'tum.de', ISSUER)
const MAIL = { email: 'jane@tum.de', email_verified: true }
const scoped = (...eduperson_scoped_affiliation: readonly string[]) => ({
  eduperson_scoped_affiliation,
})

describe('a member today is who', () => {
  test.each<[string, Claims, string | undefined]>([
    ['has a verified address there', MAIL, undefined],
    ['has one below it', { ...MAIL, email: 'Jane@Physics.TUM.de' }, undefined],
    ['is hosted there', { hd: 'tum.de' }, undefined],
    ['is at home there', { schac_home_organization: 'tum.de' }, undefined],
    ['is a student there', scoped('student@tum.de'), 'student'],
    ['works there, in one text', { eduperson_scoped_affiliation: 'Staff@TUM.de' }, 'staff'],
    ['left, and came back', scoped('alum@tum.de', 'member@tum.de', 'student@tum.de'), 'student'],
    ['left elsewhere', { ...MAIL, eduperson_scoped_affiliation: ['alum@stanford.edu'] }, undefined],
    [
      'has a verified address there, as a member',
      { ...MAIL, eduperson_affiliation: ['member'] },
      'member',
    ],
  ])('%s', (_, claims, affiliation) => {
    expect(of(claims)).toEqual({
      is: 'member',
      ...(affiliation === undefined ? {} : { affiliation }),
    })
  })
})

describe('nothing of today is proved by', () => {
  test.each<[string, readonly Claims[], 'former' | 'no_member']>([
    ['nothing', [{}], 'no_member'],
    ['an address that nobody verified', [{ email: 'jane@tum.de' }], 'no_member'],
    ['one that is verified in words', [{ ...MAIL, email_verified: 'true' }], 'no_member'],
    [
      'one that another document verifies',
      [{ email: 'jane@tum.de' }, { email_verified: true }],
      'no_member',
    ],
    ['an address elsewhere', [{ ...MAIL, email: 'jane@tum.de.example.com' }], 'no_member'],
    ['a domain that ends alike', [{ ...MAIL, email: 'jane@nottum.de' }], 'no_member'],
    ['the domain above', [{ hd: 'de' }], 'no_member'],
    ['two addresses in one', [{ ...MAIL, email: 'joe@evil.example,jane@tum.de' }], 'no_member'],
    ['a quoted one', [{ ...MAIL, email: '"jane@tum.de"@evil.example' }], 'no_member'],
    ['an affiliation elsewhere', [scoped('student@stanford.edu')], 'no_member'],
    ['one without a scope', [{ eduperson_affiliation: ['student'] }], 'no_member'],
    ['two scopes', [scoped('student@tum.de@evil.example')], 'no_member'],
    ['a card of the library', [{ ...MAIL, ...scoped('library-walk-in@tum.de') }], 'no_member'],
    ['having been there', [{ ...MAIL, ...scoped('alum@tum.de') }], 'former'],
    ['the same, told beside', [MAIL, { eduperson_affiliation: 'alum' }], 'former'],
    ['an address kept for life', [{ ...MAIL, email: 'jane@alumni.tum.de' }], 'former'],
    ['the same, hosted there', [{ ...MAIL, email: 'jane@alumni.tum.de', hd: 'tum.de' }], 'former'],
    ['a member of the society of those who left', [scoped('member@alumni.tum.de')], 'former'],
    ['no texts', [{ hd: 7, email: {}, email_verified: true, ...{ a: [[]] } }], 'no_member'],
  ])('%s', (_, told, is) => {
    expect(of(...told)).toEqual({ is })
  })

  test('an address alone, where anybody has an account by one', () => {
    const google = (claims: Claims) =>
      membershipOf([claims], 'tum.de', 'https://accounts.google.com').is
    expect(google(MAIL)).toBe('no_member')
    expect(google({ ...MAIL, hd: 'tum.de' })).toBe('member')
  })

  test('whatever else an issuer may say', () => {
    const names = ['email', 'email_verified', 'hd', 'eduperson_affiliation', 'other']
    const claims = fc.dictionary(fc.constantFrom(...names), fc.jsonValue())
    fc.assert(fc.property(claims, (told) => of(told).is === 'no_member'))
  })
})
