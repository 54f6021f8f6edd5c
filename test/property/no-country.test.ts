import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import { createRandom } from '../../src/lab/random.js'
import { testStore } from '../store.js'
import { linesOf } from './leaks.js'
import { logsFolder, makeWorld, scanFolders, seedsOf, type World } from './world.js'

const held = testStore()
const logs = logsFolder()

/** Where somebody is, or what they speak, by the words of the forms that come in. */
const ORIGIN = /ip_country|country_code|accept_language|nationality/

test('no statement behind ingest reads a country or a language that somebody sent', () => {
  const rooms = ['pipeline', 'linkers', 'detectors', 'countermeasures', 'records', 'feeds']
  const files = rooms.flatMap((room) =>
    readdirSync(join('src', room), { recursive: true, encoding: 'utf8' })
      .map((file) => join('src', room, file))
      .filter((file) => /\.(ts|sql)$/.test(file) && !/\.test\.ts$|01-ingest/.test(file)),
  )
  expect(files.length).toBeGreaterThan(200)
  expect(files.filter((file) => ORIGIN.test(readFileSync(file, 'utf8')))).toEqual([])
})

describe.each(seedsOf('no country', ['one', 'two', 'three']))('seed %s', (seed) => {
  let world: World
  let findings: Findings

  beforeAll(async () => {
    world = makeWorld(logs.fresh(), seed, {
      accounts: 250,
      scenarios: [
        { id: 'reasoning-harvest', scale: 0.15, tongues: ['en'] },
        { id: 'slow-relay', scale: 0.05, tongues: ['en'] },
        { id: 'reseller-hydra', scale: 0.15, tongues: ['en'] },
      ],
    })
    findings = await scanFolders(held.store, world.folder)
  })

  test('countries, languages and the names of organisations dealt out anew change no hypothesis and no score', async () => {
    const before = saidOf(findings)
    expect(before.length, `seed ${seed}`).toBeGreaterThanOrEqual(2)
    const hypotheses = before.flatMap(({ attribution }) => attribution.hypotheses)
    const operators = hypotheses.filter(({ question }) => question === 'operator')
    expect([seed, operators.length], 'or nothing is shown of them').not.toEqual([seed, 0])
    expect(hypotheses.length).toBeGreaterThan(3)
    const changed = dealAnew(world.folder, seed)
    expect(changed, 'there was something to deal out').toBeGreaterThan(100)
    expect([seed, saidOf(await scanFolders(held.store, world.folder))]).toEqual([seed, before])
  })
})

const saidOf = ({ campaigns }: Findings) =>
  campaigns.map(({ campaign_id, verdict, confidence, linkage, extraction, attribution }) => ({
    ...{ campaign_id, verdict, confidence, linkage, extraction, attribution },
  }))

/** Gives every exchange another country and another language by lot, and every organisation another name; counts the exchanges. */
function dealAnew(folder: string, seed: string): number {
  const random = createRandom(`${seed} dealt`)
  const renamed = (id: unknown) =>
    typeof id === 'string' ? `Org of ${id.split('').reverse().join('')}` : id
  let changed = 0
  for (const file of ['exchange.jsonl', 'account.jsonl']) {
    const lines = linesOf<Record<string, unknown>>(folder, file).map((row) => {
      const dealt = { ...row }
      if ('organization_id' in row) dealt.organization_id = renamed(row.organization_id)
      if (file === 'account.jsonl') return dealt
      changed += 1
      const ip_country = random.pick(['AQ', 'BV', 'HM', 'TF', 'GS'] as const)
      const accept_language = random.pick(['la', 'eo', 'vo', 'ia', 'tlh'] as const)
      return { ...dealt, ip_country, accept_language }
    })
    writeFileSync(join(folder, file), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  }
  return changed
}
