import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { serveSchema } from '../../config/serve.js'
import type { Ledger } from '../../records/ledger.js'
import { openRestrictions } from '../../records/restrictions.js'
import { newState, type State } from '../../records/state.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { createDecider } from '../decisions/decider.js'
import { snapshotPath } from '../gate/run.js'
import { makeLog } from '../log.js'
import { makePublisher, type Publisher } from './publisher.js'

// The engine begins anew while a run makes everything new, or each run fails: what is in force stays, and whoever is let go is let go.

const holder = testStore()
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-releases-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const START_MS = Date.parse('2026-03-02T00:00:00Z')
const HOUR_MS = 3_600_000
const SECRET = 'a secret of tests'
const policyPath = join(folder, 'policy.yaml')
const POLICY = `schema: stillwatch.policy/1
policies:
  - policy_id: shape
    level: shape
    mode: live
    when: { verdict: act }
    scope: [account, api_key]
    expires_hours: 48
    reason_code: usage_review
    appeal: Write to us.
`
const instant = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
const TABLES = [
  ...['audit', 'exchange', 'campaign', 'campaign_member', 'run', 'derivation', 'ruling', 'let_go'],
]

let nowMs = START_MS
let monotonic = 0
let state: State
let lines: string[] = []
let publisher: Publisher
const file = {
  serve: serveSchema.parse({ state: folder, policy: policyPath }),
  ...{ hashSecret: SECRET, storePath: folder, storeUrl: undefined, overrides: {} },
}

/** A process that knows what is on the disk, and nothing else. */
function begin(): void {
  publisher = makePublisher(
    {
      ...{ readFile: () => file, version: '0.1.0', now: () => nowMs, clock: () => monotonic },
      log: makeLog({
        ...{ process: 'test', level: () => 'warn', now: () => nowMs },
        write: (line) => lines.push(line),
      }),
    },
    () => file,
  )
}

async function publish(doors: { reader?: Store; recorder?: Store } = {}): Promise<void> {
  nowMs += 1000
  monotonic += 120_000
  const { store } = holder
  const ledger = { state: () => state } as Pick<Ledger, 'state'> as Ledger
  publisher.tick({ reader: store, recorder: store, ledger, ...doors })
  await publisher.settled()
}

const deriving = (is_finished: boolean) =>
  holder.store.insert('derivation', [
    { place: `${nowMs}`, run_id: randomUUID(), input_id: 1, is_finished, version: '0.1.0' },
  ])

async function level(account_id: string, api_key_id?: string): Promise<string> {
  const snapshot = snapshotPath(folder)
  const decider = await createDecider({
    ...{ snapshot, hashSecret: SECRET, now: () => nowMs, pollMs: 1e6 },
  })
  const decision = decider.decide({ account_id, api_key_id })
  await decider.close()
  return decision.level
}
const levels = async () => Promise.all(['a', 'b', 'c', 'd'].map((id) => level(id)))

beforeEach(async () => {
  const { store } = holder
  for (const table of TABLES) await store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  nowMs = START_MS
  lines = []
  state = newState()
  mkdirSync(dirname(snapshotPath(folder)), { recursive: true })
  rmSync(snapshotPath(folder), { force: true })
  writeFileSync(policyPath, POLICY)
  const run_id = randomUUID()
  const members = { X: ['a', 'b'], Y: ['c', 'd'] }
  await store.insert(
    'campaign',
    Object.keys(members).map((campaign_id) => ({
      ...{ run_id, campaign_id, cluster_id: `c-${campaign_id}`, verdict: 'act', confidence: 99 },
      ...{ linkage: 1, extraction: 1, succeeds: [] },
    })),
  )
  await store.insert(
    'campaign_member',
    Object.entries(members).flatMap(([campaign_id, accounts]) =>
      accounts.map((account_id) => ({
        ...{ run_id, campaign_id, account_id, role: 'operator', membership: 1 },
      })),
    ),
  )
  const window = { window_start: instant(START_MS), window_end: instant(START_MS) }
  const instants = { started_at: instant(START_MS - 1), finished_at: instant(START_MS) }
  await store.insert('run', [{ run_id, ...instants, ...window, version: '0.1.0' }])
  begin()
  await publish()
  expect(await levels()).toEqual(['shape', 'shape', 'shape', 'shape'])
  expect(publisher.isOnlyReleasing()).toBe(false)
  // From here on a derivation is unfinished, and the process is another.
  await deriving(false)
  begin()
})

const benign = (subject_kind: 'account' | 'campaign' | 'cluster', subject_id: string) =>
  state.rulings.set('r', {
    ...{ ruling_id: 'r', ruled_ms: nowMs, subject_kind, subject_id, conclusion: 'benign' },
    ...{ people: ['alice'], reason: 'a school', expires_ms: null },
  })

describe('while no derivation has finished since the engine began', () => {
  test('what is in force stays in force, is fresh, and is said to be all that there is', async () => {
    await publish()
    await publish()
    expect(await levels()).toEqual(['shape', 'shape', 'shape', 'shape'])
    expect(publisher.isOnlyReleasing()).toBe(true)
    expect(publisher.inForce()?.rows.createdAtMs).toBe(nowMs)
    expect(await openRestrictions(holder.store)).toHaveLength(2)
    expect(lines.join()).toContain('a derivation is unfinished')
    await deriving(true)
    await publish()
    expect(publisher.isOnlyReleasing()).toBe(false)
  })

  test.each<[string, () => void, readonly string[]]>([
    ['lifted', () => state.lifted.add('shape\ncampaign X'), ['pass', 'pass', 'shape', 'shape']],
    ['ruled innocent', () => benign('account', 'a'), ['pass', 'shape', 'shape', 'shape']],
    ['of a campaign that is', () => benign('campaign', 'Y'), ['shape', 'shape', 'pass', 'pass']],
    ['of a cluster that is', () => benign('cluster', 'c-X'), ['pass', 'pass', 'shape', 'shape']],
    [
      'protected',
      () => state.protected.set('account\nd', { kind: 'account', id: 'd' }),
      ['shape', 'shape', 'shape', 'pass'],
    ],
    [
      'on the list of the file',
      () =>
        writeFileSync(
          policyPath,
          POLICY.replace('policies', 'never_touch: {accounts: [b]}\npolicies'),
        ),
      ['shape', 'pass', 'shape', 'shape'],
    ],
    ['over its time', () => (nowMs += 49 * HOUR_MS), ['pass', 'pass', 'pass', 'pass']],
    ['under a kill switch', () => (state.killSwitch = true), ['pass', 'pass', 'pass', 'pass']],
  ])('whoever is %s is let go', async (_, letGo, expected) => {
    await publish()
    letGo()
    publisher.reload()
    publisher.want()
    await publish()
    expect((await levels()).map((one) => (one === 'observe' ? 'pass' : one))).toEqual(expected)
    const groups = [...new Set(expected.map((one, at) => (one === 'pass' ? '' : 'XXYY'[at])))]
    const open = await openRestrictions(holder.store)
    expect(open.map(({ group }) => group).sort()).toEqual(
      groups.filter((one) => one !== '').map((one) => `campaign ${one}`),
    )
  })

  test('whoever was let go stays so under another name that the next run gives the campaign', async () => {
    await publish()
    state.lifted.add('shape\ncampaign X')
    await publish()
    const rows = await holder.store.rows<{ cause: string }>(
      statement('let_go', 'SELECT cause FROM let_go'),
    )
    expect(rows.map(({ cause }) => cause)).toEqual([
      'lift\nshape\ncampaign X',
      'lift\nshape\ncampaign X',
    ])
  })

  test('whoever is let go is so by a key of their own, and nobody by one that many send', async () => {
    await holder.store.insert(
      'exchange',
      [
        ['a', 'shared'],
        ['a', 'own-a'],
        ['b', 'shared'],
      ].map(([account_id, api_key_id], place) => ({
        ...{ exchange_id: `e${place}`, account_id, api_key_id },
        received_at: instant(START_MS),
      })),
    )
    benign('account', 'a')
    await publish()
    expect(await levels()).toEqual(['observe', 'shape', 'shape', 'shape'])
    expect(await level('b', 'shared')).toBe('shape')
    expect(await level('b', 'own-a')).toBe('observe')
    expect(lines.join()).not.toContain('known in part')
  })

  test('whoever is let go is let go where the file of policies cannot be read', async () => {
    writeFileSync(policyPath, 'policies: [')
    state.lifted.add('shape\ncampaign X')
    await publish()
    expect(await levels()).toEqual(['pass', 'pass', 'shape', 'shape'])
    expect(publisher.failures()).toBe(1)
  })
})

test('whoever is let go is let go where nothing can be read or written down', async () => {
  await deriving(true)
  const fails = async () => Promise.reject(new Error('away'))
  const broken: Store = { ...holder.store, rows: fails, insert: fails }
  state.lifted.add('shape\ncampaign X')
  await publish({ reader: broken, recorder: broken })
  expect(await levels()).toEqual(['pass', 'pass', 'shape', 'shape'])
  expect(publisher.failures()).toBe(1)
  // It is remembered, and written down, once it can be.
  await publish()
  expect(publisher.failures()).toBe(0)
  const rows = await holder.store.rows(statement('let_go', 'SELECT cause FROM let_go'))
  expect(rows).toHaveLength(2)
  expect(await openRestrictions(holder.store)).toMatchObject([{ group: 'campaign Y' }])
})

test('whoever is let go waits for no pause after what failed', async () => {
  await deriving(true)
  const fails = async () => Promise.reject(new Error('away'))
  const reader: Store = { ...holder.store, rows: fails }
  for (let attempts = 0; attempts < 7; attempts += 1) await publish({ reader })
  expect(publisher.failures()).toBe(7)
  const { store } = holder
  const ledger = { state: () => state } as Pick<Ledger, 'state'> as Ledger
  const tick = async () => {
    publisher.tick({ reader, recorder: store, ledger })
    await publisher.settled()
  }
  state.lifted.add('shape\ncampaign Y')
  publisher.want()
  await tick()
  expect(await levels()).toEqual(['shape', 'shape', 'shape', 'shape'])
  publisher.acted()
  await tick()
  expect(await levels()).toEqual(['shape', 'shape', 'pass', 'pass'])
  expect(publisher.failures()).toBe(7)
})

test('whoever is let go does not wait until all is told anew, however long that takes', async () => {
  await deriving(true)
  await publish()
  let answer: (() => void) | undefined
  let waited = 0
  const slow = new Promise<void>((resolve) => (answer = resolve))
  const { store } = holder
  const rows: Store['rows'] = async (statement, params) => {
    if (statement.name.endsWith('run_member')) await slow.then(() => (waited += 1))
    return store.rows(statement, params)
  }
  const ledger = { state: () => state } as Pick<Ledger, 'state'> as Ledger
  state.lifted.add('shape\ncampaign Y')
  publisher.acted()
  publisher.tick({ reader: { ...store, rows }, recorder: store, ledger })
  await expect.poll(levels, { timeout: 10_000 }).toEqual(['shape', 'shape', 'pass', 'pass'])
  expect(waited).toBe(0)
  answer?.()
  await publisher.settled()
  expect(waited).toBe(1)
  expect(await levels()).toEqual(['shape', 'shape', 'pass', 'pass'])
  expect(publisher.isOnlyReleasing()).toBe(false)
})

test('nobody is touched by what people took back while decisions were read', async () => {
  await deriving(true)
  const { store } = holder
  const rows: Store['rows'] = async (statement, params) => {
    if (statement.name.endsWith('run_member')) state.killSwitch = true
    return store.rows(statement, params)
  }
  await publish({ reader: { ...store, rows } })
  expect(await levels()).toEqual(['pass', 'pass', 'pass', 'pass'])
})
