import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { turnText } from '../../src/domain/exchange.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { logsFolder, makeWorld, scanFolders, seedsOf, type World, wronglyAccused } from './world.js'

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('agents', ['one', 'two'])

interface Line {
  readonly response: string | null
  readonly tool_calls?: number | null
  readonly messages: readonly { readonly role: string; readonly content: string }[]
}

/** Agents, runners and what people route them through; nobody here is a campaign. */
const makeAgents = (seed: string): World =>
  makeWorld(logs.fresh(), seed, {
    accounts: 400,
    exchangesMean: 4,
    scenarios: ['ci-runners', 'aggregator', 'failover', 'voucher-hackathon'].map((id) => ({
      id,
      scale: 0.5,
    })),
  })

/** Whatever was said before a tool was called stands in the call, which the program writes otherwise when it sends it back. */
function workInCalls({ folder }: World): number {
  const path = join(folder, 'exchange.jsonl')
  const lines = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const called = new Set(
    lines.flatMap(({ response, tool_calls }) => (response && tool_calls ? [response] : [])),
  )
  const turn = (text: string, spaces: number) =>
    called.has(text)
      ? turnText('', [
          `edit ${JSON.stringify({ path: 'src/a.ts', put: text.repeat(4) }, null, spaces)}`,
        ])
      : text
  const written = lines.map((line) =>
    JSON.stringify({
      ...line,
      ...(line.response ? { response: turn(line.response, 0) } : {}),
      messages: line.messages.map((one) =>
        one.role === 'assistant' ? { ...one, content: turn(one.content, 2) } : one,
      ),
    }),
  )
  writeFileSync(path, `${written.join('\n')}\n`)
  return called.size
}

const foreign = statement(
  'foreign_turns',
  `SELECT toUInt32(sum(foreign_turns)) AS turns, count() > 0 AS is_any FROM account_profile
   WHERE account_id IN ({accounts:Array(String)})`,
)

describe.each(seeds)('seed %s', (seed) => {
  test('agents whose every turn is a long call are no suspects, and send back what they were served', async () => {
    const world = makeAgents(seed)
    expect(workInCalls(world)).toBeGreaterThan(300)
    const findings = await scanFolders(held.store, world.folder)
    expect(wronglyAccused(world.truth, findings)).toEqual([])
    const accounts = world.truth.lookalikes.flatMap(({ kind, accounts: own }) =>
      kind === 'ci_runners' ? own : [],
    )
    const [row] = await held.store.rows(foreign, { accounts })
    expect(row).toEqual({ turns: 0, is_any: 1 })
  })
})
