import { beforeAll, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import { ALL_LOOKALIKES } from '../../src/lab/look-alikes.js'
import { sightingsFor } from '../../src/store/partners.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import {
  accused,
  bundlesOf,
  firstRun,
  type Installation,
  nextRun,
  parted,
  receive,
} from './partners.js'
import { logsFolder, makeWorld, seedsOf, type World } from './world.js'

// Two installations on one machine, each with its own secret and customers, in a store that is emptied between them. One operator works at both: the first sees most
// of it, the second a few accounts among all the look-alikes. Nothing passes between them but a file. At the second, two people vouched
// for the first, as they do for whom they mean to work with.

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('two installations', ['four', 'one', 'two', 'three', 'five'])
const PARTNER = 'a-provider'
const AGAIN = '00000000-0000-4000-8000-000000000001'
const RULED = '00000000-0000-4000-8000-000000000002'

describe.each(seeds)('seed %s', (seed) => {
  let first: Installation
  let second: Installation
  let customers: World
  let alone: Findings
  let told: Findings
  let bundles: readonly string[]

  beforeAll(async () => {
    const campaign = makeWorld(logs.fresh(), `${seed} campaign`, {
      accounts: 150,
      exchangesMean: 4,
      scenarios: [
        { id: 'reasoning-harvest', scale: 0.8, tongues: ['en'], effort: { sharingKept: 0.6 } },
      ],
    })
    customers = makeWorld(logs.fresh(), `${seed} customers`, {
      accounts: 300,
      exchangesMean: 4,
      scenarios: ALL_LOOKALIKES.map((one) => ({ ...one, scale: 0.2 })),
    })
    const folders = [logs.fresh(), logs.fresh()] as const
    const { stayed, away } = parted(campaign, customers, { folders, every: 6 })
    first = { folder: folders[0], hashKey: hashKeyOf('ours'), hostile: stayed }
    second = { folder: folders[1], hashKey: hashKeyOf('theirs'), hostile: away }

    const found = await firstRun(held.store, first)
    bundles = await bundlesOf(held.store, found, first.hashKey)
    alone = await firstRun(held.store, second)
    for (const bundle of bundles) await receive(held.store, bundle, alone.window_end, PARTNER)
    await vouch()
    told = await nextRun(held.store, AGAIN, second.hashKey)
    await sign(told, second)
    await nextRun(held.store, RULED, second.hashKey)
  }, 300_000)

  test('the second finds the accounts of the operator within one run, and none that it found is lost', async () => {
    const matched = await held.store.rows<{ account_id: string }>(
      statement(
        'matched',
        'SELECT DISTINCT account_id FROM indicator_match WHERE run_id = {run_id:UUID} AND weight_millibits > 0',
      ),
      { run_id: AGAIN },
    )
    const found = matched.filter(({ account_id }) => second.hostile.includes(account_id))
    expect(found.length).toBeGreaterThanOrEqual(0.9 * second.hostile.length)
    const [before, after] = [alone, told].map(
      (one) => accused(one, second, customers.truth).rightly,
    )
    process.stderr.write(
      `${seed}: ${found.length} of ${second.hostile.length} matched, ${matched.length - found.length} others; ${before} accused alone, ${after} told; ${inCampaigns(alone, second)} in a campaign alone, ${inCampaigns(told, second)} told\n`,
    )
    expect(after).toBeGreaterThanOrEqual(Number(before))
    expect(after).toBeGreaterThan(0)
  })

  test('nobody is accused wrongly who was not before, with every look-alike there', () => {
    const [before, after] = [alone, told].map(
      (one) => accused(one, second, customers.truth).wrongly,
    )
    expect(after).toEqual(before)
  })

  test('what passed between them names no account of either', () => {
    const passed = bundles.join('\n')
    for (const id of [...first.hostile, ...second.hostile]) expect(passed.includes(id)).toBe(false)
  })

  test('once people signed what was found, sightings go back, of operators alone, and name nobody', async () => {
    const sightings = await sightingsFor(held.store, RULED, PARTNER)
    expect(sightings.length).toBeGreaterThan(0)
    const operators = told.campaigns.flatMap(({ members }) =>
      members.filter(({ role }) => role === 'operator'),
    )
    for (const { accounts } of sightings) {
      expect(accounts).toBeGreaterThan(0)
      expect(accounts).toBeLessThanOrEqual(operators.length)
    }
    expect(JSON.stringify(sightings)).not.toMatch(/acct|203\./)
  })
})

/** Two people at the second agree that the first is to be relied on. */
const vouch = () =>
  held.store.insert('audit', [
    {
      ...{ seq: 1, at: '2026-01-01 00:00:00.000', actor: 'person alice' },
      ...{ action: 'vouch_for_partner', object: `partner ${PARTNER}` },
    },
  ])

/** How many of the operator's accounts are shown as of a campaign, in whatever role. */
const inCampaigns = ({ campaigns }: Findings, { hostile }: Installation): number =>
  new Set(
    campaigns
      .flatMap(({ members }) => members.map(({ account_id }) => account_id))
      .filter((id) => hostile.includes(id)),
  ).size

/** People look at what was found of the operator, and rule that it is a campaign: nothing is told back of what is for review. */
async function sign({ campaigns, window_end }: Findings, { hostile }: Installation): Promise<void> {
  const found = campaigns.filter(({ members }) =>
    members.some(({ account_id }) => hostile.includes(account_id)),
  )
  await held.store.insert(
    'ruling',
    found.map(({ campaign_id }) => ({
      ...{ ruling_id: campaign_id, ruled_at: window_end, subject_kind: 'campaign' },
      ...{ subject_id: campaign_id, conclusion: 'campaign', input_id: 0 },
    })),
  )
}
