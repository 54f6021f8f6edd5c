import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOTICED_BY } from '../../src/cli/evaluate/noticed.js'
import { resultOf } from '../../src/cli/evaluate/timing.js'
import { timingTable } from '../../src/cli/evaluate/timing-table.js'
import { poolsIn, type World, watchWorld } from '../../src/cli/evaluate/timing-world.js'
import { widthOf } from '../../src/cli/terminal/layout.js'
import { PRESETS } from '../../src/lab/simulate.js'
import { NOTICED } from '../../src/lab/timing-decoders.js'

// Real scans of a small world of two days.

let folder: string
let world: World
const told: string[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-evaluate-timing-'))
  world = await watchWorld({
    preset: { ...PRESETS.tiny, days: 2 },
    seed: '1',
    folder,
    told: (text) => void told.push(text),
  })
}, 900_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('pools fall as scans find them: nobody before the first scan, and in batches nobody sooner', () => {
  expect(told).toHaveLength(5)
  expect(world.clocks.map(({ campaign_id }) => campaign_id)).toEqual([
    'reasoning-harvest-1',
    'slow-relay-2',
  ])
  const pools = poolsIn(world, { batches: [24], secrets: 3 })
  expect(pools.length).toBeGreaterThan(0)
  // What a campaign hangs by was read from the store: linkers that there are, with bits for.
  const bits = world.runs.flatMap((run) => run.bits)
  expect(bits.length).toBeGreaterThan(0)
  expect(bits.filter((row) => !(row.bits > 0) || !(row.linker in NOTICED_BY))).toEqual([])
  for (const { operators, falls, noticed } of pools) {
    expect(NOTICED).toContain(noticed)
    const [atOnce = []] = falls.get(0) ?? []
    const batched = falls.get(24) ?? []
    expect(batched).toHaveLength(3)
    expect(atOnce).toHaveLength(operators.length)
    expect(atOnce.filter(Number.isFinite).length).toBeGreaterThan(operators.length / 2)
    for (const trial of batched) {
      for (const [place, day] of trial.entries()) {
        expect(day).toBeGreaterThanOrEqual(atOnce[place] ?? 0)
        expect(Number.isFinite(day)).toBe(Number.isFinite(atOnce[place]))
      }
      // All of a batch at one instant: no more instants than batches in two days, and one.
      expect(new Set(trial.filter(Number.isFinite)).size).toBeLessThanOrEqual(3)
    }
    expect(Math.min(...atOnce)).toBeGreaterThan(0.1)
  }
})

test('the table says it in eighty columns', () => {
  const pools = poolsIn(world, { batches: [24, 72, 168], secrets: 2 })
  const told = { name: 'tiny', seed: '1', worlds: 1, pools_sent: 2 }
  const table = timingTable(resultOf(pools, { ...told, days: 2 }))
  expect(Math.max(...table.split('\n').map(widthOf))).toBeLessThanOrEqual(80)
  expect(table).toContain('168 hours')
})
