import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Clusters } from './clusters.js'
import { type HandedOn, tablesOf } from './tables.js'

const HOUR = 3600
const names = (count: number, prefix = 'a') =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(3, '0')}`)
const oneCluster = (accounts: readonly string[]): Clusters =>
  new Map(accounts.map((account) => [account, 'c']))
const handed = (one: string, other: string, hour: number, lastHour = hour): HandedOn => {
  const [account_a = '', account_b = ''] = [one, other].sort()
  return { account_a, account_b, first_at: hour * HOUR, last_at: lastHour * HOUR }
}
/** Each goes on with a neighbour's conversation, within two hours; in a later evening again. */
const table = (people: readonly string[], hour: number, laterHour = hour) =>
  people.map((one, i) => {
    const [within, neighbour] = [(2 * i) / people.length, people[(i + 1) % people.length] ?? '']
    return handed(one, neighbour, hour + within, laterHour + within)
  })
/** A queue deals to another account each time, in steps of so many hours. */
const queue = (pool: readonly string[], hours: number) =>
  pool.slice(1).map((one, i) => handed(one, pool[(i * 7) % (i + 1)] ?? '', i * hours))
const areTables = (links: readonly HandedOn[], others: readonly HandedOn[] = []) => {
  const all = [...links, ...others]
  const accounts = all.flatMap(({ account_a, account_b }) => [account_a, account_b])
  return tablesOf(oneCluster(accounts), all, links).has('c')
}

test('a table of an evening, one that meets again, and two of different evenings rest on their sittings', () => {
  const people = names(8)
  expect(areTables(table(people, 20))).toBe(true)
  expect(areTables(table(people, 20, 68))).toBe(true)
  expect(areTables([...table(people, 20), ...table(names(4, 'b'), 68)])).toBe(true)
  // At home, a few days apart and each with another, two of them go on once more.
  expect(areTables([...table(people, 20), handed('a001', 'a004', 90, 90)])).toBe(true)
})

test('pairs at one table are a table as well', () => {
  const [a = '', b = '', c = '', d = ''] = names(4)
  expect(areTables([handed(a, b, 20), handed(c, d, 21)])).toBe(true)
})

test('a pool that deals its work out is no table: few links at their own times, many at all times', () => {
  expect(areTables(queue(names(8), 9))).toBe(false)
  expect(areTables(queue(names(25), 1))).toBe(false)
  expect(areTables(queue(names(200), 0.5))).toBe(false)
})

test('more than a room holds are no table, though they hand on in one evening', () => {
  expect(areTables(table(names(30), 20))).toBe(true)
  expect(areTables(table(names(31), 20))).toBe(false)
})

test('who hands on day after day sits at no table', () => {
  const people = names(6)
  const days = [20, 44, 68, 92, 116, 140].flatMap((hour, day) =>
    people.map((one, i) => handed(one, people[(i + 1 + (day % 4)) % 6] ?? '', hour + i / 6)),
  )
  expect(areTables(days)).toBe(false)
})

test('four strangers who hang together otherwise are a core, tables or not', () => {
  const people = names(8)
  const [a = '', b = '', c = '', d = ''] = people
  const purse = (one: string, other: string) => handed(one, other, 0)
  expect(areTables(table(people, 20), [purse(a, c), purse(b, d)])).toBe(true)
  expect(areTables(table(people, 20), [purse(a, c), purse(c, 'a005'), purse(b, 'a005')])).toBe(
    false,
  )
})

test('decoys at a table hide no pool whose own links are made otherwise', () => {
  const pool = queue(names(16, 'p'), 6)
  expect(areTables(table(names(4, 'd'), 20), pool)).toBe(false)
  expect(areTables([...table(names(4, 'd'), 20), ...pool])).toBe(false)
})

test('the order of the links is irrelevant, and the hour at which the log begins', () => {
  const link = fc
    .tuple(fc.nat(9), fc.nat(9), fc.nat(150), fc.nat(60))
    .filter(([one, other]) => one !== other)
    .map(([one, other, hour, more]) => handed(`a${one}`, `a${other}`, hour, hour + more))
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 20 }), fc.nat(1000), (links, hours) => {
      const moved = links.map((one) => ({
        ...one,
        first_at: one.first_at + hours * HOUR,
        last_at: one.last_at + hours * HOUR,
      }))
      expect(areTables(links.toReversed())).toBe(areTables(links))
      expect(areTables(moved)).toBe(areTables(links))
    }),
  )
})
