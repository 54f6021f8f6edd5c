import { expect, test } from 'vitest'
import { alikeAccounts, alikeGroups, type Likeness } from './alike.js'

const row = (account: string, alike_bits: number, cluster = 'c', core_accounts = 50): Likeness => ({
  cluster_id: cluster,
  account_id: account,
  core_accounts,
  outside_accounts: 10_000,
  alike_millibits: alike_bits * 1000,
})
const many = (count: number, bits: number, prefix: string, cluster?: string) =>
  Array.from({ length: count }, (_, i) => row(`${prefix}${i}`, bits, cluster))
const names = (rows: readonly { readonly account_id: string }[]) =>
  rows.map((one) => one.account_id)

test('nobody, where nobody is likelier inside than outside', () => {
  expect(alikeAccounts([], 0)).toEqual([])
  expect(alikeAccounts(many(40, 0, 'a'), 0)).toEqual([])
})

test('one account of ten bits is not believed; of a hundred such accounts each is', () => {
  expect(alikeAccounts([row('a', 10)], 2500)).toEqual([])
  expect(alikeAccounts(many(100, 10, 'a'), 2500)).toHaveLength(100)
})

test('a core of fifty hides at most eight times as many', () => {
  const weights = (count: number) => alikeAccounts(many(count, 9, 'a'), 0)[0]?.weight_millibits ?? 0
  expect(weights(700)).toBe(weights(500))
  expect(weights(700)).toBeGreaterThan(weights(100))
})

test('where more are alike than four times what its hand can have, they are alike a text that went round: nobody is of it', () => {
  expect(alikeAccounts(many(1500, 12, 'a'), 2500)).toHaveLength(1500)
  expect(alikeAccounts(many(1700, 12, 'a'), 2500)).toEqual([])
})

test('readers who are alike a few accounts take nobody from another hand', () => {
  const readers = Array.from({ length: 600 }, (_, i) => row(`r${i}`, 16, 'few', 4))
  const alike = alikeAccounts([...readers, ...many(100, 12, 'a', 'pool')], 2500)
  expect(alike.map(({ cluster_ids }) => cluster_ids.join())).toEqual(Array(100).fill('pool'))
})

test('who may be of several hands is of any of them, though none alone is likely', () => {
  const clusters = ['c', 'd', 'e', 'f']
  const rows = clusters.flatMap((cluster) => many(100, 10, 'a', cluster))
  const alike = alikeAccounts(rows, 2500)
  expect(names(alike)).toHaveLength(100)
  expect(alike[0]?.cluster_ids).toEqual(clusters)
})

test('who is nine times as likely of one cluster as of all others is of that one', () => {
  const of = (bits: number) =>
    alikeAccounts([...many(100, 10, 'a', 'c'), ...many(100, bits, 'a', 'd')], 2500)[0]?.cluster_ids
  expect(of(4)).toEqual(['c'])
  expect(of(10)).toEqual(['c', 'd'])
})

test('the order of the rows is irrelevant', () => {
  const rows = [...many(60, 9, 'a', 'c'), ...many(60, 7, 'a', 'd'), ...many(20, 3, 'b', 'd')]
  const sorted = (given: readonly Likeness[]) =>
    alikeAccounts(given, 0).toSorted((a, b) => (a.account_id < b.account_id ? -1 : 1))
  expect(sorted(rows.toReversed())).toEqual(sorted(rows))
})

test('one possible cluster: of it; several: a group of their own with all that meet', () => {
  const account = (account_id: string, ...cluster_ids: string[]) => ({
    account_id,
    cluster_ids,
    weight_millibits: 3000,
  })
  const groups = alikeGroups([
    account('a', 'c'),
    account('b', 'c', 'd'),
    account('e', 'd', 'f'),
    account('g', 'h', 'i'),
  ])
  expect(groups.map(({ cluster_id, members }) => [cluster_id, names(members)])).toEqual([
    ['c', ['a']],
    [undefined, ['b', 'e']],
    [undefined, ['g']],
  ])
})
