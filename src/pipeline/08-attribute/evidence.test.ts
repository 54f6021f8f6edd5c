import { expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { loadDetectors } from '../../detectors/index.js'
import { loadLinkers } from '../../linkers/index.js'
import type { RunContext } from '../stage.js'
import { evidenceRows } from './evidence.js'

const holder = testStore()
const run_id = '11111111-1111-4111-8111-111111111111'
const MEMBERS = ['a', 'b', 'c']
/** Carries what they share, and is no member. */
const STRANGERS = ['x', 'y']

interface Row {
  readonly kind: string
  readonly statement: string
}

async function statementsOf({ seeds = MEMBERS } = {}): Promise<Readonly<Record<string, string>>> {
  const facts = { accounts: 5, entities: 5, reference: 0, population: 40 }
  const shared = { run_id, linker: 'prompt-and-tools', family: 'content', speaks: 'circumstance' }
  const everybody = [...MEMBERS, ...STRANGERS]
  const pairs = [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'x'],
  ]
  await fill(
    holder.store,
    {
      campaign: [{ run_id, campaign_id: 'k', cluster_id: 'c1' }],
      campaign_member: MEMBERS.map((account_id) => ({
        run_id,
        campaign_id: 'k',
        account_id,
        role: 'operator',
      })),
      cluster_member: [...new Set([...MEMBERS, ...seeds])].map((account_id) => ({
        run_id,
        cluster_id: 'c1',
        account_id,
        is_seed: seeds.includes(account_id) ? 1 : 0,
        links: 1,
      })),
      account_identity: everybody.map((id) => ({
        account_id: id,
        entity_id: id === 'b' ? 'a' : id,
      })),
      account_value: everybody.map((account_id) => ({
        run_id,
        linker: 'prompt-and-tools',
        account_id,
        value_hash: 7,
      })),
      link_evidence: [
        ...pairs.map(([account_a, account_b]) => ({
          ...shared,
          account_a,
          account_b,
          value_hash: 7,
          weight_millibits: 5000,
          facts,
        })),
        {
          ...shared,
          linker: 'hand-off',
          family: 'operations',
          account_a: 'a',
          account_b: 'b',
          weight_millibits: 8000,
          facts: { handoffs: 2, seconds: 4, passed: 9 },
        },
      ],
      signal: [
        {
          run_id,
          detector: 'focus',
          family: 'breadth',
          subject_id: 'c1',
          weight_millibits: 900,
          facts: { top: 40, exchanges: 50 },
        },
      ],
    },
    ['cluster', 'cluster_tie'],
  )
  const rows = (await evidenceRows({
    store: holder.store,
    runId: run_id,
    linkers: await loadLinkers(),
    detectors: await loadDetectors(),
  } as unknown as RunContext)) as readonly Row[]
  return Object.fromEntries(rows.map((row) => [row.kind, row.statement]))
}

test('under a campaign its members are counted, and all who share it are told apart', async () => {
  const said = await statementsOf()
  expect(said.prompt_and_tools).toBe(
    '3 accounts under 2 names use one system prompt, tool set or parameters. (The strongest of 2 pairs among 3 members; in all the logs it is so of 5 accounts.)',
  )
})

test('what lies between two accounts has no count of others', async () => {
  const said = await statementsOf()
  expect(said.hand_off).toBe(
    '2 requests that one account was refused came from another within 4 seconds; the busier of the two had a part in 9 such requests in all. (One pair of members.)',
  )
})

test('a detector that counts over others than the members says so', async () => {
  expect((await statementsOf()).focus).toBe('40 of 50 exchanges are of one capability.')
  expect((await statementsOf({ seeds: ['a', 'b', 'x'] })).focus).toContain(
    'over the 3 accounts that hold together, 2 of them among the 3 members',
  )
})
