import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { makeCampaign, makeEvidence, makeFindings } from '../../feeds/report.fixture.js'
import { renderFindings } from './findings.js'
import { printable } from './printable.js'

const plain = (overrides = {}, columns = 80) =>
  renderFindings(makeFindings(overrides), { columns, hasColour: false })

describe('a table at 80 columns', () => {
  const lines = plain().split('\n')

  test('has a row for the campaign, with an id that can be typed', () => {
    expect(lines.find((line) => line.startsWith('Campaign'))).toBe(
      'Campaign  Verdict  Accounts  Exchanges (taken)  What             Seen (UTC)',
    )
    expect(lines.find((line) => line.startsWith('5d0c2f4e'))).toBe(
      '5d0c2f4e  act 97         62    61,204 (48,120)  reasoning, code  2 Mar – 10 Mar',
    )
  })

  test('has the three strongest evidences beneath, each on a line', () => {
    const bits = lines.filter((line) => /^ +[+−]\d/.test(line)).map((line) => line.trim())
    expect(bits.map((line) => line.split(' ')[0])).toEqual(['+17.0', '+12.4', '+9.2'])
    expect(bits[2]).toMatch(/…$/)
  })

  test('says who is not to be acted on, what was off, and where rejected lines are', () => {
    const text = lines.join(' ').replaceAll(/ +/g, ' ')
    expect(text).toContain('6 customers or victims among them: not to be acted on.')
    expect(text).toContain('artefact-crossing, artefact-error: the logs lack artefacts_presented.')
    expect(text).toContain('312 lines could not be read')
    expect(text).toContain('table exchange_rejected')
    expect(text).toContain('1,904 exchanges came twice')
    expect(text).toContain('2 accounts to watch')
  })
})

test.each([24, 40, 50, 64, 80, 120, 200])(
  'no line is wider than a terminal of %i columns',
  (columns) => {
    const text = plain(
      {
        campaigns: [
          makeCampaign(),
          makeCampaign({
            campaign_id: '5d0c2f4e-aaaa',
            exchanges: 151_203_118,
            exchanges_extracting: 90_123_000,
            evidence: [
              makeEvidence({ statement: '他们在十分钟内注册，共二十七个账户。'.repeat(20) }),
            ],
          }),
        ],
      },
      columns,
    )
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
  },
)

test('two campaigns whose ids begin alike can still be told apart', () => {
  const text = plain({
    campaigns: [makeCampaign(), makeCampaign({ campaign_id: '5d0c2f4e-aaaa' })],
  })
  expect(text).toMatch(/^5d0c2f4e-7 /m)
  expect(text).toMatch(/^5d0c2f4e-a /m)
})

test('no campaign', () => {
  const text = plain({ campaigns: [] })
  expect(text).toContain('No campaign was found.')
  expect(text).toContain('not proof')
})

test('colour is there only if it is asked for, and adds no width', () => {
  const coloured = renderFindings(makeFindings(), { columns: 80, hasColour: true })
  expect(plain()).not.toContain('\u001b')
  expect(coloured).toContain('\u001b[')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colour.
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(plain())
})

describe('text from data', () => {
  const HOSTILE = 'a\u001b[31mred\u001b]0;title\u0007\u009b2J\u0000\r\n\u202e\ud800'

  test('cannot drive the terminal', () => {
    expect(printable(HOSTILE)).toBe('a␛[31mred␛]0;title␇⟦U+009B⟧2J␀␊⟦U+202E⟧\ufffd')
  })

  test('is neutral wherever it is printed', () => {
    const text = plain({
      campaigns: [
        makeCampaign({
          campaign_id: HOSTILE,
          first_seen_at: HOSTILE,
          evidence: [makeEvidence({ statement: HOSTILE })],
        }),
      ],
      window_start: HOSTILE,
      input: {
        ...makeFindings().input,
        detectors_off: [{ id: HOSTILE, missing: [HOSTILE] }],
      },
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })
})
