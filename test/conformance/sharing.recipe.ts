import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { writeFeed } from '../../src/feeds/misp/feed.js'
import { bundleText } from '../../src/feeds/stix/object.js'
import { anyShared, NOW, PRODUCER, SHARED } from '../../src/feeds/stix/shared.fixture.js'
import { writeBundle } from '../../src/feeds/stix/write-bundle.js'
import { indicatorObjectId } from '../../src/feeds/stix/write-indicator.js'
import { writeSightings, writeWithdrawal } from '../../src/feeds/stix/write-later.js'
import { logsFolder, makeWorld, RUN_ID, scanFolders } from '../property/world.js'
import { releaseAll } from '../released.js'
import { testStore } from '../store.js'
import { cacheFolder, pythonPrograms, SHARING } from './python.js'
import { run } from './recipe.js'

const held = testStore()
const logs = logsFolder()

/** Shares by lot, the same each time: what a writer thinks of is not all that there is. */
const BY_LOT = fc.sample(anyShared, { seed: 20260401, numRuns: 40 })

const fresh = (name: string): string => {
  const folder = join(cacheFolder(), name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

const python = (file: string, words: readonly string[]): string =>
  run(join(pythonPrograms(SHARING), 'python'), [join('test', 'conformance', file), ...words])

it('the validator and the library of OASIS take every bundle', { timeout: 600_000 }, () => {
  const folder = fresh('stix')
  const [first] = SHARED.indicators.map(indicatorObjectId)
  const sighting = {
    ...{ object_id: first ?? '', accounts: 4 },
    ...{ first_seen_at: '2026-03-05T00:00:00Z', last_seen_at: '2026-03-06T00:00:00Z' },
  }
  const bundles = {
    ...{ everything: writeBundle(SHARED), withdrawn: writeWithdrawal(SHARED, NOW) },
    sightings: writeSightings([sighting], { producer: PRODUCER, marking: 'amber' }),
    ...Object.fromEntries(BY_LOT.map((shared, at) => [`lot-${at}`, writeBundle(shared)])),
  }
  const paths = Object.entries(bundles).map(([name, bundle]) => {
    const path = join(folder, `${name}.json`)
    writeFileSync(path, bundleText(bundle))
    return path
  })
  expect(python('stix.py', paths).match(/objects of .* were parsed/g)).toHaveLength(43)
})

it('they would say so where a bundle were none', { timeout: 600_000 }, () => {
  const path = join(fresh('stix-broken'), 'broken.json')
  const without = writeBundle(SHARED).objects.map(({ valid_from: _, ...rest }) => rest)
  writeFileSync(path, JSON.stringify({ ...writeBundle(SHARED), objects: without }))
  expect(() => python('stix.py', [path])).toThrow("'valid_from' is a required property")
})

it('PyMISP reads the feed folder, and would list and hash it alike', {
  timeout: 600_000,
}, async () => {
  const folder = fresh('misp')
  await writeFeed(folder, [SHARED, ...BY_LOT], NOW)
  expect(python('misp.py', [folder])).toContain('10 attributes')
})

it('what two people let leave of a campaign that was scanned is taken by all of them', {
  timeout: 600_000,
}, async () => {
  const world = makeWorld(logs.fresh(), 'indicators', {
    accounts: 120,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] },
      { id: 'reasoning-harvest', scale: 0.6, discipline: 'careful', tongues: ['en'] },
    ],
  })
  const { campaigns } = await scanFolders(held.store, world.folder)
  const folder = fresh('misp-scanned')
  const { leaving, refused } = await releaseAll({
    ...{ store: held.store, run_id: RUN_ID, nowMs: Date.parse('2026-03-08T00:00:00Z'), folder },
    campaigns: campaigns.map(({ campaign_id }) => campaign_id),
  })
  expect(refused).toEqual([])
  const into = fresh('stix-scanned')
  const paths = leaving
    .filter(({ way }) => way === 'stix')
    .map(({ text }, at) => {
      const path = join(into, `campaign-${at}.json`)
      writeFileSync(path, text)
      return path
    })
  expect(paths.length).toBeGreaterThanOrEqual(2)
  expect(python('stix.py', paths).match(/objects of .* were parsed/g)).toHaveLength(paths.length)
  expect(python('misp.py', [folder]).match(/attributes/g)).toHaveLength(campaigns.length)
})
