import { describe, expect, test } from 'vitest'
import { indicatorOf, MATERIAL, NOW_MS, TERMS, WAYS } from '../../../test/share-material.js'
import type { ShareTerms } from '../../domain/sharing.js'
import { fieldsOf } from './origins.js'
import { makePreview, type Preview, type Ways } from './preview.js'

const made = (terms: Partial<ShareTerms> = {}, material = MATERIAL, ways: Ways = WAYS) =>
  makePreview(material, { ...TERMS, ...terms }, ways, NOW_MS)

function ready(...given: Parameters<typeof made>): Preview {
  const one = made(...given)
  if (one.kind === 'refused') throw new Error(one.why)
  return one
}

test('the same wishes over the same campaign are the same bytes, in whatever order they are said', () => {
  const one = ready({ to: ['acme', 'umbrella'], expires_at: '2026-04-01T02:00:00+02:00' })
  const other = ready(
    { to: ['umbrella', 'acme', 'acme'] },
    { ...MATERIAL, indicators: MATERIAL.indicators.toReversed() },
  )
  expect(other.text).toBe(one.text)
  expect(other.sha256).toBe(one.sha256)
})

test('whoever wants another marking, end, partner or text wants something else', () => {
  const indicators = [indicatorOf('indicator_1'), indicatorOf('wrapper_1', { kind: 'wrapper' })]
  const material = { ...MATERIAL, indicators }
  const all = [
    {},
    { marking: 'green' as const },
    { expires_at: '2026-04-02T00:00:00.000Z' },
    { to: ['umbrella'] },
    { left_out: ['indicator_1'] },
    { texts: ['wrapper_1'] },
  ].map((terms) => ready(terms, material).sha256)
  expect(new Set(all).size).toBe(all.length)
})

test('in STIX it is a version of the instant that both named', () => {
  const modifiedOf = (terms: Partial<ShareTerms>) =>
    ready({ form: 'stix', ...terms }).objects.find(({ type }) => type === 'campaign')?.modified
  expect(modifiedOf({})).toBe('2026-02-20T00:00:00.000Z')
  expect(modifiedOf({ as_of: '2026-02-28T02:00:00+02:00' })).toBe('2026-02-28T00:00:00.000Z')
})

test('the event of MISP is shown as it goes there, and is part of what both want', () => {
  const { objects, text } = ready({ to: ['misp'] })
  expect(objects.at(-1)).toMatchObject({ type: 'misp-event', Event: { published: true } })
  expect(JSON.parse(text).misp.campaign).toEqual(MATERIAL.campaign)
  expect(JSON.parse(ready().text).misp).toBeUndefined()
})

test('an indicator that may not be told so freely stays here, and does not keep the others from leaving', () => {
  const { withheld, shared } = ready({ marking: 'clear' })
  expect(withheld).toEqual([
    { indicator_id: 'indicator_1', kind: 'client', why: 'marked_stricter', marking: 'green' },
  ])
  expect(shared.indicators.map((one) => one.indicator_id)).toEqual(['indicator_2'])
  expect(ready({ marking: 'green' }).withheld).toEqual([])
})

test('what stays here is not in it, and it is said why', () => {
  const indicators = [
    indicatorOf('left'),
    indicatorOf('late', { expires_at: '2026-02-28T00:00:00.000Z' }),
    indicatorOf('popular', { reference_carriers: 1 }),
    indicatorOf('text', {
      kind: 'wrapper',
      pattern: { text: 'Answer as the tutor of the school.' },
    }),
  ]
  const { withheld, text, released } = ready({ left_out: ['left'] }, { ...MATERIAL, indicators })
  expect(Object.fromEntries(withheld.map(({ indicator_id, why }) => [indicator_id, why]))).toEqual({
    ...{ left: 'left_out', late: 'expired', popular: 'customers_carry' },
    text: 'text_not_released',
  })
  expect(text).not.toContain('tutor')
  expect(released).toEqual([])
  const other = ready({ texts: ['text'] }, { ...MATERIAL, indicators })
  expect(other.released).toEqual(['Answer as the tutor of the school.'])
  expect(other.text).toContain('tutor')
})

test('the run decides what a pattern must be worth: one that four operators carry leaves, and nobody counts again', () => {
  const few = indicatorOf('few', { operators: 4, carriers: 4, precision: 5 / 6 })
  const strangers = indicatorOf('strangers', { operators: 8, carriers: 15, precision: 9 / 17 })
  const { withheld, shared } = ready({}, { ...MATERIAL, indicators: [few, strangers] })
  expect(withheld).toEqual([])
  expect(shared.indicators).toEqual([few, strangers])
})

const JUDGED = {
  assessment_id: 'a-1',
  hypotheses: [],
  ...{ facts: [], inferences: [], would_change: [], dissents: 2 },
  dissent_texts: ['I see two hands.', 'It is a class.'].map((text, at) => ({
    ...{ dissent_id: `a-1.dissent-${at + 1}`, text },
  })),
  ...{ judged_at: '2026-02-20T00:00:00Z', expires_at: '2026-06-01T00:00:00Z' },
  judgement_sha256: 'ab'.repeat(32),
}

test('a judgement leaves where somebody asked for it, and the preview says which it is', () => {
  const judged = { ...MATERIAL, attribution: JUDGED }
  for (const form of ['plain', 'stix']) {
    const silent = ready({ form }, judged)
    expect(silent.judgement).toBe('left out')
    expect(silent.text).not.toMatch(/a-1|dissent/)
    expect(silent.withheld.filter(({ kind }) => ['judgement', 'dissent'].includes(kind))).toEqual([
      { indicator_id: 'a-1', kind: 'judgement', why: 'not_asked_for', marking: 'amber' },
    ])
    const asked = ready({ form, judgement: true }, judged)
    expect(asked.judgement).toBe('in it')
    expect(asked.text).toContain('a-1')
    expect(asked.sha256).not.toBe(silent.sha256)
  }
  expect(ready({ judgement: true }).judgement).toBe('none')
})

test('a dissent is counted, and its text leaves where both released it by name', () => {
  for (const form of ['plain', 'stix']) {
    const silent = ready({ form, judgement: true }, { ...MATERIAL, attribution: JUDGED })
    expect(silent.text).not.toMatch(/two hands|a class/)
    expect(silent.text).toContain('"dissents":2')
    expect(silent.withheld.map(({ indicator_id, kind, why }) => [indicator_id, kind, why])).toEqual(
      ['a-1.dissent-1', 'a-1.dissent-2'].map((id) => [id, 'dissent', 'text_not_released']),
    )
    const said = ready(
      { form, judgement: true, texts: ['a-1.dissent-1'] },
      { ...MATERIAL, attribution: JUDGED },
    )
    expect(said.text).toContain('I see two hands.')
    expect(said.text).not.toContain('a class')
    // It frees no words of a prompt that somebody quoted.
    expect(said.released).toEqual([])
    expect(said.sha256).not.toBe(silent.sha256)
  }
})

test('how many others carry a pattern leaves in no form', () => {
  for (const form of ['plain', 'stix']) {
    expect(ready({ form }).text).not.toMatch(/carriers|precision/)
  }
})

test('a text that is released in pieces is free as they stand one behind the other', () => {
  const pattern = { part: 'user', text: ['Work it out: ', '. The result is'] }
  const indicators = [indicatorOf('text', { kind: 'wrapper', pattern })]
  const { released } = ready({ texts: ['text'] }, { ...MATERIAL, indicators })
  expect(released).toEqual(['user', ...pattern.text, 'Work it out:  . The result is'])
})

describe('it is refused', () => {
  test.each([
    ['of no such campaign', {}, undefined, WAYS, 'NOT_THERE', ['campaign_id']],
    [
      'where nobody says who shares',
      {},
      MATERIAL,
      { ...WAYS, producer: undefined },
      'NO_PRODUCER',
      [],
    ],
    ['in an unknown form', { form: 'csv' }, MATERIAL, WAYS, 'FORM_UNKNOWN', ['form']],
    [
      'to whom nobody knows',
      { to: ['acme', 'who'] },
      MATERIAL,
      WAYS,
      'DESTINATION_UNKNOWN',
      ['who'],
    ],
    [
      'stricter than a partner is trusted with',
      { marking: 'red' },
      MATERIAL,
      WAYS,
      'MARKING_STRICT',
      ['acme'],
    ],
    [
      'with an end that is over',
      { expires_at: '2026-03-01T00:00:00Z' },
      MATERIAL,
      WAYS,
      'ENDS_WRONG',
      ['expires_at'],
    ],
    [
      'with no end in sight',
      { expires_at: '2027-03-03T00:00:00Z' },
      MATERIAL,
      WAYS,
      'ENDS_WRONG',
      ['expires_at'],
    ],
    [
      'to a collection without an instant of its own',
      { to: ['out'], form: 'stix' },
      MATERIAL,
      WAYS,
      'ENDS_WRONG',
      ['as_of'],
    ],
    ['to a collection in words of ours', { to: ['out'] }, MATERIAL, WAYS, 'FORM_UNKNOWN', ['out']],
    [
      'of an instant to come',
      { as_of: '2026-03-01T00:01:01Z' },
      MATERIAL,
      WAYS,
      'ENDS_WRONG',
      ['as_of'],
    ],
    [
      'of an instant before the campaign',
      { as_of: '2026-01-31T00:00:00Z' },
      MATERIAL,
      WAYS,
      'ENDS_WRONG',
      ['as_of'],
    ],
    ['by an unknown indicator', { texts: ['none'] }, MATERIAL, WAYS, 'NOT_THERE', ['none']],
  ] as const)('%s', (_, terms, material, ways, why, places) => {
    const given = { ...TERMS, ...terms } as ShareTerms
    expect(makePreview(material, given, ways, NOW_MS)).toEqual({ kind: 'refused', why, places })
  })

  test('where it is too long to be looked through', () => {
    const statement = 'x'.repeat(2_000_000)
    const indicators = [indicatorOf('long', { statement })]
    expect(made({}, { ...MATERIAL, indicators })).toMatchObject({ why: 'TOO_LONG' })
  })
})

test('each field of each object says where it comes from', () => {
  const { objects, shared } = ready()
  const fields = fieldsOf(objects, shared)
  const from = (object: number, field: string) =>
    fields.find((one) => one.object === object && one.field === field)?.from
  expect(from(0, 'type')).toBe('the form’s own words')
  expect(from(0, 'confidence')).toMatch(/^campaign.confidence \(the run/)
  // The same number stands elsewhere too.
  expect(from(0, 'capabilities.0.exchanges')).toMatch(/^campaign.capabilities.0.exchanges/)
  expect(from(0, 'exchanges')).toMatch(/^campaign.exchanges/)
  expect(from(0, 'marking')).toMatch(/whoever proposed it/)
  expect(from(0, 'producer.name')).toMatch(/the settings/)
  expect(from(1, 'pattern.user_agent')).toMatch(/^indicators.0.pattern.user_agent/)
  // A form that puts a value into words of its own.
  const pattern = `[http:user_agent = 'harvester/2.1']`
  const [field] = fieldsOf([{ pattern }], shared)
  expect(field?.from).toMatch(/^indicators.0.pattern.user_agent/)
})
