import { beforeAll, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import { indicatorId, type Pattern } from '../../src/domain/indicator.js'
import type { IndicatorTold } from '../../src/domain/told.js'
import { ALL_LOOKALIKES } from '../../src/lab/look-alikes.js'
import { VOUCHED, vouchedClusters } from '../../src/pipeline/07-judge/vouched.js'
import { takeIn } from '../../src/pipeline/partners/receive.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { carriersOf, type Logs, logsOf, patternsOf, told } from './framing.js'
import { firstRun, nextRun } from './partners.js'
import { logsFolder, makeWorld, RUN_ID, seedsOf, type World } from './world.js'

// A partner for which two people vouched, since it told of two campaigns that we found, and that turns hostile then. It knows every group that we see, and names what each of
// them carries as a campaign of its own; the prompt of a firm; what everybody uses; all addresses. Of no innocent the verdict may change.

const held = testStore()
const logs = logsFolder()
const [seed = 'one'] = seedsOf('trusted partner', ['one'])
const HASH_KEY = hashKeyOf('test')
const PARTNER = 'turned'
/** Kinds that are nobody else's, for readers of a tutorial have a text and a program in common. */
const OWN = ['network-day', 'mail-domain']

let world: World
let before: Findings
let said: Logs
let runs = 0

beforeAll(async () => {
  world = makeWorld(logs.fresh(), `${seed} trusted`, {
    accounts: 400,
    exchangesMean: 4,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.12, tongues: ['en'] },
      { id: 'many-pathways', scale: 0.2 },
      ...ALL_LOOKALIKES.map((one) => ({ ...one, scale: 0.25 })),
    ],
  })
  const first = await firstRun(held.store, { folder: world.folder, hashKey: HASH_KEY })
  said = logsOf(world.folder)
  await earn(first)
}, 600_000)

const rowsOf = <Row>(text: string, runId: string) =>
  held.store.rows<Row>(statement('rows', text), { run_id: runId })
const lastRun = () => `00000000-0000-4000-8000-${String(runs).padStart(12, '0')}`

async function runAfter(
  indicators: readonly IndicatorTold[],
  at: string,
  partner_id = PARTNER,
): Promise<Findings> {
  await takeIn(held.store, {
    ...{ partner_id, at_ms: Date.parse(at) },
    told: { indicators, withdrawn: [], refused: [] },
  })
  runs += 1
  return nextRun(held.store, lastRun(), HASH_KEY)
}

/** What it knew of two campaigns that are found here by our own evidence: where they came from, and by what mail. */
async function earn({ window_end }: Findings): Promise<void> {
  const indicators = world.truth.campaigns.flatMap(({ accounts }, place) => {
    const known = patternsOf(said, new Set(accounts)).filter(([kind]) => OWN.includes(kind))
    return told(known, `known ${place}`, window_end)
  })
  await held.store.insert('audit', [
    {
      ...{ seq: 1, at: '2026-01-01 00:00:00.000', actor: 'person alice' },
      ...{ action: 'vouch_for_partner', object: `partner ${PARTNER}` },
    },
  ])
  before = await runAfter(indicators, window_end)
}

const trust = async () => {
  const [weight] = await rowsOf<object>(
    `SELECT campaigns_right, campaigns_wrong, trust_millis FROM partner_weight
     WHERE run_id = {run_id:UUID} AND partner_id = '${PARTNER}'`,
    lastRun(),
  )
  return weight as Readonly<Record<string, number>>
}

const hostile = () => new Set(world.truth.campaigns.flatMap(({ accounts }) => [...accounts]))

/** Of each cluster that is vouched for how many it has, and how many of them are innocent. */
async function vouchedFor() {
  const which = await held.store.rows<{ cluster_id: string }>(vouchedClusters, {
    ...{ run_id: lastRun(), ...VOUCHED },
  })
  const ids = new Set(which.map(({ cluster_id }) => cluster_id))
  const clusters = await rowsOf<{ cluster_id: string; accounts: string[] }>(
    `SELECT cluster_id, groupArray(account_id) AS accounts
     FROM cluster_member WHERE run_id = {run_id:UUID} GROUP BY cluster_id ORDER BY cluster_id`,
    lastRun(),
  )
  const known = hostile()
  return clusters
    .filter(({ cluster_id }) => ids.has(cluster_id))
    .map(({ accounts }) => ({
      accounts: accounts.length,
      innocent: accounts.filter((id) => !known.has(id)).length,
    }))
}

/** Everybody who is of no campaign, with their verdict, and who of them is shown in one that was found. */
function innocents({ accounts, campaigns }: Findings): readonly (readonly [string, string])[] {
  const known = hostile()
  const shown = campaigns.flatMap(({ members }) => members)
  return [...accounts, ...shown.map(({ account_id }) => ({ account_id, verdict: 'in a campaign' }))]
    .filter(({ account_id }) => !known.has(account_id))
    .map(({ account_id, verdict }) => [account_id, verdict] as const)
    .sort(([a, one], [b, other]) => (a === b ? Number(one > other) : a < b ? -1 : 1))
}

/** Every cluster, and every kind of look-alike. */
const groupsOf = async (): Promise<readonly ReadonlySet<string>[]> => {
  const rows = await rowsOf<{ accounts: string[] }>(
    `SELECT groupArray(account_id) AS accounts FROM cluster_member WHERE run_id = {run_id:UUID}
     GROUP BY cluster_id ORDER BY cluster_id`,
    RUN_ID,
  )
  const kinds = world.truth.lookalikes.map(({ accounts }) => new Set(accounts))
  return [...rows.map(({ accounts }) => new Set(accounts)), ...kinds]
}

describe(`seed ${seed}`, () => {
  test('two people vouched for it, and its word may speak against an innocent explanation', async () => {
    expect(await trust()).toMatchObject({ campaigns_wrong: 0, trust_millis: 600 })
  })

  test('every group that we see, told as a campaign of its own by all that it alone does, changes no verdict of an innocent', async () => {
    const [groups, start] = [await groupsOf(), await trust()]
    const carriers = carriersOf(said)
    // A pattern is of the first group that alone has it.
    const named = new Set<string>()
    const indicators = groups.flatMap((of, place) => {
      const theirs = patternsOf(said, of).filter((pattern) => {
        const key = JSON.stringify(pattern)
        if (named.has(key) || ![...(carriers.get(key) ?? [])].every((id) => of.has(id)))
          return false
        named.add(key)
        return true
      })
      return told(theirs, `group ${place}`, before.window_end)
    })
    // Another tells it first, so that it knows what would cost it its trust, and leaves that out.
    await runAfter(indicators, before.window_end, 'other')
    const wrong = new Set(
      (
        await rowsOf<{ indicator_id: string }>(
          `SELECT indicator_id FROM partner_wrong WHERE partner_id = 'other'`,
          lastRun(),
        )
      ).map(({ indicator_id }) => indicator_id),
    )
    const safe = indicators.filter(({ kind, pattern }) => !wrong.has(indicatorId(kind, pattern)))
    const findings = await runAfter(safe, before.window_end)
    process.stderr.write(
      `${seed}: ${groups.length} groups, ${indicators.length} told, ${safe.length} of them safe\n`,
    )
    expect(await trust()).toEqual(start)
    expect(innocents(findings)).toEqual(innocents(before))
    const vouched = await vouchedFor()
    process.stderr.write(`${seed}: ${JSON.stringify(vouched)} of so many are vouched for\n`)
    expect(vouched.length).toBeGreaterThan(0)
  }, 600_000)

  test('nor does what everybody uses, a prompt of a firm or all addresses, told after that', async () => {
    const everybody: readonly [string, Pattern][] = [
      ['network-day', { network: '0.0.0.0/0', date: '2026-03-05' }],
      ['network-day', { network: '::/0', date: '2026-03-05' }],
      ...patternsOf(said, new Set(said.accounts.map(({ account_id }) => account_id))).filter(
        ([kind]) => kind !== 'network-day',
      ),
    ]
    const findings = await runAfter(
      told(everybody, 'everybody', before.window_end),
      before.window_end,
    )
    expect(innocents(findings)).toEqual(innocents(before))
  }, 600_000)
})
