import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile, statement } from '../../store/sql.js'

const held = testStore()
const missions = sqlFile(import.meta.url, './account_mission.sql', {
  run_id: 'UUID',
  rate_min: 'Float64',
  sent_max: 'UInt32',
  prior_sent: 'UInt32',
  forced_min: 'UInt32',
  loop_slots_min: 'UInt32',
  loop_bits: 'Float64',
  loop_share_full: 'Float64',
  loop_accounts_share: 'Float64',
  loop_accounts_min: 'UInt32',
  mission_millibits_min: 'Int32',
  quiet_exchanges_min: 'UInt32',
})
const SETTINGS = {
  ...{ rate_min: 0.0002, sent_max: 200, prior_sent: 20_000, forced_min: 3, loop_slots_min: 10 },
  ...{ loop_bits: 8, loop_share_full: 0.15, loop_accounts_share: 0.5, loop_accounts_min: 2000 },
  ...{ mission_millibits_min: 3000, quiet_exchanges_min: 10 },
}

interface Slot {
  readonly works: number
  /** Of each of its answers. */
  readonly tokens: number
}
const slots = (count: number, slot: Slot) => Array.from({ length: count }, () => slot)

/** What the loop of an account over a text shows, in thousandths of a bit. */
async function missionOf(account_id: string, sent: readonly Slot[]): Promise<number> {
  const run_id = randomUUID()
  const exchanges = sent.reduce((sum, { works }) => sum + works, 0)
  const counts = { elicitation_counts: Array(16).fill(0), hours: Array(24).fill(0) }
  await held.store.insert('account_profile', [
    { account_id, profile_date: '2026-03-02', exchanges, served: exchanges, ...counts },
  ])
  await held.store.insert(
    'template_slot',
    sent.map(({ works, tokens }, slot) => ({
      ...{ run_id, family_id: 1, slot_hash: slot + 1, account_id, senders: 1 },
      ...{ exchanges: works, works, tokens: works * tokens },
      ...(tokens > 60 ? { lengthy: works, tokens_lengthy: works * tokens } : {}),
    })),
  )
  await held.store.run(missions, { run_id, ...SETTINGS })
  const [row] = await held.store.rows<{ mission_millibits: number }>(
    statement(
      'mission',
      'SELECT mission_millibits FROM account_mission WHERE run_id = {run_id:UUID} AND account_id = {account_id:String}',
    ),
    { run_id, account_id },
  )
  return row?.mission_millibits ?? Number.NaN
}

test('one slot in eight that is asked again and again for a word takes nothing from a loop', async () => {
  const loop = slots(14, { works: 1, tokens: 300 })
  const whole = await missionOf('whole', [...loop, ...slots(2, { works: 1, tokens: 1 })])
  expect(whole).toBe(8000)
  expect(await missionOf('behind', [...loop, ...slots(2, { works: 15, tokens: 1 })])).toBe(whole)
})

test('the same items again and again, for answers of whatever length, are no loop', async () => {
  expect(await missionOf('labels', slots(16, { works: 3, tokens: 1 }))).toBe(0)
  expect(await missionOf('essays', slots(16, { works: 3, tokens: 300 }))).toBe(0)
})
