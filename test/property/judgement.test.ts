import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom, hashText } from '../../src/lab/random.js'
import { restsOn } from '../../src/pipeline/06-cluster/rests-on.js'
import { type ClusterFacts, judgeCluster } from '../../src/pipeline/07-judge/judgement.js'
import { RANKS, seedsOf } from './world.js'

const seeds = seedsOf('judgement', ['one', 'two', 'three'])

const facts: fc.Arbitrary<ClusterFacts> = fc.record({
  accounts: fc.integer({ min: 2, max: 5000 }),
  entities: fc.integer({ min: 1, max: 5000 }),
  weight_millibits: fc.integer({ min: 0, max: 60_000 }),
  extraction_millibits: fc.integer({ min: -20_000, max: 50_000 }),
  core: fc.integer({ min: 0, max: 5000 }),
  core_joined: fc.integer({ min: 0, max: 5000 }),
  harvesting: fc.double({ min: 0, max: 1, noNaN: true }),
  asks: fc.boolean(),
  rests: fc.constantFrom('', 'time', 'network', 'a few accounts'),
  handed: fc.boolean(),
  vouched: fc.boolean(),
})

const GROWING = [
  'accounts',
  'entities',
  'core',
  'core_joined',
  'weight_millibits',
  'extraction_millibits',
] as const

test.each(seeds)('seed %s: more of anything never lowers a verdict or a confidence', (seed) => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...GROWING), fc.nat(20_000), (given, name, more) => {
      const before = judgeCluster(given)
      const after = judgeCluster({ ...given, [name]: given[name] + more })
      expect(after.confidence).toBeGreaterThanOrEqual(before.confidence)
      expect(RANKS[after.verdict]).toBeGreaterThanOrEqual(RANKS[before.verdict])
    }),
    { seed: hashText(seed), numRuns: 2000 },
  )
})

test.each(seeds)(
  'seed %s: whoever meets through a few accounts is never acted on, and watched at most where few harvest',
  (seed) => {
    fc.assert(
      fc.property(facts, (given) => {
        const { verdict } = judgeCluster({ ...given, rests: 'a few accounts' })
        const isSpared = given.harvesting < 0.5 && !given.vouched
        expect(RANKS[verdict]).toBeLessThanOrEqual(RANKS[isSpared ? 'watch' : 'review'])
      }),
      { seed: hashText(seed), numRuns: 2000 },
    )
  },
)

test.each(seeds)(
  'seed %s: what a partner told acts on nobody, and brings nobody to review whom our own evidence does not link and find harvesting',
  (seed) => {
    fc.assert(
      fc.property(facts, (given) => {
        const own = judgeCluster({ ...given, vouched: false })
        const told = judgeCluster({ ...given, vouched: true })
        expect({ ...told, verdict: '' }).toEqual({ ...own, verdict: '' })
        if (told.verdict === own.verdict) return
        expect([own.verdict, told.verdict]).toEqual(['watch', 'review'])
        expect(own.product).toBeGreaterThanOrEqual(0.5)
      }),
      { seed: hashText(seed), numRuns: 5000 },
    )
  },
)

test.each([
  ['client, content', 'review'],
  ['time', 'review'],
  ['a few accounts', 'review'],
  ['few links', 'watch'],
  ['sittings', 'watch'],
  ['tables', 'watch'],
])(
  'what is harvested and rests on %s is watched, and for %s where a partner that is relied on told of it',
  (rests, verdict) => {
    const group = {
      ...{ accounts: 15, entities: 15, core: 3, core_joined: 2, harvesting: 0.2, asks: true },
      ...{ weight_millibits: 18_000, extraction_millibits: 26_000, rests, handed: false },
    }
    expect(judgeCluster({ ...group, vouched: false }).verdict).toBe('watch')
    expect(judgeCluster({ ...group, vouched: true }).verdict).toBe(verdict)
  },
)

test('strangers whose links were made at tables are no core, however many they are', () => {
  const group = {
    ...{ accounts: 12, entities: 12, core: 12, core_joined: 12, harvesting: 1, asks: true },
    ...{ weight_millibits: 18_000, extraction_millibits: 26_000, handed: false, vouched: false },
  }
  expect(judgeCluster({ ...group, rests: 'work handed on' }).verdict).toBe('review')
  expect(judgeCluster({ ...group, rests: 'tables' }).verdict).toBe('watch')
})

test.each(seeds)(
  'seed %s: where only work that is handed on holds a group nobody is acted on, and it is seen as before',
  (seed) => {
    fc.assert(
      fc.property(facts, (given) => {
        const { verdict } = judgeCluster({ ...given, handed: true })
        const before = judgeCluster({ ...given, handed: false }).verdict
        expect(verdict).toBe(before === 'act' ? 'review' : before)
      }),
      { seed: hashText(seed), numRuns: 2000 },
    )
  },
)

/** A pool in which some of the members pass work on, each to others whoever they are. */
function pool(seed: string, size: { members: number; passing: number; each: number }) {
  const random = createRandom(seed)
  const ids = Array.from({ length: size.members }, (_, place) => `account ${place}`)
  const links = ids.slice(0, size.passing).flatMap((account_a) =>
    random
      .sample(ids, size.each)
      .filter((other) => other !== account_a)
      .map((account_b) => ({ account_a, account_b, weight_millibits: 17_000 })),
  )
  return restsOn(new Map(ids.map((id) => [id, 'pool'])), links, [], new Set()).get('pool')
}

test.each(seeds)('seed %s: a pool in which everybody passes work on rests on no few', (seed) => {
  for (const members of [20, 50, 100, 200, 400, 800]) {
    const rests = pool(`${seed} ${members}`, { members, passing: members, each: 2 })
    expect([seed, members, rests]).toEqual([seed, members, 'work handed on'])
  }
})

/** A vendor's key and an agency's revisers are a handful; a fifth of a large pool is no few. */
test.each(seeds)('seed %s: eighty of eight hundred accounts are not a few', (seed) => {
  const rests = pool(seed, { members: 800, passing: 80, each: 20 })
  expect([seed, rests]).toEqual([seed, 'work handed on'])
})
