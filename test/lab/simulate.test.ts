/** A simulation is repeatable, keeps the contract, and its truth is true of its files. */

import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, accountEvent, modelRelease } from '../../src/domain/account.js'
import { type Exchange, exchange } from '../../src/domain/exchange.js'
import { truth } from '../../src/domain/truth.js'
import { generateBench } from '../../src/lab/bench.js'
import { SCENARIOS } from '../../src/lab/scenarios/index.js'
import { PRESETS, type Simulation, simulate } from '../../src/lab/simulate.js'

/** Honest people who send what another account was served. */
const SHARES_CONVERSATIONS = new Set([
  'passed_on_work',
  'microservices',
  'academic_researchers',
  'agency',
  'aggregator',
  'marketplace_reseller',
  'localisation',
  'friends_relay',
  'moved_workload',
  'byok_desktop',
  'published_dataset',
  'shared_flat',
  'voucher_hackathon',
  'consulting_firm',
  'meetup_table_all',
  'meetup_table_some',
])

const strictExchange = exchange.strict()
const root = mkdtempSync(join(tmpdir(), 'stillwatch-lab-'))
const folder = join(root, 'all')
let simulation: Simulation
let exchanges: readonly Exchange[]

const lines = (path: string): readonly unknown[] => {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line))
}

const digest = (path: string): string =>
  readdirSync(path)
    .toSorted()
    .map((name) =>
      createHash('sha256')
        .update(readFileSync(join(path, name)))
        .digest('hex'),
    )
    .join()

beforeAll(() => {
  simulation = simulate({
    ...PRESETS.tiny,
    accounts: 150,
    scenarios: SCENARIOS.map(({ id }) => ({ id, scale: 0.08 })),
    folder,
    seed: 'contract',
  })
  exchanges = lines(join(folder, 'exchange.jsonl')) as Exchange[]
})
afterAll(() => rmSync(root, { recursive: true }))

test('every row of every scenario keeps the published form', () => {
  const ids = new Set<string>()
  for (const row of exchanges) {
    ids.add(row.exchange_id)
    // Parsing is the slow part, and rows of one scenario are alike: every fifth is enough.
    if (ids.size % 5 === 0) strictExchange.parse(row)
  }
  expect(ids.size).toBe(exchanges.length)
  for (const row of lines(join(folder, 'account.jsonl'))) account.strict().parse(row)
  for (const row of lines(join(folder, 'account_event.jsonl'))) accountEvent.strict().parse(row)
  for (const row of lines(join(folder, 'model_release.jsonl'))) modelRelease.strict().parse(row)
  truth.parse(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')))
})

test('every account that sends is known, was open by then, and has one truth at most', () => {
  const rows = lines(join(folder, 'account.jsonl')).map((row) => account.parse(row))
  const created = new Map(rows.map((row) => [row.account_id, Date.parse(row.created_at)]))
  expect(created.size).toBe(rows.length)
  for (const row of exchanges) {
    expect(created.get(row.account_id)).toBeLessThanOrEqual(Date.parse(row.received_at))
  }
  const named = [
    ...simulation.truth.campaigns.flatMap((campaign) => campaign.accounts),
    ...simulation.truth.bystanders.map((bystander) => bystander.account_id),
    ...simulation.truth.lookalikes.flatMap((group) => group.accounts),
  ]
  expect(new Set(named).size).toBe(named.length)
  expect(named.every((id) => created.has(id))).toBe(true)
})

test('the truth counts the exchanges that campaigns sent', () => {
  for (const campaign of simulation.truth.campaigns) {
    const pool = new Set([
      ...campaign.accounts,
      ...simulation.truth.bystanders.map((bystander) => bystander.account_id),
    ])
    const sent = exchanges.filter((row) => pool.has(row.account_id)).length
    expect(campaign.exchanges).toBeGreaterThan(0)
    expect(campaign.exchanges).toBeLessThanOrEqual(sent)
    const own = new Set(campaign.accounts)
    const least = exchanges.filter((row) => own.has(row.account_id)).length
    expect(campaign.exchanges).toBeGreaterThanOrEqual(least)
    expect(campaign.exchanges_extracting).toBeLessThanOrEqual(campaign.exchanges)
  }
})

test('only campaigns, colleagues and readers of published dialogues send what another was served', () => {
  // Stock answers are served to many, and prove nothing.
  const owners = new Map<string, string | undefined>()
  for (const { response, account_id } of exchanges) {
    if (!response || response.length < 200) continue
    const isShared = owners.has(response) && owners.get(response) !== account_id
    owners.set(response, isShared ? undefined : account_id)
  }
  const crossing = new Set<string>()
  for (const row of exchanges) {
    for (const turn of row.messages ?? []) {
      const owner = turn.role === 'assistant' ? owners.get(turn.content) : undefined
      if (owner !== undefined && owner !== row.account_id) crossing.add(row.account_id)
    }
  }
  const expected = new Set([
    ...simulation.truth.campaigns.flatMap((campaign) => campaign.accounts),
    ...simulation.truth.bystanders.map((bystander) => bystander.account_id),
    ...simulation.truth.lookalikes
      .filter((group) => SHARES_CONVERSATIONS.has(group.kind))
      .flatMap((group) => group.accounts),
  ])
  expect(crossing.size).toBeGreaterThan(5)
  expect([...crossing].filter((id) => !expected.has(id))).toEqual([])
})

test('the same seed gives the same bytes and another seed does not', () => {
  const small = { ...PRESETS.example, accounts: 40, days: 2, scenarios: [] }
  simulate({ ...small, folder: join(root, 'one'), seed: 's' })
  simulate({ ...small, folder: join(root, 'two'), seed: 's' })
  simulate({ ...small, folder: join(root, 'other'), seed: 't' })
  expect(digest(join(root, 'two'))).toBe(digest(join(root, 'one')))
  expect(digest(join(root, 'other'))).not.toBe(digest(join(root, 'one')))
})

test('bench lines keep the form and come near the wanted size', () => {
  for (const kb of [1, 20]) {
    const path = join(root, `bench-${kb}`)
    const bench = generateBench({ exchanges: 400, kb, folder: path, seed: 's' })
    for (const row of lines(join(path, 'exchange.jsonl'))) exchange.strict().parse(row)
    expect(bench.bytes / 400 / 1024).toBeGreaterThan(kb * 0.7)
    expect(bench.bytes / 400 / 1024).toBeLessThan(kb * 1.4)
  }
})
