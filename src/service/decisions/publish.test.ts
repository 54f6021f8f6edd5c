import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXAMPLE_SCANNED_AT, EXAMPLE_SECRET, scanExample } from '../../../test/example.js'
import { testStore } from '../../../test/store.js'
import type { Findings } from '../../domain/findings.js'
import type { Truth } from '../../domain/truth.js'
import { createDecider, type Decider } from './decider.js'
import { DEFAULT_POLICY, type PolicyFile, policyFile } from './policy.js'
import { publishDecisions, readPolicy } from './publish.js'

const SECRET = EXAMPLE_SECRET
const HOUR_MS = 3_600_000
const startedAt = EXAMPLE_SCANNED_AT
const nowMs = startedAt.getTime() + HOUR_MS
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-publish-'))
const holder = testStore()
let findings: Findings
let truth: Truth
let exchanges: readonly Exchange[]

interface Exchange {
  readonly account_id: string
  readonly api_key_id?: string
  readonly system?: string
  readonly messages?: readonly { readonly role: string; readonly content: string }[]
}

beforeAll(async () => {
  findings = await scanExample(holder.store)
  truth = JSON.parse(readFileSync('examples/harvest/truth.json', 'utf8')) as Truth
  const lines = gunzipSync(readFileSync('examples/harvest/exchange.jsonl.gz')).toString()
  exchanges = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Exchange)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const policies = (parts: readonly object[], rest: object = {}): PolicyFile =>
  policyFile.parse({
    schema: 'stillwatch.policy/1',
    ...rest,
    policies: parts.map((part, index) => ({
      policy_id: `p${index}`,
      reason_code: 'usage_review',
      appeal: 'appeals@example.org',
      mode: 'live',
      ...part,
    })),
  })

async function decider(policy: PolicyFile, atMs = nowMs): Promise<Decider> {
  const path = join(folder, 'decisions.snapshot')
  await publishDecisions({ store: holder.store, policy, hashSecret: SECRET, path, nowMs: atMs })
  return createDecider({ snapshot: path, hashSecret: SECRET, now: () => atMs, pollMs: 1e6 })
}

const members = () => findings.campaigns.flatMap((campaign) => campaign.members)
const operators = () => members().filter(({ role }) => role === 'operator')
const others = () => members().filter(({ role }) => role !== 'operator')
const levels = (one: Decider, ids: readonly { readonly account_id: string }[]) =>
  new Set(ids.map(({ account_id }) => one.decide({ account_id }).level))

const DENY_ALL = { level: 'deny', when: { verdict: 'review' }, scope: ['account', 'api_key'] }

test('who is for review in a campaign to act on is under no policy for those to act on', async () => {
  const verdicts = new Map(findings.accounts.map((one) => [one.account_id, one.verdict]))
  const atAct = await decider(
    policies([{ ...DENY_ALL, when: { verdict: 'act' }, scope: ['account'] }]),
  )
  const forReview = operators().filter((one) => verdicts.get(one.account_id) === 'review')
  expect(forReview.length).toBeGreaterThan(0)
  expect(levels(atAct, forReview)).toEqual(new Set(['pass']))
  const toAct = operators().filter((one) => verdicts.get(one.account_id) === 'act')
  expect(levels(atAct, toAct)).toEqual(new Set(['deny']))
})

describe('what a run concluded', () => {
  test('without a policy file its operators are observed and nobody is touched', async () => {
    const one = await decider(DEFAULT_POLICY)
    expect(operators().length).toBeGreaterThan(40)
    expect(levels(one, operators())).toEqual(new Set(['observe']))
    const all = new Set(exchanges.map(({ account_id }) => account_id))
    for (const account_id of all) {
      expect(['pass', 'observe']).toContain(one.decide({ account_id }).level)
    }
  })

  test('the harshest policy denies its operators, and no victim, customer or bystander', async () => {
    const one = await decider(policies([DENY_ALL]))
    expect(levels(one, operators())).toEqual(new Set(['deny']))
    expect(others().length).toBeGreaterThan(0)
    for (const { account_id } of [...others(), ...truth.bystanders]) {
      expect(['pass', 'observe']).toContain(one.decide({ account_id }).level)
    }
    const accused = new Set(members().map(({ account_id }) => account_id))
    const rest = exchanges.filter(({ account_id }) => !accused.has(account_id))
    expect(levels(one, rest)).toEqual(new Set(['pass']))
  })

  test('a known operator is known by the API key alone, a victim is spared by it', async () => {
    const one = await decider(policies([DENY_ALL]))
    const keyOf = (id: string) => exchanges.find((one) => one.account_id === id)?.api_key_id
    const ask = (id: string) => one.decide({ account_id: '', api_key_id: keyOf(id) }).level
    expect(new Set(operators().map(({ account_id }) => ask(account_id)))).toEqual(new Set(['deny']))
    expect(others().map(({ account_id }) => ask(account_id))).not.toContain('deny')
  })

  test('it expires when no run renews it', async () => {
    const policy = policies([{ ...DENY_ALL, expires_hours: 5 }])
    expect(levels(await decider(policy, startedAt.getTime() + 4 * HOUR_MS), operators())).toEqual(
      new Set(['deny']),
    )
    expect(levels(await decider(policy, startedAt.getTime() + 6 * HOUR_MS), operators())).toEqual(
      new Set(['pass']),
    )
  })

  test('a dry run only observes, and says what it would have done', async () => {
    const one = await decider(policies([{ ...DENY_ALL, mode: 'dry_run' }]))
    const [first] = operators()
    const decision = one.decide({ account_id: first?.account_id ?? '' })
    expect(decision.level).toBe('observe')
    expect(decision.reasons).toContain('dry run of deny')
  })

  test('never-touch lists and the kill switch of the file hold', async () => {
    const accounts = operators().map(({ account_id }) => account_id)
    const spared = await decider(policies([DENY_ALL], { never_touch: { accounts } }))
    expect(levels(spared, operators())).toEqual(new Set(['pass']))
    const keys = exchanges.filter(({ account_id }) => accounts.includes(account_id))
    for (const { api_key_id } of keys) {
      expect(spared.decide({ account_id: '', api_key_id }).level).toBe('pass')
    }
    const killed = await decider(policies([DENY_ALL], { kill_switch: true }))
    expect(levels(killed, operators())).toEqual(new Set(['pass']))
  })
})

describe('an account that was banned and comes back under another name', () => {
  const scope = ['account', 'template']

  test('is known by its texts in its first exchanges, and hardly anybody else is', async () => {
    const one = await decider(policies([{ level: 'verify', when: { verdict: 'review' }, scope }]))
    const hostile = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
    const near = new Set(truth.bystanders.map(({ account_id }) => account_id))
    const counts = { hostile: 0, known: 0, innocent: 0, mistaken: 0 }
    const knownAccounts = new Set<string>()
    for (const exchange of exchanges) {
      if (near.has(exchange.account_id)) continue
      const { system_hash, template } = one.sketch(exchange)
      const { level } = one.decide({ account_id: 'a new name', system_hash, template })
      const isHostile = hostile.has(exchange.account_id)
      counts[isHostile ? 'hostile' : 'innocent']++
      if (level !== 'verify') continue
      counts[isHostile ? 'known' : 'mistaken']++
      if (isHostile) knownAccounts.add(exchange.account_id)
    }
    expect(knownAccounts.size / hostile.size).toBeGreaterThan(0.9)
    expect(counts.known / counts.hostile).toBeGreaterThan(0.4)
    expect(counts.innocent).toBeGreaterThan(3000)
    expect(counts.mistaken).toBe(0)
  })
})

describe('what a person ruled', () => {
  const ruling = (part: object) => ({
    ruling_id: 'r1',
    ruled_at: '2026-03-20 00:30:00.000',
    subject_kind: 'account',
    author: 'reviewer',
    reason: 'checked',
    expires_at: null,
    ...part,
  })

  test('benign spares an operator, a campaign ruled benign is dropped, campaign accuses', async () => {
    const [first] = findings.campaigns
    const [second] = findings.campaigns.slice(1)
    const freed = first?.members.find(({ role }) => role === 'operator')?.account_id ?? ''
    const outsider = exchanges.find(
      ({ account_id }) => !members().some((one) => one.account_id === account_id),
    )?.account_id
    await holder.store.insert('ruling', [
      ruling({ subject_id: freed, conclusion: 'benign' }),
      ruling({ subject_id: outsider, conclusion: 'campaign', ruling_id: 'r2' }),
      ruling({
        subject_kind: 'campaign',
        subject_id: second?.campaign_id,
        conclusion: 'benign',
        ruling_id: 'r3',
      }),
    ])
    const one = await decider(
      policies([DENY_ALL, { level: 'hold', when: { ruling: 'campaign' }, expires_hours: 48 }]),
    )
    const level = (account_id = '') => one.decide({ account_id }).level
    expect(['pass', 'observe']).toContain(level(freed))
    expect(level(outsider)).toBe('hold')
    expect(one.decide({ account_id: outsider ?? '' }).reasons).toEqual(['ruling r2'])
    expect(levels(one, second?.members ?? [])).toEqual(new Set(['pass']))
  })
})

describe('the policy file', () => {
  const read = (text: string) => {
    const path = join(folder, 'policy.yaml')
    writeFileSync(path, text)
    return () => readPolicy(path)
  }
  const one = (part: string) =>
    `schema: stillwatch.policy/1\npolicies:\n  - {policy_id: p, level: deny, reason_code: x, appeal: y, ${part}}\n`

  test('is a dry run until it says otherwise', () => {
    expect(read(one('named: {accounts: [a]}'))().policies[0]?.mode).toBe('dry_run')
  })

  test.each([
    ['a level to suspend', one('named: {accounts: [a]}').replace('deny', 'suspend')],
    ['nothing to match', one('mode: live')],
    ['a key that is not known', one('named: {accounts: [a]}, country: XX')],
    ['an address that is none', one('named: {ips: [nonsense]}')],
    ['a network of another size', one('named: {networks: [203.0.113.0/8]}')],
    ['no YAML', 'a: [b'],
    ['nothing', ''],
  ])('with %s is refused', (_, text) => {
    expect(read(text)).toThrow(/policy file .* is not valid/)
  })
})

describe('newcomers who look like a campaign', () => {
  test('stand at review and no higher, under no ruling, and only while that campaign is there', async () => {
    const [campaign] = findings.campaigns
    const row = (account_id: string, campaign_id: string | undefined) => ({
      run_id: '00000000-0000-4000-8000-000000000001',
      account_id,
      campaign_id,
      recognised_at: '2026-03-20 00:30:00.000',
      exchanges: 4,
      weight_millibits: 18_000,
      traits: ['template-family: 12 bits'],
    })
    await holder.store.insert('account_recognised', [
      row('newcomer', campaign?.campaign_id),
      row('stranger', 'a campaign of long ago'),
    ])
    const atReview = await decider(policies([DENY_ALL]))
    expect(atReview.decide({ account_id: 'newcomer' }).level).toBe('deny')
    expect(atReview.decide({ account_id: 'stranger' }).level).toBe('pass')
    const atAct = await decider(policies([{ ...DENY_ALL, when: { verdict: 'act' } }]))
    expect(atAct.decide({ account_id: 'newcomer' }).level).toBe('pass')
    const byDefault = await decider(DEFAULT_POLICY)
    expect(byDefault.decide({ account_id: 'newcomer' }).level).toBe('observe')
  })
})
