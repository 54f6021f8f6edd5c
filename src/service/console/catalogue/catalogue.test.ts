import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { testStore } from '../../../../test/store.js'
import { statement } from '../../../store/sql.js'
import type { ReadFrom } from '../../people/reading.js'
import type { CatalogueAnswer, CatalogueOneAnswer } from './api.js'
import { CATALOGUE_READINGS, precision } from './readings.js'

const held = testStore()
const asked = async <Answer>(path: string, query: Record<string, string> = {}) =>
  (await CATALOGUE_READINGS.find((one) => one.path === path)?.read({
    ...{ reader: held.store, query: new URLSearchParams(query), nowMs: Date.UTC(2026, 2, 9) },
  } as unknown as ReadFrom)) as Answer

const TABLES = ['run', 'signal', 'cluster', 'campaign', 'link_evidence', 'ruling', 'share']
const run_id = randomUUID()
beforeEach(async () => {
  for (const table of TABLES) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

async function aRun(id = run_id) {
  await held.store.insert('run', [
    {
      ...{ run_id: id, started_at: '2026-03-08 01:00:00.000', version: '1.0.0' },
      ...{ finished_at: '2026-03-08 01:10:00.000', window_end: '2026-03-07 23:00:00.000' },
    },
  ])
  await held.store.insert('cluster', [{ run_id: id, cluster_id: 'group' }])
  await held.store.insert('campaign', [{ run_id: id, campaign_id: 'camp', cluster_id: 'group' }])
  const signal = { run_id: id, detector: 'focus', family: 'breadth', weight_millibits: 1000 }
  await held.store.insert('signal', [
    { ...signal, subject_id: 'a', strength: 0.05 },
    { ...signal, subject_id: 'b', strength: 1 },
    { ...signal, subject_id: 'group', strength: 0.95 },
    { ...signal, subject_id: 'peers', strength: 0.5 },
  ])
  const pair = { run_id: id, linker: 'payment', family: 'money', account_a: 'a' }
  await held.store.insert('link_evidence', [
    { ...pair, account_b: 'b', weight_millibits: 14_000 },
    { ...pair, account_b: 'c', weight_millibits: 99_000 },
    { ...pair, account_b: 'd', weight_millibits: -5000 },
  ])
}

describe('detectors and linkers', () => {
  it('are told before any run, having said nothing', async () => {
    const { run, entries } = await asked<CatalogueAnswer>('/catalogue')
    expect(run).toBeNull()
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['detector', 'linker']))
    expect(entries.every(({ accounts, pairs }) => accounts === 0 && pairs === 0)).toBe(true)
  })

  it('are told with what they said in the last run, and for want of what they were off', async () => {
    await aRun()
    const document = {
      input: { detectors_off: [{ id: 'payment', missing: ['account.payment_hash'] }] },
    }
    await held.store.insert('share', [
      { run_id, feed: 'findings', document: JSON.stringify(document) },
    ])
    const { entries } = await asked<CatalogueAnswer>('/catalogue')
    const one = (id: string) => entries.find((entry) => entry.id === id)
    expect(one('focus')).toMatchObject({ accounts: 2, clusters: 1, missing: [] })
    expect(one('payment')).toMatchObject({ pairs: 3, missing: ['account.payment_hash'] })
  })

  it('are told one by one, with the spread of what they said in each kept run', async () => {
    await aRun()
    const { said, document } = await asked<CatalogueOneAnswer>('/catalogue/one', { id: 'focus' })
    expect(said).toEqual([
      {
        run_id,
        bins: [
          { bin: 0, accounts: 1, clusters: 0, pairs: 0 },
          { bin: 9, accounts: 1, clusters: 1, pairs: 0 },
        ],
      },
    ])
    expect(document?.benign.length).toBeGreaterThan(0)
    const linker = await asked<CatalogueOneAnswer>('/catalogue/one', { id: 'payment' })
    expect(linker.precision).toBeNull()
    expect(linker.said?.[0]?.bins.map(({ bin, pairs }) => [bin, pairs])).toEqual([
      [0, 1],
      [7, 1],
      [9, 1],
    ])
    expect(await asked<CatalogueOneAnswer>('/catalogue/one', { id: "no'ne" })).toMatchObject({
      entry: null,
    })
  })

  it('are held against rulings in force on accounts, groups and campaigns they spoke of, each once', async () => {
    await aRun()
    await aRun(randomUUID())
    const ruling = { ruled_at: '2026-03-08 05:00:00.000', author: 'p', reason: 'r' }
    await held.store.insert('ruling', [
      { ...ruling, ruling_id: '1', subject_kind: 'account', subject_id: 'a', conclusion: 'benign' },
      {
        ...ruling,
        ruling_id: '2',
        subject_kind: 'campaign',
        subject_id: 'camp',
        conclusion: 'campaign',
      },
      {
        ...ruling,
        ruling_id: '3',
        subject_kind: 'account',
        subject_id: 'b',
        conclusion: 'undecided',
      },
      { ...ruling, ruling_id: '4', subject_kind: 'account', subject_id: 'z', conclusion: 'benign' },
      {
        ...{ ...ruling, ruling_id: '5', subject_kind: 'cluster', subject_id: 'group' },
        ...{ conclusion: 'benign', expires_at: '2026-03-08 06:00:00.000' },
      },
    ])
    const { precision: found } = await asked<CatalogueOneAnswer>('/catalogue/one', { id: 'focus' })
    expect(found).toMatchObject({ campaign: 1, benign: 1, share: 0.5 })
  })
})

it('says how wide the interval is in which a precision may lie, and of nothing that it knows nothing', () => {
  expect(precision(true, 0, 0)).toMatchObject({ share: null, low: 0, high: 1 })
  const counts = fc.integer({ min: 0, max: 1000 })
  fc.assert(
    fc.property(counts, counts, fc.boolean(), (campaign, benign, speaks) => {
      fc.pre(campaign + benign > 0)
      const { share, low, high } = precision(speaks, campaign, benign)
      expect(low).toBeLessThanOrEqual((share ?? 0) + 1e-9)
      expect(high).toBeGreaterThanOrEqual((share ?? 0) - 1e-9)
      const mirrored = precision(!speaks, benign, campaign)
      expect(mirrored.share).toBeCloseTo(share ?? 0, 9)
    }),
  )
})
