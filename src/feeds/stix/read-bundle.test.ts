import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indicatorId } from '../../domain/indicator.js'
import type { SharedCampaign } from '../../domain/sharing.js'
import { earlierOf } from './instant.js'
import { stricterOf } from './marking.js'
import { type Bundle, bundleText } from './object.js'
import { read, taken } from './read.fixture.js'
import { readBundle, readObjects } from './read-bundle.js'
import { BUNDLE_LIMITS } from './read-json.js'
import { anyShared, NOW, SHARED } from './shared.fixture.js'
import { writeBundle } from './write-bundle.js'
import { campaignName } from './write-campaign.js'
import { indicatorObjectId } from './write-indicator.js'
import { writeWithdrawal } from './write-later.js'

const bytesOf = (bundle: Bundle) => Buffer.from(bundleText(bundle))

test('what was written is what is read', () => {
  fc.assert(
    fc.property(anyShared, (shared) => {
      const { indicators, refused, withdrawn } = taken(
        readBundle(bytesOf(writeBundle(shared)), { now: NOW }),
      )
      expect([refused, withdrawn]).toEqual([[], []])
      expect(indicators).toEqual(told(shared))
    }),
    { numRuns: 150 },
  )
})

/** What a partner should know of the indicators of a share. */
const told = ({ indicators, marking, campaign, expires_at }: SharedCampaign) =>
  indicators
    .map((one) => ({
      object_id: indicatorObjectId(one),
      indicator_id: indicatorId(one.kind, one.pattern),
      kind: one.kind,
      pattern: one.pattern,
      valid_from: one.first_seen_at,
      valid_until: earlierOf(one.expires_at, expires_at),
      marking: stricterOf(marking, one.marking),
      confidence: 90,
      campaign_name: campaignName(campaign.campaign_id),
    }))
    .toSorted((a, b) => (a.object_id < b.object_id ? -1 : 1))

test('a share with everything in it leaves nothing refused, and says what it left', () => {
  const { sightings, left } = taken(readBundle(bytesOf(writeBundle(SHARED)), { now: NOW }))
  expect(sightings).toHaveLength(10)
  expect(left).toEqual({
    ...{ 'attack-pattern': 5, 'course-of-action': 1, 'extension-definition': 1, grouping: 1 },
    ...{ identity: 2, infrastructure: 1, 'intrusion-set': 1, 'marking-definition': 1 },
    ...{ 'observed-data': 1, other: 1, relationship: 9, report: 1 },
  })
})

test('a judgement comes back as it went: all rivals in their words, what speaks against each, dissent, and nobody who signed', () => {
  fc.assert(
    fc.property(anyShared, ({ attribution, ...rest }) => {
      const bundle = writeBundle({ ...rest, attribution })
      const { judgements } = taken(readBundle(bytesOf(bundle), { now: NOW }))
      const said = (all: readonly string[]) => all.filter((one) => one !== '')
      const sorted = <One extends object>(all: readonly One[]) =>
        all.map((one) => JSON.stringify(Object.entries(one).sort())).sort()
      expect(judgements).toHaveLength(attribution === null ? 0 : 1)
      if (attribution === null) return
      const [{ attribution: read } = {}] = judgements
      expect(read).toEqual({
        ...attribution,
        ...{ facts: said(attribution.facts), inferences: said(attribution.inferences) },
        would_change: said(attribution.would_change),
        ...{ hypotheses: expect.anything(), dissent_texts: expect.anything() },
        judged_at: expect.stringContaining(attribution.judged_at.slice(0, 19)),
        expires_at: expect.stringContaining(attribution.expires_at.slice(0, 19)),
      })
      expect(sorted(read?.hypotheses ?? [])).toEqual(sorted(attribution.hypotheses))
      expect(sorted(read?.dissent_texts ?? [])).toEqual(sorted(attribution.dissent_texts))
      expect(JSON.stringify(bundle)).not.toContain('"authors"')
    }),
    { numRuns: 60 },
  )
})

test('whatever somebody else hangs on a judgement is no part of it, and what is revoked neither', () => {
  const bundle = writeBundle(SHARED)
  const { objects } = bundle
  const others = objects
    .filter(({ type, abstract }) => type === 'opinion' || `${abstract}`.startsWith('Hypothesis'))
    .map((one) => ({
      ...{ ...one, id: `${one.type}--${randomUUID()}` },
      created_by_ref: `identity--${randomUUID()}`,
    }))
  const told = (all: readonly object[]) =>
    taken(readBundle(bytesOf({ ...bundle, objects: all as Bundle['objects'] }), { now: NOW }))
      .judgements
  expect(told([...objects, ...others])).toEqual(told(objects))
  const revoked = objects.map((one) => (one.type === 'note' ? { ...one, revoked: true } : one))
  expect(told(revoked)).toEqual([])
})

test('a withdrawal withdraws each indicator, also where it comes with the share', () => {
  const withdrawal = writeWithdrawal(SHARED, '2026-03-31T00:00:00Z')
  const ids = SHARED.indicators.map(indicatorObjectId).toSorted()
  expect(taken(readBundle(bytesOf(withdrawal), { now: NOW })).withdrawn).toEqual(ids)

  const both = [...writeBundle(SHARED).objects, ...withdrawal.objects]
  for (const objects of [both, both.toReversed()]) {
    const { indicators, withdrawn, sightings } = taken(readObjects(objects, { now: NOW }))
    expect([indicators, withdrawn, sightings]).toEqual([[], ids, []])
  }
})

describe('a bundle that is refused whole', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  test.each([
    ['too_deep', `{"type":"bundle","objects":${nested(32)}}`],
    ['string_too_long', `{"type":"bundle","x":"${'a'.repeat(BUNDLE_LIMITS.stringBytesMax + 2)}"}`],
    ['too_many_parts', `[${'[],'.repeat(2_000_001)}0]`],
    ['not_json', '{"type":"bundle"'],
    ['not_json', ''],
    ['not_a_bundle', '[]'],
    ['not_a_bundle', '{"type":"bundle","objects":{}}'],
    ['not_a_bundle', '{"objects":[]}'],
    ['bundle_version', '{"type":"bundle","spec_version":"2.0","objects":[]}'],
  ])('%s', (refusal, text) => {
    expect(read(text)).toEqual({ refusal })
  })

  test('too_many_bytes, too_many_objects, not_utf8', () => {
    const limits = { ...BUNDLE_LIMITS, bytesMax: 1000, objectsMax: 3 }
    const of = (text: string | Buffer) => readBundle(Buffer.from(text), { now: NOW, limits })
    expect(of(' '.repeat(1001))).toEqual({ refusal: 'too_many_bytes' })
    expect(of('{"type":"bundle","objects":[1,2,3,4]}')).toEqual({ refusal: 'too_many_objects' })
    expect(of(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ refusal: 'not_utf8' })
  })

  const id = (type: string, last: number) => `${type}--00000000-0000-4000-8000-00000000000${last}`
  const sdo = (type: string, last: number, rest: object) => ({
    ...{ type, spec_version: '2.1', id: id(type, last), modified: '2026-03-01T00:00:00Z' },
    ...rest,
  })
  test.each([
    ['a report in itself', [sdo('report', 1, { object_refs: [id('report', 1)] })]],
    [
      'collections in each other',
      [
        sdo('report', 1, { object_refs: [id('grouping', 2)] }),
        sdo('grouping', 2, { object_refs: [id('note', 3)] }),
        sdo('note', 3, { object_refs: [id('report', 1)] }),
      ],
    ],
    [
      'a marking that marks itself',
      [
        { ...sdo('marking-definition', 1, {}), object_marking_refs: [id('marking-definition', 2)] },
        { ...sdo('marking-definition', 2, {}), object_marking_refs: [id('marking-definition', 1)] },
      ],
    ],
    [
      'what derives from what derives from it',
      [
        sdo('tool', 1, {}),
        sdo('tool', 2, {}),
        ...[1, 2].map((last) =>
          sdo('relationship', last + 2, {
            relationship_type: 'derived-from',
            source_ref: id('tool', last),
            target_ref: id('tool', 3 - last),
          }),
        ),
      ],
    ],
    ['a sighting of itself', [sdo('sighting', 1, { sighting_of_ref: id('sighting', 1) })]],
  ])('cycle: %s', (_, objects) => {
    expect(read({ type: 'bundle', objects })).toEqual({ refusal: 'cycle' })
  })

  test('who is related to each other goes round, and may', () => {
    const related = [1, 2].map((last) =>
      sdo('relationship', last + 2, {
        relationship_type: 'related-to',
        source_ref: id('campaign', last),
        target_ref: id('campaign', 3 - last),
      }),
    )
    const objects = [sdo('campaign', 1, {}), sdo('campaign', 2, {}), ...related]
    expect(taken(read({ type: 'bundle', objects })).refused).toEqual([])
  })
})
