import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { exit, held, rowsOf, tell } from '../../../test/weigh-partners.js'
import { partnerTold } from './match.js'

const ids = async () =>
  (
    await rowsOf<{ object_id: string }>(
      'SELECT object_id FROM partner_told ORDER BY turn, place_in_turn, indicator_id',
    )
  ).map(({ object_id }) => object_id.replace('indicator--203.0.113.', ''))

/** What is compared of a partner where two patterns are, and these were carried in the run before. */
async function compared(carried: readonly string[]): Promise<readonly string[]> {
  const met_run_id = randomUUID()
  const all = await rowsOf<{ object_id: string; indicator_id: string }>(
    'SELECT DISTINCT object_id, indicator_id FROM indicator_received',
  )
  await held.store.insert(
    'indicator_worth',
    all
      .filter(({ object_id }) => carried.some((last) => object_id.endsWith(`.${last}`)))
      .map(({ indicator_id }) => ({ run_id: met_run_id, indicator_id, accounts: 1 })),
  )
  await held.store.openTable('partner_told', partnerTold, {
    ...{ partners: ['north'], place_max: '100', met_run_id },
    ...{ window_end: '2026-03-08 00:00:00.000', patterns_max: 2 },
  })
  return ids()
}

test('what somebody carried comes first, as it was told first: nothing that is told later pushes it out', async () => {
  for (const last of ['1', '2', '3']) await tell([exit(`203.0.113.${last}`)])
  // Told once more, it is as old as it was.
  await tell([exit('203.0.113.3', 'ebb')])
  expect(await compared(['1', '2', '3'])).toEqual(['1', '2'])
  expect(await compared(['2'])).toEqual(['2', '3'])
  expect(await compared([])).toEqual(['3', '2'])
})
