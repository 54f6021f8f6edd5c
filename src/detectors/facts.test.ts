import { expect, test } from 'vitest'
import { fill, testStore } from '../../test/store.js'
import { statement } from '../store/sql.js'
import forcedOpening from './content/forced-opening.js'

const holder = testStore()
const TAG = 7
const RARE_TAG = 9
const MEMBERS = ['a', 'b', 'c', 'd', 'e', 'f']

/** Six of a pool: each opens three of its twenty answers with one tag, and the first all others with another. */
const answers = MEMBERS.flatMap((account_id) =>
  Array.from({ length: 20 }, (_, i) => ({
    exchange_id: `${account_id}${i}`,
    account_id,
    response_bytes: 100,
    opening_hash: i < 3 ? TAG : account_id === 'a' ? RARE_TAG : 0,
  })),
)
const peers = Array.from({ length: 1000 }, (_, i) => ({
  exchange_id: `p${i}`,
  account_id: 'p',
  response_bytes: 100,
  opening_hash: i < 6 ? RARE_TAG : 0,
}))

test('what is told of forced openings is of one tag', async () => {
  const run = await fill(
    holder.store,
    {
      subject_member: [
        ...MEMBERS.map((account_id) => ({ subject_kind: 'cluster', subject_id: 'x', account_id })),
        { subject_kind: 'population', subject_id: 'peers', account_id: 'p' },
      ],
      exchange_fingerprint: [...answers, ...peers],
    },
    [],
  )
  const settings = Object.fromEntries(
    Object.entries(forcedOpening.settings).map(([name, { value }]) => [name, value]),
  )
  const rows = await holder.store.rows<{ strength: number; facts: Record<string, number> }>(
    statement(forcedOpening.id, forcedOpening.sql),
    { ...run, ...settings },
  )
  // The habit of all makes the tag count, so the loud account's other tag lends it no number.
  expect(rows).toEqual([
    {
      subject_id: 'x',
      strength: 1,
      facts: { opened: 18, answers: 120, habits: 6, accounts: 6, peers_per_thousand: 0 },
    },
  ])
})
