import { readFileSync } from 'node:fs'
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

  test('a name of one institution alone is imitated under a suffix for learning that is open to all', () => {
    expect(all.imitatedBy('stanford.education')?.domain).toBe('stanford.edu')
    expect(all.imitatedBy('mail.princeton.university')?.domain).toBe('princeton.edu')
    // A word, a name that several have, initials, and suffixes of no learning.
    for (const domain of ['national.academy', 'trinity.college', 'mit.education', 'stanford.wine'])
      expect(all.imitatedBy(domain)).toBeUndefined()
  })

  test('of institutions under such suffixes hardly one would be taken for an imitation, had nobody listed it', () => {
    const text = readFileSync(new URL('./institutions.tsv', import.meta.url), 'utf8')
    const open = /^[^.\t*!]+\.(education|academy|university|college|school|institute|study)\t/
    const [their, rest] = [true, false].map((isOpen) =>
      text.split('\n').filter((line) => open.test(line) === isOpen),
    ) as [string[], string[]]
    const unlisted = institutionsOf(rest.join('\n'))
    const taken = their
      .map((line) => line.split('\t')[0] ?? '')
      .filter((domain) => unlisted.imitatedBy(domain) !== undefined)
    // Of a hundred: the academy at Houghton is another than the university there.
    expect(their.length).toBeGreaterThan(100)
    expect(taken).toEqual(['houghton.academy', 'sterling.education'])
  })

  test('a list of nothing knows nobody', () => {
    expect(institutionsOf('').of('tum.de')).toBeUndefined()
    expect(institutionsOf('').imitatedBy('tum.de')).toBeUndefined()
  })
})
