import { beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../../test/store.js'
import { statement } from '../../../store/sql.js'
import type { ReadFrom } from '../../people/reading.js'
import type { RasterAnswer } from './api.js'
import { NO_FAMILY, OTHER_FAMILY, RASTER_READING } from './raster.js'

const held = testStore()
const RUN = '00000000-0000-4000-8000-0000000000f1'
const UNFINISHED = '00000000-0000-4000-8000-0000000000f2'
const OF = { run_id: RUN, campaign_id: 'c' }
const TABLES = [
  'run',
  'campaign',
  'campaign_member',
  'campaign_taken',
  'cluster_member',
  'exchange',
]
const MORE = ['account_profile', 'account_identity', 'account_event', 'exchange_template']

beforeEach(async () => {
  for (const table of [...TABLES, ...MORE, 'model_release']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  const times = { started_at: '2026-03-09 00:00:00.000', finished_at: '2026-03-09 01:00:00.000' }
  await held.store.insert('run', [
    { run_id: RUN, ...times },
    { run_id: UNFINISHED, started_at: '2026-03-10 00:00:00.000', finished_at: null },
  ])
  await held.store.insert('campaign', [{ ...OF, cluster_id: 'k', verdict: 'act' }])
})

const asked = async (campaign_id = 'c') =>
  (await RASTER_READING.read({
    reader: held.store,
    query: new URLSearchParams({ campaign_id }),
  } as unknown as ReadFrom)) as RasterAnswer

interface Sent {
  readonly account_id: string
  readonly at: string
  readonly family?: number
  readonly part?: number
}

/** A member for every account that sent something. */
async function fill(sent: readonly Sent[], roles: Readonly<Record<string, string>> = {}) {
  const exchanges = sent.map(({ account_id, at }, place) => ({
    ...{ exchange_id: `x${place}`, account_id, received_at: `2026-03-${at}`, model: 'heron' },
  }))
  const accounts = [...new Set(sent.map(({ account_id }) => account_id))]
  await held.store.insert('exchange', exchanges)
  await held.store.insert(
    'account_profile',
    accounts.map((account_id) => {
      const own = exchanges.filter((one) => one.account_id === account_id)
      const times = own.map(({ received_at }) => received_at).sort()
      return {
        ...{ account_id, profile_date: '2026-03-02', exchanges: own.length },
        ...{ first_seen_at: times[0], last_seen_at: times.at(-1) },
      }
    }),
  )
  await held.store.insert(
    'campaign_member',
    accounts.map((account_id) => ({ ...OF, account_id, role: roles[account_id] ?? 'operator' })),
  )
  await held.store.insert(
    'exchange_template',
    sent.flatMap(({ account_id, at, family, part = 2 }, place) =>
      family === undefined
        ? []
        : [
            {
              ...{ run_id: RUN, exchange_id: `x${place}`, account_id, part },
              ...{ received_at: `2026-03-${at}`, family_id: `${family}` },
            },
          ],
    ),
  )
}

/** As whoever draws it unpacks it: account, bucket, exchanges, family. */
function cellsOf({ cells }: RasterAnswer): readonly (readonly number[])[] {
  const bytes = Buffer.from(cells, 'base64')
  return Array.from({ length: bytes.length / 6 }, (_, place) => {
    const [row, bucket, value] = [0, 2, 4].map((at) => bytes.readUInt16LE(6 * place + at))
    return [row ?? 0, bucket ?? 0, (value ?? 0) >> 4, (value ?? 0) & 15]
  })
}

describe('the raster', () => {
  test('of a campaign that the run has not, and of a store without one, is empty', async () => {
    expect(await asked('none')).toMatchObject({ accounts: [], buckets: 0, cells: '' })
    await held.store.run(statement('clear', 'TRUNCATE TABLE run'))
    expect(await asked()).toMatchObject({ run: null, accounts: [], accounts_left_out: 0 })
  })

  test('counts exchanges by account and time, accounts in the order they were first seen', async () => {
    await fill([
      { account_id: 'late', at: '02 02:00:30' },
      { account_id: 'early', at: '02 00:00:00' },
      { account_id: 'early', at: '02 00:00:50' },
      { account_id: 'early', at: '02 02:05:00' },
    ])
    const answer = await asked()
    expect(answer).toMatchObject({ start: '2026-03-02T00:00:00.000Z', bucket_seconds: 60 })
    expect(answer.accounts.map(({ account_id }) => account_id)).toEqual(['early', 'late'])
    expect(answer.buckets).toBe(126)
    expect(cellsOf(answer)).toEqual([
      [0, 0, 2, NO_FAMILY],
      [0, 125, 1, NO_FAMILY],
      [1, 120, 1, NO_FAMILY],
    ])
  })

  test('has 400 spans of time at most, over however long it lasted', async () => {
    for (const last of ['03 09:00:00', '09 00:00:00', '31 23:59:59']) {
      await held.store.run(statement('clear', 'TRUNCATE TABLE account_profile'))
      await held.store.run(statement('clear', 'TRUNCATE TABLE exchange'))
      await fill([
        { account_id: 'a', at: '02 00:00:59' },
        { account_id: 'a', at: last },
      ])
      const answer = await asked()
      expect(answer.buckets).toBeLessThanOrEqual(400)
      expect(cellsOf(answer).every(([, bucket = 0]) => bucket < answer.buckets)).toBe(true)
    }
  })

  test('a cell is of the commonest template in it, and of none only where it has none', async () => {
    const at = '02 00:00:00'
    await fill([
      ...[7, 7, 8].map((family) => ({ account_id: 'a', at, family })),
      // The opening speaks before the closing.
      { account_id: 'a', at: '02 00:01:00', family: 8, part: 1 },
      ...[1, 2, 3].map(() => ({ account_id: 'b', at })),
      { account_id: 'b', at, family: 8 },
      { account_id: 'c', at },
    ])
    const answer = await asked()
    const named = cellsOf(answer).map(([row = 0, , count, family = 0]) => [
      answer.accounts[row]?.account_id,
      count,
      answer.families[family] ?? family,
    ])
    expect(named).toEqual([
      ['a', 3, '07'],
      ['a', 1, '08'],
      ['b', 4, '08'],
      ['c', 1, NO_FAMILY],
    ])
  })

  test('six templates have a place, and what is rarer is another one', async () => {
    const at = '02 00:00:00'
    await fill(
      Array.from({ length: 8 }, (_, family) =>
        Array.from({ length: 9 - family }, () => ({
          ...{ account_id: `a${family}`, at, family: family + 1 },
        })),
      ).flat(),
    )
    const answer = await asked()
    expect(answer.families).toHaveLength(6)
    const families = cellsOf(answer).map(([, , , family]) => family)
    expect(families).toEqual([0, 1, 2, 3, 4, 5, OTHER_FAMILY, OTHER_FAMILY])
  })

  test('tells of each account who it is, when it was made and ended, and what went through it', async () => {
    await fill(
      [
        { account_id: 'banned', at: '02 00:00:00' },
        { account_id: 'returned', at: '02 01:00:00' },
        { account_id: 'unknown', at: '02 02:00:00' },
      ],
      { unknown: 'victim' },
    )
    await held.store.insert('account_identity', [
      { account_id: 'banned', is_known: 1, created_at: '2026-03-01 10:00:00.000' },
      { account_id: 'unknown', is_known: 0, created_at: '2026-03-01 10:00:00.000' },
    ])
    const ban = { kind: 'suspended', occurred_at: '2026-03-03 00:00:00.000' }
    await held.store.insert('account_event', [
      { account_id: 'banned', ...ban },
      { account_id: 'returned', ...ban },
      { account_id: 'returned', kind: 'reinstated', occurred_at: '2026-03-04 00:00:00.000' },
    ])
    await held.store.insert('cluster_member', [
      { run_id: RUN, cluster_id: 'k', account_id: 'banned', weight_millibits: 12_500 },
    ])
    await held.store.insert('campaign_taken', [
      { ...OF, account_id: 'banned', exchange_id: 'x0', share_thousandths: 1000 },
    ])
    const { accounts } = await asked()
    const quiet = { role: 'operator', born_at: null, ended_at: null, tie_bits: 0, taken: 0 }
    expect(accounts).toEqual([
      {
        ...{ account_id: 'banned', role: 'operator', tie_bits: 12.5, taken: 1 },
        ...{ born_at: '2026-03-01T10:00:00Z', ended_at: '2026-03-03T00:00:00Z' },
      },
      { ...quiet, account_id: 'returned' },
      { ...quiet, account_id: 'unknown', role: 'victim' },
    ])
  })

  test('draws 20,000 accounts and says how many it leaves out', async () => {
    const made = (select: string) => held.store.run(statement('made', select))
    const names = `SELECT concat('a', toString(number)) AS account_id FROM numbers(20003)`
    await made(`INSERT INTO campaign_member (run_id, campaign_id, account_id, role)
      SELECT '${RUN}', 'c', account_id, 'operator' FROM (${names})`)
    await made(`INSERT INTO account_profile (account_id, profile_date, exchanges, first_seen_at, last_seen_at)
      SELECT account_id, '2026-03-02', 1, '2026-03-02 00:00:00.000', '2026-03-02 00:00:00.000' FROM (${names})`)
    await made(`INSERT INTO exchange (exchange_id, account_id, received_at, model)
      SELECT account_id, account_id, '2026-03-02 00:00:00.000', 'heron' FROM (${names})`)
    const answer = await asked()
    expect(answer.accounts).toHaveLength(20_000)
    expect(answer.accounts_left_out).toBe(3)
  })
})
