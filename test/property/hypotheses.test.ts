import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RATINGS, type RatedItem, type Rating, weigh } from '../../src/domain/competing.js'
import { remember } from '../../src/records/act.js'
import { ALICE, BOB, CAROL, DRAFT, opened, trail } from '../../src/records/assessment.fixture.js'
import { contentDigest, FIXED_HYPOTHESES } from '../../src/records/assessment.js'
import { newState } from '../../src/records/state.js'

const HYPOTHESES = ['flag', 'h1', 'h2', 'tool']
const rating = fc.constantFrom(...RATINGS)
const cells = fc
  .array(fc.tuple(fc.constantFrom(...HYPOTHESES), rating), { maxLength: 6 })
  .map((all) => new Map<string, Rating>(all))
const items = fc
  .array(fc.tuple(cells, fc.subarray(['e0', 'e1', 'e2'])), { maxLength: 12 })
  .map((all): RatedItem[] =>
    all.map(([given, rests_on], at) => ({
      item: `e${at}`,
      rests_on: at < 3 ? [] : rests_on,
      ratings: given,
    })),
  )

test('the order in which anything was added changes nothing', () => {
  const both = items.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.shuffledSubarray(HYPOTHESES, { minLength: HYPOTHESES.length }),
    ),
  )
  const sorted = (hypotheses: readonly string[], given: readonly RatedItem[]) => {
    const found = weigh(hypotheses, given)
    const named = found.items.toSorted((a, b) => (a.item < b.item ? -1 : 1))
    return { standings: found.standings, named, twice: found.counted_twice.toSorted() }
  }
  fc.assert(
    fc.property(both, ([all, shuffled, hypotheses]) => {
      expect(sorted(hypotheses, shuffled)).toEqual(sorted(HYPOTHESES, all))
    }),
  )
})

test('an item that fits all hypotheses alike changes no order, and says nothing', () => {
  fc.assert(
    fc.property(items, rating, (all, same) => {
      const more = {
        item: 'same',
        rests_on: [],
        ratings: new Map(HYPOTHESES.map((name) => [name, same])),
      }
      const places = (given: readonly RatedItem[]) =>
        weigh(HYPOTHESES, given).standings.map(({ hypothesis, place }) => `${place} ${hypothesis}`)
      expect(places([...all, more])).toEqual(places(all))
      expect(weigh(HYPOTHESES, [...all, more]).items.at(-1)).toEqual({
        ...{ item: 'same', diagnosticity: 0, is_sensitive: false, decides: false },
      })
    }),
  )
})

test('what speaks more against a hypothesis never helps it', () => {
  fc.assert(
    fc.property(items, fc.nat(), fc.constantFrom(...HYPOTHESES), (all, at, hypothesis) => {
      const one = all[at % Math.max(1, all.length)]
      if (one === undefined) return
      const worse = all.map((each) =>
        each === one
          ? { ...each, ratings: new Map([...each.ratings, [hypothesis, '--' as const]]) }
          : each,
      )
      const placeOf = (given: readonly RatedItem[]) =>
        weigh(HYPOTHESES, given).standings.find((each) => each.hypothesis === hypothesis)?.place ??
        0
      expect(placeOf(worse)).toBeGreaterThanOrEqual(placeOf(all))
    }),
  )
})

const name = fc.constantFrom('flag', 'tool', 'h1', 'h2', 'h3', 'e1', 'e2', 'e3')
const text = fc.constantFrom('A hypothesis.', 'An observation.', '\u202eturned around')
const DEEDS = fc.oneof(
  fc.record({ deed: fc.constant('add_hypothesis'), input: fc.record({ text }) }),
  fc.record({ deed: fc.constant('drop_hypothesis'), input: fc.record({ hypothesis: name }) }),
  fc.record({
    deed: fc.constant('add_fact'),
    input: fc.record({ text, evidence_id: fc.constant('x') }),
  }),
  fc.record({
    deed: fc.constant('add_inference'),
    input: fc.record({ text, rests_on: fc.array(name, { minLength: 1, maxLength: 3 }) }),
  }),
  fc.record({ deed: fc.constant('drop_item'), input: fc.record({ item: name }) }),
  fc.record({
    deed: fc.constant('rate_item'),
    input: fc.record({ item: name, hypothesis: name, rating }),
  }),
  fc.record({ deed: fc.constant('dissent'), input: fc.record({ text }) }),
  fc.record({
    deed: fc.constant('draft_judgement'),
    input: fc.record({ hypothesis: name }).map((one) => ({ ...DRAFT, ...one })),
  }),
  {
    weight: 3,
    arbitrary: fc.record({ deed: fc.constant('sign_judgement'), input: fc.constant({}) }),
  },
)
const steps = fc.array(fc.tuple(fc.constantFrom(ALICE, BOB, CAROL), DEEDS), { maxLength: 60 })

test('whatever people do in whatever order: the fixed hypotheses stay, what was signed and dissent too, and the trail makes the same', () => {
  let signed = 0
  fc.assert(
    fc.property(steps, fc.boolean(), (all, isSigned) => {
      const world = trail()
      const { state, entries, act } = world
      // Rated and drafted, so that the first two who sign do sign.
      const assessment_id = opened(world)
      act(CAROL, 'draft_judgement', { assessment_id, ...DRAFT })
      const one = state.assessments.get(assessment_id)
      if (one === undefined) throw new Error('nothing was opened')
      for (const by of isSigned ? [ALICE, BOB] : []) {
        act(by, 'sign_judgement', { assessment_id, digest: contentDigest(one), reason: 'Read it.' })
      }
      const kept: string[] = []
      for (const [by, { deed, input }] of all) {
        const digest =
          deed === 'sign_judgement' ? { digest: contentDigest(one), reason: 'Read it.' } : {}
        act(by, deed, { assessment_id, ...input, ...digest })
        expect([...one.hypotheses.keys()]).toEqual(
          expect.arrayContaining(Object.keys(FIXED_HYPOTHESES)),
        )
        const versions = one.versions.map((version) => JSON.stringify(version))
        expect(versions.slice(0, kept.length)).toEqual(kept)
        kept.splice(0, kept.length, ...versions)
        for (const { judgement } of one.versions) {
          const [first, second] = judgement.signed_by
          expect(first !== second && judgement.signed_by.length === 2).toBe(true)
          expect(judgement.hypotheses.map(({ hypothesis }) => hypothesis)).toEqual(
            expect.arrayContaining(Object.keys(FIXED_HYPOTHESES)),
          )
        }
      }
      signed += one.versions.length
      const said = entries.filter(({ action }) => action === 'dissent').length
      expect(one.dissents).toHaveLength(said)
      const again = newState()
      for (const entry of entries) remember(again, entry)
      expect(again.assessments).toEqual(state.assessments)
    }),
    { numRuns: 300 },
  )
  expect(signed, 'something was signed').toBeGreaterThan(100)
})
