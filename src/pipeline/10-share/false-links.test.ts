import { describe, expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { createRandom } from '../../lab/random.js'
import { defineLinker, type Linker, type SharedValueLinker } from '../../linkers/define.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { linkAgain } from '../05-link/stage.js'
import type { RunContext } from '../stage.js'
import { expectedLinks, falseLinks } from './false-links.js'

const said = {
  title: '',
  why: '',
  benign: [],
  evasions: [],
  needs: [],
  statement: '',
  settings: {},
}
const cases = { links: {}, quiet: {} }
const sharedValue = (
  id: string,
  family: SharedValueLinker['family'],
  speaks: SharedValueLinker['speaks'],
) =>
  defineLinker({
    ...said,
    cases,
    id,
    family,
    speaks,
    kind: 'shared-value',
    sql: '',
    m: 0.5,
    bits_max: 10,
    half_life_days: 3650,
    unseen_frequency: 0.001,
    hub_accounts: 100_000,
  })
const linkers: readonly Linker[] = [
  sharedValue('exit', 'network', 'circumstance'),
  sharedValue('text', 'content', 'circumstance'),
  sharedValue('hour', 'time', 'time'),
]
const ACCOUNTS = 800
const PAIRS = 5000

const held = testStore()

function contextOf(store: Store, runId: string): RunContext {
  return {
    store,
    runId,
    linkers,
    version: '',
    inputs: [],
    sources: [],
    detectors: [],
    hashKey: '[(1,2)]',
    fingerprintUnkept: async () => undefined,
    window: { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' },
    settingsOf: () => ({}),
    progress: () => undefined,
  }
}

/** Strangers whose exits, texts, hours, crossings and purses have nothing to do with each other. */
function independent() {
  const random = createRandom('independent')
  const ids = Array.from({ length: ACCOUNTS }, (_, i) => `a${i}`)
  const carried = (linker: string, values: number) =>
    ids.map((account_id) => ({
      linker,
      account_id,
      value_hash: 1 + Math.floor(random.unit() * values),
      first_at: '2026-03-02 00:00:00.000',
      last_at: '2026-03-07 00:00:00.000',
    }))
  const spoken = (speaks: string, family: string, weight_millibits: number) =>
    Array.from({ length: PAIRS }, () => {
      const [one, other] = [random.unit(), random.unit()].map((x) => Math.floor(x * ACCOUNTS))
      return { one: Math.min(one ?? 0, other ?? 0), other: Math.max(one ?? 0, other ?? 0) }
    })
      .filter(({ one, other }) => one !== other)
      .map(({ one, other }) => {
        const [account_a, account_b] = [`a${one}`, `a${other}`].sort()
        return { account_a, account_b, linker: speaks, family, speaks, weight_millibits }
      })
  return {
    account_identity: ids.map((id) => ({ account_id: id, entity_id: id })),
    reference: ids.slice(0, 400).map((id) => ({ account_id: id, entity_id: id })),
    values: [...carried('exit', 30), ...carried('text', 12), ...carried('hour', 40)],
    link_evidence: [
      ...spoken('controller', 'operations', 12_000),
      ...spoken('money', 'money', 7000),
    ],
  }
}

describe('links under independence', () => {
  test('the estimate is of the size of what independent channels make', async () => {
    const { values, ...given } = independent()
    const { run_id } = await fill(held.store, given, ['cluster_member'])
    const runId = String(run_id)
    await held.store.insert(
      'account_value',
      values.map((row) => ({ run_id: runId, ...row })),
    )
    await held.store.insert(
      'link_candidate',
      given.link_evidence.map(({ account_a, account_b }) => ({ run_id, account_a, account_b })),
    )
    const context = contextOf(held.store, runId)
    await linkAgain(context)
    const [row] = await held.store.rows<{ links: string }>(
      statement(
        'controlled',
        'SELECT countIf(is_controlled) AS links FROM link WHERE run_id = {run_id:UUID}',
      ),
      { run_id: runId },
    )
    const made = Number(row?.links)
    const estimated = await falseLinks(context)
    expect(made).toBeGreaterThan(100)
    expect(estimated.links / made).toBeGreaterThan(0.8)
    expect(estimated.links / made).toBeLessThan(1.25)
    expect(estimated.onOneChannel).toBe(0)
  })

  test('without operations or money nothing is a link', () => {
    const chances = [
      { family: 'all', weight_millibits: 0, pairs: 1000 },
      { family: 'content', weight_millibits: 12_000, pairs: 500 },
    ]
    expect(expectedLinks([], chances)).toEqual({ links: 0, onOneChannel: 0 })
  })

  test('what speaks against a pair is taken off before it stands alone', () => {
    const row = { operations_millibits: 17_000, money_millibits: 0, pairs: 4 }
    const chances = [{ family: 'all', weight_millibits: 0, pairs: 1000 }]
    expect(expectedLinks([{ ...row, counter_millibits: 0 }], chances)).toEqual({
      links: 4,
      onOneChannel: 4,
    })
    expect(expectedLinks([{ ...row, counter_millibits: -6000 }], chances)).toEqual({
      links: 0,
      onOneChannel: 0,
    })
  })
})
