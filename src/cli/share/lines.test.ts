import { expect, test } from 'vitest'
import { indicatorOf, MATERIAL, NOW_MS, TERMS, WAYS } from '../../../test/share-material.js'
import { fieldsOf } from '../../pipeline/release/origins.js'
import { makePreview } from '../../pipeline/release/preview.js'
import { terminalOf } from '../page.js'
import { widthOf } from '../terminal/layout.js'
import { linesOfPreview, linesOfShares } from './lines.js'
import { type PreviewShown, previewShown } from './shown.js'

const terminal = terminalOf({ columns: 80 })
const HOSTILE = `\u001b]0;owned\u0007\u202etxt ${'無限'.repeat(60)} ${'x'.repeat(200)}`

function shown(leaks: readonly object[] = []): PreviewShown {
  const indicators = [
    indicatorOf('indicator_1', { statement: HOSTILE, pattern: { user_agent: HOSTILE } }),
    indicatorOf('wrapper_1', { kind: 'wrapper' }),
  ]
  const made = makePreview({ ...MATERIAL, indicators }, TERMS, WAYS, NOW_MS)
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
  expect(all).toMatch(/wrapper_1 wrapper TLP:GREEN a text, which nobody released/)
  expect(all).toContain('wide: 2')
  expect(all).toContain('Nothing of it repeats a text')
})

test('what must not leave is said before anything else can be thought of it', () => {
  const leaks = [{ place: 'objects.1.statement', kind: 'prompt' }]
  const text = linesOfPreview(shown(leaks), terminal).join('\n')
  expect(text).toContain('It cannot be released: it repeats')
  expect(text).toMatch(/objects\.1\.statement\s+prompt/)
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

test('a list of shares fits', () => {
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
  const lines = linesOfShares([share], terminal)
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
  expect(lines[1]).toContain('2026-04-01')
})
