import { beforeAll, describe, expect, test } from 'vitest'
import type { Discipline } from '../../src/lab/scenarios/discipline.js'
import { type CampaignScore, scoreFindings } from '../../src/lab/score.js'
import type { ScenarioChoice } from '../../src/lab/simulate.js'
import { testStore } from '../store.js'
import { isFull, logsFolder, makeWorld, scanFolders, seedsOf } from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('splitting', ['one', 'two', 'three'])

/**
 * Up to which factor the same work is still found where it is spread over so many times the accounts, with
 * means of their own. Measured with seeds one, two and three. At 32 the relay is lost, where an account
 * sends less than one exchange in five days, and a third of them none; the harvest is still found at 64,
 * with one exchange an account.
 */
const FOUND_UP_TO = 16
/**
 * A careful pool of 48 and 80 accounts, measured with the same seeds: named up to four times the accounts, when an
 * account sends a quarter of the work. At eight times one or two of the four are lost with every seed.
 */
const CAREFUL_NAMED_UP_TO = 4
const FACTORS = isFull ? [2, 4, 8, FOUND_UP_TO] : [2, 4]

interface Size {
  readonly scale?: number
  readonly spread?: number
  readonly discipline?: Discipline
}

/** Four campaigns, two of a shape: 24 accounts of 60 jobs each, and 40 of 28 requests each. */
const campaigns = ({ scale = 1, ...size }: Size): readonly ScenarioChoice[] =>
  [1, 2].flatMap(() => [
    { id: 'reasoning-harvest', scale: 0.2 * scale, tongues: ['en'], ...size },
    { id: 'slow-relay', scale: 0.1 * scale, tongues: ['en'], ...size },
  ])

async function scanned(seed: string, size: Size) {
  const world = makeWorld(logs.fresh(), seed, {
    accounts: size.discipline === undefined ? 200 : 600,
    exchangesMean: 4,
    scenarios: campaigns(size),
  })
  const findings = await scanFolders(held.store, world.folder)
  return scoreFindings(world.truth, findings, world.accountIds)
}

describe.each(seeds)('seed %s', (seed) => {
  let base: ReadonlyMap<string, number | null>

  beforeAll(async () => {
    const { campaigns } = await scanned(seed, {})
    expectFound(seed, campaigns)
    base = new Map(campaigns.map(({ campaign_id, confidence }) => [campaign_id, confidence]))
  })

  test.each(FACTORS)('the same work over %i times the accounts is found', async (spread) => {
    const { campaigns } = await scanned(seed, { spread })
    expectFound(seed, campaigns)
  })

  test.each(isFull ? [2, CAREFUL_NAMED_UP_TO] : [CAREFUL_NAMED_UP_TO])(
    'careful work over %i times the accounts is named',
    async (spread) => {
      const { campaigns } = await scanned(seed, { spread, discipline: 'careful', scale: 2 })
      for (const { campaign_id, accounts, recallBest, purity } of campaigns) {
        const isNamed = recallBest * accounts >= Math.max(10, 0.1 * accounts) && purity >= 0.97
        expect([seed, campaign_id, isNamed]).toEqual([seed, campaign_id, true])
      }
    },
  )

  test('twice the campaign is no less certain', async () => {
    const { campaigns } = await scanned(seed, { scale: 2 })
    expectFound(seed, campaigns)
    for (const { campaign_id, confidence } of campaigns) {
      const before = base.get(campaign_id) ?? 100
      expect(confidence, `seed ${seed}, ${campaign_id}`).toBeGreaterThanOrEqual(before)
    }
  })
})

function expectFound(seed: string, campaigns: readonly CampaignScore[]): void {
  expect(campaigns.length).toBe(4)
  for (const { campaign_id, isFound, purity } of campaigns) {
    expect([seed, campaign_id, isFound]).toEqual([seed, campaign_id, true])
    expect(purity, `seed ${seed}, ${campaign_id}`).toBeGreaterThanOrEqual(0.97)
  }
}
