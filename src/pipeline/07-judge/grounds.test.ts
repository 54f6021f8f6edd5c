import { expect, test } from 'vitest'
import { wordOf } from '../../domain/reason.js'
import { groundsOf, type MemberHabit } from './grounds.js'
import { member } from './member.fixture.js'
import type { MemberFacts } from './member.js'

const habit: MemberHabit = {
  account_id: 'a',
  exchanges: '75',
  kinds: ['8', '0', '4'],
  worded: '9',
  foreign_turns: '0',
  opened: '0',
}
const kinds = new Map([
  [0, 'reasoning-elicitation'],
  [2, 'reward-model-grading'],
])
const told = (role: string, facts: Partial<MemberFacts>, given: Partial<MemberHabit> = {}) =>
  groundsOf(role, { member: member(facts), own: 0, habit: { ...habit, ...given }, kinds })
const words = (role: string, facts: Partial<MemberFacts>) => told(role, facts).map(wordOf)

test('an operator is told how it is tied, in whose texts it asks, and for what', () => {
  const facts = { family_exchanges: '12', mission_millibits: 8000, asked_millibits: 8000 }
  expect(told('operator', facts, { opened: '11' })).toEqual([
    'linked: links that take one controller hold it',
    'own-texts: 12 of its exchanges carry texts that mostly its group sends',
    'mission: its own requests look like a harvest by 8.0 bits: of 75 exchanges 9 in the wording of a harvest, 8 reasoning-elicitation, 4 reward-model-grading',
    'habit: 11 of its answers open with one tag',
  ])
  expect(words('operator', { is_core: 0, known_exchanges: '2' })).toEqual([
    'circumstance',
    'known-texts',
  ])
  expect(words('operator', { is_core: 0, links: 0, known_exchanges: '2' })[0]).toBe('alike')
})

test('whom links alone make a member is told so', () => {
  expect(words('operator', {})).toEqual(['linked', 'links-alone'])
})

test('a loop is told as a loop: it is no harvest by itself', () => {
  const [, loop] = told('operator', { mission_millibits: 8000 })
  expect(loop).toBe('loop: it sends ever new items in a text that is uncommon: 8.0 bits')
})

test('a class that no detector looks at is not called by the name of another', () => {
  const [, mission] = told(
    'operator',
    { mission_millibits: 5000, asked_millibits: 5000 },
    { kinds: ['0', '3', '0', '2'] },
  )
  expect(mission).toContain('5 of other kinds that train')
})

test('of a victim no more is said than is known', () => {
  const old = { age_days: '400', family_exchanges: '9' }
  expect(words('victim', { ...old, is_reference: 1 })).toEqual(['proven-customer', 'own-texts'])
  expect(words('victim', { ...old, is_reference: 1, other_life_bits: 9 })[0]).toBe('two-lives')
  expect(words('victim', { ...old, is_organization_verified: 1 })[0]).toBe('verified-organisation')
  expect(words('victim', old)[0]).toBe('old-account')
})

test('two lives of a young account are no victim’s', () => {
  expect(words('victim', { is_reference: 1, age_days: '100', other_life_bits: 9 })[0]).toBe(
    'proven-customer',
  )
})
