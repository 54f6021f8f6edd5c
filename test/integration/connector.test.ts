import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { serveSchema } from '../../src/config/serve.js'
import { ROLES } from '../../src/domain/people.js'
import type { AccountRequest } from '../../src/records/account-request.js'
import { stepOf } from '../../src/records/account-requests.js'
import { auditPage, verifyAudit } from '../../src/records/audit.js'
import { type Ledger, openLedger } from '../../src/records/ledger.js'
import { type Connector, makeConnector } from '../../src/service/connector/connector.js'
import { accountCompany, fileGuards } from '../../src/service/connector/guards.js'
import { waitMs } from '../../src/service/connector/wait.js'
import { policiesKnown } from '../../src/service/decisions/by-people.js'
import { policyFile } from '../../src/service/decisions/policy.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'
import { type AccountSystem, accountSystem, acknowledge, SECRET } from './account-system.js'

const context = testStore()
const PEOPLE = ['alice', 'bob', 'carol'].map((name, place) => ({
  ...{ name, roles: ROLES },
  sha256: `${place}`.repeat(64),
}))
const POLICY = policyFile.parse({
  schema: 'stillwatch.policy/1',
  never_touch: { accounts: [], organizations: ['firm'], api_keys: ['key-1'] },
  policies: [
    {
      ...{ policy_id: 'named', level: 'deny', mode: 'live', reason_code: 'usage_review' },
      ...{ appeal: 'Write to appeals@example.org.', named: { accounts: ['acct_7'] } },
    },
    {
      ...{ policy_id: 'limited', level: 'limit', mode: 'live', reason_code: 'usage_review' },
      ...{ appeal: 'Write to appeals@example.org.', named: { accounts: ['acct_9'] } },
      limits: { requests_per_minute: 6 },
    },
  ],
})
const reason = 'A campaign.'
const START_MS = Date.UTC(2026, 2, 1)

let system: AccountSystem
let ledger: Ledger
let connector: Connector
let clockMs = 0
let url: string
let timeoutSeconds: number
let said: string[]
let isReadable: boolean

const now = () => Date.now()
const serve = () =>
  serveSchema.parse(
    url === ''
      ? {}
      : { connector: { url, secret: SECRET, timeout_seconds: timeoutSeconds, give_up_hours: 24 } },
  )
const clock = () => clockMs

async function open(): Promise<void> {
  const { store } = context
  ledger = await openLedger({
    ...{ store, now: () => now() + clockMs, newId: randomUUID, people: () => PEOPLE },
    policies: () => policiesKnown(POLICY),
    guards: () => fileGuards(serve(), POLICY),
    company: async (account_id) => {
      if (account_id === 'acct_slow') await new Promise(() => undefined)
      if (!isReadable) throw new Error('not readable')
      return accountCompany(store, account_id)
    },
    canErase: true,
  })
  const write = (fields: object, text: string) => said.push(JSON.stringify({ ...fields, text }))
  connector = makeConnector({
    ...{ now, clock, log: { info: write, warn: write, error: write } },
    settings: () => serve().connector,
  })
}

beforeEach(async () => {
  for (const table of ['audit', 'record_text', 'ruling', 'account', 'account_event', 'exchange']) {
    await context.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  said = []
  isReadable = true
  clockMs = 0
  timeoutSeconds = 0.3
  system = await accountSystem()
  url = system.url
  await open()
})
afterEach(async () => {
  await connector.stop()
  await system.close()
})

const act = (by: number, deed: string, input: object) =>
  ledger.act({ person: PEOPLE[by] ?? raise(), deed, input })
const raise = (): never => {
  throw new Error('nobody')
}
const suspend = (by: number, account_id = 'acct_7') =>
  act(by, 'suspend_account', {
    ...{ account_id, policy_id: 'named', reason_code: 'usage_review', reason },
  })
async function suspended(account_id = 'acct_7'): Promise<void> {
  expect(await suspend(0, account_id)).toMatchObject({ kind: 'proposed' })
  expect(await suspend(1, account_id)).toMatchObject({ kind: 'done' })
}
const states = () => [...ledger.state().requests.values()].map(stepOf)

/** Ticks until what is under way is over; then the clock is an hour later, so that every wait is. */
async function pass(isLater = true): Promise<void> {
  for (let place = 0; place < 5; place += 1) {
    connector.tick({ ledger, reader: context.store })
    await connector.settled()
  }
  if (isLater) clockMs += 1_200_000
}

describe('the account system', () => {
  test('that fails, hangs, babbles, redirects and is away is asked by one id until it hears', async () => {
    const elsewhere = { hits: 0 }
    const other = createServer((_, response) => {
      elsewhere.hits += 1
      response.end()
    }).listen(0, '127.0.0.1')
    await suspended()
    const { port } = other.address() as AddressInfo
    const behaviours: Parameters<AccountSystem['answer']>[0][] = [
      (_, response) => response.writeHead(500).end('no'),
      () => undefined,
      (_, response) => response.socket?.end('this is not HTTP\r\n\r\n'),
      (_, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end(),
      (_, response) => response.writeHead(429, { 'retry-after': '1' }).end(),
      (_, response) => response.writeHead(409).end(),
      (_, response) => response.writeHead(401).end(),
    ]
    for (const how of behaviours) {
      system.answer(how)
      clockMs += 3_600_000
      await pass(false)
      expect(states()).toEqual(['asked'])
    }
    const { port: gone } = new URL(system.url)
    await system.close()
    clockMs += 3_600_000
    await pass(false)
    expect(states()).toEqual(['asked'])
    const { heard } = system
    system = await accountSystem(Number(gone))
    system.answer((_, response) => response.writeHead(200).end('{"done": "yes", '))
    clockMs += 3_600_000
    await pass(false)
    expect(states()).toEqual(['accepted'])
    const all = [...heard, ...system.heard]
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect(new Set(all.map(({ raw }) => raw)).size).toBe(1)
    expect(heard).toHaveLength(behaviours.length)
    expect(system.unsigned).toEqual([])
    expect(elsewhere.hits).toBe(0)
    other.close()
    expect(all[0]?.body).toEqual({
      schema: 'stillwatch.account_request/1',
      type: 'account.suspend',
      timestamp: expect.stringMatching(/Z$/),
      request_id: all[0]?.id,
      sequence: expect.any(Number),
      action: 'suspend',
      account_id: 'acct_7',
      policy_id: 'named',
      reason_code: 'usage_review',
      opened: expect.stringMatching(/Z$/),
      expires: null,
      appeal: 'Write to appeals@example.org.',
    })
    // Neither the log nor the trail names whom it was about.
    expect(said.join('\n')).not.toMatch(/acct_7|whsec_|A campaign/)
    expect(JSON.stringify(await auditPage(context.store, 0))).not.toMatch(/acct_7|A campaign/)
    expect((await verifyAudit(context.store)).broken).toBeNull()
  })

  test('that answers and then never comes to an end is believed by its status', async () => {
    const endless = (status: number) => {
      system.answer((_, response) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.write('{"done": true')
      })
    }
    endless(200)
    await suspended()
    await pass()
    endless(422)
    await suspended('acct_8')
    await pass()
    expect(states()).toEqual(['accepted', 'refused'])
    expect(system.heard).toHaveLength(2)
  })

  test('is asked nothing by a trail that is not as it was written, and the trail does not grow by it', async () => {
    await suspended()
    const [last] = (await auditPage(context.store, 0)).slice(-1)
    await context.store.insert('audit', [
      {
        ...{ seq: Number(last?.seq) + 1, at: '2026-03-01 00:00:00.000', actor: 'person bob' },
        ...{ action: 'claim_case', object: 'case', subject: '', facts: '{}' },
        ...{ hash_before: '', hash: 'x' },
      },
    ])
    for (let times = 0; times < 3; times += 1) await pass()
    expect(system.heard).toEqual([])
    expect((await auditPage(context.store, 0)).length).toBe(Number(last?.seq) + 1)
    expect(said.join()).toContain('is not written down')
  })

  test('is asked about others, and people act, while of one account is read for however long', async () => {
    void suspend(0, 'acct_slow').catch(() => undefined)
    expect(await act(2, 'pull_kill_switch', { reason })).toMatchObject({ kind: 'done' })
    for (const by of [0, 1]) await act(by, 'reset_kill_switch', { reason })
    await suspended()
    await pass()
    expect(system.effects).toEqual(['suspend acct_7'])
  })

  test('is asked to let somebody go of whom nothing can be read', async () => {
    await suspended()
    await pass()
    const { store } = context
    isReadable = false
    await expect(suspend(0, 'acct_8')).rejects.toThrow('not readable')
    expect(await act(2, 'reinstate_account', { account_id: 'acct_7', reason })).toMatchObject({
      kind: 'done',
    })
    for (let place = 0; place < 3; place += 1) {
      connector.tick({ ledger, reader: store })
      await connector.settled()
    }
    expect(system.effects).toEqual(['suspend acct_7', 'reinstate acct_7'])
  })

  test('is asked no more where it refuses, and is believed where it says that it is done', async () => {
    system.answer((_, response) => response.writeHead(422).end('{"done": true}'))
    await suspended()
    await pass()
    await pass()
    expect(states()).toEqual(['refused'])
    expect(system.heard).toHaveLength(1)
    expect([...ledger.state().requests.values()][0]?.cause).toBe('status 422')
    system.answer((_, response) => response.writeHead(200).end('{"done": true}'))
    await suspended('acct_8')
    await pass()
    expect(states()).toEqual(['refused', 'done'])
    expect([...ledger.state().requests.values()][1]?.steps).toMatchObject({
      ...{ asked: expect.any(Number), accepted: expect.any(Number), done: expect.any(Number) },
    })
  })

  test('that says it later, by an account event, has done it then; an older event, and one of a day to come, count for nothing', async () => {
    system.answer(acknowledge)
    const event = (occurredMs: number) =>
      context.store.insert('account_event', [
        {
          ...{ account_id: 'acct_7', kind: 'suspended', detail: '', input_id: 1 },
          occurred_at: new Date(occurredMs).toISOString().replace('T', ' ').replace('Z', ''),
        },
      ])
    await event(START_MS)
    await suspended()
    await pass()
    expect(states()).toEqual(['accepted'])
    await event(now() + 400 * 86_400_000)
    await pass()
    expect(states()).toEqual(['accepted'])
    await event(now())
    await pass()
    expect(states()).toEqual(['done'])
  })

  test('is asked to verify by two people as well, and has done it when it says so', async () => {
    system.answer(acknowledge)
    const input = { account_id: 'acct_7', policy_id: 'named', reason_code: 'usage_review', reason }
    expect(await act(0, 'verify_account', input)).toMatchObject({ kind: 'proposed' })
    // A suspension is another thing to want.
    expect(await suspend(1)).toMatchObject({ kind: 'proposed' })
    expect(await act(1, 'verify_account', input)).toMatchObject({ kind: 'done' })
    expect(await act(2, 'verify_account', input)).toMatchObject({ why: 'SO_ALREADY' })
    await pass()
    expect(system.effects).toEqual(['verify acct_7'])
    const occurred_at = new Date(now()).toISOString().replace('T', ' ').replace('Z', '')
    await context.store.insert('account_event', [
      { account_id: 'acct_7', kind: 'verified', detail: '', input_id: 1, occurred_at },
    ])
    await pass()
    expect(states()).toEqual(['done'])
  })

  test('hears of a reinstatement at once, and no more of the suspension that it never answered', async () => {
    system.answer((_, response) => response.writeHead(503).end())
    await suspended()
    await pass()
    expect(await act(2, 'reinstate_account', { account_id: 'acct_7', reason })).toMatchObject({
      kind: 'done',
    })
    const before = system.heard.length
    await pass(false)
    expect(system.heard.slice(before).map(({ body }) => body.action)).toEqual(['reinstate'])
    expect(system.heard.at(-1)?.body.sequence).toBeGreaterThan(
      Number(system.heard[0]?.body.sequence),
    )
    clockMs += 1_200_000
    system.answer(acknowledge)
    await pass()
    expect(states()).toEqual(['withdrawn', 'accepted'])
    expect(system.heard.at(-1)?.body.action).toBe('reinstate')
    // What was never sent needs no reinstatement.
    await suspended('acct_8')
    await act(2, 'reinstate_account', { account_id: 'acct_8', reason })
    await pass()
    expect(states()).toEqual(['withdrawn', 'accepted', 'withdrawn'])
    expect(system.effects).toEqual(['suspend acct_7', 'reinstate acct_7'])
  })

  test('is not asked while the kill switch is pulled, nor about an account of a protected firm or key', async () => {
    const rows = { input_id: 1, created_at: '2026-01-01 00:00:00.000' }
    await context.store.insert('account', [
      { ...rows, account_id: 'acct_firm', organization_id: 'firm' },
    ])
    const received_at = '2026-03-01 00:00:00.000'
    await context.store.insert('exchange', [
      { exchange_id: 'e', received_at, account_id: 'acct_key', api_key_id: 'key-1' },
    ])
    for (const account_id of ['acct_firm', 'acct_key']) {
      expect(await suspend(0, account_id)).toMatchObject({ why: 'PROTECTED' })
    }
    system.answer(acknowledge)
    await suspended()
    await suspended('acct_8')
    await act(2, 'pull_kill_switch', { reason })
    expect(await suspend(0, 'acct_9')).toMatchObject({ why: 'KILL_SWITCH_ON' })
    await act(2, 'protect', { kind: 'account', id: 'acct_8', reason })
    await pass(false)
    expect(system.heard).toEqual([])
    expect(states()).toEqual(['waiting', 'withdrawn'])
    for (const by of [0, 1]) await act(by, 'reset_kill_switch', { reason })
    clockMs += 10_000
    await pass()
    expect(system.effects).toEqual(['suspend acct_7'])
  })

  test('withholds what two want until its time is over, and says by events of which it was done', async () => {
    system.answer(acknowledge)
    const expires_at = new Date(now() + 500).toISOString()
    const input = {
      ...{ account_id: 'acct_7', policy_id: 'limited', reason_code: 'usage_review', reason },
      ...{ measure: 'cap-rate', expires_at },
    }
    expect(await act(0, 'restrict_account', input)).toMatchObject({ kind: 'proposed' })
    expect(await act(1, 'restrict_account', input)).toMatchObject({ kind: 'done' })
    await pass(false)
    const restriction = { measure: 'cap-rate', limits: { requests_per_minute: 6 } }
    const id = system.heard[0]?.id
    expect(system.heard.map(({ body }) => body)).toMatchObject([
      { action: 'restrict', type: 'account.restrict', expires: expires_at, ...restriction },
    ])
    expect(system.heard[0]?.body.restriction_id).toBe(id)
    const event = (kind: string, detail: string | undefined) =>
      context.store.insert('account_event', [
        {
          ...{ account_id: 'acct_7', kind, detail, input_id: 1 },
          occurred_at: new Date(now()).toISOString().replace('T', ' ').replace('Z', ''),
        },
      ])
    await event('restricted', 'another restriction')
    clockMs += 20_000
    await sleep(600)
    await pass(false)
    expect(states()).toEqual(['ended', 'accepted'])
    expect(system.heard[1]?.body).toMatchObject({
      ...{ action: 'unrestrict', restriction_id: id, expires: null, ...restriction },
    })
    await event('restricted', id)
    await event('unrestricted', id)
    clockMs += 20_000
    await pass(false)
    expect([...ledger.state().requests.values()].map(({ steps }) => steps.done)).toEqual([
      expect.any(Number),
      expect.any(Number),
    ])
    expect(states()).toEqual(['ended', 'done'])
  })

  test('is given up on in time, which the trail says', async () => {
    system.answer((_, response) => response.writeHead(500).end())
    await suspended()
    await pass()
    clockMs += 24 * 3_600_000
    await pass()
    await pass()
    expect(states()).toEqual(['given_up'])
    const entries = await auditPage(context.store, 0)
    expect(entries.map(({ action }) => action)).toEqual([
      ...['propose', 'suspend_account', 'account_asked', 'account_given_up'],
    ])
  })

  test('does each thing once and in order, whenever the process that asks is ended', async () => {
    // Early, late, with an error and not at all; the same in every run.
    system.answer((_, response) => {
      const n = system.heard.length
      if (n % 7 === 3) return
      setTimeout(() => response.writeHead(n % 5 === 2 ? 503 : 202).end(), (n * 13) % 60)
    })
    const accounts = Array.from({ length: 6 }, (_, place) => `acct_${place}`)
    for (const account of accounts) await suspended(account)
    let isLetGo = false
    for (let life = 0; life < 60; life += 1) {
      for (let tick = 0; tick <= life % 4; tick += 1) {
        connector.tick({ ledger, reader: context.store })
        await sleep((life * 17) % 45)
      }
      await connector.stop()
      await open()
      clockMs += 60_000
      if (!isLetGo && states().includes('accepted')) {
        isLetGo = true
        for (const account_id of accounts) await act(2, 'reinstate_account', { account_id, reason })
      }
    }
    system.answer(acknowledge)
    await pass()
    await pass()
    const all = [...ledger.state().requests.values()]
    const sent = all.filter(({ steps }) => steps.asked !== undefined)
    expect(all.every((one) => ['accepted', 'withdrawn'].includes(stepOf(one)))).toBe(true)
    const named = ({ action, account_id }: AccountRequest) => `${action} ${account_id}`
    expect(new Set(system.effects).size).toBe(system.effects.length)
    expect(sent.map(named)).toEqual(expect.arrayContaining(system.effects))
    // What was withdrawn may have arrived; everything else has.
    const heard = sent.filter((one) => stepOf(one) !== 'withdrawn').map(named)
    expect(system.effects).toEqual(expect.arrayContaining(heard))
    expect(sent.filter(({ action }) => action === 'reinstate').length).toBeGreaterThan(0)
    for (const account of accounts) {
      const [, second] = system.effects.filter((one) => one.endsWith(account))
      if (second !== undefined) expect(second).toBe(`reinstate ${account}`)
    }
    expect((await verifyAudit(context.store)).broken).toBeNull()
  })

  test('is not asked about an account that was erased, nor once the time is over', async () => {
    system.answer(acknowledge)
    const input = { policy_id: 'named', reason_code: 'usage_review', reason }
    const expires_at = new Date(now() + 60_000).toISOString()
    for (const by of [0, 1]) {
      await act(by, 'suspend_account', { ...input, account_id: 'acct_8', expires_at })
    }
    await suspended()
    clockMs += 61_000
    await context.store.run(statement('erase', 'TRUNCATE TABLE record_text'))
    await open()
    await pass()
    expect(system.heard).toEqual([])
    expect([...ledger.state().requests.values()].map((one) => [stepOf(one), one.cause])).toEqual([
      ['withdrawn', 'erased'],
      ['withdrawn', 'erased'],
    ])
    for (const by of [0, 1]) {
      await act(by, 'suspend_account', { ...input, account_id: 'acct_9', expires_at })
    }
    await pass()
    expect([...ledger.state().requests.values()].at(-1)?.cause).toBe('expired')
    expect(system.heard).toEqual([])
  })

  test('must be there before anybody can be suspended', async () => {
    const before = url
    url = ''
    expect(await suspend(0)).toMatchObject({ why: 'NO_CONNECTOR' })
    url = before
    expect(await suspend(0)).toMatchObject({ kind: 'proposed' })
  })

  test('is asked again at once by a process that begins anew', async () => {
    system.answer(() => undefined)
    await suspended()
    await pass(false)
    await connector.stop()
    await open()
    system.answer(acknowledge)
    await pass(false)
    expect(states()).toEqual(['accepted'])
    expect(new Set(system.heard.map(({ id }) => id)).size).toBe(1)
    expect(system.effects).toEqual(['suspend acct_7'])
  })
})

test('waits grow to an hour, are spread, and never fall below what the other side asked for', () => {
  const waits = Array.from({ length: 12 }, (_, place) => waitMs('id', place + 1, undefined))
  for (const [place, ms] of waits.entries()) {
    const wholeMs = Math.min(5000 * 3 ** place, 3_600_000)
    expect(ms).toBeLessThanOrEqual(wholeMs)
    expect(ms).toBeGreaterThanOrEqual(wholeMs / 2)
  }
  expect(new Set(['a', 'b', 'c'].map((id) => waitMs(id, 3, undefined))).size).toBe(3)
  expect(waitMs('id', 1, 60_000)).toBe(60_000)
})

test('whoever is let go waits for no answer about anybody else', async () => {
  system.answer(acknowledge)
  await suspended()
  await pass()
  const others = Array.from({ length: 10 }, (_, place) => `other_${place}`)
  for (const account of others) await suspended(account)
  timeoutSeconds = 60
  const silent: Parameters<AccountSystem['answer']>[0] = ({ body }, response) => {
    if (body.action === 'reinstate') acknowledge({ id: '', body, raw: '' }, response)
  }
  system.answer(silent)
  const doors = { ledger, reader: context.store }
  connector.tick(doors)
  await expect.poll(() => system.heard.length, { timeout: 20_000 }).toBe(9)
  // One of whom an answer is waited for as well: his own comes first, so that none overtakes another on the way.
  for (const account_id of ['acct_7', 'other_0']) {
    await act(2, 'reinstate_account', { account_id, reason })
  }
  connector.tick(doors)
  await expect.poll(() => system.effects.at(-1), { timeout: 20_000 }).toBe('reinstate acct_7')
  connector.tick(doors)
  expect(system.heard).toHaveLength(10)
})

test('what lets somebody go is tried again within five minutes, whatever the other side asks for', async () => {
  system.answer(acknowledge)
  await suspended()
  await pass()
  await act(2, 'reinstate_account', { account_id: 'acct_7', reason })
  system.answer((_, response) => response.writeHead(503, { 'retry-after': '3600' }).end())
  for (let attempts = 0; attempts < 6; attempts += 1) {
    const before = system.heard.length
    await pass(false)
    expect(system.heard.length).toBe(before + 1)
    clockMs += 300_000
  }
})
