import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { CAPABILITIES } from '../../domain/findings.js'
import { WORDED_MILLIBITS_MIN } from '../../domain/wording.js'
import { sqlFile, statement } from '../../store/sql.js'

const held = testStore()
const profiles = sqlFile(import.meta.url, './account_profile.sql', {
  capabilities: 'Array(String)',
  window_start: 'DateTime64(3)',
  worded_millibits_min: 'Int32',
})

/** Twelve conversations on the third day, each of which sends back an answer; and how many answers the log has not. */
async function foreignTurns(unrecorded: number): Promise<unknown> {
  const given = Array.from({ length: 12 }, (_, i) => ({
    account_id: 'a',
    exchange_id: String(i),
    received_at: `2026-03-03 ${String(10 + i).padStart(2, '0')}:00:00.000`,
  }))
  const params = await fill(
    held.store,
    {
      exchange: given.map((row, i) => ({ ...row, status: 200, received_turn_hashes: [i + 1] })),
      exchange_fingerprint: given.map((row, i) => ({
        ...row,
        response_bytes: i < unrecorded ? 0 : 400,
      })),
    },
    ['account_profile'],
  )
  await held.store.run(profiles, {
    ...params,
    capabilities: [...CAPABILITIES],
    worded_millibits_min: WORDED_MILLIBITS_MIN,
  })
  const counted = statement(
    'counted',
    'SELECT toUInt32(sum(foreign_turns)) AS n FROM account_profile',
  )
  return (await held.store.rows<{ n: number }>(counted))[0]?.n
}

test('answers that were served to nobody are counted, less those that the log has not', async () => {
  expect(await foreignTurns(0)).toBe(12)
  expect(await foreignTurns(5)).toBe(7)
  expect(await foreignTurns(12)).toBe(0)
})
