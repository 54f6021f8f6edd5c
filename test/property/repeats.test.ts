import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scoreFindings } from '../../src/lab/score.js'
import { testStore } from '../store.js'
import { logsFolder, makeWorld, scanFolders, seedsOf, type World } from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('repeats', ['one', 'two', 'three'])

/** Two loops of which every third request is sent again from the account next in the pool, a second later. */
async function recallOf(seed: string, again: object | undefined) {
  const world = makeWorld(logs.fresh(), seed, {
    accounts: 300,
    exchangesMean: 4,
    scenarios: [
      { id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] },
      { id: 'big-pivot', scale: 0.2, tongues: ['en'] },
    ],
  })
  if (again !== undefined) sendAgain(world, again)
  const findings = await scanFolders(held.store, world.folder)
  return scoreFindings(world.truth, findings, world.accountIds).accounts.recall
}

function sendAgain({ folder, truth }: World, again: object): void {
  const path = join(folder, 'exchange.jsonl')
  const pools = truth.campaigns.map(({ accounts }) => accounts)
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  const repeats = lines.flatMap((line, place) => {
    const exchange = JSON.parse(line) as { account_id: string; received_at: string }
    const pool = pools.find((accounts) => accounts.includes(exchange.account_id))
    if (pool === undefined || place % 3 !== 0) return []
    const account_id = pool[(pool.indexOf(exchange.account_id) + 1) % pool.length]
    const received_at = new Date(Date.parse(exchange.received_at) + 1000).toISOString()
    const repeat = { ...exchange, exchange_id: `again_${place}`, account_id, received_at, ...again }
    return [JSON.stringify(repeat)]
  })
  expect(repeats.length).toBeGreaterThan(100)
  appendFileSync(path, `${repeats.join('\n')}\n`)
}

/** What repeats cost, cheap first; a full answer to each of them is the third of a campaign's price. */
const CHEAP = {
  'for one token': { max_tokens: 1, tokens_out: 1, response: 'The', status: 200 },
  'and refused': { status: 429, tokens_out: null, response: null, stop_reason: null },
}

describe.each(seeds)('seed %s', (seed) => {
  test.each(Object.entries(CHEAP))(
    'a third of the requests sent again %s hides nobody',
    async (_, again) => {
      const before = await recallOf(seed, undefined)
      expect([seed, before >= 0.9]).toEqual([seed, true])
      expect(await recallOf(seed, again), `seed ${seed}`).toBeGreaterThanOrEqual(0.9 * before)
    },
  )
})
