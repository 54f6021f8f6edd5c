import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { isAsStrict, type Marking } from '../../domain/indicator.js'
import type { SharedCampaign } from '../../domain/sharing.js'
import { EXTENSION_ID, stixExtension } from './extension.js'
import { stixForm } from './form.js'
import { markingOf } from './marking.js'
import { type Bundle, bundleText, type StixObject } from './object.js'
import { anyShared, PRODUCER, SHARED, shuffled } from './shared.fixture.js'
import { writeBundle } from './write-bundle.js'
import { indicatorObjectId } from './write-indicator.js'
import { writeSightings, writeWithdrawal } from './write-later.js'

const ofType = ({ objects }: Bundle, type: string): readonly StixObject[] =>
  objects.filter((object) => object.type === type)

test('a share with everything in it uses every object that a campaign needs', () => {
  const counts: Record<string, number> = {}
  for (const { type } of writeBundle(SHARED).objects) counts[type] = (counts[type] ?? 0) + 1
  expect(counts).toEqual({
    ...{ 'attack-pattern': 5, campaign: 1, 'course-of-action': 1, 'extension-definition': 1 },
    ...{ grouping: 1, identity: 2, indicator: 10, infrastructure: 1, 'intrusion-set': 1 },
    ...{ 'marking-definition': 1, note: 3, 'observed-data': 1, opinion: 2, report: 1 },
    // 10 indicate; the campaign is attributed, goes on from another, uses 5 patterns and its infrastructure; 1 mitigates.
    ...{ relationship: 19, sighting: 10, software: 1 },
  })
})

test('the same share gives the same bytes, in whatever order its lists are', () => {
  fc.assert(
    fc.property(anyShared, (shared) => {
      const text = bundleText(writeBundle(shared))
      expect(bundleText(writeBundle(shared))).toBe(text)
      expect(bundleText(writeBundle(shuffled(shared)))).toBe(text)
    }),
    { numRuns: 60 },
  )
})

test('no two objects of a bundle have one id, and whatever is referred to by an owner is there or is a former campaign', () => {
  fc.assert(
    fc.property(anyShared, (shared) => {
      const { objects } = writeBundle(shared)
      const ids = new Set(objects.map(({ id }) => id))
      expect(ids.size).toBe(objects.length)
      const former = new Set(
        objects
          .filter(({ relationship_type: type }) => type === 'related-to')
          .map((one) => one.target_ref),
      )
      const refs = objects.flatMap(refsOf).filter((ref) => !former.has(ref))
      expect(refs.filter((ref) => !ids.has(ref))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

const refsOf = (object: StixObject): readonly string[] =>
  Object.entries(object)
    .filter(([key]) => key.endsWith('_ref') || key.endsWith('_refs'))
    .flatMap(([, value]) => value as string | readonly string[])

/** What nobody owns is the same with all: what two providers say of one pattern meets under one id. */
test('two providers mint one id for one pattern, technique and countermeasure, and none for what is theirs', () => {
  const other = { name: 'B', identity_id: 'identity--c53066d1-e3af-41ad-89b6-4c48f96a5b61' }
  const [a, b] = [writeBundle(SHARED), writeBundle({ ...SHARED, producer: other })]
  const ids = (bundle: Bundle) => new Set(bundle.objects.map(({ id }) => id))
  const both = new Set([...ids(a)].filter((id) => ids(b).has(id)))
  const shared = new Set(a.objects.filter(({ id }) => both.has(id)).map(({ type }) => type))
  expect([...shared].sort()).toEqual([
    ...['attack-pattern', 'course-of-action', 'extension-definition', 'identity', 'indicator'],
    ...['marking-definition', 'software'],
  ])
  const owned = a.objects.filter(({ created_by_ref: by }) => by === PRODUCER.identity_id)
  expect(owned.length).toBeGreaterThan(30)
  expect(owned.filter(({ id }) => both.has(id))).toEqual([])
})

test('ids of indicators are those that the world knows, for good', () => {
  // A change here makes every indicator that was ever shared another one.
  expect(SHARED.indicators.slice(0, 3).map(indicatorObjectId)).toMatchInlineSnapshot(`
    [
      "indicator--7be3b72e-784d-5a61-8c8c-97e2028a728c",
      "indicator--ceeab9cd-a274-5ad2-bee6-9a5245e9726c",
      "indicator--31ceff39-0ecb-5194-8d7f-69d206ce09cf",
    ]
  `)
})

test('patterns are in STIX where STIX says as much, and whole under our extension always', () => {
  const patterns = ofType(writeBundle(SHARED), 'indicator').map(({ pattern_type, pattern }) => [
    pattern_type,
    pattern,
  ])
  expect(
    patterns
      .filter(([type]) => type === 'stix')
      .map(([, pattern]) => pattern)
      .sort(),
  ).toEqual([
    "[email-addr:value LIKE '%@mail.example']",
    "[ipv4-addr:value ISSUBSET '203.0.113.0/24'] START t'2026-03-03T00:00:00.000Z' STOP t'2026-03-04T00:00:00.000Z'",
    "[ipv6-addr:value ISSUBSET '2001:db8:1::/48'] START t'2026-03-04T00:00:00.000Z' STOP t'2026-03-05T00:00:00.000Z'",
  ])
  expect(patterns.filter(([type]) => type === 'stillwatch')).toHaveLength(7)
})

test('no object is marked more freely than the share, nor an indicator than its own marking', () => {
  fc.assert(
    fc.property(anyShared, (shared) => {
      const { objects } = writeBundle(shared)
      const least = new Map(shared.indicators.map((one) => [indicatorObjectId(one), one.marking]))
      for (const object of objects.filter((one) => one.object_marking_refs !== undefined)) {
        const marking = markingOf(object.object_marking_refs as string[])
        expect(isAsStrict(shared.marking, marking)).toBe(true)
        const about = [object.id, object.source_ref, object.sighting_of_ref] as string[]
        for (const id of about.filter((one) => least.has(one))) {
          expect(isAsStrict(least.get(id) as Marking, marking)).toBe(true)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('what stands under our extension is of the form that is published', () => {
  const validate = new Ajv2020().compile(z.toJSONSchema(stixExtension, { io: 'input' }))
  fc.assert(
    fc.property(anyShared, (shared) => {
      const held = writeBundle(shared).objects.flatMap(({ extensions }) => {
        const ours = (extensions as Record<string, unknown> | undefined)?.[EXTENSION_ID]
        return ours === undefined ? [] : [ours]
      })
      expect(held.filter((one) => !validate(one))).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('counts that are larger than STIX counts stop there', () => {
  const huge = 2_000_000_000
  const shared: SharedCampaign = {
    ...SHARED,
    campaign: { ...SHARED.campaign, exchanges: huge },
    indicators: SHARED.indicators.map((one) => ({ ...one, operators: huge })),
  }
  const bundle = writeBundle(shared)
  expect(ofType(bundle, 'observed-data')[0]?.number_observed).toBe(999_999_999)
  expect(new Set(ofType(bundle, 'sighting').map(({ count }) => count))).toEqual(
    new Set([999_999_999]),
  )
})

test('a share that is told anew is a later version of every object that says something of it', () => {
  const [before, after] = [writeBundle(SHARED), writeBundle(SHARED, '2026-05-01T00:00:00Z')]
  expect(before.objects.find(({ type }) => type === 'campaign')?.modified).toBe(
    '2026-03-29T09:00:00.000Z',
  )
  const unowned = ['attack-pattern', 'course-of-action', 'extension-definition', 'identity']
  for (const [place, { type, id, modified }] of after.objects.entries()) {
    expect(id).toBe(before.objects[place]?.id)
    if (modified === undefined || unowned.includes(type)) continue
    expect(modified).toBe('2026-05-01T00:00:00.000Z')
  }
})

test('the form that people preview is the objects of the bundle', () => {
  expect(stixForm.write(SHARED)).toEqual(writeBundle(SHARED).objects)
  // What stands in every bundle repeats nobody, and what is of one share is not ours.
  const { ownTexts } = stixForm
  for (const text of [
    'AI Service Proxies',
    'indicator',
    'Distillation: ',
    'Countermeasure: limit',
  ]) {
    expect(ownTexts).toContain(text)
  }
  const sentences = ownTexts.filter((text) => text.includes(' '))
  expect(sentences.filter((text) => JSON.stringify(SHARED).includes(text))).toEqual([])
})

test('a withdrawal revokes all that is its producer’s, and no indicator', () => {
  const before = writeBundle(SHARED)
  const after = writeWithdrawal(SHARED, '2026-04-02T00:00:00Z')
  const owned = before.objects.filter(({ created_by_ref: by }) => by === PRODUCER.identity_id)
  const revoked = after.objects.filter((one) => one.revoked === true)
  expect(revoked.map(({ id }) => id)).toEqual(owned.map(({ id }) => id))
  expect(new Set(revoked.map(({ modified }) => modified))).toEqual(
    new Set(['2026-04-02T00:00:00.000Z']),
  )
  expect(ofType(after, 'indicator')).toEqual([])
})

test('a later sighting of one indicator is a later version of one object', () => {
  const [indicator] = SHARED.indicators
  const object_id = indicatorObjectId(indicator ?? { kind: '', pattern: {} })
  const told = (accounts: number, last_seen_at: string) =>
    ofType(
      writeSightings(
        [{ object_id, accounts, first_seen_at: '2026-03-05T00:00:00Z', last_seen_at }],
        {
          producer: PRODUCER,
          marking: 'amber',
        },
      ),
      'sighting',
    )[0]
  const [first, later] = [told(3, '2026-03-06T00:00:00Z'), told(5, '2026-03-07T00:00:00Z')]
  expect(later?.id).toBe(first?.id)
  expect([first?.modified, later?.modified, later?.count]).toEqual([
    '2026-03-06T00:00:00.000Z',
    '2026-03-07T00:00:00.000Z',
    5,
  ])
})
