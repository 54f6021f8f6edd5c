import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import { createRandom } from '../../src/lab/random.js'
import { testStore } from '../store.js'
import {
  logsFolder,
  makeWorld,
  RANKS,
  scanFolders,
  seedsOf,
  type Verdict,
  verdictsOf,
  type World,
} from './world.js'

// That fingerprints which everybody shares merge nobody is shown in test/golden/three-sdk.test.ts.

const held = testStore()
const logs = logsFolder()
const seeds = seedsOf('independence', ['one', 'two', 'three'])

const NAT_ACCOUNTS = 10_000

describe.each(seeds)('seed %s', (seed) => {
  let world: World
  let findings: Findings

  beforeAll(async () => {
    world = makeWorld(logs.fresh(), seed, {
      accounts: 400,
      scenarios: [
        { id: 'reasoning-harvest', scale: 0.15, tongues: ['en'] },
        { id: 'slow-relay', scale: 0.08, tongues: ['en'] },
        { id: 'university-class', scale: 0.3 },
        { id: 'framework-template', scale: 0.15 },
      ],
    })
    findings = await scanFolders(held.store, world.folder)
    expect(findings.campaigns.length, `seed ${seed}`).toBe(2)
  })

  test('unrelated traffic, as much again, changes no verdict', async () => {
    const others = makeWorld(logs.fresh(), `${seed} others`, {
      accounts: 500,
      scenarios: [{ id: 'consumer-app', scale: 0.15 }],
    })
    const after = await scanFolders(held.store, world.folder, others.folder)
    expect(after.input.accounts).toBeGreaterThan(1.5 * findings.input.accounts)
    expectSame({ seed, world, before: findings, after })
  })

  test(`${NAT_ACCOUNTS} new accounts behind one new address move no cluster`, async () => {
    const crowd = crowdBehindOneAddress(logs.fresh(), `${seed} crowd`)
    const after = await scanFolders(held.store, world.folder, crowd.folder)
    expectSame({ seed, world, before: findings, after })
    const verdicts = verdictsOf(after)
    const accused = crowd.ids.filter((id) => RANKS[verdicts.get(id) ?? 'clear'] > RANKS.clear)
    expect([seed, accused]).toEqual([seed, []])
  })
})

interface Compared {
  readonly seed: string
  readonly world: World
  readonly before: Findings
  readonly after: Findings
}

/**
 * The same campaigns of the same members at the same verdicts, and the same accounts watched besides. What
 * may move is declared in docs/explanation/judgement.md: whether a member is at `review` or at `act` asks
 * what hardly anybody outside its campaign sends, and that is counted among everybody.
 */
function expectSame({ seed, world, before, after }: Compared): void {
  const own = new Set(world.accountIds)
  const groups = ({ campaigns }: Findings) =>
    campaigns
      .filter(({ members }) => members.some(({ account_id }) => own.has(account_id)))
      .map(({ verdict, members }) => [
        verdict,
        ...members.map(({ account_id }) => account_id).sort(),
      ])
      .sort()
  const standing = ({ accounts }: Findings) =>
    accounts
      .filter(({ account_id }) => own.has(account_id))
      .map(({ account_id, verdict, campaign_id }) =>
        campaign_id === null ? `${account_id} ${verdict}` : `${account_id} ${isAccused(verdict)}`,
      )
  expect([seed, groups(after)]).toEqual([seed, groups(before)])
  expect([seed, standing(after)]).toEqual([seed, standing(before)])
}

const isAccused = (verdict: Verdict) => (RANKS[verdict] >= RANKS.review ? 'accused' : verdict)

const WORDS =
  'please tell me how to mend bread garden river train ticket history letter cousin winter soup music recipe budget paint window carpet birthday speech travel poem rain bicycle lamp'.split(
    ' ',
  )
const START_MS = Date.parse('2026-03-03T00:00:00Z')
const DAY_MS = 86_400_000

/** Newcomers of one day, each with a question or two of its own, all behind the same address. */
function crowdBehindOneAddress(folder: string, seed: string) {
  const random = createRandom(seed)
  const ids: string[] = []
  const accounts: object[] = []
  const exchanges: object[] = []
  mkdirSync(folder, { recursive: true })
  for (let place = 0; place < NAT_ACCOUNTS; place += 1) {
    const own = random.split(place)
    const account_id = `acct_crowd_${place}`
    const bornMs = START_MS + own.int(0, DAY_MS)
    ids.push(account_id)
    accounts.push({
      account_id,
      created_at: new Date(bornMs).toISOString(),
      plan: 'free',
      verification: 'email',
      email_domain: 'gmail.com',
      email_hash: own.hex(24),
      signup_ip: CROWD_ADDRESS,
    })
    for (let asked = own.int(1, 2); asked > 0; asked -= 1) {
      exchanges.push({
        exchange_id: `req_crowd_${place}_${asked}`,
        received_at: new Date(bornMs + own.int(60_000, DAY_MS)).toISOString(),
        account_id,
        channel: 'app',
        ip: CROWD_ADDRESS,
        asn: 64_500,
        user_agent: own.pick(['Mozilla/5.0 (A)', 'Mozilla/5.0 (B)', 'Mozilla/5.0 (C)']),
        model: 'middle',
        messages: [
          { role: 'user', content: Array.from({ length: 12 }, () => own.pick(WORDS)).join(' ') },
        ],
        status: 200,
        response: Array.from({ length: 30 }, () => own.pick(WORDS)).join(' '),
        tokens_in: 16,
        tokens_out: 40,
      })
    }
  }
  const lines = (rows: readonly object[]) =>
    `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
  writeFileSync(join(folder, 'account.jsonl'), lines(accounts))
  writeFileSync(join(folder, 'exchange.jsonl'), lines(exchanges))
  return { folder, ids }
}

const CROWD_ADDRESS = '203.0.113.77'
