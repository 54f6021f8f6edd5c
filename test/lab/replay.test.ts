/** The clock is replayed fairly: nobody is found sooner in the table than in truth. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Campaign } from '../../src/domain/findings.js'
import type { Truth } from '../../src/domain/truth.js'
import {
  type CampaignClock,
  chooseCuts,
  detect,
  isHeld,
  type Look,
  sentBefore,
} from '../../src/lab/replay.js'
import { accountsAt, dealExchanges, readClocks, writeTablesAt } from '../../src/lab/replay-log.js'
import { PRESETS, simulate } from '../../src/lab/simulate.js'

const HOUR = 3_600_000

/** A campaign whose accounts send in turn, one exchange every so many milliseconds. */
const clock = (id: string, exchanges: number, everyMs: number, accounts = 40): CampaignClock => ({
  campaign_id: id,
  sent: Array.from({ length: exchanges }, (_, place) => ({
    atMs: place * everyMs,
    account_id: `${id} ${place % accounts}`,
  })),
})

const truthOf = (clocks: readonly CampaignClock[], discipline: 'sloppy' | 'careful'): Truth => ({
  schema: 'stillwatch.truth/1',
  campaigns: clocks.map(({ campaign_id, sent }) => ({
    campaign_id,
    shape: 'A',
    discipline,
    cover_share: 0,
    accounts: [...new Set(sent.map((one) => one.account_id))],
    exchanges: sent.length,
    exchanges_extracting: sent.length,
    capabilities: [],
    succeeds: null,
  })),
  bystanders: [{ account_id: 'customer', campaign_id: 'a', role: 'customer' }],
  lookalikes: [],
})

const finding = (members: readonly string[]) =>
  ({ members: members.map((account_id) => ({ account_id })) }) as unknown as Campaign

describe('cuts', () => {
  test('a cut comes no later than the share that was asked for', () => {
    const one = clock('a', 40_000, 7)
    const cuts = chooseCuts([one], [0.01, 0.5, 1])
    expect(cuts.map((cut) => sentBefore(one, cut))).toEqual([400, 20_000, 40_000])
  })

  test('campaigns that keep step share their cuts, and none is looked at late', () => {
    const clocks = [clock('a', 20_000, 10), clock('b', 25_000, 9)]
    const cuts = chooseCuts(clocks, [0.01, 0.02, 0.05])
    expect(cuts).toHaveLength(3)
    for (const one of clocks) {
      for (const [place, share] of [0.01, 0.02, 0.05].entries()) {
        const seen = sentBefore(one, cuts[place] ?? 0) / one.sent.length
        expect(seen).toBeLessThanOrEqual(share)
        expect(seen).toBeGreaterThanOrEqual(0.7 * share)
      }
    }
  })

  test('a small campaign asks for none beside a large one', () => {
    expect(chooseCuts([clock('a', 20_000, 10), clock('b', 300, 90_000)], [0.1])).toEqual([19_991])
    expect(chooseCuts([clock('b', 300, 10)], [0.1])).toEqual([291])
  })
})

describe('found', () => {
  const one = clock('a', 400, HOUR)
  const truth = truthOf([one], 'sloppy')
  const held = (members: readonly string[], cutMs: number) =>
    isHeld(truth, { campaigns: [finding(members)] }, one, cutMs)
  const own = (count: number) => Array.from({ length: count }, (_, place) => `a ${place}`)
  const others = (count: number) => Array.from({ length: count }, (_, place) => `other ${place}`)

  test('ten operators of forty are a find, nine are none', () => {
    expect(held(own(10), 400 * HOUR)).toBe(true)
    expect(held(own(9), 400 * HOUR)).toBe(false)
  })

  test('where few have been seen, half of them are a find', () => {
    expect(held(own(3), 6 * HOUR)).toBe(true)
    expect(held(own(2), 6 * HOUR)).toBe(false)
  })

  test('operators who have sent nothing yet do not count', () => {
    expect(held(['a 30', 'a 31', 'a 32', 'a 33'], 6 * HOUR)).toBe(false)
  })

  test('a finding that is mostly of others is none; bystanders are no others', () => {
    expect(held([...own(10), ...others(10)], 400 * HOUR)).toBe(false)
    expect(held([...own(10), ...others(9), 'customer'], 400 * HOUR)).toBe(true)
  })
})

test('what was lost is what was sent before the first look that held it', () => {
  const clocks = [clock('a', 20_000, HOUR), clock('b', 20_000, HOUR), clock('c', 100, HOUR)]
  const look = (atMs: number, ...held: string[]): Look => ({
    atMs,
    held: new Set(held),
    falsePositives: 0,
    falseCampaigns: 0,
  })
  const looks = [look(100 * HOUR), look(400 * HOUR, 'a'), look(500 * HOUR, 'b')]
  expect(detect(truthOf(clocks, 'sloppy'), clocks, looks)).toMatchObject([
    { share: 0.02, shareBefore: 0.005, hours: 400, lost: 400, lostShare: 0.02, holdsBar: true },
    { share: 0.025, shareBefore: 0.02, lost: 500, holdsBar: false },
    { share: null, shareBefore: 1, hours: null, lost: 100, lostShare: 1, holdsBar: null },
  ])
})

test('the log as it lay shows nothing of what came later', () => {
  const root = mkdtempSync(join(tmpdir(), 'stillwatch-replay-'))
  try {
    const given = join(root, 'given')
    const made = simulate({ ...PRESETS.tiny, folder: given, seed: 'replay' })
    const clocks = readClocks(given, made.truth)
    for (const { campaign_id, sent } of clocks) {
      const campaign = made.truth.campaigns.find((one) => one.campaign_id === campaign_id)
      expect(sent.length).toBe(campaign?.exchanges)
    }
    const cut = Date.parse('2026-03-04T12:00:00Z')
    const target = join(root, 'seen')
    mkdirSync(target)
    const [first, second] = dealExchanges(given, target, [cut, Number.POSITIVE_INFINITY])
    writeTablesAt(given, target, cut)
    const instants = (path: string, key: string) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Date.parse(JSON.parse(line)[key]))
    const early = instants(first ?? '', 'received_at')
    const late = instants(second ?? '', 'received_at')
    expect(early.length + late.length).toBe(made.exchanges)
    expect(Math.max(...early)).toBeLessThan(cut)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(cut)
    for (const [name, key] of [
      ['account', 'created_at'],
      ['account_event', 'occurred_at'],
      ['model_release', 'released_at'],
    ] as const) {
      expect(Math.max(...instants(join(target, `${name}.jsonl`), key))).toBeLessThan(cut)
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('an account that will be suspended is active until then', () => {
  const account = {
    account_id: 'a',
    created_at: '2026-03-02T00:00:00Z',
    status: 'suspended',
  } as const
  const event = { account_id: 'a', occurred_at: '2026-03-03T00:00:00Z', kind: 'suspended' } as const
  expect(accountsAt([account], [])[0]?.status).toBe('active')
  expect(accountsAt([account], [event])[0]?.status).toBe('suspended')
  const back = { ...event, kind: 'reinstated' } as const
  expect(accountsAt([account], [event, back])[0]?.status).toBe('active')
})
