import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { openStatuses, STATUSES_MAX } from './statuses.js'

const holder = testStore()
const COUNT = statement(
  'statuses',
  'SELECT client, toUInt32(count()) AS rows FROM taxii_status GROUP BY client ORDER BY client',
)

test('of each client the last are kept, however many it asks for, and none longer than a week', async () => {
  const { store } = holder
  const startMs = Date.UTC(2026, 5, 1)
  const at = (place: number) => ({
    status_id: `busy ${place}`,
    client: 'busy',
    requested_at: new Date(startMs + place).toISOString().replace('T', ' ').slice(0, -1),
    status_json: `{"id":"busy ${place}"}`,
  })
  const before = Array.from({ length: 2 * STATUSES_MAX }, (_, place) => at(place))
  await store.insert('taxii_status', before)
  let nowMs = startMs + 1000
  const statuses = await openStatuses(store, store, () => nowMs)
  const { id: quiet } = (await statuses.save('quiet', [])) as { readonly id: string }
  const { id: last } = (await statuses.save('busy', [])) as { readonly id: string }
  expect(await store.rows(COUNT)).toEqual([
    { client: 'busy', rows: STATUSES_MAX },
    { client: 'quiet', rows: 1 },
  ])
  const oldest = before.length - STATUSES_MAX + 1
  expect(await statuses.find(last, 'busy')).toContain(last)
  expect(await statuses.find(`busy ${oldest}`, 'busy')).toContain(`busy ${oldest}`)
  expect(await statuses.find(`busy ${oldest - 1}`, 'busy')).toBeUndefined()
  expect(await statuses.find(quiet, 'quiet')).toContain(quiet)
  nowMs += 8 * 86_400_000
  await statuses.sweep()
  expect(await store.rows(COUNT)).toEqual([])
})
