import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scoreFindings } from '../../src/lab/score.js'
import { testStore } from '../store.js'
import { logsFolder, makeWorld, scanFolders, seedsOf, type World } from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('decoys', ['one', 'two', 'three'])

const DECOYS = 40
const HUBS = 3
const HOUR_MS = 3_600_000

interface Line {
  readonly account_id: string
  readonly received_at: string
  readonly messages?: readonly object[]
  readonly response?: string | null
  readonly user_agent?: string
  readonly ja4?: string
  readonly header_order?: readonly string[]
}

interface Account {
  readonly account_id: string
  readonly created_at: string
}

/** Two loops, and around the three busiest accounts of each forty that send back an answer of two of them. */
async function recallOf(seed: string, hasDecoys: boolean) {
  const world = makeWorld(logs.fresh(), seed, {
    accounts: 300,
    exchangesMean: 4,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.12, tongues: ['en'] },
      { id: 'big-pivot', scale: 0.15, tongues: ['en'] },
    ],
  })
  const { truth } = world
  if (hasDecoys) for (const { accounts } of truth.campaigns) addDecoys(world, accounts)
  const findings = await scanFolders(held.store, world.folder)
  return scoreFindings(truth, findings, world.accountIds).accounts.recall
}

function addDecoys({ folder }: World, pool: readonly string[]): void {
  const path = join(folder, 'exchange.jsonl')
  const sent = linesOf<Line>(path).filter(({ account_id }) => pool.includes(account_id))
  const answered = sent.filter(({ messages, response }) => messages !== undefined && !!response)
  const counts = new Map<string, number>()
  for (const { account_id } of sent) counts.set(account_id, (counts.get(account_id) ?? 0) + 1)
  const hubs = [...counts].sort((a, b) => b[1] - a[1]).slice(0, HUBS)
  const stocks = hubs.map(([hub]) => answered.filter(({ account_id }) => account_id === hub))
  expect(Math.min(...stocks.map((stock) => stock.length))).toBeGreaterThan(5)
  // Each signs up as somebody ordinary did, days apart, and comes as somebody ordinary does.
  const ordinary = linesOf<Account>(join(folder, 'account.jsonl')).filter(
    ({ account_id }) => !pool.includes(account_id),
  )
  const clients = linesOf<Line>(path).filter(({ account_id }) => !pool.includes(account_id))
  const decoys = ordinary.slice(0, DECOYS).map((account, i) => ({
    ...account,
    account_id: `decoy_${pool[0]}_${i}`,
    organization_id: null,
    payment_hash: null,
    email_hash: null,
    phone_hash: null,
    billing_address_hash: null,
    created_at: new Date(Date.parse(account.created_at) - i * 31 * HOUR_MS).toISOString(),
  }))
  const backs = decoys.flatMap(({ account_id }, i) =>
    [i, i + 1].map((place) => {
      const stock = stocks[place % HUBS] ?? []
      const line = stock[(i * 7 + place) % stock.length] as Line
      const { user_agent, ja4, header_order } = clients[(i * 37) % clients.length] as Line
      return {
        ...line,
        user_agent,
        ja4,
        header_order,
        account_id,
        exchange_id: `back_${account_id}_${place}`,
        organization_id: null,
        api_key_id: `key_${account_id}`,
        ip: `${20 + i}.${i}.113.7`,
        received_at: new Date(Date.parse(line.received_at) + i * 3 * HOUR_MS).toISOString(),
        messages: [
          ...(line.messages ?? []),
          { role: 'assistant', content: line.response },
          { role: 'user', content: 'Go on.' },
        ],
        max_tokens: 1,
        tokens_out: 1,
        response: 'The',
      }
    }),
  )
  append(path, backs)
  append(join(folder, 'account.jsonl'), decoys)
}

const linesOf = <Row>(path: string): readonly Row[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)

const append = (path: string, rows: readonly object[]): void =>
  appendFileSync(path, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)

describe.each(seeds)('seed %s', (seed) => {
  test('forty decoys that each send back two answers for one token hide nobody', async () => {
    const before = await recallOf(seed, false)
    expect([seed, before >= 0.9]).toEqual([seed, true])
    expect(await recallOf(seed, true), `seed ${seed}`).toBeGreaterThanOrEqual(0.9 * before)
  })
})
