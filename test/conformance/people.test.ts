/**
 * Each countermeasure by the hands of people, through the whole service: a policy is a dry run until two approved it, what
 * one lets go is let go at the client within seconds, a restriction ends by itself, and the trail has all of it.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { COUNTERMEASURES } from '../../src/countermeasures/index.js'
import { command, type Service, startService, until } from '../integration/served.js'
import { APPEAL } from './live.js'
import { caseOf, seenOf, waysOf } from './measure-cases.js'
import { isTold, type ModelApi, openModelApi, type Way } from './model-api.js'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const person = (name: string, ...roles: readonly string[]) => ({
  ...{ name, sha256: sha256(`token-${name}`), roles },
})
const PEOPLE = [
  person('alice', 'reviewer', 'auditor'),
  person('bob', 'reviewer'),
  person('carol', 'reviewer', 'admin'),
]

/** Accounts of each policy, by what becomes of them. */
const FATES = ['benign', 'appeal', 'rest'] as const
type Fate = (typeof FATES)[number]
const IDS = COUNTERMEASURES.map(({ id }) => id)
const accountOf = (id: string, fate: Fate | 'brief') => `acct-${id}-${fate}`
const policyOf = (id: string, fates: readonly (Fate | 'brief')[], more: object = {}) => ({
  policy_id: id,
  level: COUNTERMEASURES.find((one) => one.id === id)?.level,
  ...{ mode: 'live', measures: [id], limits: caseOf(id).limits ?? {} },
  ...{ reason_code: 'usage_review', appeal: APPEAL },
  named: { accounts: fates.map((fate) => accountOf(id, fate)) },
  ...more,
})
const POLICIES = IDS.map((id) => policyOf(id, FATES))
/** How soon whoever asks must see what people did. */
const SECONDS_MAX = 20
const BRIEF_MS = 15_000

let upstream: ModelApi
let service: Service
const write = (policies: readonly object[]) =>
  writeFileSync(
    join(service.state, 'policy.yaml'),
    stringify({ schema: 'stillwatch.policy/1', policies }),
  )

beforeAll(async () => {
  upstream = await openModelApi()
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-people-'))
  const policy = join(state, 'policy.yaml')
  writeFileSync(policy, stringify({ schema: 'stillwatch.policy/1', policies: POLICIES }))
  const proxy = { upstream: upstream.url, account_headers: ['x-account'] }
  // No run comes in between: nothing here rests on one.
  const engine = { run_minutes: 60 }
  service = await startService({ policy, people: PEOPLE, proxy, engine }, state)
  await until('people are heard', async () => (await ask('alice', '/me')).status === 200)
  const release = { model: 'heron-new*', released_at: new Date(Date.now() - 8.64e7).toISOString() }
  const told = await fetch(`${service.url}/v1/ingest?kind=model_release`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: JSON.stringify(release),
  })
  expect(told.status).toBe(200)
  // What is approved before the release is known would be another restriction after it.
  await until(
    'the release is known',
    async () => Number((await service.ready()).engine.rows_taken) > 0,
  )
})
afterAll(async () => {
  service.remove()
  await upstream.close()
})

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

async function ask(who: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${service.url}/stillwatch/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer token-${who}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

const reason = 'Looked at.'
/** The same deed for each measure, and what came of each. */
const all = async (does: (id: string) => Promise<Answer>) =>
  Object.fromEntries(
    await Promise.all(
      IDS.map(async (id) => {
        const { status, body } = await does(id)
        return [id, body.state ?? body.error ?? status] as const
      }),
    ),
  )
const each = <Value>(value: Value) => Object.fromEntries(IDS.map((id) => [id, value]))
const firstWay = (id: string): Way => waysOf(id)[0] ?? 'messages'
const isTouched = async (id: string, fate: Fate | 'brief', way = firstWay(id)) =>
  isTold(await seenOf({ url: service.url, id, account: accountOf(id, fate), way }))
/** Which measures touch an account of theirs now. */
const touched = async (fate: Fate | 'brief') => {
  const told = await Promise.all(IDS.map((id) => isTouched(id, fate)))
  return IDS.filter((_, place) => told[place])
}
/** Waits until all accounts of a fate are touched, or none; fails with those that are not so. */
async function becomes(fate: Fate | 'brief', isWanted: boolean): Promise<void> {
  const deadline = performance.now() + SECONDS_MAX * 1000
  const wanted = isWanted ? IDS : []
  for (;;) {
    const now = await touched(fate)
    if (now.length === wanted.length || performance.now() > deadline) {
      expect([fate, now]).toEqual([fate, wanted])
      return
    }
  }
}

async function approve(who: string, policies = IDS): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await ask(who, '/policies')
  const known = body.policies as readonly { policy_id: string; digest: string }[]
  const digestOf = (id: string) => known.find(({ policy_id }) => policy_id === id)?.digest
  return all((id) => {
    const policyId = policies.find((one) => one === id || one === `${id}-brief`) ?? id
    return ask(who, `/policies/${policyId}/approve`, { digest: digestOf(policyId), reason })
  })
}

it('touches nobody before two people approved it', async () => {
  expect(await touched('rest')).toEqual([])
  expect(await approve('alice')).toEqual(each('proposed'))
  expect(await approve('alice')).toEqual(each(expect.objectContaining({ code: 'SAME_PERSON' })))
  expect(await touched('rest')).toEqual([])
})

it('touches, and tells the official clients policy, code and appeal by every way, once they did', async () => {
  expect(await approve('bob')).toEqual(each('done'))
  for (const fate of FATES) await becomes(fate, true)
  await Promise.all(
    IDS.map(async (id) => {
      const { status, changed } = caseOf(id)
      for (const way of waysOf(id)) {
        const account = accountOf(id, 'rest')
        const seen = await seenOf({ url: service.url, id, account, way })
        const told = ['policy', 'reason', 'appeal', 'measures'].map((one) =>
          seen.headers.get(`stillwatch-${one}`),
        )
        const facts = [id, 'usage_review', APPEAL, id]
        expect([id, way, seen.status, ...told]).toEqual([id, way, status, ...facts])
        if (status === 200)
          expect(upstream.asked.get(account)).toMatchObject(
            changed?.[way.split(',')[0] ?? ''] ?? {},
          )
        else expect(seen.text).toContain(`${id} (usage_review). To appeal:`)
      }
    }),
  )
})

interface Restricted {
  readonly restriction_id: string
  readonly policy_id: string
}
const restrictionsOn = async (account: string) =>
  (await ask('bob', `/restrictions/on?account_id=${account}`)).body
    .restrictions as readonly Restricted[]

it('names each restriction by an id of its own, which no client is told, and lists its accounts', async () => {
  const known = (await ask('bob', '/restrictions')).body.restrictions as readonly Restricted[]
  expect(new Set(known.map(({ restriction_id }) => restriction_id)).size).toBe(IDS.length)
  for (const { restriction_id, policy_id } of known) {
    const path = `/restrictions/accounts?restriction_id=${restriction_id}`
    expect((await ask('bob', path)).body).toEqual({
      restriction: restriction_id,
      accounts: FATES.map((fate) => accountOf(policy_id, fate)).sort(),
      ...{ accounts_all: FATES.length, subjects: { account: FATES.length } },
      is_as_recorded: true,
    })
    const account = accountOf(policy_id, 'rest')
    expect(await restrictionsOn(account)).toMatchObject([{ restriction_id, policy_id }])
    const seen = await seenOf({
      url: service.url,
      id: policy_id,
      account,
      way: firstWay(policy_id),
    })
    expect(JSON.stringify([...seen.headers, seen.text])).not.toContain(restriction_id)
  }
  expect(await restrictionsOn('acct-else')).toEqual([])
})

it('lets go whom one person rules innocent, and nobody else', async () => {
  const ruled = await all((id) =>
    ask('alice', '/rulings/benign', {
      ...{ subject_kind: 'account', subject_id: accountOf(id, 'benign'), reason },
    }),
  )
  expect(ruled).toEqual(each('done'))
  await becomes('benign', false)
  expect(await touched('appeal')).toEqual(IDS)
  for (const id of IDS) {
    expect(await restrictionsOn(accountOf(id, 'benign'))).toEqual([])
    expect(await restrictionsOn(accountOf(id, 'appeal'))).toHaveLength(1)
  }
})

it('lets go whose appeal is granted, by somebody who had not approved', async () => {
  const opened = await Promise.all(
    IDS.map((id) =>
      ask('alice', '/appeals', {
        ...{ account_id: accountOf(id, 'appeal'), policy_id: id, statement: 'We are a school.' },
      }),
    ),
  )
  const decide = (who: string) =>
    all((id) =>
      ask(who, `/appeals/${opened[IDS.indexOf(id)]?.body.id}/decide`, {
        ...{ outcome: 'overturned', answer: 'They are.' },
      }),
    )
  expect(await decide('bob')).toEqual(each(expect.objectContaining({ code: 'OWN_DECISION' })))
  expect(await decide('carol')).toEqual(each('done'))
  await becomes('appeal', false)
  expect(await touched('rest')).toEqual(IDS)
})

it('lets go of a restriction that one person lifts; it takes two to restore it', async () => {
  const named = (id: string) => ({ policy_id: id, group: `policy ${id}`, reason })
  expect(await all((id) => ask('bob', '/restrictions/lift', named(id)))).toEqual(each('done'))
  await becomes('rest', false)
  const restore = (who: string) => all((id) => ask(who, '/restrictions/restore', named(id)))
  expect(await restore('alice')).toEqual(each('proposed'))
  expect(await touched('rest')).toEqual([])
  expect(await restore('carol')).toEqual(each('done'))
  await becomes('rest', true)
})

it('lets everybody go where one pulls the kill switch, until two let go of it', async () => {
  expect((await ask('carol', '/kill-switch/pull', { reason })).status).toBe(200)
  await becomes('rest', false)
  expect((await ask('bob', '/kill-switch/reset', { reason })).status).toBe(202)
  expect((await ask('alice', '/kill-switch/reset', { reason })).status).toBe(200)
  await becomes('rest', true)
})

it('lets go of a policy that one person withdraws', async () => {
  const withdrawn = await all((id) => ask('carol', `/policies/${id}/withdraw`, { reason }))
  expect(withdrawn).toEqual(each('done'))
  await becomes('rest', false)
})

it('ends by itself', async () => {
  const starts_at = new Date().toISOString()
  const brief = { starts_at, expires_hours: BRIEF_MS / 3_600_000 }
  const added = IDS.map((id) => policyOf(id, ['brief'], { policy_id: `${id}-brief`, ...brief }))
  write([...POLICIES, ...added])
  service.child.kill('SIGHUP')
  const ids = added.map(({ policy_id }) => policy_id)
  await until('the new policies are known', async () => {
    const { body } = await ask('alice', '/policies')
    return (body.policies as readonly object[]).length === 2 * IDS.length
  })
  expect(await approve('alice', ids)).toEqual(each('proposed'))
  expect(await approve('bob', ids)).toEqual(each('done'))
  await becomes('brief', true)
  await until('it ended', async () => (await touched('brief')).length === 0)
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(starts_at) + BRIEF_MS)
})

interface Entry {
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly facts: string
}

const told = ({ actor, action, facts }: Entry) => {
  const { cause } = JSON.parse(facts) as { readonly cause?: string }
  return `${actor}: ${action}${cause === undefined ? '' : `, ${cause}`}`
}

async function trail(): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (;;) {
    const { body } = await ask('alice', `/audit?after=${entries.length}&limit=1000`)
    const page = body.entries as readonly Entry[]
    if (page.length === 0) return entries
    entries.push(...page)
  }
}

it('all of it stands in the trail, which is whole and names no account', async () => {
  // What ran out is written down when decisions are published next.
  expect((await ask('carol', '/kill-switch/pull', { reason })).status).toBe(200)
  const ended = (entries: readonly Entry[]) =>
    entries.filter(({ object, action }) => /-brief$/.test(object) && action.endsWith('_ended'))
  await until('the end is written', async () => ended(await trail()).length === IDS.length)
  const entries = await trail()
  for (const id of IDS) {
    const of = (object: string) => entries.filter((one) => one.object === object).map(told)
    expect(of(`policy ${id}`)).toEqual([
      ...['person alice: propose', 'person bob: approve_policy', 'service: restriction_opened'],
      // For whoever was ruled innocent, and whose appeal was granted.
      ...['service: restriction_renewed', 'service: restriction_renewed'],
      ...['person bob: lift_restriction', 'service: restriction_ended, lifted'],
      ...['person alice: propose', 'person carol: restore_restriction'],
      ...['service: restriction_opened', 'service: restriction_ended, kill_switch'],
      ...['service: restriction_opened', 'person carol: withdraw_policy'],
      'service: restriction_ended, policy',
    ])
    expect(of(`policy ${id}-brief`)).toEqual([
      ...['person alice: propose', 'person bob: approve_policy', 'service: restriction_opened'],
      'service: restriction_ended, expired',
    ])
  }
  // The same until it ends, and another when it opens again.
  for (const id of IDS) {
    const ids = entries
      .filter(
        ({ object, action }) => object === `policy ${id}` && action.startsWith('restriction_'),
      )
      .map(({ facts }) => (JSON.parse(facts) as Restricted).restriction_id)
    expect(ids).toHaveLength(8)
    expect(new Set(ids.slice(0, 4)).size).toBe(1)
    expect(new Set(ids.slice(4, 6)).size).toBe(1)
    expect(new Set(ids).size).toBe(3)
  }
  const counted = (action: string) => entries.filter((one) => one.action === action).length
  expect(counted('rule_benign')).toBe(IDS.length)
  expect(counted('decide_appeal')).toBe(IDS.length)
  expect(JSON.stringify(entries)).not.toMatch(/acct-|We are a school|Looked at/)
  const { stdout } = await command('audit', 'verify', '--config', service.config)
  expect(stdout).toContain('whole')
})
