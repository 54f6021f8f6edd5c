import { expect, test } from 'vitest'
import { fill, testStore } from '../../test/store.js'
import { statement } from '../store/sql.js'
import handOff from './hand-off.js'

const holder = testStore()
const NOON = Date.UTC(2026, 2, 1, 12)

interface Sent {
  readonly account: string
  readonly text: number
  readonly second: number
  readonly status?: number
}

/** Request `text`, refused to `from` and sent by `to` so many seconds later. */
const moved = (text: number, from: string, to: string, seconds: number): readonly Sent[] => [
  { account: from, text, second: text * 1000, status: 429 },
  { account: to, text, second: text * 1000 + seconds },
]
/** Request `text`, sent by both and answered to both. */
const shared = (text: number, one: string, other: string): readonly Sent[] => [
  { account: one, text, second: text * 1000 },
  { account: other, text, second: text * 1000 + 5 },
]

/** The bits of each pair that has any, by the two accounts. */
async function bitsOf(...sent: readonly (readonly Sent[])[]): Promise<Record<string, number>> {
  const rows = sent.flat()
  const run = await fill(
    holder.store,
    {
      account_identity: [...new Set(rows.map(({ account }) => account))].map((account_id) => ({
        account_id,
        entity_id: account_id,
      })),
      exchange: rows.map(({ account, second, status }, index) => ({
        account_id: account,
        exchange_id: String(index),
        received_at: new Date(NOON + second * 1000).toISOString().replace('T', ' ').slice(0, 23),
        status: status ?? 200,
      })),
      exchange_fingerprint: rows.map(({ account, text }, index) => ({
        account_id: account,
        exchange_id: String(index),
        prompt_hash: text,
        prompt_bytes: 400,
      })),
    },
    ['account_identity', 'exchange', 'exchange_fingerprint'],
  )
  const settings = Object.fromEntries(
    Object.entries(handOff.settings).map(([name, { value }]) => [name, value]),
  )
  await store().openTable('linker_pair', statement('hand-off', handOff.sql), {
    ...run,
    ...settings,
  })
  const pairs = await store().rows<{ pair: string; bits: number }>(
    statement(
      'handed',
      `SELECT concat(account_a, ' ', account_b) AS pair, weight_millibits / 1000 AS bits FROM linker_pair ORDER BY pair`,
    ),
  )
  return Object.fromEntries(pairs.map(({ pair, bits }) => [pair, Number(bits)]))
}
const store = () => holder.store

test('requests that move at once, to another stranger each time, stand alone', async () => {
  expect(await bitsOf(moved(1, 'a', 'b', 3), moved(2, 'a', 'c', 20))).toEqual({
    'a b': 17,
    'a c': 17,
  })
})

test('who takes over from two strangers is known as well as who hands on', async () => {
  expect(await bitsOf(moved(1, 'a', 'c', 3), moved(2, 'b', 'c', 3))).toEqual({
    'a c': 17,
    'b c': 17,
  })
})

test('one request alone is what a classmate may try as well', async () => {
  expect(await bitsOf(moved(1, 'a', 'b', 3))).toEqual({ 'a b': 8 })
})

test('two friends are no strangers, however often', async () => {
  expect(await bitsOf(moved(1, 'a', 'b', 3), moved(2, 'a', 'b', 3), moved(3, 'b', 'a', 3))).toEqual(
    { 'a b': 12, 'b a': 8 },
  )
})

test('people who pass on what was refused take longer', async () => {
  expect(await bitsOf(moved(1, 'a', 'b', 90), moved(2, 'a', 'c', 240))).toEqual({
    'a b': 8,
    'a c': 8,
  })
})

test('copies of one program send alike what nobody was refused', async () => {
  const alike = [shared(3, 'a', 'b'), shared(4, 'a', 'c'), shared(5, 'b', 'a')]
  expect(await bitsOf(moved(1, 'a', 'b', 3), moved(2, 'a', 'c', 3), ...alike)).toEqual({
    'a b': 8,
    'a c': 8,
  })
})
