/**
 * Which signal led to a decision, nobody who is touched is told. One campaign for each detector and each linker, with
 * its evidence in every table that has evidence, and one account that an operator named by hand, of whom nothing was
 * found: all are under one policy, and every answer of every door is the same for all of them, byte for byte.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COUNTERMEASURES } from '../../src/countermeasures/index.js'
import { loadDetectors } from '../../src/detectors/index.js'
import { loadLinkers } from '../../src/linkers/index.js'
import { createDecider, type Decider } from '../../src/service/decisions/decider.js'
import { policyFile } from '../../src/service/decisions/policy.js'
import { publishDecisions } from '../../src/service/decisions/publish.js'
import { buildGate, type Gate } from '../../src/service/gate/app.js'
import { bearer, SECRET, settingsOf, spool } from '../../src/service/gate/gate.fixture.js'
import { makeProxy } from '../../src/service/proxy/plugin.js'
import { newCounters, type ProxyCounters } from '../../src/service/proxy/ports.js'
import { proxySettings } from '../../src/service/proxy/settings.js'
import { testStore } from '../store.js'
import { REPEATING } from './held-bodies.js'
import { CHAT_RESPONSE, json, MESSAGES_RESPONSE, RESPONSES_RESPONSE } from './proxy-bodies.js'
import { bodyOf, openUpstream, type Upstream } from './proxy-world.js'

const detectors = (await loadDetectors()).map((one) => ({ ...one, kind: 'detector' }))
const linkers = await loadLinkers()
const name = (what: string, id: string) =>
  createHash('sha256').update(`${what} ${id}`).digest('hex').slice(0, 16)

const CONFIDENCE = 83
const MILLIBITS = 17_391
const signals = [...detectors, ...linkers].map(({ id, kind, title, family, statement }) => ({
  ...{ id, kind, title, family, statement },
  account: name('account', id),
  campaign: name('campaign', id),
  cluster: name('cluster', id),
}))
type Signal = (typeof signals)[number]
const BY_HAND = name('account', 'named by hand')

/** What a run would have written of a campaign that rests on this alone. */
const rowsOf = ({ id, kind, family, statement, account, campaign, cluster }: Signal) => ({
  campaign: [
    { campaign_id: campaign, cluster_id: cluster, verdict: 'act', confidence: CONFIDENCE },
  ],
  campaign_member: [{ campaign_id: campaign, account_id: account, role: 'operator' }],
  campaign_evidence: [
    {
      ...{ campaign_id: campaign, evidence_id: `${kind}:${id}`, family, kind: id, statement },
      weight_millibits: MILLIBITS,
    },
  ],
  verdict: [account, cluster].map((subject_id) => ({
    ...{ subject_kind: subject_id === account ? 'account' : 'cluster', subject_id },
    ...{ verdict: 'act', confidence: CONFIDENCE, reasons: [`${id}: ${statement}`] },
  })),
  ...(kind === 'detector'
    ? { signal: [{ detector: id, family, subject_id: cluster, weight_millibits: MILLIBITS }] }
    : {
        link_evidence: [
          {
            ...{ account_a: account, account_b: `${account}-b`, linker: id, family },
            weight_millibits: MILLIBITS,
          },
        ],
      }),
})

const NOW_MS = Date.parse('2026-04-01T12:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-untold-'))
const path = join(folder, 'decisions.snapshot')
const holder = testStore()
let upstream: Upstream
let decider: Decider
let gate: Gate
let url: string

beforeAll(async () => {
  const run_id = randomUUID()
  for (const signal of signals) {
    const given: Readonly<Record<string, readonly object[]>> = rowsOf(signal)
    for (const [table, rows] of Object.entries(given)) {
      await holder.store.insert(
        table,
        rows.map((row) => ({ run_id, ...row })),
      )
    }
  }
  const at = '2026-04-01 11:00:00.000'
  const times = { started_at: at, finished_at: at, window_start: at, window_end: at }
  await holder.store.insert('run', [{ run_id, ...times, version: 'test' }])
  upstream = await openUpstream(async (request, response) => {
    const body = `${await bodyOf(request)}`
    const { url: asked = '' } = request
    if (asked.includes('broken')) return void request.socket.destroy()
    const [, kind = ''] = /(messages|responses|chat)/.exec(asked) ?? []
    const repeating = body.includes('heron-repeats') ? REPEATING[kind] : undefined
    if (repeating !== undefined) return json(repeating.whole)(request, response)
    const answer = asked.includes('messages') ? MESSAGES_RESPONSE : CHAT_RESPONSE
    json(asked.includes('responses') ? RESPONSES_RESPONSE : answer)(request, response)
  })
  decider = await createDecider({ snapshot: path, hashSecret: SECRET, now: () => NOW_MS })
})
afterAll(async () => {
  decider.close()
  await upstream.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Puts a policy in force, and opens a gate that nobody has asked yet. */
async function underPolicy(part: object): Promise<ProxyCounters> {
  const policy = policyFile.parse({
    schema: 'stillwatch.policy/1',
    policies: [
      {
        ...{ policy_id: 'policy-7', mode: 'live', reason_code: 'usage_review', appeal: 'Write.' },
        ...{ when: { verdict: 'act' }, named: { accounts: [BY_HAND] }, ...part },
      },
    ],
  })
  await publishDecisions({ store: holder.store, policy, hashSecret: SECRET, path, nowMs: NOW_MS })
  await decider.refresh()
  const counters = newCounters()
  const settings = proxySettings.parse({ upstream: upstream.url, account_headers: ['x-account'] })
  const proxy = makeProxy({ settings, hashSecret: SECRET, now: () => NOW_MS, counters })
  gate = buildGate({
    ...{ decisions: decider, spool, hashSecret: SECRET, settings: settingsOf() },
    now: () => NOW_MS,
    log: { write: () => undefined },
    proxy: async (app, { decisions }) => proxy(app, { decisions, spool }),
  })
  url = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  return counters
}

const POLICIES: Readonly<Record<string, object>> = {
  deny: { level: 'deny' },
  verify: { level: 'verify', limits: { verify_at: 'https://example.org/verify' } },
  limit: { level: 'limit', limits: { models: ['heron-6*'], parallel: 1 } },
  'a rate': { level: 'limit', limits: { requests_per_minute: 1 } },
  shape: { level: 'shape', limits: { shows_reasoning: true } },
  hold: { level: 'hold' },
}

const ASKED: readonly (readonly [path: string, body: object])[] = [
  ['/v1/messages', { model: 'heron-5', messages: [{ role: 'user', content: 'Why?' }] }],
  ['/v1/messages', { model: 'heron-6', messages: [{ role: 'assistant', content: '{' }] }],
  ['/v1/messages', { model: 'heron-5', thinking: { type: 'enabled', budget_tokens: 2048 } }],
  ['/v1/messages/batches', { requests: [] }],
  ['/v1/chat/completions', { model: 'heron-5', n: 4 }],
  ['/v1/chat/completions', { model: 'heron-6', logprobs: true }],
  ['/v1/responses', { model: 'heron-5', input: 'Why?', background: true }],
  ['/v1/responses', { model: 'heron-5', input: 'Why?', reasoning: { summary: 'auto' } }],
  ['/v1/completions', { prompt: 'x', logprobs: 5 }],
  ['/v1/broken/messages', { model: 'heron-5' }],
  ['/v1/files', {}],
  ...(['messages', 'chat/completions', 'responses'] as const).map(
    (path) => [`/v1/${path}`, { model: 'heron-repeats' }] as const,
  ),
]

/** All that the doors answer somebody who is touched, as text; ids of requests and the hour left out. */
async function answersTo(account: string): Promise<string> {
  const answers: string[] = []
  const note = (status: number, headers: Iterable<readonly [string, unknown]>, body: string) =>
    answers.push(
      `${status}\n${[...headers]
        .filter(([one]) => !['date', 'request-id', 'x-request-id'].includes(one))
        .map(([one, value]) => `${one}: ${value}`)
        .sort()
        .join('\n')}\n\n${body.replaceAll(/"request_id":"[^"]*"/g, '"request_id":""')}`,
    )
  for (const [asked, body] of ASKED) {
    const headers = { 'content-type': 'application/json', 'x-account': account, 'x-api-key': 'sk' }
    const answer = await fetch(url + asked, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    note(answer.status, answer.headers, await answer.text())
  }
  const guardrail = {
    texts: ['Why?'],
    request_data: { user_api_key_hash: account, user_api_key_user_id: account },
  }
  const own = { 'x-account': account, authorization: 'Bearer sk' }
  const ask = (asked: string, headers: object, payload?: object) =>
    gate.app.inject({
      url: asked,
      headers: { ...headers },
      ...(payload === undefined ? {} : { method: 'POST' as const, payload }),
    })
  const forwardAuth = { ...bearer, 'x-account-id': account }
  for (const answer of [
    await ask('/v1/forward-auth', forwardAuth),
    await ask('/beta/litellm_basic_guardrail_api', bearer, guardrail),
    // Doors that he may not enter, and those that are open to everybody.
    await ask('/v1/decide', own, { account_id: account }),
    await ask('/v1/forward-auth', own),
    await ask('/metrics', own),
    await ask('/readyz', own),
    await ask('/healthz', own),
  ]) {
    note(answer.statusCode, Object.entries(answer.headers), answer.body)
  }
  return answers.join('\n\n')
}

/** What the service itself says in an answer: that of the upstream has words of its own. */
const ownPart = (answer: string): string =>
  answer
    .split('\n')
    .filter((line) =>
      /^stillwatch-|^x-stillwatch-|^\{"(?:type":")?error"|"blocked_reason"|"degraded"/.test(line),
    )
    .join('\n')
    .toLowerCase()

/** What would give a signal away. Single words of a sentence are in any other; three in a row are not. */
const tellingOf = ({ id, title, family, statement, campaign, cluster }: Signal) => [
  ...[id, title, family, campaign, cluster],
  ...statement.split(/\{[^}]*\}/).filter((part) => part.trim().split(/\s+/).length >= 3),
  ...[String(CONFIDENCE), String(MILLIBITS), '17.4', 'verdict', 'confidence'],
  ...['campaign', 'cluster', 'evidence', 'signal', 'detector', 'linker'],
]
const isIn = (text: string) => (one: string) =>
  new RegExp(
    `\\b${one
      .trim()
      .toLowerCase()
      .replaceAll(/[^\w]+/g, '\\W+')}\\b`,
  ).test(text)

describe.each(Object.entries(POLICIES))('under a policy of %s', (_, part) => {
  it('every answer is the same whichever signal it was, and the same as for whoever was named by hand', async () => {
    const counters = await underPolicy(part)
    const byHand = await answersTo(BY_HAND)
    const touched = Object.values(counters.measures).reduce((sum, count) => sum + count, 0)
    expect(touched).toBeGreaterThan(0)
    expect(ownPart(byHand)).toContain('policy-7')
    for (const signal of signals) {
      expect(decider.decide({ account_id: signal.account }).reasons[0]).toContain(signal.campaign)
      const told = await answersTo(signal.account)
      expect(told).toBe(byHand)
      expect(tellingOf(signal).filter(isIn(ownPart(told)))).toEqual([])
    }
    await gate.app.close()
  })
})

describe('POST /v1/decide, which the systems of the provider ask', () => {
  const OPERATORS_OWN = ['group', 'reasons', 'request_id']

  it('says the same in what may be handed on, and names no signal in what may not', async () => {
    await underPolicy({ level: 'shape' })
    const ask = async (account_id: string) => {
      const options = { method: 'POST', headers: bearer, payload: { account_id } } as const
      return (await gate.app.inject({ url: '/v1/decide', ...options })).json()
    }
    const publicOf = (answer: object) =>
      Object.fromEntries(Object.entries(answer).filter(([key]) => !OPERATORS_OWN.includes(key)))
    const byHand = publicOf(await ask(BY_HAND))
    expect(Object.keys(byHand).sort()).toEqual(
      [
        ...['appeal', 'level', 'limits', 'measures', 'policy_id', 'reason_code'],
        'snapshot_age_ms',
      ].sort(),
    )
    for (const signal of signals) {
      const answer = await ask(signal.account)
      expect(publicOf(answer)).toEqual(byHand)
      expect([answer.group, ...answer.reasons]).toEqual([
        `campaign ${signal.campaign}`,
        `campaign ${signal.campaign}: act at ${CONFIDENCE}`,
      ])
    }
    await gate.app.close()
  })
})

describe('what the countermeasures say of themselves', () => {
  it.each(COUNTERMEASURES)('$id: names no detector and no linker', (one) => {
    const { look: _, ...said } = one
    const messages = Object.values(one.cases.touches).flatMap(({ effect }) => Object.values(effect))
    const text = JSON.stringify([said, messages]).toLowerCase()
    const names = signals.flatMap(({ id, title }) => [id, title])
    expect(names.filter(isIn(text))).toEqual([])
  })
})
