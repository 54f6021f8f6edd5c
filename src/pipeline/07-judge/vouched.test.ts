import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { statement } from '../../store/sql.js'
import { VOUCHED, vouchedClusters } from './vouched.js'

const held = testStore()

interface Told {
  readonly accounts?: number
  readonly trust?: number
  readonly paused?: boolean
  readonly firm?: boolean
  readonly rests?: string
  /** Who carries the first pattern and is of no cluster. */
  readonly outside?: number
  /** The same of proven customers, of whom there are a hundred. */
  readonly proven?: number
}

interface Carried {
  /** Whose it is, where they do not stand in the order of the members. */
  readonly place?: number
  readonly kind?: string
  readonly indicator_id: string
  readonly told_campaign?: string
  readonly weight_millibits?: number
}

/** Whether a cluster of so many strangers, of whom the first carry these, one each, is vouched for. */
async function isVouched(carried: readonly Carried[], told: Told = {}): Promise<boolean> {
  return (await vouchedFor(1, carried, told)).length > 0
}

/** Which of so many such clusters are. */
async function vouchedFor(
  clusters: number,
  carried: readonly Carried[],
  {
    accounts = 8,
    trust = 600,
    paused = false,
    firm = false,
    rests = '',
    outside = 0,
    proven = 0,
  }: Told = {},
): Promise<readonly object[]> {
  const run_id = randomUUID()
  const ids = (name: string, count: number) =>
    Array.from({ length: count }, (_, place) => `${run_id} ${name} ${place}`)
  const groups = ids('group', clusters).map((of) => [of, ids(of, accounts)] as const)
  const [others, reference] = [ids('other', outside), ids('proven', 100)]
  const identities = [...groups.flatMap(([, members]) => members), ...others, ...reference]
  await held.store.insert(
    'account_identity',
    identities.map((account_id) => ({ account_id, entity_id: firm ? run_id : account_id })),
  )
  await held.store.insert(
    'reference',
    reference.map((account_id) => ({ run_id, account_id, entity_id: account_id })),
  )
  await held.store.insert(
    'cluster_member',
    groups.flatMap(([cluster_id, members]) =>
      members.map((account_id) => ({ run_id, cluster_id, account_id, is_seed: 1 })),
    ),
  )
  await held.store.insert(
    'cluster',
    groups.map(([cluster_id]) => ({ run_id, cluster_id, rests_on: rests })),
  )
  await held.store.insert('partner_weight', [
    { run_id, partner_id: 'north', trust_millis: trust, is_paused: paused },
  ])
  const match = (account_id: string, { place: _, ...one }: Carried, of = '') => ({
    ...{ run_id, partner_id: 'north', account_id, kind: 'network-day' },
    ...{ told_campaign: 'tide', weight_millibits: 8000, ...one },
    indicator_id: one.indicator_id.startsWith('on ')
      ? one.indicator_id
      : `${of}${one.indicator_id}`,
  })
  await held.store.insert('indicator_match', [
    ...groups.flatMap(([of, members]) =>
      carried.map((one, place) => match(members[one.place ?? place] ?? '', one, of)),
    ),
    ...[...others, ...reference.slice(0, proven)].map((id) => match(id, { indicator_id: '1' })),
  ])
  return held.store.rows(vouchedClusters, { run_id, ...VOUCHED })
}

const exits = (...names: readonly string[]): readonly Carried[] =>
  names.map((indicator_id) => ({ indicator_id }))
const FOUR = exits('1', '1', '2', '3')

describe('a cluster that a partner told of', () => {
  test('is one of which four strangers carry what was told under one name', async () => {
    expect(await isVouched(FOUR)).toBe(true)
    expect(await isVouched(FOUR.slice(1))).toBe(false)
    expect(await isVouched(FOUR, { firm: true })).toBe(false)
    expect(
      await isVouched(FOUR.map((one, place) => ({ ...one, told_campaign: `${place % 2}` }))),
    ).toBe(false)
  })

  test('is none by one name for everybody: 400 patterns over 200 groups', async () => {
    expect(await vouchedFor(1, exits('1', '1', '2', '2'))).toHaveLength(1)
    expect(await vouchedFor(2, exits('1', '1', '2', '2'))).toHaveLength(2)
    expect(await vouchedFor(3, exits('1', '1', '2', '2'))).toHaveLength(0)
    expect(await vouchedFor(200, exits('1', '1', '2', '2'))).toHaveLength(0)
  })

  test('is none where more than half of those who carry what was told so are not of it', async () => {
    expect(await isVouched(FOUR, { outside: 4 })).toBe(true)
    expect(await isVouched(FOUR, { outside: 5 })).toBe(false)
  })

  test('is none where more than one in fifty proven customers carry what was told so', async () => {
    expect(await isVouched(FOUR, { proven: 2 })).toBe(true)
    expect(await isVouched(FOUR, { proven: 3 })).toBe(false)
  })

  test('is none where they are few among many', async () => {
    expect(await isVouched(FOUR, { accounts: 16 })).toBe(true)
    expect(await isVouched(FOUR, { accounts: 17 })).toBe(false)
  })

  test('is none by one exit that most of them leave through', async () => {
    expect(await isVouched(exits('1', '1', '1', '2'))).toBe(false)
    expect(await isVouched(exits('1', '1', '1', '1', '1', '2', '3', '4'))).toBe(false)
  })

  test('is one by what four carry beside an exit that most of them leave through', async () => {
    const of = [0, 1, 2, 3, 4, 5].map((place) => ({ place, indicator_id: 'all' }))
    const beside = [0, 1, 2, 3].map((place) => ({ place, indicator_id: `own ${place}` }))
    expect(await isVouched([...of, ...beside])).toBe(true)
    expect(await isVouched([...of, ...beside.slice(1)])).toBe(false)
  })

  test.each([
    ['one exit on one day each', ['203.0.113.1/32']],
    ['one exit, told as an address and as its block', ['203.0.113.1/32', '203.0.113.0/24']],
    ['one exit by the newer protocol', ['2001:db8:1:2::/64', '2001:db8:1::/48']],
  ])('is none by %s', async (_, networks) => {
    await held.store.run(statement('clear', 'TRUNCATE TABLE indicator_received'))
    await held.store.insert(
      'indicator_received',
      [0, 1, 2, 3].map((day) => ({
        ...{ partner_id: 'north', object_id: `on ${day}`, indicator_id: `on ${day}` },
        ...{ kind: 'network-day', place: 1 },
        pattern: JSON.stringify({
          network: networks[day % networks.length],
          date: `2026-03-0${day + 1}`,
        }),
      })),
    )
    const days = [0, 1, 2, 3].map((day) => ({ indicator_id: `on ${day}` }))
    expect(await isVouched(days)).toBe(false)
    expect(await isVouched(days.map((one, place) => ({ ...one, indicator_id: `${place}` })))).toBe(
      true,
    )
  })

  test('is none by two things that most of them have, as the mail of one school', async () => {
    const of = (indicator_id: string) => [0, 1, 2, 3].map((place) => ({ place, indicator_id }))
    expect(await isVouched([...of('domain'), ...of('shape')])).toBe(false)
  })

  test('is none by what the group rests on: an exit does not speak against one exit', async () => {
    expect(await isVouched(FOUR, { rests: 'client, content' })).toBe(true)
    expect(await isVouched(FOUR, { rests: 'content, network' })).toBe(false)
    const mail = FOUR.map((one) => ({ ...one, kind: 'mail-domain' }))
    expect(await isVouched(mail, { rests: 'content, network' })).toBe(true)
  })

  test.each(['template', 'wrapper', 'client', 'behaviour'])('is none by %s', async (kind) => {
    expect(await isVouched(FOUR.map((one) => ({ ...one, kind })))).toBe(false)
  })

  test('is none by what is common here, or was withdrawn', async () => {
    expect(await isVouched(FOUR.map((one) => ({ ...one, weight_millibits: 2999 })))).toBe(false)
    expect(await isVouched(FOUR.map((one) => ({ ...one, weight_millibits: 0 })))).toBe(false)
  })

  test('is none by a partner that was not right before, or is paused', async () => {
    expect(await isVouched(FOUR, { trust: 500 })).toBe(false)
    expect(await isVouched(FOUR, { paused: true })).toBe(false)
  })
})
