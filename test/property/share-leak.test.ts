import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import type { MaterialSources } from '../../src/pipeline/release/material.js'
import { type Left, releaseAll } from '../released.js'
import { testStore } from '../store.js'
import { repeatedIn, type Said, whatWasSaid } from './said.js'
import { logsFolder, makeWorld, RUN_ID, scanFolders, seedsOf, type World } from './world.js'

// Of a whole world, what leaves of its campaigns repeats nobody but where two people released it. The guard says so, and an oracle that
// knows nothing of it.

const held = testStore()
const logs = logsFolder()
const NOW_MS = Date.parse('2026-03-08T00:00:00Z')
const feed = mkdtempSync(join(tmpdir(), 'stillwatch-feed-'))
afterAll(() => rmSync(feed, { recursive: true, force: true }))

const DRAWS_MAX = 6

const longReleased = ({ previews }: Left): readonly string[] =>
  [...new Set(previews.flatMap(({ released }) => released))].filter(
    (text) => text.split(/\s+/).length >= 12,
  )

describe.each(seedsOf('share-leak', ['indicators', 'other', 'third']))('seed %s', (seed) => {
  let world: World
  let findings: Findings
  let said: Said
  let hostile: ReadonlySet<string>
  let left: Left

  const asked = (campaigns: readonly string[]) => ({
    ...{ store: held.store, run_id: RUN_ID, nowMs: NOW_MS, folder: feed, campaigns },
  })

  const draw = async (drawn: string) => {
    world = makeWorld(logs.fresh(), drawn, {
      accounts: 120,
      // In other words: of two pools with one wording, whoever of one is not found carries the text of the other, which stays here.
      scenarios: [
        { id: 'short-spike', scale: 0.1, tongues: ['en'] },
        { id: 'reasoning-harvest', scale: 0.6, discipline: 'careful', tongues: ['en'] },
      ],
    })
    findings = await scanFolders(held.store, world.folder)
    said = await whatWasSaid(held.store, world.folder)
    hostile = new Set(world.truth.campaigns.flatMap(({ accounts }) => accounts))
    left = await releaseAll(asked(findings.campaigns.map(({ campaign_id }) => campaign_id)))
  }

  // Not every world has two campaigns that are found and a text of theirs that may be released: the first that has.
  beforeAll(async () => {
    for (let again = 0; again < DRAWS_MAX; again += 1) {
      await draw(again === 0 ? seed : `${seed} again ${again}`)
      if (findings.campaigns.length >= 2 && longReleased(left).length > 0) return
    }
  }, 900_000)

  test('every campaign of it leaves by two people, in every form and to everybody', () => {
    expect(findings.campaigns.length).toBeGreaterThanOrEqual(2)
    expect(left.refused).toEqual([])
    const ways = left.leaving.map(({ way }) => way)
    for (const way of ['plain', 'stix', 'webhook', 'taxii', 'misp']) expect(ways).toContain(way)
    expect(left.previews.flatMap(({ shared }) => shared.indicators).length).toBeGreaterThan(20)
    // Of each seed, or what is looked for in what leaves would be nowhere.
    const long = longReleased(left)
    expect(long.length).toBeGreaterThan(0)
    process.stderr.write(
      `${seed}: ${findings.campaigns.length} campaigns, ${left.leaving.length} documents, ${said.texts.length} texts, ${said.names.size} names, ${long.length} texts released\n`,
    )
  })

  test('no six words, no name and no address of anybody leave but what two people released', () => {
    expect(said.texts.length).toBeGreaterThan(1000)
    expect(said.names.size).toBeGreaterThan(100)
    expect(repeatedIn(left.leaving, said, hostile)).toEqual([])
  })

  test('what was released is found where nobody released it, and so is whatever is planted', () => {
    const unreleased = left.leaving.map((one) => ({ ...one, released: [] }))
    const found = repeatedIn(unreleased, said, hostile)
    const ways = new Set(found.map(({ way }) => way))
    expect([...ways].sort()).toEqual(['misp', 'plain', 'stix', 'taxii', 'webhook'])

    const prompt = said.texts.find((text) => text.split(/\s+/).length > 12) ?? ''
    const quoted = prompt.split(/\s+/).slice(2, 12).join(' ')
    const [account] = world.accountIds
    const address = [...said.traits].find(([, accounts]) => accounts.size === 1)?.[0]
    for (const planted of [quoted, `by ${account}.`, `from ${address}, once`]) {
      const document = JSON.stringify({ objects: [{ statement: planted }] })
      const leaving = [{ way: 'plain', text: document, released: [] }]
      expect(repeatedIn(leaving, said, hostile).length, planted).toBeGreaterThan(0)
    }
  })

  test('a prompt that got into an indicator by mistake is kept by the guard, whoever wants it to leave', async () => {
    const prompt = said.texts.find((text) => text.split(/\s+/).length > 12) ?? ''
    const statement = `Seen with ${prompt.split(/\s+/).slice(0, 10).join(' ')}`
    const planting = (given: MaterialSources): MaterialSources => ({
      ...given,
      indicators: async (...asked) => {
        const { indicators, kept_out } = await given.indicators(...asked)
        return { indicators: indicators.map((one) => ({ ...one, statement })), kept_out }
      },
    })
    const full = left.previews.find(({ shared }) => shared.indicators.length > 1)
    const campaign_id = full?.shared.campaign.campaign_id ?? ''
    const again = await releaseAll({ ...asked([campaign_id]), sources: planting })
    expect(again.refused.length).toBeGreaterThanOrEqual(2)
    expect(new Set(again.refused)).toEqual(new Set(['WOULD_LEAK,WOULD_LEAK']))
    expect(again.refused.length).toBe(again.previews.length)
  }, 300_000)
})
