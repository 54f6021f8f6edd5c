import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { challengeKey, challengeOf, recordOf, shownBy } from './challenge.js'

const key = challengeKey('secret of the tests')
const NOW_MS = Date.parse('2026-03-10T12:00:00Z')
const DAY_MS = 86_400_000
const one = { subject: 'app_1', domain: 'kadomi.com' }
const { value } = challengeOf(key, one, NOW_MS + DAY_MS)
const shown = (values: readonly string[], challenged = one, nowMs = NOW_MS) =>
  shownBy(key, challenged, values, nowMs)

describe('a challenge', () => {
  test('is proved by its value, among whatever else is there', () => {
    expect(recordOf('kadomi.com')).toBe('_stillwatch-challenge.kadomi.com')
    expect(shown([value])).toBe('proved')
    expect(shown(['v=spf1 -all', ` ${value} `, ''])).toBe('proved')
    expect(shown([])).toBe('absent')
    expect(shown(['v=spf1 -all'])).toBe('absent')
  })

  test('ends, and one that was made later is proved beside it', () => {
    expect(shown([value], one, NOW_MS + DAY_MS)).toBe('expired')
    const { value: later } = challengeOf(key, one, NOW_MS + 3 * DAY_MS)
    expect(shown([value, later], one, NOW_MS + 2 * DAY_MS)).toBe('proved')
    expect(shown([later, value], one, NOW_MS + 2 * DAY_MS)).toBe('proved')
  })

  test('proves nothing of another subject, another domain or at another installation', () => {
    expect(shown([value], { ...one, subject: 'app_2' })).toBe('absent')
    expect(shown([value], { ...one, domain: 'kadomi.net' })).toBe('absent')
    expect(shown([value], { ...one, domain: 'www.kadomi.com' })).toBe('absent')
    expect(shownBy(challengeKey('another'), one, [value], NOW_MS)).toBe('absent')
  })

  test('is not made longer by whoever shows it', () => {
    const [, seconds = '', mac = ''] = /=(\d+)\.(.+)$/.exec(value) ?? []
    expect(shown([`stillwatch=${Number(seconds) + 1}.${mac}`])).toBe('absent')
    expect(shown([`stillwatch=999999999999.${mac}`])).toBe('absent')
  })

  test('no two are one text, whatever subjects and domains are called', () => {
    const text = fc.string({ maxLength: 20 })
    fc.assert(
      fc.property(text, text, text, text, (a, b, c, d) => {
        fc.pre(a !== c || b !== d)
        const first = challengeOf(key, { subject: a, domain: b }, NOW_MS + DAY_MS)
        expect(shown([first.value], { subject: c, domain: d })).toBe('absent')
        expect(shown([first.value], { subject: a, domain: b })).toBe('proved')
      }),
    )
  })

  test('whatever else is shown is not it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 150 }), (values) => {
        expect(shown(values)).toBe('absent')
      }),
    )
  })
})
