import { expect, test } from 'vitest'
import { joinable } from './told.js'

const cluster = (id: string, count: number, from = 0): [string, string][] =>
  Array.from({ length: count }, (_, at) => [`a${from + at}`, id])
const chain = (count: number) =>
  Array.from({ length: count - 1 }, (_, at) => ({ account_a: `a${at}`, account_b: `a${at + 1}` }))
const joined = (
  own: readonly [string, string][],
  told: readonly [string, string][],
  controlled = 0,
) =>
  joinable({
    own: new Map(own),
    told: new Map(told),
    controlled: controlled === 0 ? [] : chain(controlled),
  }).map((members) => members.length)

test('two pieces that are too small to be judged may be joined, and whoever is in none with them', () => {
  const pieces = [...cluster('x', 5), ...cluster('y', 4, 5)]
  expect(joined(pieces, cluster('p', 9))).toEqual([9])
  expect(joined(pieces, cluster('p', 11))).toEqual([11])
})

test('what is too small as well when it is joined stays as it is', () => {
  expect(joined(cluster('x', 5), cluster('p', 7))).toEqual([])
})

test('a cluster that stands by itself takes nobody in for what a partner told', () => {
  expect(joined(cluster('x', 8), cluster('p', 12))).toEqual([])
  // Four in controlled links are judged by themselves.
  expect(joined(cluster('x', 5), cluster('p', 12), 4)).toEqual([])
})

test('no core comes of it: two and two in controlled links stay apart', () => {
  const pieces = [...cluster('x', 5), ...cluster('y', 4, 5)]
  const pairs = [
    { account_a: 'a0', account_b: 'a1' },
    { account_a: 'a5', account_b: 'a6' },
  ]
  const of = (controlled: typeof pairs) =>
    joinable({ own: new Map(pieces), told: new Map(cluster('p', 9)), controlled })
  expect(of(pairs.slice(1))).toHaveLength(1)
  expect(of(pairs)).toEqual([])
})

test('no piece is torn apart', () => {
  const pieces = [...cluster('x', 5), ...cluster('y', 5, 5)]
  expect(joined(pieces, cluster('p', 9))).toEqual([])
})
