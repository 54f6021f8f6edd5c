import { describe, expect, test } from 'vitest'
import { institutionsOf, loadInstitutions } from './institutions.js'
import { mailDomains, mailOrigins } from './mail-domains.js'

describe('mail domains', () => {
  test('an address that forwards is at no private domain', () => {
    const kinds = new Map(mailDomains().map(({ domain, kind }) => [domain, kind]))
    for (const domain of ['privaterelay.appleid.com', 'duck.com', 'mozmail.com', 'passmail.net'])
      expect(kinds.get(domain)).toBe('free')
    // On both lists: whoever gives addresses for once may forward them.
    expect(kinds.get('opayq.com')).toBe('disposable')
    expect(mailOrigins().get('duck.com')).toBe('relay')
  })

  test('none stands there twice', () => {
    const domains = mailDomains().map(({ domain }) => domain)
    expect(new Set(domains).size).toBe(domains.length)
  })
})

describe('institutions', () => {
  const all = loadInstitutions()
  test.each([
    ['tum.de', 'Technical University of Munich'],
    ['cs.stanford.edu', 'Stanford University'],
    ['MIT.EDU.', 'Massachusetts Institute of Technology'],
    ['128sou-sofia.info', '128 СУ "Алберт Айнщайн"'],
  ])('%s is %s', (domain, name) => expect(all.of(domain)?.name).toBe(name))

  test('what lies below a suffix of learning is one, though nobody listed it', () => {
    expect(all.of('mail.some-new-college.edu.au')).toEqual({
      domain: 'some-new-college.edu.au',
      name: '',
    })
    expect(all.of('edu.au')).toBeUndefined()
    expect(all.of('america.edu')).toBeUndefined()
  })

  test.each([
    '',
    '.',
    '..',
    'com',
    'not a domain',
    '\u0000',
    'a'.repeat(100_000),
    '__proto__',
    'constructor',
  ])('%j is none, and looks like none', (domain) => {
    expect(all.of(domain)).toBeUndefined()
    expect(all.imitatedBy(domain)).toBeUndefined()
  })

  test('of the domains of others hardly one looks like an institution', () => {
    const others = mailDomains().map(({ domain }) => domain)
    const like = others.filter(
      (domain) => all.of(domain) === undefined && all.imitatedBy(domain) !== undefined,
    )
    expect(like.length / others.length).toBeLessThan(0.005)
  })

  test('a list of nothing knows nobody', () => {
    expect(institutionsOf('').of('tum.de')).toBeUndefined()
    expect(institutionsOf('').imitatedBy('tum.de')).toBeUndefined()
  })
})
