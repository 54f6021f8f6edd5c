import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import type { RunContext } from '../stage.js'
import { countSightings } from './sightings.js'

const held = testStore()
const window = { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' }

beforeEach(async () => {
  for (const table of ['ruling', 'campaign', 'campaign_member', 'cleared', 'indicator_match']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

interface Met {
  readonly operators: number
  readonly verdict?: string
  readonly word?: string
  /** The word came in a file. */
  readonly isOfFile?: boolean
  /** Who of them people let go. */
  readonly letGo?: readonly string[]
  readonly isCleared?: boolean
  readonly role?: string
}

/** What a partner is told back of an exit that all accounts of one campaign carry. */
async function told(met: Met) {
  const { operators, verdict = 'act', word, letGo = [], isCleared = false, role = 'operator' } = met
  const { isOfFile = false } = met
  const run_id = randomUUID()
  const ids = Array.from({ length: operators }, (_, at) => `a${at}`)
  const ours = { run_id, campaign_id: 'ours' }
  await held.store.insert('campaign', [{ ...ours, verdict }])
  await held.store.insert(
    'campaign_member',
    ids.map((account_id) => ({ ...ours, account_id, role })),
  )
  await held.store.insert(
    'indicator_match',
    [...ids, 'stranger'].map((account_id, at) => ({
      ...{ run_id, partner_id: 'north', object_id: 'o', indicator_id: 'i', account_id },
      ...{ weight_millibits: 4000, first_at: `2026-03-02 07:0${at % 10}:11.000` },
      last_at: `2026-03-04 21:0${at % 10}:59.000`,
    })),
  )
  const cleared = [
    ...letGo.map((id) => ['account', id] as const),
    ...(isCleared ? [['campaign', 'ours'] as const] : []),
  ]
  await held.store.insert(
    'cleared',
    cleared.map(([subject_kind, subject_id]) => ({
      ...{ run_id, subject_kind, subject_id, ruling_id: 'r' },
    })),
  )
  if (word !== undefined) {
    const of = { ruling_id: 'r', ruled_at: '2026-03-07 00:00:00.000', input_id: isOfFile ? 7 : 0 }
    const about = { subject_kind: 'campaign', subject_id: 'ours', conclusion: word }
    await held.store.insert('ruling', [{ ...of, ...about }])
  }
  await countSightings({ store: held.store, runId: run_id, window } as unknown as RunContext)
  return held.store.rows(
    statement(
      'sightings',
      `SELECT toUInt32(accounts) AS accounts, toString(first_seen_at) AS first, toString(last_seen_at) AS last
       FROM sighting WHERE run_id = {run_id:UUID}`,
    ),
    { run_id },
  )
}

test.each([
  [4, []],
  [5, [5]],
  [9, [5]],
  [10, [10]],
])(
  'of %i operators is told %j: fewer than five are somebody, and one more is one account',
  async (operators, accounts) => {
    const met = (await told({ operators })) as { readonly accounts: number }[]
    expect(met.map((one) => one.accounts)).toEqual(accounts)
  },
)

test('of when, the days are told, and no instant of a request', async () => {
  expect(await told({ operators: 8 })).toEqual([
    { accounts: 5, first: '2026-03-02 00:00:00.000', last: '2026-03-04 00:00:00.000' },
  ])
})

test('what a person is still to look at is told nobody, until people ruled that it is a campaign', async () => {
  expect(await told({ operators: 8, verdict: 'review' })).toEqual([])
  expect(await told({ operators: 8, verdict: 'review', word: 'undecided' })).toEqual([])
  expect(await told({ operators: 8, verdict: 'review', word: 'campaign' })).toHaveLength(1)
})

test('nor for a ruling that came in a file: whoever writes there would make partners be told', async () => {
  const review = { operators: 8, verdict: 'review', word: 'campaign' }
  expect(await told({ ...review, isOfFile: true })).toEqual([])
})

test('nothing is told of whom people let go, nor of who is no operator', async () => {
  expect(await told({ operators: 8, isCleared: true })).toEqual([])
  expect(await told({ operators: 8, letGo: ['a0', 'a1', 'a2', 'a3'] })).toEqual([])
  expect(await told({ operators: 8, role: 'customer' })).toEqual([])
})
