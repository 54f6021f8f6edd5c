import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { countTaken } from './taken.js'

const holder = testStore()
const RUN = '11111111-1111-4111-8111-111111111111'
const DAY = '2026-03-02'
const HARVEST = 500
const ORDINARY = 900

interface Sent {
  readonly account: string
  readonly family?: number
  readonly conversation?: number
  readonly setting?: number
  readonly status?: number
  readonly second?: number
}

/** Four accounts of one campaign and forty of everybody's, who send these. */
async function takenOf(sent: readonly Sent[]): Promise<Readonly<Record<string, number>>> {
  const pool = ['a', 'b', 'c', 'd']
  const others = Array.from({ length: 40 }, (_, place) => `other${place}`)
  const all: readonly Sent[] = [
    ...sent,
    // Half of everybody's traffic carries a text that recurs over accounts.
    ...others.flatMap((account) => [{ account, family: ORDINARY }, { account }]),
  ]
  const everything = all.map((one, place) => ({ ...one, id: `e${place}` }))
  const at = (one: Sent) => `${DAY} 10:00:${String(one.second ?? 0).padStart(2, '0')}.000`
  const counts = new Map<string, number>()
  for (const { account } of everything) counts.set(account, (counts.get(account) ?? 0) + 1)
  const params = await fill(
    holder.store,
    {
      campaign: [{ run_id: RUN, campaign_id: 'k', cluster_id: 'c1' }],
      verdict: pool.map((account) => ({
        run_id: RUN,
        subject_kind: 'account',
        subject_id: account,
        reasons: ['operator', 'c1'],
      })),
      exchange: everything.map((one, place) => ({
        exchange_id: one.id,
        account_id: one.account,
        received_at: at(one),
        status: one.status ?? 200,
        first_prompt_hash: one.conversation ?? 10_000 + place,
        turns: 1,
      })),
      exchange_fingerprint: everything.map((one) => ({
        exchange_id: one.id,
        account_id: one.account,
        received_at: at(one),
        parameters_hash: one.setting ?? 1,
      })),
      exchange_template: everything.flatMap(({ id, account, family }) =>
        family === undefined
          ? []
          : [{ run_id: RUN, exchange_id: id, account_id: account, part: 2, family_id: family }],
      ),
      template_slot: everything.flatMap(({ id, account, family, status }) =>
        family === undefined || status !== undefined
          ? []
          : [
              {
                run_id: RUN,
                family_id: family,
                slot_hash: Number(id.slice(1)),
                account_id: account,
                exchanges: 1,
              },
            ],
      ),
      account_mission: others.map((account_id) => ({ run_id: RUN, account_id, is_quiet: 1 })),
      account_profile: [...counts].map(([account_id, exchanges]) => ({
        account_id,
        profile_date: DAY,
        exchanges,
        elicitation_counts: [],
      })),
    },
    ['campaign_mark', 'campaign_taken'],
  )
  await countTaken(holder.store, { ...params, run_id: RUN })
  const rows = await holder.store.rows<{ exchange_id: string; share_thousandths: number }>(
    statement('taken', 'SELECT exchange_id, share_thousandths FROM campaign_taken'),
  )
  return Object.fromEntries(rows.map((row) => [row.exchange_id, row.share_thousandths]))
}

const POOL = ['a', 'b', 'c', 'd']
const harvest = POOL.flatMap((account) => [
  { account, family: HARVEST, setting: 2 },
  { account, family: HARVEST, setting: 2 },
])

test('a text of the campaign’s own is taken; one that everybody sends, and a chat, are not', async () => {
  const cover = POOL.flatMap((account) => [{ account, family: ORDINARY }, { account }])
  const taken = await takenOf([...harvest, ...cover])
  expect(Object.keys(taken).sort()).toEqual(harvest.map((_, place) => `e${place}`))
})

test('what another campaign sends as well is the campaign’s own still', async () => {
  const theirs = Array.from({ length: 30 }, (_, place) => ({
    account: `another${place}`,
    family: HARVEST,
  }))
  const taken = await takenOf([...harvest, ...theirs])
  expect(Object.keys(taken).sort()).toEqual(harvest.map((_, place) => `e${place}`))
})

test('what was not answered was not taken', async () => {
  const taken = await takenOf([...harvest, { account: 'a', family: HARVEST, status: 429 }])
  expect(Object.keys(taken)).toHaveLength(harvest.length)
})

test('the rest of a conversation is taken, through whichever member; what came before is not', async () => {
  const taken = await takenOf([
    ...harvest,
    { account: 'a', conversation: 77, second: 1, setting: 3 },
    { account: 'a', conversation: 77, second: 2, setting: 3, family: HARVEST },
    { account: 'b', conversation: 77, second: 3, setting: 3 },
  ])
  const first = harvest.length
  expect(taken).toMatchObject({ [`e${first + 1}`]: 1000, [`e${first + 2}`]: 1000 })
  expect(taken[`e${first}`] ?? 0).toBeLessThan(1000)
})

test('what no mark recognises is taken with its setting, and not where ordinary texts fill it', async () => {
  const unrecognised = POOL.map((account) => ({ account, setting: 2 }))
  const bare = await takenOf([...harvest, ...unrecognised])
  expect(Object.keys(bare)).toHaveLength(harvest.length + unrecognised.length)
  const ordinary = POOL.map((account) => ({ account, setting: 2, family: ORDINARY }))
  const filled = await takenOf([...harvest, ...unrecognised, ...ordinary])
  expect(total(bare)).toBe(1000 * (harvest.length + unrecognised.length))
  expect(total(filled)).toBeLessThan(1000 * (harvest.length + 1))
})

const total = (taken: Readonly<Record<string, number>>) =>
  Object.values(taken).reduce((sum, share) => sum + share, 0)
