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
  /** What its conversation held before, and how long its newest text is. */
  readonly after?: number
  readonly bytes?: number
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
      exchange: rows.map(({ account, second, status, after }, index) => ({
        account_id: account,
        exchange_id: String(index),
        received_at: new Date(NOON + second * 1000).toISOString().replace('T', ' ').slice(0, 23),
        status: status ?? 200,
        prefix_hash: after ?? 0,
      })),
      exchange_fingerprint: rows.map(({ account, text, bytes }, index) => ({
        account_id: account,
        exchange_id: String(index),
        prompt_hash: text,
        prompt_bytes: bytes ?? 400,
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

/** Three that each hand on and take over, between two strangers each. */
const RING = [moved(1, 'a', 'b', 3), moved(2, 'b', 'c', 20), moved(3, 'c', 'a', 3)]
const ALONE = { 'a b': 17, 'b c': 17, 'c a': 17 }

test('requests that move at once, to another stranger each time, stand alone', async () => {
  expect(await bitsOf(...RING)).toEqual(ALONE)
})

test('nobody is drawn in by one request that others chose', async () => {
  expect(await bitsOf(moved(1, 'a', 'b', 3), moved(2, 'a', 'c', 20))).toEqual({
    'a b': 8,
    'a c': 8,
  })
  expect(await bitsOf(...RING, moved(4, 'a', 'd', 3))).toEqual({ ...ALONE, 'a d': 8 })
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
  const slow = [moved(1, 'a', 'b', 90), moved(2, 'b', 'c', 240), moved(3, 'c', 'a', 61)]
  expect(await bitsOf(...slow)).toEqual({ 'a b': 8, 'b c': 8, 'c a': 8 })
})

test('how long it took is counted from the first refusal, whatever the account tried in between', async () => {
  const again: Sent = { account: 'a', text: 1, second: 1058, status: 429 }
  const late = [[again], moved(1, 'a', 'b', 62), ...RING.slice(1)]
  expect(await bitsOf(...late)).toEqual({ 'a b': 8, 'b c': 8, 'c a': 8 })
})

test('whoever is served by a try of its own has handed nothing on', async () => {
  const served: Sent = { account: 'a', text: 1, second: 1009 }
  expect(await bitsOf([served], ...RING)).toEqual({ 'b c': 8, 'c a': 8 })
})

test('where all are refused nothing moves, and a search goes on to the one who is served', async () => {
  const outage = ['a', 'b', 'c'].map((account, i): Sent => {
    return { account, text: 7, second: 7000 + i, status: 529 }
  })
  expect(await bitsOf(outage)).toEqual({})
  expect(await bitsOf([...outage, { account: 'd', text: 7, second: 7009 }])).toEqual({
    'a d': 8,
    'b d': 8,
    'c d': 8,
  })
})

test('a storm of refusals hides nothing', async () => {
  const storm = Array.from({ length: 500 }, (_, i): Sent => {
    return { account: 'a', text: 1, second: 1000 + i / 1000, status: 429 }
  })
  expect(await bitsOf(storm, ...RING)).toEqual(ALONE)
})

test('copies of one program are served alike, however many of them there are and whoever was refused first', async () => {
  const again = [moved(11, 'a', 'c', 3), moved(12, 'b', 'a', 3), moved(13, 'c', 'b', 3)]
  const both = { 'a c': 17, 'b a': 17, 'c b': 17 }
  expect(await bitsOf(...RING, ...again, shared(4, 'a', 'b'))).toEqual({ ...ALONE, ...both })
  const retried = ['a', 'b', 'c', 'd', 'e'].flatMap((account): readonly Sent[] =>
    [7, 8, 9].flatMap((text) => [
      { account, text, second: text * 1000, status: 529 },
      { account, text, second: text * 1000 + 9 },
    ]),
  )
  expect(await bitsOf(...RING, retried)).toEqual({ 'a b': 8, 'b c': 8, 'c a': 8 })
})

test('in an outage copies of one program are refused what another was served before, as often as after', async () => {
  const forks = ['a', 'b', 'c', 'd']
  const events = Array.from({ length: 12 }, (_, event) =>
    forks.map((account, i): Sent => {
      const place = (i + event) % 4
      return {
        ...{ account, text: event + 1, second: event * 1000 + place },
        status: place === 1 ? 200 : 529,
      }
    }),
  )
  expect(new Set(Object.values(await bitsOf(...events)))).toEqual(new Set([12]))
})

test('keys that are served nothing draw in nobody whose requests they foresee', async () => {
  const framed = ['v', 'w'].flatMap((victim, i) =>
    ['x', 'y'].flatMap((key, j) => [1, 2].map((n) => moved(i * 10 + j * 4 + n, key, victim, 3))),
  )
  expect(new Set(Object.values(await bitsOf(...framed)))).toEqual(new Set([12]))
})

test('behind a beginning that many are served, a short text is anybody’s', async () => {
  const short = (rows: readonly Sent[]) => rows.map((row) => ({ ...row, after: 77, bytes: 30 }))
  expect(await bitsOf(...RING.map(short))).toEqual(ALONE)
  const others = ['d', 'e', 'f', 'g'].map((account, i): Sent => {
    return { account, text: 900 + i, second: 90_000 + i, after: 77, bytes: 30 }
  })
  expect(await bitsOf(...RING.map(short), others)).toEqual({})
})
