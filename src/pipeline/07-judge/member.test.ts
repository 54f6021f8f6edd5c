import { expect, test } from 'vitest'
import { member } from './member.fixture.js'
import { type MemberFacts, type SubjectEvidence, standingOf } from './member.js'

const asking = { mission_millibits: 8000, asked_millibits: 8000 }

const grades: SubjectEvidence = {
  subject_id: 'a',
  extraction_millibits: 9000,
  families: [['content', 'reward-model-grading', 9000]],
}
const standing = (facts: Partial<MemberFacts>, evidence = grades, rests = '') =>
  standingOf(member({ ...asking, ...facts }), evidence, { verdict: 'act', rests })
const none: SubjectEvidence = { subject_id: 'a', extraction_millibits: 0, families: [] }

test('who is linked and asks for training data itself stands as its cluster does', () => {
  expect(standing({})).toEqual({ role: 'operator', verdict: 'act' })
})

test('who is on no record is for review at most: nobody can say that the key was not stolen', () => {
  expect(standing({ is_known: 0 })).toEqual({ role: 'operator', verdict: 'review' })
})

test('who is tied by circumstance alone is for review, and no member without a harvest of its own', () => {
  expect(standing({ is_core: 0 })).toEqual({ role: 'operator', verdict: 'review' })
  expect(standing({ is_core: 0, mission_millibits: 0 }, none)).toBeUndefined()
})

test('using a new model from its first day on is how a newcomer looks, and makes no member', () => {
  const release: SubjectEvidence = {
    subject_id: 'a',
    extraction_millibits: 3000,
    families: [['economy', 'release-response', 3000]],
  }
  expect(standing({ is_core: 0, mission_millibits: 0 }, release)).toBeUndefined()
  expect(standing({ is_core: 0, mission_millibits: 3000 }, release)?.verdict).toBe('review')
})

test('whom one cause ties to a core is watched', () => {
  expect(standing({ is_core: 0 }, grades, 'network')).toEqual({
    role: 'operator',
    verdict: 'watch',
  })
})

test('an old account with two lives is a victim; with one it is for review and never for action', () => {
  const old = { age_days: '400' }
  expect(standing({ ...old, other_life_bits: 9 })).toEqual({ role: 'victim', verdict: 'watch' })
  expect(standing(old)).toEqual({ role: 'operator', verdict: 'review' })
})

test('a young account with two plain lives, a stolen key perhaps, is for review and never for action', () => {
  expect(standing({ other_life_bits: 9 })).toEqual({ role: 'operator', verdict: 'review' })
})

test('a pool of old accounts makes nobody a victim by age, unless two lives are plain', () => {
  const facts = { age_days: '400', age_days_typical: 350 }
  expect(standing({ ...facts, other_life_bits: 3 })).toEqual({
    role: 'operator',
    verdict: 'review',
  })
  expect(standing({ ...facts, other_life_bits: 9 })?.role).toBe('victim')
  expect(standing({ ...facts, age_days: '100', other_life_bits: 9 })?.role).toBe('operator')
})

test('who sends the texts that a cluster is known by is a member, for review', () => {
  expect(standing({ is_core: 0, mission_millibits: 0, known_exchanges: '2' }, none)).toEqual({
    role: 'operator',
    verdict: 'review',
  })
})

test('a proven customer and a verified organisation are victims', () => {
  expect(standing({ is_reference: 1 })).toEqual({ role: 'victim', verdict: 'watch' })
  expect(standing({ is_organization_verified: 1 })?.role).toBe('victim')
})

test('a proven customer in the texts of a pool, whom its standing speaks for, is a victim', () => {
  const known = { subject_id: 'a', extraction_millibits: -6000, families: [] }
  expect(standing({ is_reference: 1, family_exchanges: '40' }, known)?.role).toBe('victim')
})

test('nobody is accused in a cluster that is watched', () => {
  expect(standingOf(member({}), grades, { verdict: 'watch', rests: '' })?.verdict).toBe('watch')
})

test('who works under a system prompt of its own is explained by it, unless it asks or sends the texts of the pool', () => {
  const own = {
    is_core: 0,
    known_exchanges: '29',
    mission_millibits: 0,
    asked_millibits: 0,
    has_own_program: true,
  }
  for (const links of [0, 3]) {
    expect(standing({ ...own, links }, none)).toBeUndefined()
    expect(standing({ ...own, links, has_own_program: false }, none)?.verdict).toBe('review')
    expect(standing({ ...own, links, family_exchanges: '2' }, none)?.verdict).toBe('review')
  }
})

test('who is only alike asks for training data itself: a loop at the pace of a pool is anybody’s', () => {
  const alike = { is_core: 0, links: 0 }
  expect(standing({ ...alike, asked_millibits: 0 }, none)).toBeUndefined()
  expect(standing({ ...alike, asked_millibits: 4000 }, none)?.verdict).toBe('review')
  expect(standing({ ...alike, asked_millibits: 0, known_exchanges: '2' }, none)?.verdict).toBe(
    'review',
  )
})
