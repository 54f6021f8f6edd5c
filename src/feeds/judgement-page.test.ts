import { expect, test } from 'vitest'
import { digestOf, type Judgement } from '../domain/judgement.js'
import { judgementPage } from './judgement-page.js'

const HOSTILE =
  '\u001b]0;owned\u0007 \u202egnorw\n# A heading\n| a | <script> `x` [link](http://x) ![i](y)'
const at = '2026-03-01T00:00:00.000Z'

const judgementWith = (text: string): Judgement => ({
  schema: 'stillwatch.judgement/1',
  question: 'beneficiary',
  slice: { kind: 'template', name: text },
  likelihood: 'very_likely',
  confidence: 'low',
  ...{ assessment_id: 'a-1', campaign_id: 'c-1', author: text, claim: text, hypothesis: 'h1' },
  ...{ confidence_grounds: text, would_change: text },
  ...{ review_at: at, expires_at: at },
  hypotheses: [
    { hypothesis: 'h1', text, inconsistency: 0, place: 1 },
    { hypothesis: 'flag', text, inconsistency: 2, place: 2 },
  ],
  items: [
    {
      standing: 'fact',
      ratings: { h1: '+', flag: '--' },
      ...{ item: 'e1', text, source: { file_sha256: 'f'.repeat(64) }, rests_on: [] },
      ...{ diagnosticity: 3, is_sensitive: true, by: text },
    },
    {
      standing: 'inference',
      ratings: { h1: '+', flag: '+' },
      ...{ item: 'e2', text, source: null, rests_on: ['e1'] },
      ...{ diagnosticity: 0, is_sensitive: false, by: text },
    },
  ],
  dissents: [{ by: text, at, text }],
  ...{
    version: 1,
    supersedes: null,
    signed_by: [text, 'bob'],
    signed_at: at,
    key_id: 'e'.repeat(64),
  },
})
const pageOf = (text: string, since = {}) => {
  const judgement = judgementWith(text)
  return judgementPage(
    { judgement, digest: digestOf(judgement), signature: `${'A'.repeat(86)}==` },
    { state: 'in_force', withdrawn: null, dissents: [], ...since },
  )
}

test('says which inferences count an observation twice, and nothing where none does', () => {
  expect(pageOf('One reseller.')).toContain(
    '**Counted twice**, beside the facts that they rest on: e2.',
  )
  const judgement = judgementWith('One reseller.')
  const items = judgement.items.filter(({ standing }) => standing === 'fact')
  const page = judgementPage(
    { judgement: { ...judgement, items }, digest: '', signature: '' },
    { state: 'in_force', withdrawn: null, dissents: [] },
  )
  expect(page).not.toContain('Counted twice')
})

test('has all that a reader must weigh, in this order', () => {
  const page = pageOf('One reseller.')
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
    ...['Claim', 'Facts', 'Inferences', 'Hypotheses', 'Dissent', 'What would change our mind'],
    'Who, when, and how to check it',
  ])
  expect(page).toContain('**How likely:** very likely (highly probable), 80 to 95 in 100.')
  expect(page).toContain('**Confidence:** low. Its grounds:')
  expect(page).toContain('Rests on e1. It fits all hypotheses alike')
  expect(page).toContain('It tells hypotheses apart by 3 of 4; without it their order is another.')
  expect(page).toContain('| e1 | `+` | `--` |')
  expect(page).toContain(digestOf(judgementWith('One reseller.')))
})

test('says first what became of it', () => {
  const withdrawn = { by: 'bob', at, reason: 'The card was stolen.' }
  const page = pageOf('One reseller.', { state: 'withdrawn', withdrawn })
  expect(page.indexOf('**It was withdrawn** by bob')).toBeLessThan(page.indexOf('## Claim'))
  expect(pageOf('x', { state: 'expired' })).toContain('**It is expired.**')
})

test('what people wrote is no markup, no heading, no cell, and turns no line around', () => {
  const page = pageOf(HOSTILE)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/)
  // Between marks of code nothing is read.
  const prose = page.replaceAll(/(?<!\\)`[^`\n]*`/g, '')
  expect(prose).not.toMatch(/(?<!\\)<script|(?<!\\)!\[|^# A heading/m)
  expect([...page.matchAll(/^#+ .+$/gm)]).toHaveLength(8)
  const cells = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(/(?<!\\)\|/).length)
  expect(new Set(cells)).toEqual(new Set([4, 5, 6]))
})
