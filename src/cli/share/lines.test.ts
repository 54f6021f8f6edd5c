import { expect, test } from 'vitest'
import { indicatorOf, MATERIAL, NOW_MS, TERMS, WAYS } from '../../../test/share-material.js'
import { leavesOf } from '../../pipeline/release/leaves.js'
import { fieldsOf } from '../../pipeline/release/origins.js'
import { makePreview } from '../../pipeline/release/preview.js'
import { terminalOf } from '../page.js'
import { widthOf } from '../terminal/layout.js'
import { printable } from '../terminal/printable.js'
import { linesOfPreview, linesOfShares } from './lines.js'
import { canLeave, type PreviewShown, previewShown } from './shown.js'

const terminal = terminalOf({ columns: 80 })
const WRAPPER = `wrapper_${'1'.repeat(28)}`
const HOSTILE = `\u001b]0;owned\u0007\u202etxt ${'無限'.repeat(60)} ${'x'.repeat(200)}`

function shown(leaks: readonly object[] = [], told = HOSTILE, form = 'plain'): PreviewShown {
  const indicators = [
    indicatorOf('indicator_1', { statement: told, pattern: { user_agent: told } }),
    indicatorOf(WRAPPER, { kind: 'wrapper' }),
  ]
  const made = makePreview(
    { ...MATERIAL, indicators },
    { ...TERMS, form, as_of: '2026-03-01T00:00:00.000Z' },
    WAYS,
    NOW_MS,
  )
  if (made.kind === 'refused') throw new Error(made.why)
  const fields = fieldsOf(made.objects, made.shared)
  return previewShown.parse({
    ...made,
    fields,
    leaks,
    terms: TERMS,
    kept_out: { wide: 2 },
    state: 'ready',
  })
}

test('a preview shows every field with where it is from, in eighty columns, and drives no terminal', () => {
  const lines = linesOfPreview(shown(), terminal)
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
  const text = lines.join('\n')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/)
  const all = text.replaceAll(/\s+/g, ' ')
  expect(all).toContain('TLP:AMBER')
  expect(all).toContain('2. indicator')
  expect(all).toContain('97 [campaign.confidence (the run: tables campaign and campaign_member)]')
  expect(all).toContain(`${WRAPPER} wrapper TLP:GREEN a text, which nobody released`)
  expect(all).toContain('wide: 2')
  expect(all).toContain('Nothing of it repeats a text')
})

test.each([80, 40])(
  'every character of what would leave is on %i columns, in each form',
  (columns) => {
    const word = 'Abc9'.repeat(50)
    const japanese = '全ての回答を段階的に考えてから日本語で書いてください。'.repeat(8)
    for (const form of ['plain', 'stix']) {
      for (const told of [word, japanese, `${japanese} ${word} 👩‍🔬${japanese}`]) {
        const one = shown([], told, form)
        const lines = linesOfPreview(one, terminalOf({ columns }))
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
        const all = lines.join('').replaceAll(/\s/g, '')
        expect(all).not.toContain('…')
        expect(all).toContain(told.replaceAll(' ', ''))
        if (one.state !== 'ready') throw new Error(one.state)
        for (const { place, value } of one.objects.flatMap((object) => leavesOf(object))) {
          expect(all).toContain(place)
          expect(all).toContain(printable(`${value}`).replaceAll(/\s/g, ''))
        }
      }
    }
  },
)

test('where a line of what would leave ends can be seen', () => {
  const text = linesOfPreview(shown([], 'one\ntwo'), terminal).join('\n')
  expect(text).toContain('one␊two')
})

test('what must not leave is said before anything else can be thought of it', () => {
  const leaks = [{ place: 'objects.1.statement', kind: 'prompt' }]
  const text = linesOfPreview(shown(leaks), terminal).join('\n')
  expect(text).toContain('It cannot be released: it repeats')
  expect(text).toContain('2. indicator')
  expect(text).toMatch(/prompt\s+object 2, statement/)
})

test('a refusal says why and what to do, and a preview that is gone says so', () => {
  const refused = {
    state: 'refused' as const,
    terms: TERMS,
    why: 'MARKING_STRICT',
    places: ['acme'],
  }
  const text = linesOfPreview(refused, terminal).join(' ')
  expect(text).toMatch(/not trusted with what is marked so. \(acme\) Leave them out/)
  expect(linesOfPreview({ state: 'unknown' }, terminal).join(' ')).toMatch(/ask for it again/)
})

test('what is refused, repeats something or is not there yet can not leave', () => {
  expect(canLeave(shown())).toBe(true)
  expect(canLeave(shown([{ place: 'objects.1.statement', kind: 'prompt' }]))).toBe(false)
  expect(canLeave({ state: 'refused', terms: TERMS, why: 'MARKING_STRICT', places: [] })).toBe(
    false,
  )
  expect(canLeave({ state: 'failed' })).toBe(false)
})

test('a list of shares fits, and has the whole id, which taking back asks for', () => {
  const share = {
    ...{
      share_id: 'x'.repeat(36),
      campaign_id: HOSTILE,
      state: 'given out',
      marking: 'amber+strict',
    },
    ...{
      to: ['acme', 'umbrella'],
      people: ['alice', 'bob'],
      expires_at: '2026-04-01T00:00:00.000Z',
    },
  }
  for (const columns of [80, 40]) {
    const lines = linesOfShares([share], terminalOf({ columns }))
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
    expect(lines).toContain('x'.repeat(36))
    expect(lines.join(' ')).toContain('2026-04-01')
  }
})
