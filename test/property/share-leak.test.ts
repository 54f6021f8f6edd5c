import { beforeAll, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import { type PreviewSeen, seePreview } from '../../src/pipeline/release/make.js'
import { materialSources } from '../../src/pipeline/release/sources.js'
import { WAYS } from '../share-material.js'
import { testStore } from '../store.js'
import { linesOf, textsOf } from './leaks.js'
import { logsFolder, makeWorld, RUN_ID, scanFolders, seedsOf, type World } from './world.js'

// Of a whole world, what leaves of its campaigns repeats nobody but where two people released it. The guard says so, and an oracle that
// knows nothing of it.

const held = testStore()
const logs = logsFolder()
const NOW_MS = Date.parse('2026-03-08T00:00:00Z')

const sources = materialSources({
  hashKey: () => hashKeyOf('test'),
  group: () => ({ id: 'isac', key: 'what two providers agreed on' }),
  attribution: async () => null,
  now: () => NOW_MS,
})

const SIX = 6
function sixesOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.slice(SIX - 1).map((_, at) => words.slice(at, at + SIX).join(' '))
}
const stringsOf = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) => [key, ...stringsOf(one)])
      : []

describe.each(seedsOf('share-leak', ['indicators', 'other', 'third']))('seed %s', (seed) => {
  let world: World
  let findings: Findings
  let said: ReadonlySet<string>
  let names: readonly string[]

  beforeAll(async () => {
    world = makeWorld(logs.fresh(), seed, {
      accounts: 120,
      scenarios: [
        { id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] },
        { id: 'slow-relay', scale: 0.1, tongues: ['en'] },
      ],
    })
    findings = await scanFolders(held.store, world.folder)
    said = new Set(textsOf(world.folder).flatMap(sixesOf))
    const accounts = linesOf<Record<string, unknown>>(world.folder, 'account.jsonl')
    names = accounts.flatMap(({ account_id, email }) =>
      [account_id, email].filter((one) => typeof one === 'string' && one !== ''),
    ) as string[]
  }, 300_000)

  async function previewOf(campaign_id: string, texts: readonly string[]): Promise<PreviewSeen> {
    const terms = {
      ...{ campaign_id, run_id: RUN_ID, form: 'stix', marking: 'red' as const },
      ...{ to: ['acme', 'out', 'misp'], left_out: [], texts: [...texts] },
      ...{ expires_at: '2026-04-01T00:00:00.000Z', as_of: '2026-03-08T00:00:00.000Z' },
    }
    // Everything may go to anybody, so that all of it is looked at.
    const destinations = WAYS.destinations.map((one) => ({ ...one, strictest: 'red' as const }))
    const ways = { ...WAYS, destinations }
    const made = await seePreview(held.store, terms, { ways, sources, nowMs: NOW_MS })
    if (made.kind === 'refused') throw new Error(`${made.why} ${made.places.join()}`)
    return made
  }

  test('no six words, no account and no address leave but what was released', async () => {
    expect(findings.campaigns.length).toBeGreaterThanOrEqual(1)
    let indicators = 0
    let released = 0
    for (const { campaign_id } of findings.campaigns) {
      const first = await previewOf(campaign_id, [])
      const wrappers = first.withheld.filter(({ why }) => why === 'text_not_released')
      const ids = wrappers.map(({ indicator_id }) => indicator_id)
      for (const made of [first, await previewOf(campaign_id, ids)]) {
        expect(made.leaks).toEqual([])
        const free = new Set(
          [...made.released, ...made.ownTexts, ...sources.ownTexts].flatMap(sixesOf),
        )
        const strings = stringsOf(made.objects)
        const repeated = strings.flatMap(sixesOf).filter((six) => said.has(six) && !free.has(six))
        expect(repeated).toEqual([])
        const all = strings.join('\n').toLowerCase()
        expect(names.filter((name) => all.includes(name.toLowerCase()))).toEqual([])
        indicators += made.shared.indicators.length
        released += made.released.length
      }
    }
    expect(names.length).toBeGreaterThan(120)
    expect(indicators).toBeGreaterThan(10)
    expect(released).toBeGreaterThan(0)
  }, 600_000)
})
