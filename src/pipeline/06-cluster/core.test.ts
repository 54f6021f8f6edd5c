import { expect, test } from 'vitest'
import { coresOf } from './core.js'

const names = (count: number) => Array.from({ length: count }, (_, i) => `a${i}`)
const link = (account_a: string, account_b: string) => ({ account_a, account_b })
const ring = (accounts: readonly string[]) =>
  accounts.map((account, i) => link(account, accounts[(i + 1) % accounts.length] ?? ''))
const oneCluster = (accounts: readonly string[]) =>
  new Map(accounts.map((account) => [account, 'c'] as const))

/** Strangers by name, each with a purse of one's own but for those that share. */
const customers = (accounts: readonly string[], purse = (_: number) => '') =>
  accounts.map((account_id, i) => ({
    account_id,
    entity_id: account_id,
    payer: purse(i) || account_id,
  }))

test('strangers in a ring hang together', () => {
  const pool = names(6)
  const core = coresOf(oneCluster(pool), ring(pool), customers(pool))
  expect(core.get('c')).toBe(6)
})

test('twenty pairs of lab partners are no hand of forty', () => {
  const course = names(40)
  const pairs = course.flatMap((account, i) =>
    i % 2 === 0 ? [link(account, course[i + 1] ?? '')] : [],
  )
  const core = coresOf(oneCluster(course), pairs, customers(course))
  expect(core.get('c')).toBe(2)
})

test('colleagues whom a department’s card pays for are one customer, and their links none of strangers', () => {
  const firm = names(20)
  const card = (i: number) => `card ${i % 4}`
  const within = firm.flatMap((account, i) =>
    firm.slice(i + 1).flatMap((other, k) => ((k + 1) % 4 === 0 ? [link(account, other)] : [])),
  )
  expect(coresOf(oneCluster(firm), within, customers(firm, card)).get('c')).toBeUndefined()
  const across = [link('a0', 'a1'), link('a1', 'a2')]
  const core = coresOf(oneCluster(firm), [...within, ...across], customers(firm, card))
  expect(core.get('c')).toBe(3)
})

test('names and purses that hang together are one customer, in whatever order they are read', () => {
  const same = [
    { account_id: 'a0', entity_id: 'one', payer: 'first' },
    { account_id: 'a1', entity_id: 'other', payer: 'second' },
    { account_id: 'a2', entity_id: 'one', payer: 'second' },
  ]
  for (const given of [same, same.toReversed()]) {
    const core = coresOf(oneCluster(names(3)), ring(names(3)), given)
    expect(core.get('c')).toBeUndefined()
  }
})
