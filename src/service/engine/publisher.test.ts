import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { serveSchema } from '../../config/serve.js'
import { carriedOf } from '../../feeds/carried.js'
import type { Ledger } from '../../records/ledger.js'
import { openRestrictions } from '../../records/restrictions.js'
import { newState } from '../../records/state.js'
import { carriedNow } from '../decisions/carried-table.js'
import { snapshotPath } from '../gate/run.js'
import { makeLog } from '../log.js'
import { makePublisher } from './publisher.js'

const holder = testStore()
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-publisher-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const START_MS = Date.parse('2026-03-02T00:00:00Z')
const instant = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
const policyPath = join(folder, 'policy.yaml')
const POLICY = `schema: stillwatch.policy/1
policies:
  - policy_id: shape
    level: shape
    mode: live
    when: { verdict: act }
    reason_code: usage_review
    appeal: Write to us.
`

/** A run that holds some campaigns, with newcomers who look like them. */
async function run(
  atMs: number,
  campaigns: readonly {
    id: string
    accounts: readonly string[]
    verdict?: string
    succeeds?: readonly string[]
  }[],
  newcomers: readonly { id: string; campaign: string }[] = [],
) {
  const { store } = holder
  const run_id = randomUUID()
  await store.insert(
    'campaign',
    campaigns.map(({ id, verdict = 'act', succeeds = [] }) => ({
      ...{ run_id, campaign_id: id, cluster_id: `c-${id}`, verdict, confidence: 99 },
      ...{ linkage: 1, extraction: 1, succeeds },
    })),
  )
  await store.insert(
    'campaign_member',
    campaigns.flatMap(({ id, accounts }) =>
      accounts.map((account_id) => ({
        ...{ run_id, campaign_id: id, account_id, role: 'operator', membership: 1 },
      })),
    ),
  )
  await store.insert(
    'account_recognised',
    newcomers.map(({ id, campaign }) => ({
      ...{ run_id, account_id: id, campaign_id: campaign, recognised_at: instant(atMs) },
      ...{ exchanges: 3, weight_millibits: 20_000, traits: [] },
    })),
  )
  const window = { window_start: instant(START_MS), window_end: instant(atMs) }
  const instants = { started_at: instant(atMs - 1), finished_at: instant(atMs) }
  await store.insert('run', [{ run_id, ...instants, ...window, version: '0.1.0' }])
}

const clock = { ms: START_MS, monotonic: 0 }
const lines: string[] = []
const state = newState()
const publisher = makePublisher(
  {
    readFile: () => file,
    version: '0.1.0',
    now: () => clock.ms,
    clock: () => clock.monotonic,
    log: makeLog({
      ...{ process: 'test', level: () => 'warn', now: () => clock.ms },
      write: (line) => lines.push(line),
    }),
  },
  () => file,
)
const file = {
  serve: serveSchema.parse({ state: folder, policy: policyPath }),
  ...{ hashSecret: 'a secret of tests', storePath: folder, storeUrl: undefined, overrides: {} },
}
beforeAll(() => {
  mkdirSync(dirname(snapshotPath(folder)), { recursive: true })
  writeFileSync(policyPath, POLICY)
})

async function publish(atMs: number) {
  clock.ms = atMs
  clock.monotonic += 120_000
  const { store } = holder
  const ledger = { state: () => state } as Pick<Ledger, 'state'> as Ledger
  publisher.tick({ reader: store, recorder: store, ledger })
  await publisher.settled()
  expect(lines).toEqual([])
}
const proposed = async () =>
  (await carriedNow(holder.store)).map(
    (one) => `${one.account_id}: ${one.policy_id} as ${one.restricted_id}`,
  )

test('successors of a restricted campaign are proposed for the same for as long as it holds, and never touched by that', async () => {
  await run(START_MS, [{ id: 'X', accounts: ['a', 'b'] }], [{ id: 'n', campaign: 'X' }])
  await publish(START_MS + 1000)
  expect(await proposed()).toEqual(['n: shape as X'])
  expect(await carriedOf(holder.store, 'X')).toEqual([
    { policy_id: 'shape', level: 'shape', accounts: 1 },
  ])
  expect(await openRestrictions(holder.store)).toMatchObject([{ group: 'campaign X', subjects: 2 }])

  // The campaign goes on under another name, for a person to look at: what was done to it is over, and proposed.
  await run(START_MS + 5000, [
    { id: 'Z', accounts: ['n', 'o'], verdict: 'review', succeeds: ['X'] },
  ])
  await publish(START_MS + 6000)
  expect(await openRestrictions(holder.store)).toEqual([])
  expect(await proposed()).toEqual(['n: shape as X', 'o: shape as X'])
  await publish(START_MS + 130_000)
  expect(await proposed()).toHaveLength(2)

  // People who let it go let go of the proposal too.
  state.lifted.add('shape\ncampaign X')
  await publish(START_MS + 260_000)
  expect(await proposed()).toEqual([])
})
