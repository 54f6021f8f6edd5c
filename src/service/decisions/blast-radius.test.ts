import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXAMPLE_SCANNED_AT, EXAMPLE_SECRET, scanExample } from '../../../test/example.js'
import { testStore } from '../../../test/store.js'
import type { Findings } from '../../domain/findings.js'
import { statement } from '../../store/sql.js'
import { openEntered } from './batch-memory.js'
import { blastRadius } from './blast-radius.js'
import { createDecider } from './decider.js'
import { type PolicyFile, policyFile } from './policy.js'
import { publishDecisions } from './publish.js'
import { LEVEL_OBSERVE, LEVELS } from './subject.js'

const SECRET = EXAMPLE_SECRET
const startedAt = EXAMPLE_SCANNED_AT
const nowMs = startedAt.getTime() + 3_600_000
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-radius-'))
const holder = testStore()
let findings: Findings
let exchanges: readonly Record<string, string | undefined>[]
let payments: ReadonlyMap<string, string>

const linesOf = (file: string) =>
  gunzipSync(readFileSync(`examples/harvest/${file}.jsonl.gz`))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, string | undefined>)

beforeAll(async () => {
  findings = await scanExample(holder.store)
  const kept = await holder.store.rows<Record<string, string>>(
    statement(
      'kept exchanges',
      `SELECT account_id, organization_id, api_key_id, ip, ja4, toString(user_agent) AS user_agent,
              toString(model) AS model FROM exchange`,
    ),
  )
  exchanges = kept
  payments = new Map(
    linesOf('account').map(({ account_id = '', payment_hash = '' }) => [account_id, payment_hash]),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const policies = (...parts: readonly object[]): PolicyFile =>
  policyFile.parse({
    schema: 'stillwatch.policy/1',
    policies: parts.map((part, index) => ({
      policy_id: `p${index}`,
      level: 'shape',
      reason_code: 'usage_review',
      appeal: 'appeals@example.org',
      ...part,
    })),
  })
const radius = async (policy: PolicyFile, days = 365) =>
  (await blastRadius(holder.store, { policy, hashSecret: SECRET, nowMs, days }))?.policies ?? []

/** What the gate would have said to each exchange of the store, one after the other. */
async function decided(policy: PolicyFile) {
  const path = join(folder, 'decisions.snapshot')
  const live = {
    ...policy,
    policies: policy.policies.map((one) => ({ ...one, mode: 'live' as const })),
  }
  await publishDecisions({ store: holder.store, policy: live, hashSecret: SECRET, path, nowMs })
  const decider = await createDecider({
    snapshot: path,
    hashSecret: SECRET,
    now: () => nowMs,
    pollMs: 1e6,
  })
  const counts = new Map<string, number>()
  for (const { account_id = '', ...rest } of exchanges) {
    const asked = { account_id, payment_hash: payments.get(account_id), ...rest }
    const { level } = decider.decide(asked)
    if (LEVELS.indexOf(level) > LEVEL_OBSERVE)
      counts.set(account_id, (counts.get(account_id) ?? 0) + 1)
  }
  decider.close()
  const accounts = [...counts.values()]
  return { accounts: accounts.length, exchanges: accounts.reduce((sum, one) => sum + one, 0) }
}

describe('whom a policy would have touched', () => {
  test.each<[string, object]>([
    ['operators by account', { when: { verdict: 'review' } }],
    ['operators by key and card', { when: { verdict: 'act' }, scope: ['api_key', 'payment'] }],
    ['a client that many share', { named: { user_agents: ['example-sdk/1.0'] } }],
    ['models', { when: { verdict: 'review' }, models: ['no such model'] }],
    ['nobody', { when: { ruling: 'campaign' } }],
  ])('is who would have been: %s', async (_, part) => {
    const policy = policies(part)
    const [found] = await radius(policy)
    const told = found?.touched ?? []
    const sum = (of: 'accounts' | 'exchanges') => told.reduce((total, one) => total + one[of], 0)
    expect({ accounts: sum('accounts'), exchanges: sum('exchanges') }).toEqual(
      await decided(policy),
    )
  })

  test('is who would have been, of addresses, networks and clients of the history itself', async () => {
    const [one = {}, two = {}] = [exchanges[10], exchanges[4000]]
    for (const named of [
      { ips: [one.ip] },
      { networks: [`${two.ip}`] },
      { ja4: [one.ja4] },
      { user_agents: [two.user_agent] },
      { accounts: [one.account_id], api_keys: [two.api_key_id] },
      {
        organizations: [
          exchanges.find(({ organization_id = '' }) => organization_id !== '')?.organization_id,
        ],
      },
    ]) {
      const given = Object.fromEntries(
        Object.entries(named).filter(([, [value]]) => value !== undefined && value !== ''),
      )
      const policy = policies({ named: given })
      const [found] = await radius(policy)
      const total = (found?.touched ?? []).reduce((sum, { exchanges: count }) => sum + count, 0)
      expect([given, total]).toEqual([given, (await decided(policy)).exchanges])
    }
  })

  test('tells operators from those who only share something, and spares whom the lists spare', async () => {
    const operators = findings.campaigns.flatMap(({ members }) =>
      members.filter(({ role }) => role === 'operator'),
    )
    const [found] = await radius(policies({ when: { verdict: 'review' } }))
    expect(found?.touched).toMatchObject([{ standing: 'operator', accounts: operators.length }])
    const spared = operators[0]?.account_id ?? ''
    const sparing = {
      ...policies({ when: { verdict: 'review' } }),
      never_touch: { accounts: [spared], organizations: [], api_keys: [] },
    }
    const [fewer] = await radius(sparing)
    expect(fewer?.touched[0]?.accounts).toBe(operators.length - 1)
    const [wide] = await radius(policies({ named: { user_agents: [exchanges[0]?.user_agent] } }))
    expect(wide?.touched.find(({ standing }) => standing === 'clear')?.accounts).toBeGreaterThan(0)
    expect((await radius(policies({ when: { verdict: 'review' } }), 1))[0]?.touched).toEqual([])
  })

  test('comes in force in one batch, where a policy has batches, and nobody is noted by asking', async () => {
    const when = { verdict: 'review' }
    const [found] = await radius(policies({ when, timing: { batch_hours: 24 } }))
    const [batch] = found?.batches ?? []
    expect(found?.batches).toHaveLength(1)
    expect(batch?.subjects).toBe(found?.subjects)
    const waits = Date.parse(batch?.starts_at ?? '') - nowMs
    expect(waits).toBeGreaterThanOrEqual(0)
    expect(waits).toBeLessThanOrEqual(48 * 3_600_000)
    expect((await openEntered(holder.store).known()).size).toBe(0)
    expect((await radius(policies({ when })))[0]?.batches).toEqual([])
  })
})
