import { describe, expect, test } from 'vitest'
import type { QualityRow } from '../../service/verification/quality.js'
import { calibrate } from '../../verification/calibration.js'
import { terminalOf } from '../page.js'
import { widthOf } from '../terminal/layout.js'
import { appealOf } from './appeal.js'
import { decisionOf, proofsOf } from './decide.js'
import { PORTION, portionsOf } from './decision.js'
import { becameLines, previewLines } from './decision-lines.js'
import { qualityLines } from './quality.js'
import { queueLines } from './queue.js'
import { oneLines } from './show.js'
import type { EnrolmentTold, OneTold, SideTold } from './told.js'

const HOSTILE = `\u001b]0;owned\u0007\u202etxt${'無限'.repeat(30)}${'x'.repeat(60)}`
const NOW_MS = Date.parse('2026-03-10T12:00:00Z')
const ID = '0f0e0d0c-0b0a-4909-8807-060504030201'

const enrolled = (more: Partial<EnrolmentTold> = {}): EnrolmentTold => ({
  ...{ enrolment_id: ID, application_id: 'app_1', account_id: 'acct_1', program: 'education' },
  ...{ tier: 'full', purpose: 'coursework', use: [{ weight_bits: 5, statement: HOSTILE }] },
  ...{ state: 'step_up_asked', opened_at: '2026-02-01T12:00:00.000Z' },
  ...{ since: '2026-03-07T12:00:00.000Z', due_at: '2026-03-21T12:00:00.000Z' },
  ...{ asked: ['identity', 'documents'], held: ['mail'], accepted: [], campaigns: ['c1'] },
  ...{ risk: 97, odds_bits: 5, statement: '' },
  ...more,
})
const side = (more: Partial<SideTold> = {}): SideTold => ({
  ...{ application_id: 'app_1', applied_at: '2026-02-01 12:00:00.000', program: 'education' },
  ...{
    tier: 'full',
    purpose: 'data_generation',
    plan: 'free',
    mail_kind: 'own',
    proofs: [],
    risk: 97,
    state: 'step_up_asked',
  },
  ...{ in_common: ['payment', 'billing address'], assessment: null },
  ...more,
})

function fits(lines: readonly string[], columns = 80): string {
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
  const text = lines.join('\n')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/)
  return text
}

describe.each([80, 40])('at %i columns', (columns) => {
  const terminal = terminalOf({ columns })

  test('the queue has each id whole, and what drives a terminal shows', () => {
    const enrolments = [enrolled(), enrolled({ application_id: HOSTILE, due_at: null, risk: null })]
    const queue = { all: 12, states: { step_up_asked: 12, granted: 3, expired: 0 }, enrolments }
    const text = fits(queueLines(queue, terminal, NOW_MS), columns)
    expect(text).toContain('\n    app_1\n')
    expect(text.replaceAll(/\s/g, '')).toContain('x'.repeat(60))
    // The other id is there for whoever cannot type this one.
    expect(text).toContain(ID)
    expect(text.replaceAll(/\s+/g, ' ')).toContain('All: step up asked 12, granted 3.')
    expect(text).toContain('10 more are there')
    if (columns === 80)
      expect(text).toMatch(/97 +step up asked +education, full +3 d +2026-03-21 +ident/)
  })

  test('one is shown with its steps and beside others', () => {
    const assessment = {
      reasons: [{ weight_bits: 4.5, statement: HOSTILE }],
      counter_reasons: [{ weight_bits: -1, statement: 'It has an old address.' }],
    }
    const steps = [
      { to: 'granted', at: '2026-02-01T12:00:00.000Z', people: [], cause: HOSTILE },
      {
        to: 'suspended',
        at: '2026-02-02T12:00:00.000Z',
        people: [HOSTILE, 'bob'],
        cause: 'person',
      },
    ]
    const accepted = [
      { proof: 'documents', sha256: 'f'.repeat(64), by: 'bob', at: '2026-02-02T12:00:00.000Z' },
    ]
    const one: OneTold = {
      enrolment: { ...enrolled({ application_id: HOSTILE, statement: HOSTILE, accepted }), steps },
      application: side({ application_id: HOSTILE, assessment, in_common: [] }),
      alike: Array.from({ length: 11 }, (_, at) =>
        side({ application_id: `${HOSTILE}${at}`, plan: HOSTILE, state: null }),
      ),
    }
    const text = fits(oneLines(one, terminal), columns)
    expect(text).toContain('+4.5')
    expect(text).toContain('−1.0')
    expect(text.replaceAll(/\s+/g, ' ')).toContain('11 others with something in common')
    expect(text).toContain('2 more are in --json.')
    if (columns < 80) return
    expect(text).toMatch(/this one +other 1 +other 2 +other 3$/m)
    expect(text).toMatch(/billing address +the same +the same +the same$/m)
    expect(text).toMatch(/2026-02-01 12:00 +granted +service/)
  })

  test('a preview says who loses what, and names some of whom nobody knows', () => {
    const preview = {
      ...{ enrolments: 3, unknown: Array.from({ length: 12 }, () => HOSTILE), granted_now: 2 },
      ...{ states: { granted: 2, proof_asked: 1 }, programs: { education: 3 }, appealed: 1 },
      ...{ tiers: { starting: 2, full: 1 }, of_campaigns: 1, honest_expected: 0.4 },
    }
    const lines = previewLines(preview, decisionOf({ suspend: true }), terminal)
    expect(lines.join('\n')).toMatch(/tiers +starting 2, full 1/)
    const text = fits(lines, columns).replaceAll(/\s+/g, ' ')
    expect(text).toContain('To suspend: 3 applications')
    expect(text).toContain('2 have something granted, and lose it.')
    expect(text).toContain('About 0.4 of 3 are honest')
    expect(text).toContain('1 of them has an appeal open')
    expect(text).toContain('and 2 more. Leave them out')
  })

  test('the weak figures stand first, and those of few last', () => {
    const row = (more: Partial<QualityRow>): QualityRow => ({
      ...{ program: 'education', stratum: HOSTILE, applications: 100, states: {}, asked: 1 },
      ...{ answered: 1, turned_away: 1, honest_expected: 0.5, false_rejection_percent: 1 },
      ...{ appeals_decided: 0, appeals_overturned: 0, overturned_percent: null },
      ...{ overturned_percent_most: null, granted_to_operators: 0, watched_for_use: 2 },
      ...more,
    })
    const rows = [
      row({ program: 'none', applications: 3, false_rejection_percent: 100 }),
      row({}),
      row({ program: 'startup', false_rejection_percent: 9 }),
    ]
    const outcomes = [{ odds_bits: 5, risk: 97, is_fraud: true }]
    const text = fits(qualityLines({ rows, calibration: calibrate(outcomes) }, terminal), columns)
    const places = ['startup', 'education', 'none  '].map((name) => text.indexOf(`\n  ${name}`))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(text.replaceAll(/\s+/g, ' ')).toContain('too few to calibrate by')
    const many = Array.from({ length: 200 }, (_, at) => ({
      ...{ odds_bits: at % 2 === 0 ? 5 : -5, risk: at % 2 === 0 ? 97 : 3, is_fraud: at % 2 === 0 },
    }))
    const enough = fits(qualityLines({ rows, calibration: calibrate(many) }, terminal), columns)
    expect(enough.replaceAll(/\s+/g, ' ')).toMatch(/calibration: \{ shift_bits: .+, slope: .+ \}/)
  })
})

const terminal = terminalOf({ columns: 80 })

test('an empty queue says what is so', () => {
  const queue = { all: 0, states: { granted: 0 }, enrolments: [] }
  expect(queueLines(queue, terminal, NOW_MS).join(' ')).toContain('Nobody waits.')
  const others = { ...queue, states: { granted: 4 } }
  expect(queueLines(others, terminal, NOW_MS).join(' ')).toContain('None is like this.')
})

test('whoever names the same in another order has the same portions', () => {
  const ids = Array.from({ length: 2 * PORTION + 1 }, (_, at) => `id-${at}`)
  const portions = portionsOf(ids)
  expect(portions.map(({ length }) => length)).toEqual([PORTION, PORTION, 1])
  expect(portionsOf([...ids.toReversed(), 'id-7'])).toEqual(portions)
})

test('a portion says what became of it and what is next', () => {
  const became = { enrolment_ids: [ID], problem: 'It is so.', hint: 'Do nothing.' }
  const said = (state: 'proposed' | 'refused' | 'not_tried') =>
    becameLines({ ...became, state }, { place: 1, of: 3 }, terminal).join(' ')
  expect(said('proposed')).toMatch(/Portion 2 of 3, 1 application: proposed. A second reviewer/)
  expect(said('refused')).toContain('1 application. It is so. Do nothing.')
  expect(said('not_tried')).toContain('Type the same again')
})

test('one thing is decided at once, of proofs that there are', () => {
  expect(decisionOf({ watch: true })).toMatchObject({ input: { watch: true } })
  expect(decisionOf({ suspend: true, campaign: true })).toMatchObject({
    input: { conclusion: 'campaign' },
  })
  for (const flags of [{}, { grant: true, undo: true }, { grant: true, campaign: true }])
    expect(() => decisionOf(flags)).toThrow(/--grant|--suspend/)
  expect(proofsOf('identity, documents')).toEqual(['documents', 'identity'])
  expect(() => proofsOf('identity,passport')).toThrow('Proofs are')
  expect(appealOf({ statement: 'No.' })).toMatchObject({ deed: 'appeal_enrolment' })
  expect(() => appealOf({ decide: 'upheld' })).toThrow('--answer')
  expect(() => appealOf({ statement: 'No.', decide: 'upheld', answer: 'It is.' })).toThrow()
})
