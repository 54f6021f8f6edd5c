import { describe, expect, test } from 'vitest'
import { type RatedItem, type Rating, weigh } from './competing.js'

const item = (name: string, ratings: Readonly<Record<string, Rating>>, ...rests_on: string[]) =>
  ({ item: name, rests_on, ratings: new Map(Object.entries(ratings)) }) satisfies RatedItem
const row = (name: string, ...[h1, h2, h3]: readonly [Rating, Rating, Rating]) =>
  item(name, { h1, h2, h3 })

describe('the matrix of Heuer, chapter 8: will a state retaliate for the bombing of its headquarters?', () => {
  // h1: it will not; h2: by minor actions; h3: by a major attack.
  const hypotheses = ['h1', 'h2', 'h3']
  const items = [
    row('e1', '+', '+', '+'), // it says in public that it will not
    row('e2', '+', '+', '-'), // nothing in the war before
    row('e3', '+', '+', '-'), // it would not want another attack
    row('e4', '-', '+', '+'), // more broadcasts to agents
    row('e5', '-', '+', '+'), // embassies are told to take care
    row('e6', '-', '+', '+'), // not to would lose face
  ]
  const found = weigh(hypotheses, items)

  test('minor actions are least inconsistent, then the major attack, then nothing', () => {
    expect(found.standings).toEqual([
      { hypothesis: 'h2', inconsistency: 0, place: 1 },
      { hypothesis: 'h3', inconsistency: 2, place: 2 },
      { hypothesis: 'h1', inconsistency: 3, place: 3 },
    ])
  })

  test('what is said in public fits all and tells nothing; the order hangs on the last three', () => {
    expect(found.items.map(({ diagnosticity }) => diagnosticity)).toEqual([0, 2, 2, 2, 2, 2])
    expect(found.items.filter((one) => one.is_sensitive).map((one) => one.item)).toEqual([
      ...['e4', 'e5', 'e6'],
    ])
    expect(found.items.some(({ decides }) => decides)).toBe(false)
    expect([found.unrated, found.counted_twice]).toEqual([[], []])
  })
})

test('what is very inconsistent counts twice, and nothing counts for', () => {
  const { standings } = weigh(
    ['a', 'b'],
    [item('e1', { a: '--', b: '++' }), item('e2', { a: '++', b: '-' })],
  )
  expect(standings.map(({ hypothesis, inconsistency }) => [hypothesis, inconsistency])).toEqual([
    ['b', 1],
    ['a', 2],
  ])
})

test('without a fact what rests on it falls too', () => {
  const items = [
    item('e1', { a: '+', b: '+' }),
    item('e2', { a: '--', b: '+' }, 'e1'),
    item('e3', { a: '+', b: '-' }),
  ]
  const { items: weighed, counted_twice } = weigh(['a', 'b'], items)
  expect(weighed.map(({ item: name, decides }) => [name, decides])).toEqual([
    ['e1', true],
    ['e2', true],
    ['e3', false],
  ])
  expect(counted_twice).toEqual(['e2'])
})

test('what was not rated is told, and counts nothing', () => {
  const { unrated, standings, items } = weigh(['a', 'b'], [item('e1', { a: '-' })])
  expect(unrated).toEqual([['e1', 'b']])
  expect(standings[0]).toEqual({ hypothesis: 'b', inconsistency: 0, place: 1 })
  expect(items[0]?.diagnosticity).toBe(0)
})
