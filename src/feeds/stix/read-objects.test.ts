import { describe, expect, test } from 'vitest'
import { indicatorId } from '../../domain/indicator.js'
import { EXTENSION_ID } from './extension.js'
import { markingRef } from './marking.js'
import { read, taken } from './read.fixture.js'
import { readObjects } from './read-bundle.js'
import type { OBJECT_FAULTS } from './received.js'
import { NOW } from './shared.fixture.js'

const ID = 'indicator--00000000-0000-4000-8000-000000000001'
const FOREIGN = {
  type: 'indicator',
  spec_version: '2.1',
  id: ID,
  created: '2026-03-01T00:00:00Z',
  modified: '2026-03-01T00:00:00Z',
  pattern_type: 'stix',
  pattern: "[email-addr:value LIKE '%@mail.example']",
  valid_from: '2026-03-01T00:00:00Z',
  valid_until: '2026-05-01T00:00:00Z',
}
const readOne = (changes: object) =>
  taken(read({ type: 'bundle', objects: [{ ...FOREIGN, ...changes }] }))

test('an indicator of another’s program is read by its pattern, and what it does not say is taken strictly', () => {
  expect(readOne({})).toEqual({
    judgements: [],
    indicators: [
      {
        object_id: ID,
        indicator_id: indicatorId('mail-domain', { domain: 'mail.example' }),
        kind: 'mail-domain',
        pattern: { domain: 'mail.example' },
        valid_from: '2026-03-01T00:00:00.000Z',
        valid_until: '2026-05-01T00:00:00.000Z',
        marking: 'amber+strict',
        confidence: 0,
        campaign_name: '',
      },
    ],
    ...{ sightings: [], withdrawn: [], refused: [], left: {} },
  })
})

test('of several markings the strictest counts, TLP 1 among them', () => {
  const amber1 = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'
  const marked = (...refs: string[]) =>
    readOne({ object_marking_refs: refs }).indicators[0]?.marking
  expect(marked(markingRef('clear'), amber1)).toBe('amber')
  const terms = 'marking-definition--00000000-0000-4000-8000-000000000009'
  expect(marked(markingRef('clear'), terms)).toBe('clear')
  expect(marked(terms)).toBe('red')
})

const ours = (kind: string, pattern: object, rest: object = {}) => ({
  id: `indicator--${indicatorId(kind, pattern as Record<string, string>)}`,
  extensions: {
    [EXTENSION_ID]: { extension_type: 'property-extension', kind, family: 'client', pattern },
  },
  pattern_type: 'stillwatch',
  pattern: `{"kind":"${kind}","pattern":${JSON.stringify(pattern)}}`,
  ...rest,
})

describe('an object that is refused alone', () => {
  const nul = '00000000-0000-0000-0000-000000000000'
  test.each<readonly [reason: keyof typeof OBJECT_FAULTS, changes: object]>([
    ['id_malformed', { id: 'indicator' }],
    ['id_malformed', { id: `indicator--${'F'.repeat(8)}-0000-4000-8000-000000000001` }],
    ['id_malformed', { id: 7 }],
    ['id_wrong_type', { id: ID.replace('indicator', 'malware') }],
    ['id_version', { id: `indicator--${nul}` }],
    ['id_version', { id: ID.replace('-4', '-1') }],
    ['spec_version', { spec_version: '2.0' }],
    ['spec_version', { spec_version: undefined }],
    ['instant_out_of_range', { modified: 'yesterday' }],
    ['instant_out_of_range', { valid_from: '1999-12-31T23:59:59Z' }],
    ['instant_out_of_range', { valid_from: '2026-02-30T00:00:00Z' }],
    ['instant_out_of_range', { valid_from: '2026-04-20T00:00:00Z' }],
    ['instant_out_of_range', { valid_until: '9999-12-31T00:00:00Z' }],
    ['no_expiry', { valid_until: undefined }],
    ['expired', { valid_until: NOW }],
    ['lasts_too_long', { valid_until: '2030-01-01T00:00:00Z' }],
    ['field_invalid', { valid_until: '2026-02-01T00:00:00Z' }],
    ['field_invalid', { confidence: 101 }],
    ['field_invalid', { pattern: undefined }],
    ['pattern_language', { pattern_type: 'sigma' }],
    ['pattern_too_long', { pattern: `[a-b:c = '${'x'.repeat(9000)}']` }],
    ['pattern_syntax', { pattern: '[0.0.0.0/0]' }],
    ['pattern_syntax', { pattern: '('.repeat(8000) }],
    ['pattern_not_matchable', { pattern: "[ipv4-addr:value ISSUBSET '0.0.0.0/0']" }],
    ['text_malformed', { pattern: "[email-addr:value LIKE '%@\ud800']" }],
    ['extension_invalid', { extensions: { [EXTENSION_ID]: { kind: 'client' } } }],
    ['extension_invalid', ours('client', {})],
    ['extension_invalid', ours('client', { user_agent: 'x'.repeat(16_385) })],
    ['extension_invalid', ours('client', { list: Array(513).fill('a') })],
    ['extension_invalid', ours('client', { list: [] })],
    ['extension_invalid', ours('client', { 'A-B': 'x' })],
    ['extension_invalid', ours('../client', { user_agent: 'x' })],
    ['text_malformed', ours('client', { user_agent: 'half\ud800' })],
    ['id_does_not_fit', ours('client', { user_agent: 'x' }, { id: ID })],
    ['pattern_disagrees', ours('client', { user_agent: 'x' }, { pattern: '{}' })],
    ['pattern_disagrees', ours('client', { user_agent: 'x' }, { pattern_type: 'stix' })],
    [
      'pattern_disagrees',
      ours(
        'network-day',
        { network: '203.0.113.0/24', date: '2026-03-03' },
        {
          pattern_type: 'stix',
          pattern:
            "[ipv4-addr:value ISSUBSET '0.0.0.0/0'] START t'2026-03-03T00:00:00.000Z' STOP t'2026-03-04T00:00:00.000Z'",
        },
      ),
    ],
  ])('%s: %j', (reason, changes) => {
    const { indicators, refused } = readOne(changes)
    expect(indicators).toEqual([])
    expect(refused.map((one) => one.reason)).toEqual([reason])
  })

  test('two objects of one id and version that differ, in either order', () => {
    const liar = { ...FOREIGN, pattern: "[email-addr:value LIKE '%@firm.example']" }
    for (const objects of [
      [FOREIGN, liar],
      [liar, FOREIGN],
      [FOREIGN, liar, FOREIGN],
    ]) {
      const { indicators, refused } = taken(read({ type: 'bundle', objects }))
      expect(indicators).toEqual([])
      expect(refused).toEqual([{ object_id: ID, reason: 'duplicate_id' }])
    }
    expect(taken(read({ type: 'bundle', objects: [FOREIGN, FOREIGN] })).indicators).toHaveLength(1)
  })

  test('of versions the latest counts, in whatever order they come', () => {
    const later = { ...FOREIGN, modified: '2026-03-09T00:00:00Z', confidence: 80 }
    const liar = { ...FOREIGN, confidence: 3 }
    for (const objects of [
      [FOREIGN, liar, later],
      [later, FOREIGN, liar],
      [FOREIGN, later, liar],
    ]) {
      const { indicators, refused } = taken(read({ type: 'bundle', objects }))
      expect([indicators.map(({ confidence }) => confidence), refused]).toEqual([[80], []])
    }
  })

  test('what is no object is refused by its place', () => {
    const { refused } = taken(read({ type: 'bundle', objects: [null, 7, [], {}, { type: 'x' }] }))
    expect(refused.map((one) => one.object_id)).toEqual([
      ...['objects[0]', 'objects[1]', 'objects[2]', 'objects[3]', 'objects[4]'],
    ])
  })

  test('one that is revoked is withdrawn and not refused', () => {
    const { indicators, withdrawn, refused } = readOne({ revoked: true, valid_until: undefined })
    expect([indicators, withdrawn, refused]).toEqual([[], [ID], []])
  })
})

test('a name of a campaign is bounded and shows all that is in it', () => {
  const campaign = {
    ...{ type: 'campaign', id: 'campaign--00000000-0000-4000-8000-000000000002' },
    ...{ spec_version: '2.1', modified: NOW, name: `\u001b[31m\u202e${'x'.repeat(5000)}` },
  }
  const claim = {
    ...{ type: 'relationship', id: 'relationship--00000000-0000-4000-8000-000000000003' },
    ...{ spec_version: '2.1', modified: NOW, relationship_type: 'indicates' },
    ...{ source_ref: ID, target_ref: campaign.id },
  }
  const { indicators } = taken(read({ type: 'bundle', objects: [FOREIGN, campaign, claim] }))
  const name = indicators[0]?.campaign_name ?? ''
  expect(name.startsWith('␛[31m⟦U+202E⟧xxx')).toBe(true)
  expect(name.length).toBeLessThan(300)
})

test('a hundred thousand objects are read, and more are not', () => {
  const objects = Array.from({ length: 100_000 }, (_, at) => ({
    ...FOREIGN,
    id: `indicator--00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
  }))
  expect(taken(readObjects(objects, { now: NOW })).indicators).toHaveLength(100_000)
  expect(readObjects([...objects, FOREIGN], { now: NOW })).toEqual({ refusal: 'too_many_objects' })
})

test('an object of a page that is deeper than can be written again is no harm', () => {
  const deep = () => {
    let value: unknown = 0
    for (let depth = 0; depth < 200_000; depth += 1) value = [value]
    return { ...FOREIGN, x_deep: value }
  }
  const one = taken(readObjects([deep()], { now: NOW }))
  expect(one.indicators).toHaveLength(1)
  const twice = taken(readObjects([deep(), deep()], { now: NOW }))
  expect(twice.refused).toEqual([{ object_id: ID, reason: 'duplicate_id' }])
})

test('alternatives count like objects', () => {
  const alternatives = Array(64)
    .fill("'%@mail.example'")
    .map((text) => `email-addr:value LIKE ${text}`)
  const objects = Array.from({ length: 2000 }, (_, at) => ({
    ...FOREIGN,
    id: `indicator--00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    pattern: `[${alternatives.join(' OR ')}]`,
  }))
  expect(readObjects(objects, { now: NOW })).toEqual({ refusal: 'too_many_objects' })
})

test('a key that is the prototype’s is a key', () => {
  const result = read(`{"type":"bundle","objects":[{"type":"__proto__","__proto__":{"id":"x"}}]}`)
  expect(taken(result).refused.map(({ reason }) => reason)).toEqual(['id_malformed'])
  expect(({} as { id?: string }).id).toBeUndefined()
})
