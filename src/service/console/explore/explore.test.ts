import { beforeAll, expect, test } from 'vitest'
import { testStore } from '../../../../test/store.js'
import { statement } from '../../../store/sql.js'
import type { ReadFrom } from '../../people/reading.js'
import type { ExploreAnswer } from './api.js'
import { EXPLORE_READINGS } from './readings.js'

const held = testStore()
const RUN = '00000000-0000-4000-8000-0000000000f1'
const AT = '2026-03-01 10:00:00.000'
const HOSTILE = "it's {from:String} \\' OR 1 --\n\u202E"

const explored = async (query: Record<string, string>) => {
  const reading = EXPLORE_READINGS.find(({ path }) => path === '/explore')
  const from = { reader: held.store, query: new URLSearchParams(query) }
  return (await reading?.read(from as unknown as ReadFrom)) as ExploreAnswer
}
const sent = ({ days }: ExploreAnswer) => days.map(({ day, exchanges }) => [day, exchanges])

beforeAll(async () => {
  const { store } = held
  await store.insert('run', [
    { run_id: RUN, started_at: AT, finished_at: AT, window_start: AT, window_end: AT },
  ])
  const given = [
    ['e1', 'a', '2026-03-01', 'large', 'translation', 1],
    ['e2', 'a', '2026-03-02', 'large', 'coding', 0],
    ['e3', 'b', '2026-03-02', HOSTILE, 'coding', 0],
  ] as const
  await store.insert(
    'exchange',
    given.map(([exchange_id, account_id, day, model]) => ({
      ...{ exchange_id, account_id, model, received_at: `${day} 10:00:00.000` },
    })),
  )
  await store.insert(
    'exchange_fingerprint',
    given.map(([exchange_id, account_id, day, , capability, elicitation]) => ({
      ...{ exchange_id, account_id, capability, elicitation, received_at: `${day} 10:00:00.000` },
    })),
  )
  await store.insert('campaign_member', [
    { run_id: RUN, campaign_id: 'camp', account_id: 'a', role: 'operator', membership: 1 },
  ])
})

const FILTERS: readonly (readonly [Record<string, string>, number])[] = [
  [{}, 3],
  [{ model: 'large' }, 2],
  [{ model: HOSTILE }, 1],
  [{ capability: 'coding' }, 2],
  [{ elicited: 'yes' }, 1],
  [{ elicited: 'no', campaign: 'camp' }, 1],
  [{ campaign: 'any' }, 2],
  [{ campaign: 'none' }, 1],
  [{ campaign: 'nobody' }, 0],
  [{ from: '2026-03-02', to: '2026-03-02', by: 'capability' }, 2],
  [{ from: 'yesterday', by: '1; DROP TABLE run' }, 3],
]

test.each(FILTERS)('%j counts what it says', async (query, exchanges) => {
  const { days, top } = await explored(query)
  const sum = (of: readonly { readonly exchanges: number }[]) =>
    of.reduce((all, one) => all + one.exchanges, 0)
  expect([sum(days), sum(top)]).toEqual([exchanges, exchanges])
})

test.each(FILTERS)('%j runs as pasted, and says the same', async (query) => {
  const { days, top, sql } = await explored(query)
  expect(await held.store.rows(statement('pasted', sql.days))).toEqual(days)
  expect(await held.store.rows(statement('pasted', sql.top))).toEqual(top)
})

test('the period before has as many days', async () => {
  const { top } = await explored({ from: '2026-03-02', to: '2026-03-02', by: 'model' })
  expect(top.find(({ value }) => value === 'large')).toMatchObject({
    ...{ exchanges: 1, exchanges_before: 1 },
  })
})

test('days that nobody names end with the last that there is', async () => {
  const answer = await explored({})
  expect([answer.from, answer.to]).toEqual(['2026-02-01', '2026-03-02'])
  expect(sent(answer)).toEqual([
    ['2026-03-01', 1],
    ['2026-03-02', 2],
  ])
})
