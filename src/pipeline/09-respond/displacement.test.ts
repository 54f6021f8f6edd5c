import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { displacementTexts } from '../../feeds/displacement.js'
import { displacementOf } from '../../store/displacement.js'
import { statement } from '../../store/sql.js'
import { measureDisplacement } from './displacement.js'

const holder = testStore()
const DAY_MS = 86_400_000
const ACTED_MS = Date.parse('2026-03-15T12:00:00Z')
const at = (days: number) =>
  new Date(ACTED_MS + days * DAY_MS).toISOString().replace('T', ' ').replace('Z', '')
const FAMILY = '77'

interface World {
  /** By account: the days from the action on which it asks, and how often on each. */
  readonly asks: Readonly<
    Record<string, { days: readonly number[]; times: number; model?: string; artefact?: string }>
  >
  readonly members?: Readonly<Record<string, string>>
  readonly banned?: readonly string[]
  readonly recognised?: readonly string[]
  readonly sendsText?: readonly string[]
  readonly benign?: readonly string[]
  readonly restrictedMs?: number
  /** When the restriction was ended, in days from the action. */
  readonly endedDay?: number
  readonly succeeds?: readonly string[]
  /** When the log ends, in days from the action, whatever a few exchanges are dated. */
  readonly endsDay?: number
}

/** Fills the store with one campaign and what was done to it, and measures. */
async function measured(world: World) {
  const { store } = holder
  const run_id = randomUUID()
  const emptied = [
    ...['exchange', 'account_profile', 'account_event', 'audit', 'ruling', 'account_recognised'],
  ]
  for (const table of emptied) await store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  const exchanges = Object.entries(world.asks).flatMap(
    ([account_id, { days, times, model = 'm', artefact }]) =>
      days.flatMap((day) =>
        Array.from({ length: times }, (_, place) => ({
          ...{
            exchange_id: `${account_id} ${day} ${place}`,
            account_id,
            received_at: at(day + 0.1 + place / 1e5),
          },
          ...{ model, channel: 'api', endpoint: '/v1/messages', tokens_out: 10 },
          ...(artefact === undefined
            ? {}
            : day < 0
              ? { artefacts_issued: [artefact] }
              : { artefacts_presented: [artefact] }),
        })),
      ),
  )
  await store.insert('exchange', exchanges)
  await store.run(
    statement(
      'profile',
      `INSERT INTO account_profile (account_id, profile_date, exchanges, first_seen_at, last_seen_at)
       SELECT account_id, toDate(received_at) AS day, count(), min(received_at), max(received_at)
       FROM exchange GROUP BY account_id, day`,
    ),
  )
  const { members = {}, succeeds = [] } = world
  const scores = { verdict: 'act', confidence: 99, linkage: 1, extraction: 1 }
  await store.insert('campaign', [
    { run_id, campaign_id: 'X', cluster_id: 'c', ...scores, succeeds },
  ])
  await store.insert(
    'campaign_member',
    Object.entries(members).map(([account_id, role]) => ({
      ...{ run_id, campaign_id: 'X', account_id, role, membership: 1 },
    })),
  )
  await store.insert('campaign_mark', [
    {
      ...{ run_id, campaign_id: 'X', kind: 'family', value_hash: FAMILY },
      ...{ accounts: 9, exchanges: 99, weight_millibits: 9000 },
    },
  ])
  await store.insert(
    'exchange_template',
    exchanges
      .filter(({ account_id }) => world.sendsText?.includes(account_id))
      .map(({ exchange_id, account_id, received_at }) => ({
        ...{
          run_id,
          exchange_id,
          account_id,
          received_at,
          part: 1,
          family_id: FAMILY,
          slot_hash: '1',
        },
        ...{ is_served: 1, answer_tokens: 10 },
      })),
  )
  await store.insert(
    'account_event',
    (world.banned ?? []).map((account_id) => ({
      account_id,
      occurred_at: at(0),
      kind: 'suspended',
      input_id: 1,
    })),
  )
  await store.insert(
    'account_recognised',
    (world.recognised ?? []).map((account_id) => ({
      ...{ run_id: randomUUID(), account_id, campaign_id: 'X', recognised_at: at(1) },
      ...{ exchanges: 3, weight_millibits: 20_000, traits: [] },
    })),
  )
  await store.insert(
    'ruling',
    (world.benign ?? []).map((subject_id) => ({
      ...{ ruling_id: randomUUID(), ruled_at: at(2), subject_kind: 'account', subject_id },
      ...{ conclusion: 'benign', author: 'alice', reason: 'looked' },
    })),
  )
  if (world.restrictedMs !== undefined) {
    const facts = JSON.stringify({
      ...{ restriction_id: 'restriction-1', from_ms: world.restrictedMs, subjects: 3 },
    })
    const named = { object: 'policy shape', subject: 'campaign X', facts }
    const entry = { ...named, actor: 'service', hash_before: '', hash: 'h' }
    await store.insert('audit', [{ ...entry, seq: '1', at: at(0), action: 'restriction_opened' }])
    const ends = world.endedDay === undefined ? [] : [{ seq: '2', at: at(world.endedDay) }]
    const action = 'restriction_ended'
    await store.insert(
      'audit',
      ends.map((one) => ({ ...entry, ...one, action })),
    )
  }
  const window = { start: at(-400), end: at(world.endsDay ?? 400) }
  await measureDisplacement({ store, runId: run_id, window })
  const rows = <Row>(text: string) => store.rows<Row>(statement('test', text), { run_id } as never)
  const of = (table: string) => `FROM ${table} WHERE run_id = '${run_id}'`
  return {
    told: displacementTexts(await displacementOf(store, run_id, 'X')),
    amounts: await rows<Record<string, number | string>>(
      `SELECT * EXCEPT (run_id) ${of('displacement')} ORDER BY action_id, horizon_days`,
    ),
    accounts: await rows<{ account_id: string; grounds: string[]; is_counted: boolean }>(
      `SELECT account_id, grounds, is_counted ${of('displacement_account')} ORDER BY account_id`,
    ),
    routes: await rows<Record<string, string>>(
      `SELECT kind, name, exchanges_before, exchanges_back ${of('displacement_route')} ORDER BY kind, name`,
    ),
  }
}

const BEFORE = Array.from({ length: 20 }, (_, day) => day - 20)
const OLD = ['o1', 'o2', 'o3', 'o4', 'o5']
const old = (artefact?: string) =>
  Object.fromEntries(
    OLD.map((id) => [id, { days: BEFORE, times: 4, ...(artefact ? { artefact } : {}) }]),
  )
const members = (...more: readonly string[]) =>
  Object.fromEntries([...OLD, ...more].map((id) => [id, 'operator']))

test('where nothing was done there is nothing to say', async () => {
  const found = await measured({
    asks: { ...old(), n: { days: [1], times: 5 } },
    members: members('n'),
  })
  expect(found).toEqual({ told: [], amounts: [], accounts: [], routes: [] })
})

test('a pool that is banned and comes back elsewhere: how much, by whom, through what, beside what was to be expected', async () => {
  const { told, amounts, accounts, routes } = await measured({
    asks: {
      ...old(),
      n1: { days: [2, 3, 4, 5, 6], times: 4, model: 'other' },
      n2: { days: [10, 11], times: 10, model: 'other' },
      late: { days: [28], times: 1 },
    },
    members: members('n1'),
    recognised: ['n2'],
    banned: OLD,
  })
  expect(accounts).toEqual([
    { account_id: 'n1', grounds: ['member'], is_counted: true },
    { account_id: 'n2', grounds: ['recognised'], is_counted: true },
  ])
  const [day, week, month] = amounts
  expect(day).toMatchObject({
    ...{ kind: 'ban', touched: '5', horizon_days: 1, exchanges_back: '0', accounts_back: '0' },
    ...{ exchanges_per_day: 20, exchanges_expected: 20, exchanges_staying: '0' },
  })
  expect(week).toMatchObject({
    ...{ accounts_back: '1', exchanges_back: '20', tokens_back: '200', exchanges_expected: 140 },
  })
  expect(month).toMatchObject({ accounts_back: '2', exchanges_back: '40', days_before: 20 })
  expect(Number(month?.days_seen)).toBeCloseTo(28.1, 1)
  for (const { exchanges_expected_least, exchanges_expected, exchanges_expected_most } of amounts) {
    expect(Number(exchanges_expected_least)).toBeLessThan(Number(exchanges_expected))
    expect(Number(exchanges_expected_most)).toBeGreaterThan(Number(exchanges_expected))
  }
  expect(routes.filter(({ kind }) => kind === 'model')).toEqual([
    { kind: 'model', name: 'm', exchanges_before: '400', exchanges_back: '0' },
    { kind: 'model', name: 'other', exchanges_before: '0', exchanges_back: '40' },
  ])
  expect(told).toEqual([
    'On 2026-03-15 12:00 UTC and that day 5 accounts of it were suspended. In 28 days since, 2 accounts that came after it asked 40 times, and those from before 0 times. Its days before would bring 562 (490 to 634). New since: model other. It may grow by itself: 5 operators were new in as many days before.',
  ])
})

test('a popular text displaces nobody: who sends it and nothing else is told apart, beside the strangers who sent it before', async () => {
  const { amounts, accounts } = await measured({
    asks: {
      ...old(),
      stranger: { days: [-9], times: 2 },
      reader: { days: [3], times: 2 },
      other: { days: [3], times: 2 },
      spared: { days: [3], times: 2 },
      victim: { days: [3], times: 2 },
    },
    members: { ...members(), victim: 'victim' },
    banned: OLD,
    recognised: ['spared', 'victim'],
    benign: ['spared'],
    sendsText: [...OLD, 'stranger', 'reader'],
  })
  expect(accounts).toEqual([{ account_id: 'reader', grounds: ['template'], is_counted: false }])
  expect(amounts.at(-1)).toMatchObject({
    ...{ accounts_back: '0', exchanges_back: '0', accounts_text_only: '1' },
    strangers_with_text: '1',
  })
})

test('who presents what was issued to the campaign came of it; who was there before did not', async () => {
  const { accounts } = await measured({
    asks: {
      ...old('sealed'),
      fresh: { days: [1], times: 1, artefact: 'sealed' },
      before: { days: [-1, 1], times: 1 },
    },
    members: members('before'),
    banned: OLD,
  })
  expect(accounts).toEqual([{ account_id: 'fresh', grounds: ['artefact'], is_counted: true }])
})

test('a restriction acts when it comes in force, on whatever the campaign is called now; what stays is told apart', async () => {
  const { amounts } = await measured({
    asks: { o1: { days: [...BEFORE, 0, 1, 2, 3], times: 2 }, n: { days: [3], times: 3 } },
    members: { o1: 'operator', n: 'operator' },
    restrictedMs: ACTED_MS + DAY_MS,
  })
  expect(amounts.map(({ action_id }) => action_id)).toEqual(
    Array.from({ length: 3 }, () => 'restriction shape 2026-03-16T12:00:00Z'),
  )
  expect(amounts[1]).toMatchObject({
    policy_id: 'shape',
    exchanges_staying: '6',
    exchanges_back: '3',
  })
})

test('four who are suspended on one day are single decisions, and a pool that grew before is said to have', async () => {
  const world = { asks: { ...old(), g: { days: [-2], times: 1 }, n: { days: [2], times: 1 } } }
  const few = await measured({ ...world, members: members('n', 'g'), banned: OLD.slice(1) })
  expect(few.amounts).toEqual([])
  const many = await measured({ ...world, members: members('n', 'g'), banned: OLD })
  expect(many.amounts[1]).toMatchObject({
    horizon_days: 7,
    accounts_back: '1',
    accounts_back_before: '1',
  })
})

test('an exchange of a day to come makes no days of which nobody has seen anything', async () => {
  const { told, amounts } = await measured({
    asks: { ...old(), misdated: { days: [900], times: 1 } },
    members: members(),
    banned: OLD,
    endsDay: 2,
  })
  expect(amounts.map(({ days_seen }) => days_seen)).toEqual([1, 2, 2])
  expect(told[0]).toContain('In 2 days since, 0 accounts')
})

test('a restriction that was lifted before it came in force did nothing', async () => {
  const world = {
    asks: { o1: { days: BEFORE, times: 2 }, n: { days: [3], times: 3 } },
    members: { o1: 'operator', n: 'operator' },
    restrictedMs: ACTED_MS + DAY_MS,
  }
  expect((await measured({ ...world, endedDay: 0.5 })).amounts).toEqual([])
  expect((await measured({ ...world, endedDay: 2 })).amounts).toHaveLength(3)
})
