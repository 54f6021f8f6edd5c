import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { VOUCHED, vouchedClusters } from './vouched.js'

const held = testStore()

interface Carried {
  readonly kind?: string
  readonly indicator_id: string
  readonly told_campaign?: string
  readonly weight_millibits?: number
}

/** A cluster of so many strangers, of whom the first carry these, one each. */
async function isVouched(
  carried: readonly Carried[],
  { accounts = 8, trust = 600, paused = false, firm = false } = {},
): Promise<boolean> {
  const run_id = randomUUID()
  const ids = Array.from({ length: accounts }, (_, place) => `${run_id} ${place}`)
  await held.store.insert(
    'account_identity',
    ids.map((account_id) => ({ account_id, entity_id: firm ? run_id : account_id })),
  )
  await held.store.insert(
    'cluster_member',
    ids.map((account_id) => ({ run_id, cluster_id: 'c', account_id, is_seed: 1 })),
  )
  await held.store.insert('partner_weight', [
    { run_id, partner_id: 'north', trust_millis: trust, is_paused: paused },
  ])
  await held.store.insert(
    'indicator_match',
    carried.map((one, place) => ({
      ...{ run_id, partner_id: 'north', account_id: ids[place], kind: 'network-day' },
      ...{ told_campaign: 'tide', weight_millibits: 8000, ...one },
    })),
  )
  return (await held.store.rows(vouchedClusters, { run_id, ...VOUCHED })).length > 0
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

  test('is none where they are few among many', async () => {
    expect(await isVouched(FOUR, { accounts: 16 })).toBe(true)
    expect(await isVouched(FOUR, { accounts: 17 })).toBe(false)
  })

  test('is none by one exit that most of them leave through', async () => {
    expect(await isVouched(exits('1', '1', '1', '2'))).toBe(false)
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
