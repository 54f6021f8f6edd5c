import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testStore } from '../../test/store.js'
import { loadDetectors } from '../detectors/index.js'
import { loadLinkers } from '../linkers/index.js'
import { sentence as sentenceOfFindings } from '../pipeline/08-attribute/sentence.js'
import { statement } from '../store/sql.js'
import { linkLimits } from './account.js'
import { sentence } from './sentence.js'
import { recordStage, stageCalled } from './stage-run.js'
import { type PairEvidence, weighPair, weighSignals } from './weigh.js'

const held = testStore()

/** Every mix of some evidence: enough for each rule of `link.sql` to hold and to fail. */
const SAID: readonly PairEvidence[] = [
  { linker: 'continuation', family: 'operations', speaks: 'controller', weight_millibits: 17_000 },
  { linker: 'hand-off', family: 'operations', speaks: 'controller', weight_millibits: 9000 },
  { linker: 'payment', family: 'money', speaks: 'money', weight_millibits: 11_000 },
  { linker: 'voucher', family: 'money', speaks: 'money', weight_millibits: 6000 },
  { linker: 'synchrony', family: 'time', speaks: 'time', weight_millibits: 4000 },
  { linker: 'network-day', family: 'network', speaks: 'circumstance', weight_millibits: 3000 },
  {
    linker: 'template-family',
    family: 'content',
    speaks: 'circumstance',
    weight_millibits: 12_000,
  },
  {
    linker: 'partner-indicator:a',
    family: 'partner',
    speaks: 'circumstance',
    weight_millibits: 7000,
  },
  { linker: 'old-apart', family: 'history', speaks: 'against', weight_millibits: -3000 },
]

describe('a pair weighed again', () => {
  test('comes to what the pipeline makes of it, whatever speaks for it', async () => {
    const limits = await linkLimits()
    const run_id = randomUUID()
    const mixes = Array.from({ length: 2 ** SAID.length }, (_, mask) =>
      SAID.filter((_, bit) => mask & (1 << bit)),
    )
    const name = (mix: number) => `a${String(mix).padStart(3, '0')}`
    await held.store.insert(
      'link_evidence',
      mixes.flatMap((mix, index) =>
        mix.map((one) => ({ run_id, account_a: name(index), account_b: 'z', ...one })),
      ),
    )
    const recorded = await recordStage(stageCalled('link'), { runId: run_id, hashKey: '[(1,2)]' })
    const link = recorded.find((one) => one.name === 'link')
    if (link === undefined) throw new Error('stage link fuses nothing')
    await held.store.run(statement(link.name, link.text), link.params)
    const rows = await held.store.rows<{
      account_a: string
      weight_millibits: number
      is_controlled: number
    }>(
      statement(
        'links',
        'SELECT account_a, weight_millibits, is_controlled FROM link WHERE run_id = {run_id:UUID}',
      ),
      { run_id },
    )
    const stored = new Map(rows.map((row) => [row.account_a, row]))
    for (const [index, mix] of mixes.entries()) {
      const again = weighPair(mix, limits)
      const row = stored.get(name(index))
      expect([mix, again.is_link]).toEqual([mix, row !== undefined])
      if (row === undefined) continue
      expect([mix, again.weight_millibits, again.is_controlled]).toEqual([
        mix,
        row.weight_millibits,
        row.is_controlled === 1,
      ])
    }
    expect(rows.some((row) => row.is_controlled === 1)).toBe(true)
    expect(rows.some((row) => row.is_controlled === 0)).toBe(true)
  })

  test('counts the strongest of a family alone, all that speaks against, and nothing that a partner told', async () => {
    const { items } = weighPair(SAID, await linkLimits())
    expect(items.filter((one) => !one.is_counted).map((one) => one.linker)).toEqual([
      'hand-off',
      'partner-indicator:a',
      'voucher',
    ])
  })
})

test('of signals of one family the strongest counts, for or against', () => {
  const { weight_millibits } = weighSignals([
    { detector: 'a', family: 'content', weight_millibits: 4000 },
    { detector: 'b', family: 'content', weight_millibits: 3000 },
    { detector: 'c', family: 'innocence', weight_millibits: -5000 },
    { detector: 'd', family: 'innocence', weight_millibits: -1000 },
  ])
  expect(weight_millibits).toBe(-1000)
})

test('evidence is told in the words of the findings', async () => {
  const definitions = [...(await loadLinkers()), ...(await loadDetectors())]
  const facts = new Proxy({} as Record<string, number>, { get: (_, name) => factOf(String(name)) })
  for (const definition of definitions) {
    expect(sentence(definition, definition.id, facts)).toBe(
      sentenceOfFindings(definition, definition.id, facts),
    )
  }
  for (const id of ['old-apart', 'verified-apart', 'unheard-of']) {
    expect(sentence(undefined, id, facts)).toBe(sentenceOfFindings(undefined, id, facts))
  }
})

const factOf = (name: string) => [1, 0.28000000119, 12_345.678, 40][name.length % 4]
