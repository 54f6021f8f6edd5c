import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { recordStage, stageCalled } from '../../explain/stage-run.js'
import { loadLinkers } from '../../linkers/index.js'
import { statement } from '../../store/sql.js'
import { type Calibration, calibrate } from './calibrate.js'
import { distrusted } from './distrust.js'
import { weightBits } from './weights.js'

const held = testStore()
const window = { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' }
const OLD = '2025-01-01 00:00:00.000'
const facts = { hashKey: '[(1,2)]', window, overrides: {} }

const trusted = (account_id: string, more: object = {}) => ({
  account_id,
  entity_id: account_id,
  is_known: 1,
  has_paid: 1,
  is_verified: 1,
  created_at: OLD,
  ...more,
})

const ACCOUNTS = [
  trusted('sound', { payment_hash: 5 }),
  trusted('sound-2', { payment_hash: 6 }),
  trusted('young', { created_at: '2026-02-20 00:00:00.000' }),
  trusted('ageing', { created_at: '2025-09-20 00:00:00.000' }),
  trusted('unpaid', { has_paid: 0 }),
  trusted('unpaid-unverified', { has_paid: 0, is_verified: 0 }),
  trusted('suspended', { status: 'suspended' }),
  trusted('unknown', { is_known: 0, has_paid: 0 }),
  // One customer with two accounts: the nearer one says why.
  trusted('two-a', { entity_id: 'two', has_paid: 0, is_verified: 0 }),
  trusted('two-b', { entity_id: 'two', is_verified: 0 }),
  trusted('stranger-a', { has_paid: 0, payment_hash: 9 }),
  trusted('stranger-b', { has_paid: 0, payment_hash: 9 }),
  trusted('stranger-c', { has_paid: 0, payment_hash: 5 }),
]

describe('calibration', () => {
  test('counts the reference, says what keeps each customer out, and weighs as the pipeline does', async () => {
    const { store } = held
    const runId = randomUUID()
    const linkers = await loadLinkers()
    await store.run(statement('clear', 'TRUNCATE TABLE account_identity'))
    await store.insert('account_identity', ACCOUNTS)
    const told = await calibrate({ ...facts, store, runId, linkers, countsReference: true })
    expect(told).toMatchObject({
      accounts: 13,
      accounts_known: 12,
      entities: 12,
      entities_reference: 2,
      accounts_reference: 2,
      entities_joining: 1,
    })
    expect(told.excluded).toEqual([
      { reason: 'unpaid', entities: 5, entities_alone: 4 },
      { reason: 'unverified', entities: 2, entities_alone: 1 },
      { reason: 'young', entities: 2, entities_alone: 2 },
      { reason: 'suspended', entities: 1, entities_alone: 1 },
      { reason: 'unknown', entities: 1, entities_alone: 1 },
    ])
    const payment = told.linkers.find(({ id }) => id === 'payment')
    expect(payment).toMatchObject({
      reference_with_value: 2,
      entities_with_value: 5,
      values_shared: 2,
      values_unseen: 1,
      carriers_most: 1,
    })
    await weighsAsStored(runId, told, payment?.bits_unseen)
  })

  async function weighsAsStored(runId: string, told: Calibration, bitsUnseen: number | undefined) {
    const { store } = held
    const [payment] = (await loadLinkers()).filter(({ id }) => id === 'payment')
    if (payment?.kind !== 'shared-value') throw new Error('payment is a shared value')
    const recorded = await recordStage(stageCalled('link'), { ...facts, runId, linkers: [payment] })
    for (const one of recorded.filter(({ params }) => params.linker === 'payment').slice(0, 2)) {
      await store.openTable('linker_value', statement('payment', payment.sql), {
        window_end: window.end,
      })
      await store.run(statement(one.name, one.text), one.params)
    }
    const rows = await store.rows<{ reference_carriers: string; weight_millibits: number }>(
      statement(
        'worth',
        'SELECT reference_carriers, weight_millibits FROM shared_value WHERE run_id = {run_id:UUID}',
      ),
      { run_id: runId },
    )
    expect(rows.map((row) => row.reference_carriers).sort()).toEqual(['0', '1'])
    for (const { reference_carriers, weight_millibits } of rows) {
      const { m, bits_max, unseen_frequency } = payment
      const { prior_entities, entities_reference: population } = told
      const bits = weightBits(
        { m, bits_max, unseen_frequency, prior_entities, population },
        Number(reference_carriers),
      )
      expect(Math.round(1000 * bits)).toBe(weight_millibits)
      if (reference_carriers === '0') expect(1000 * (bitsUnseen ?? 0)).toBeCloseTo(weight_millibits)
    }
  }
})

describe('what cannot be trusted', () => {
  const linker = {
    id: 'payment',
    family: 'money',
    reference_with_value: 5000,
    entities_with_value: 5000,
    values_shared: 0,
    values_unseen: 0,
    carriers_most: 0,
    bits_max: 14,
    bits_unseen: 14,
    bits_at_tenth_percent: 10,
    bits_at_one_percent: 7,
    bits_at_five_percent: 5,
    bits_one_carrier: 0.5,
  }
  const ample: Calibration = {
    window_start: '2026-03-01 00:00:00.000',
    window_end: '2026-03-15 00:00:00.000',
    accounts: 10_000,
    accounts_known: 10_000,
    accounts_reference: 6000,
    entities: 9000,
    entities_reference: 5000,
    entities_joining: 0,
    excluded: [],
    reference_days: 180,
    prior_entities: 300,
    peers_min: 200,
    linkers: [linker],
    linkers_apart: [],
  }

  test('nothing, where there is plenty', () => {
    expect(distrusted(ample)).toEqual([expect.stringContaining('Nothing stands out')])
  })

  test('the shipped curves, where there is little', () => {
    const [first] = distrusted({ ...ample, entities_reference: 100 })
    expect(first).toContain('100 reference customers count for 25 %')
    expect(distrusted({ ...ample, entities_reference: 0, accounts_reference: 0 })[0]).toContain(
      'There is no reference',
    )
  })

  test('a linker that the reference knows nothing of, a short window, and a reference about to grow', () => {
    const texts = distrusted({
      ...ample,
      window_end: '2026-03-03 00:00:00.000',
      entities_joining: 900,
      linkers: [{ ...linker, reference_with_value: 10, bits_one_carrier: 4 }],
    }).join('\n')
    expect(texts).toContain('any value for payment (10)')
    expect(texts).toContain('more than 1 bit off it for payment')
    expect(texts).toContain('The logs cover 2.0 days')
    expect(texts).toContain('900 customers lack nothing but age')
  })
})
