import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settledText, spellingsOf } from './spellings.js'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const hexadecimal = (text: string) => Buffer.from(text).toString('hex')
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const entities = (text: string) => [...text].map((one) => `&#${one.codePointAt(0)};`).join('')
const units = (text: string) =>
  text
    .split('')
    .map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

const escaping = fc.constantFrom<(text: string) => string>(
  percent,
  entities,
  encodeURIComponent,
  (text) => JSON.stringify(text),
  units,
  (text) => text.replaceAll('&', '&amp;'),
  (text) => text.replaceAll('%', '%25'),
)
const text = fc.stringMatching(/^[a-z@. éжö]{4,20}$/)

describe('what a string says', () => {
  test('is read whatever it is escaped with, also several times', () => {
    const escaped = fc.record({ text, by: fc.array(escaping, { minLength: 1, maxLength: 3 }) })
    fc.assert(
      fc.property(escaped, ({ text, by }) => {
        const said = by.reduce((so, one) => one(so), text.normalize('NFKC'))
        const { all, isSettled } = spellingsOf(said)
        expect(isSettled).toBe(true)
        expect(all.some((one) => one.includes(text.normalize('NFKC')))).toBe(true)
      }),
    )
  })

  test.each([
    ['Base64', base64('made for Acme Corp')],
    ['Base64 of Base64', base64(`see ${base64('made for Acme Corp')}`)],
    ['hexadecimal digits', hexadecimal('made for Acme Corp')],
    ['hexadecimal digits behind a mark', `0x${hexadecimal('Acme Corp')}`],
    ['hexadecimal digits in a compound', `u_${hexadecimal('Acme Corp')}`],
    ['Base64 in a path', `https://x.example/invite/${base64('Acme Corp').replaceAll('=', '')}`],
    ['Base64 in a compound', `relay-http-${base64('Acme Corp')}_v2`],
    ['blanks of HTML', 'Acme&ensp;Corp'],
    ['Base64 of what is escaped', base64(percent('made for Acme Corp'))],
    ['bytes that make no character beside it', `%ff${percent('made for Acme Corp')}`],
    ['an escape with a sign in it that nobody sees', 'made for %\u200b41cme Corp'],
    ['full width', '％41cme Corp, made for Acme Corp'.slice(0, 12)],
  ])('is read from %s', (_, said) => {
    expect(spellingsOf(said).all.some((one) => /Acme Corp/.test(one))).toBe(true)
  })

  test('is read from labels of domains', () => {
    expect(settledText('http://www.xn--caf-dma.example/')).toBe('http://www.café.example/')
    expect(settledText('xn--80ak6aa92e.com')).toBe('аррӏе.com')
    // What is none stays.
    for (const none of ['xn--', 'xn--\u0000', 'axn--caf-dma']) expect(settledText(none)).toBe(none)
  })

  test('is not known where it is escaped without an end: whoever looks is told so', () => {
    const often = Array.from({ length: 12 }).reduce<string>((so) => encodeURIComponent(so), '%')
    expect(spellingsOf(often).isSettled).toBe(false)
    expect(spellingsOf('\\'.repeat(200)).isSettled).toBe(true)
  })

  test('is as many texts at the most, and no longer, however it is nested', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (said) => {
        const { all } = spellingsOf(said)
        expect(all.length).toBeLessThanOrEqual(2 * 3 * 9)
      }),
    )
  })

  test('that no digest or number reads as a text by chance', () => {
    const digest = fc.uint8Array({ minLength: 16, maxLength: 32 })
    const read = fc
      .sample(digest, { numRuns: 2000, seed: 7 })
      .filter((bytes) => spellingsOf(Buffer.from(bytes).toString('hex')).all.length > 1)
    expect(read.length).toBeLessThan(2)
  })
})
