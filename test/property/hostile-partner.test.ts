import { beforeAll, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import { indicatorId, type Pattern } from '../../src/domain/indicator.js'
import type { IndicatorTold } from '../../src/domain/told.js'
import { BUNDLE_FAULTS } from '../../src/feeds/stix/received.js'
import { ALL_LOOKALIKES } from '../../src/lab/look-alikes.js'
import { takeIn } from '../../src/pipeline/partners/receive.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { carriersOf, type Logs, logsOf, patternsOf, told as toldOf, verdicts } from './framing.js'
import { firstRun, nextRun, receive } from './partners.js'
import { logsFolder, makeWorld, RUN_ID, seedsOf, type World } from './world.js'

// A partner that wants the innocent to be touched, and knows all that they do here. It names everything that look-alikes carry as
// one campaign, and what everybody carries, and what the nearly tied carry with what operators do. Nobody's verdict may change, and
// nothing that is held by our own evidence.

const held = testStore()
const logs = logsFolder()
const [seed = 'one'] = seedsOf('hostile partner', ['one'])
const HASH_KEY = hashKeyOf('test')
/** What more than one in fifty of the quiet carry ties nobody: few are named, so that it might. */
const NEAREST = 8

let world: World
let before: Findings
let said: Logs
let runs = 0

beforeAll(async () => {
  world = makeWorld(logs.fresh(), `${seed} hostile`, {
    accounts: 400,
    exchangesMean: 4,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.12, tongues: ['en'] },
      ...ALL_LOOKALIKES.map((one) => ({ ...one, scale: 0.25 })),
    ],
  })
  before = await firstRun(held.store, { folder: world.folder, hashKey: HASH_KEY })
  said = logsOf(world.folder)
}, 300_000)

const told = (patterns: ReturnType<typeof patternsOf>, campaign_name: string) =>
  toldOf(patterns, campaign_name, before.window_end)

async function runAfter(indicators: readonly IndicatorTold[], partner_id: string) {
  const taken = await takeIn(held.store, {
    ...{ partner_id, at_ms: Date.parse(before.window_end) },
    told: { indicators, withdrawn: [], refused: [] },
  })
  runs += 1
  const runId = lastRun()
  return { taken, findings: await nextRun(held.store, runId, HASH_KEY), runId }
}

const rowsOf = <Row>(text: string, runId: string) =>
  held.store.rows<Row>(statement('rows', text), { run_id: runId })

const idOf = (run: number): string => `00000000-0000-4000-8000-${String(run).padStart(12, '0')}`
const lastRun = () => idOf(runs)

/** Links that are not what our own evidence makes of the pair. */
const linksBeyondOwn = (runId: string) =>
  rowsOf(
    `SELECT account_a, account_b, weight_millibits, own FROM link
     INNER JOIN (
         SELECT account_a, account_b, toInt32(sum(best)) AS own FROM (
             SELECT account_a, account_b,
                 max(if(speaks = 'against' OR family = 'partner', 0, weight_millibits))
                     + sum(if(speaks = 'against', weight_millibits, 0)) AS best
             FROM link_evidence WHERE run_id = {run_id:UUID} GROUP BY account_a, account_b, family)
         GROUP BY account_a, account_b
     ) AS said USING (account_a, account_b)
     WHERE run_id = {run_id:UUID} AND (weight_millibits != own OR own < 12000)`,
    runId,
  )
const membersOf = (runId: string) =>
  rowsOf(
    `SELECT cluster_id, account_id, is_core, is_seed FROM cluster_member
     WHERE run_id = {run_id:UUID} ORDER BY cluster_id, account_id`,
    runId,
  )

describe(`seed ${seed}`, () => {
  test('what everybody carries, told as a campaign, changes no verdict and earns no trust', async () => {
    const counts = new Map<string, number>()
    const each = said.sent.flatMap((line) =>
      patternsOf({ sent: [line], accounts: [] }, new Set([line.account_id])),
    )
    for (const [kind, pattern] of each) {
      const key = JSON.stringify([kind, pattern])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    const popular = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 200)
    const patterns = popular.map(([key]) => JSON.parse(key) as [string, Pattern])
    const everybody: [string, Pattern] = [
      'network-day',
      { network: '0.0.0.0/0', date: '2026-03-05' },
    ]
    const { taken, findings, runId } = await runAfter(
      told([...patterns, everybody], 'popular'),
      'everybody',
    )
    expect(taken.refused.some(({ reason }) => reason.startsWith('too wide'))).toBe(true)
    expect(verdicts(findings)).toEqual(verdicts(before))
    const [weight] = await rowsOf<{ trust_millis: number }>(
      `SELECT trust_millis FROM partner_weight WHERE run_id = {run_id:UUID} AND partner_id = 'everybody'`,
      runId,
    )
    expect(weight?.trust_millis).toBeLessThanOrEqual(500)
  })

  test('all that the innocent carry, told as a campaign of each kind of them, changes no verdict', async () => {
    const indicators = world.truth.lookalikes.flatMap(({ kind, accounts: of }) =>
      told(patternsOf(said, new Set(of)), kind),
    )
    const { taken, findings, runId } = await runAfter(indicators, 'framer')
    expect(taken.taken).toBeGreaterThan(500)
    const [matched] = await rowsOf<{ accounts: string }>(
      `SELECT uniqExact(account_id) AS accounts FROM indicator_match
       WHERE run_id = {run_id:UUID} AND partner_id = 'framer' AND weight_millibits > 0`,
      runId,
    )
    expect(Number(matched?.accounts)).toBeGreaterThan(20)
    expect(verdicts(findings)).toEqual(verdicts(before))
  })

  test('where innocents have half of a link of their own, the word of a partner makes no link of it and none heavier', async () => {
    const [mixed] = await rowsOf<{ pairs: number }>(
      `SELECT toUInt32(count()) AS pairs FROM (
           SELECT sumIf(weight_millibits, family = 'partner') AS told, sumIf(weight_millibits, family != 'partner') AS own
           FROM link_evidence WHERE run_id = {run_id:UUID} GROUP BY account_a, account_b
           HAVING told > 0 AND own >= 4000 AND own < 12000 AND own + told >= 12000)`,
      lastRun(),
    )
    process.stderr.write(`${seed}: ${mixed?.pairs} pairs are linked by half and by a partner\n`)
    expect(mixed?.pairs).toBeGreaterThan(10)
    expect(await linksBeyondOwn(lastRun())).toEqual([])
  })

  test('who is nearly tied to a campaign, told with its operators under one name, is in no cluster more', async () => {
    const near = (
      await rowsOf<{ account_id: string }>(
        `SELECT account_id FROM cluster_tie
         WHERE run_id = {run_id:UUID}
           AND account_id NOT IN (SELECT account_id FROM cluster_member WHERE run_id = {run_id:UUID})
         GROUP BY account_id ORDER BY max(weight_millibits) DESC, account_id`,
        RUN_ID,
      )
    ).map(({ account_id }) => account_id)
    const operators = world.truth.campaigns.flatMap(({ accounts: of }) => [...of])
    // Naming operators with them does not cover it: it was wrong about what proven customers carry.
    const mixed = told(patternsOf(said, new Set([...near, ...operators])), 'mixed')
    const { runId: firstId } = await runAfter(mixed, 'scout')
    const wrong = await rowsOf<{ indicator_id: string }>(
      `SELECT indicator_id FROM partner_wrong WHERE partner_id = 'scout'`,
      firstId,
    )
    expect(wrong.length).toBeGreaterThan(0)
    // Another tells of the nearest what they and the operators alone carry, and leaves out what was costly.
    const costly = new Set(wrong.map(({ indicator_id }) => indicator_id))
    const carriers = carriersOf(said)
    const named = new Set([...near.slice(0, NEAREST), ...operators])
    const aimed = patternsOf(said, named).filter(
      ([kind, pattern]) =>
        !costly.has(indicatorId(kind, pattern)) &&
        [...(carriers.get(JSON.stringify([kind, pattern])) ?? [])].every((id) => named.has(id)),
    )
    const { findings, runId } = await runAfter(told(aimed, 'mixed'), 'mixer')
    const [tied] = await rowsOf<{ accounts: number }>(
      `SELECT toUInt32(uniqExact(account_id)) AS accounts FROM cluster_tie
       WHERE run_id = {run_id:UUID} AND family = 'partner'`,
      runId,
    )
    process.stderr.write(`${seed}: ${near.length} nearly tied, ${tied?.accounts} by a partner\n`)
    expect(tied?.accounts).toBeGreaterThan(0)
    expect(await membersOf(runId)).toEqual(await membersOf(RUN_ID))
    expect(verdicts(findings)).toEqual(verdicts(before))
  })

  test('a million objects, what goes round in itself and what nests without end are refused and counted', async () => {
    const bundle = (objects: readonly object[]) =>
      JSON.stringify({ type: 'bundle', id: `bundle--${ID}1`, objects })
    const grouping = (own: number, other: number) => ({
      ...{ type: 'grouping', spec_version: '2.1', id: `grouping--${ID}${own}`, context: 'x' },
      ...{ created: '2026-03-01T00:00:00.000Z', modified: '2026-03-01T00:00:00.000Z' },
      object_refs: [`grouping--${ID}${other}`],
    })
    const hostile: readonly (readonly [string, string])[] = [
      [bundle(Array(1_000_000).fill({ type: 'x' })), BUNDLE_FAULTS.too_many_objects],
      [bundle([grouping(2, 3), grouping(3, 2)]), BUNDLE_FAULTS.cycle],
      [`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, BUNDLE_FAULTS.too_deep],
    ]
    for (const [text, reason] of hostile) {
      expect(await receive(held.store, text, before.window_end)).toEqual({
        ...{ taken: 0, unchanged: 0, withdrawn: 0 },
        refused: [{ reason, objects: 1 }],
      })
    }
    const told = (pattern: string) => ({
      ...{ type: 'indicator', spec_version: '2.1', id: `indicator--${ID}4`, pattern_type: 'stix' },
      ...{ created: '2026-03-01T00:00:00.000Z', modified: '2026-03-01T00:00:00.000Z', pattern },
      ...{ valid_from: '2026-03-01T00:00:00.000Z', valid_until: '2026-03-30T00:00:00.000Z' },
    })
    const exploding = [
      '('.repeat(8000),
      `[${Array(200).fill("ipv4-addr:value = '203.0.113.1'").join(' OR ')}]`,
      `[${Array(3000).fill("ipv4-addr:value = '203.0.113.1'").join(' OR ')}]`,
      "[ipv4-addr:value ISSUBSET '0.0.0.0/0']",
    ]
    for (const pattern of exploding) {
      const { taken, refused } = await receive(
        held.store,
        bundle([told(pattern)]),
        before.window_end,
      )
      expect([taken, refused.map(({ objects }) => objects)]).toEqual([0, [1]])
    }
  })
})

const ID = '00000000-0000-4000-8000-00000000000'
