import { describe, expect, test } from 'vitest'
import type { Proof } from '../../domain/application.js'
import { ENROLMENT_TIMES, type Enrolment, type EnrolmentState } from '../../records/enrolment.js'
import { type ApplicationRow, type Arrival, changeBy } from './arrived.js'

const NOW_MS = 1_800_000_000_000
const at: Arrival = {
  nowMs: NOW_MS,
  times: ENROLMENT_TIMES,
  isElsewhere: false,
  isUseWatched: false,
}
const row = (
  more: Partial<ApplicationRow> & { extra?: readonly Proof[] } = {},
): ApplicationRow => ({
  ...{
    application_id: 'a',
    account_id: 'acct',
    program: 'education',
    tier: 'starting',
    purpose: '',
    step: 'grant',
    proofs: ['mail'],
  },
  ...{
    assessment_json: JSON.stringify({
      risk: 5,
      odds_bits: -4,
      required: [],
      extra: more.extra ?? [],
    }),
    input_id: 9,
    applied_ms: `${NOW_MS}`,
    ...more,
  },
})
const known = (
  state: EnrolmentState,
  more: Partial<Enrolment> & { by?: string } = {},
): Enrolment => {
  const people = more.by === undefined ? [] : [more.by]
  return {
    ...{
      enrolment_id: 'e',
      application_id: 'a',
      account_id: 'acct',
      program: 'education',
      tier: 'starting',
      purpose: '',
      opened_ms: 0,
    },
    ...{ state, since_ms: 0, due_ms: 5, asked: [], held: ['mail'], accepted: [], input_id: 1 },
    ...{
      campaigns: new Set<string>(),
      use: [],
      is_lapsed: false,
      risk: null,
      odds_bits: null,
      statement: '',
    },
    ...{
      steps: [{ to: state, at_ms: 0, people, cause: '', asked: [], held: [], due_ms: null }],
      ...more,
    },
  }
}
const became = (given: ApplicationRow, one?: Enrolment, more: Partial<Arrival> = {}) =>
  changeBy(given, one, { ...at, ...more })[0]?.to

describe('what applies for the first time', () => {
  test.each([
    ['is granted where nothing is to be asked', row(), 'granted'],
    ['is asked for what is needed', row({ extra: ['phone'] }), 'proof_asked'],
    [
      'is for a person where it is doubtful',
      row({ step: 'person', extra: ['identity'] }),
      'applied',
    ],
    ['is for a person where nobody assessed it', row({ step: '' }), 'applied'],
    ['has no state where it is an ordinary sign-up', row({ program: 'none' }), undefined],
    ['nor where nobody assessed one', row({ program: 'none', step: '' }), undefined],
    ['has one where something is asked', row({ program: 'none', extra: ['phone'] }), 'proof_asked'],
  ])('%s', (_, given, to) => expect(became(given)).toBe(to))

  test('is for a person where the account was refused, or is asked, by another application', () => {
    expect(became(row(), undefined, { isElsewhere: true })).toBe('applied')
    expect(became(row({ program: 'none' }), undefined, { isElsewhere: true })).toBe('applied')
  })
})

describe('whoever is asked anew', () => {
  const asked = known('step_up_asked', { asked: ['identity'], campaigns: new Set(['c']) })

  test.each<readonly [string, readonly Proof[], EnrolmentState | undefined]>([
    ['with nothing', ['mail'], undefined],
    ['with another proof than was asked', ['mail', 'phone'], undefined],
    ['with what was asked', ['mail', 'identity'], 'watched'],
  ])('and answers %s', (_, proofs, to) => expect(became(row({ proofs }), asked)).toBe(to))

  test('is not let go by what was held before, nor where nothing could be named', () => {
    expect(became(row({ proofs: ['identity'] }), { ...asked, held: ['identity'] })).toBeUndefined()
    expect(became(row({ proofs: ['mail', 'phone'] }), { ...asked, asked: [] })).toBeUndefined()
  })

  test('has no more time for applying again', () => {
    const doubtful = row({ extra: ['phone', 'documents'] })
    const [change] = changeBy(doubtful, known('proof_asked', { asked: ['phone'], due_ms: 77 }), at)
    expect(change).toMatchObject({ to: 'proof_asked', due_ms: 77, asked: ['phone', 'documents'] })
  })

  test('does not begin anew with what they had once the time ran out', () => {
    expect(became(row(), known('expired', { is_lapsed: true }))).toBe('applied')
    expect(became(row(), known('applied', { is_lapsed: true }))).toBe('applied')
    expect(became(row(), known('expired'))).toBe('granted')
  })
})

describe('what a person decided', () => {
  test('to grant is not undone by a doubt of the desk', () => {
    const doubtful = row({ step: 'more_proofs', extra: ['phone', 'identity'] })
    expect(became(doubtful, known('granted', { by: 'alice' }))).toBeUndefined()
    expect(became(doubtful, known('granted'))).toBe('step_up_asked')
  })

  test('to ask is not undone by a desk that would grant', () => {
    const asked = { by: 'alice', asked: ['identity'] as const }
    expect(became(row(), known('proof_asked', asked))).toBeUndefined()
    expect(became(row({ proofs: ['mail', 'identity'] }), known('proof_asked', asked))).toBe(
      'granted',
    )
    expect(became(row(), known('proof_asked', { asked: ['phone'] }))).toBe('granted')
  })
})

test('a grant that another application of the account casts doubt on ends when it was to end', () => {
  const elsewhere = { ...at, isElsewhere: true }
  for (const state of ['granted', 'watched'] as const) {
    const [change] = changeBy(row(), known(state, { due_ms: 77 }), elsewhere)
    expect(change).toMatchObject({ to: 'step_up_asked', asked: [], due_ms: 77 })
  }
})

test('sending the same again adds nothing to a year, and another programme is asked for by itself', () => {
  expect(became(row(), known('granted'))).toBeUndefined()
  expect(became(row(), known('watched'))).toBeUndefined()
  const [change] = changeBy(row({ program: 'startup' }), known('granted'), at)
  expect(change).toMatchObject({ to: 'granted', due_ms: NOW_MS + ENROLMENT_TIMES.programMs })
})

test('what was sent before it ended is no new application', () => {
  const ended = known('expired', { since_ms: NOW_MS })
  expect(became(row({ applied_ms: `${NOW_MS - 1}` }), ended)).toBeUndefined()
  expect(became(row({ applied_ms: `${NOW_MS + 1}` }), ended)).toBe('granted')
})

test.each([
  '',
  'no json',
  'null',
  '[]',
  '{"required":5}',
  '{"risk":5,"odds_bits":1,"required":["x"],"extra":[]}',
])('what is no assessment is for a person: %s', (assessment_json) => {
  const [change] = changeBy(row({ assessment_json }), undefined, at)
  expect(change).toMatchObject({ to: 'applied', due_ms: null, risk: undefined })
})

describe('what waits for a decision', () => {
  const other: readonly Partial<ApplicationRow>[] = [
    ...[{ tier: 'full' as const }, { program: 'startup' as const }, { program: 'none' as const }],
    { purpose: 'data_generation' as const },
  ]
  const looked = { program: 'education', tier: 'starting', purpose: 'coursework' } as const
  test.each(other)('stays what it was, whatever the same id asks for: %o', (more) => {
    for (const state of ['applied', 'proof_asked'] as const) {
      const one = known(state, { purpose: 'coursework', by: 'alice', asked: ['identity'] })
      for (const step of ['person', '', 'one_proof'] as const) {
        const given = row({ purpose: 'coursework', ...more, step, extra: ['phone'] })
        for (const change of changeBy(given, one, at)) expect(change).toMatchObject(looked)
      }
    }
  })
  test('is granted by itself as it is shown', () => {
    const given = row({ tier: 'full', purpose: 'research' })
    expect(changeBy(given, known('proof_asked'), at)[0]).toMatchObject({
      ...{ to: 'granted', tier: 'full', purpose: 'research' },
    })
  })
  test('and a grant for a programme stays one where none is named later', () => {
    expect(became(row({ program: 'none' }), known('granted'))).toBeUndefined()
    expect(became(row({ program: 'none', tier: 'full' }), known('granted'))).toBeUndefined()
  })
})

describe('more of a programme', () => {
  const full = { tier: 'full' } as const
  test('takes nothing away while it is not shown, and is granted when it is', () => {
    expect(became(row({ ...full, extra: ['phone'] }), known('granted'))).toBeUndefined()
    expect(became(row({ ...full, step: 'person' }), known('granted'))).toBeUndefined()
    expect(changeBy(row(full), known('granted'), at)[0]).toMatchObject({ to: 'granted', ...full })
    // Less of it, sent again, is what they have.
    expect(became(row(), known('granted', full))).toBeUndefined()
  })
  test('is not granted by answering what was asked of less', () => {
    const asked = known('step_up_asked', { asked: ['identity'] })
    const answer = row({ ...full, proofs: ['mail', 'identity'], extra: ['documents'] })
    expect(changeBy(answer, asked, at)[0]).toMatchObject({ to: 'watched', tier: 'starting' })
    const other = { ...answer, program: 'startup' } as const
    expect(changeBy(other, asked, at)[0]).toMatchObject({ to: 'watched', program: 'education' })
  })
  test('is for a person while another grant of the account is watched for its use', () => {
    const watched = { isUseWatched: true }
    expect(became(row(full), undefined, watched)).toBe('applied')
    expect(became(row(full), known('proof_asked', full), watched)).toBe('applied')
    expect(became(row(full), known('granted'), watched)).toBeUndefined()
    expect(became(row(), known('granted'), watched)).toBeUndefined()
    expect(became(row({ program: 'none' }), undefined, watched)).toBeUndefined()
  })
  test('is an application of its own, which waits beside what is granted', () => {
    expect(changeBy(row({ ...full, extra: ['phone'] }), undefined, at)[0]).toMatchObject({
      to: 'proof_asked',
      ...full,
    })
  })
})
