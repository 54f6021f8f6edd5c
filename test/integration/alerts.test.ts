import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { serveSchema } from '../../src/config/serve.js'
import type { AccountRequest } from '../../src/records/account-request.js'
import type { Ledger } from '../../src/records/ledger.js'
import { type Appeal, newState, type State } from '../../src/records/state.js'
import { type Alerts, makeAlerts } from '../../src/service/alerts/alerts.js'
import type { CampaignTold } from '../../src/service/alerts/conditions.js'
import { type EngineTold, engineTold } from '../../src/service/engine/told.js'
import type { Store } from '../../src/store/store.js'
import { testStore } from '../store.js'
import { type AccountSystem, accountSystem, acknowledge, SECRET } from './account-system.js'
import { type MailServer, mailServer } from './mail-server.js'

// Only where the tests may mount is there a disk that can be filled.
const small = mkdtempSync(join(tmpdir(), 'stillwatch-small-'))
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status === 0
afterAll(() => {
  if (isMounted) spawnSync('umount', [small])
  rmSync(small, { recursive: true, force: true })
})

const MINUTE_MS = 60_000
const SILENCE_MS = 1000

let state: string
let hook: AccountSystem
let mail: MailServer
let people: State
let campaigns: readonly CampaignTold[] | 'unreadable'
let told: EngineTold
let clockMs: number
let alerts: Alerts
let settings: object
let isKilled: boolean
let isTrailBroken: boolean
let lastSeenMs: number | undefined
let said: string[]

const QUIET: EngineTold = engineTold.parse({
  ...{ pid: 1, written_at: '2026-03-01T00:00:00.000Z', started_at: '2026-03-01T00:00:00.000Z' },
  ...{ is_open: true, was_open: true, work: 'idle', watermark: null, lag_seconds: 0 },
  ...{ last_run_id: randomUUID(), last_run_started_at: null, last_run_seconds: null },
  ...{ campaigns_act: 0, campaigns_review: 0, accounts_watch: 0, runs: 0, run_failures: 0 },
  ...{ run_failures_in_a_row: 0, drain_failures_in_a_row: 0, publish_failures_in_a_row: 0 },
  ...{ rows_taken: 0, rows_rejected: 0, rows_repeated: 0, segments_aside: 0 },
  ...{ rebuilt_night: '', rebuild_attempts: 0, is_rebuilt: true, problem: null },
})

const ledgerOf = (state: State) => {
  const broken = () => (isTrailBroken ? { seq: 1, problem: 'it was changed' } : null)
  const ledger: Pick<Ledger, 'state' | 'proposals' | 'broken'> = {
    ...{ state: () => state, proposals: () => [...state.proposals.values()], broken },
  }
  return ledger as Ledger
}

function open(): void {
  const write = (fields: object, text: string) => said.push(JSON.stringify({ ...fields, text }))
  alerts = makeAlerts({
    ...{ now: () => Date.UTC(2026, 2, 1) + clockMs, clock: () => clockMs, state },
    ...{ newId: randomUUID, log: { info: write, warn: write, error: write } },
    folders: () => [state, ...(isMounted ? [small] : []), '/a folder that is not there'],
    settings: () => serveSchema.parse({ alerts: settings }).alerts,
    isKilled: () => isKilled,
    erasureWaitMs: () => 3_600_000,
    lastSeenMs,
  })
}

beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'stillwatch-alerts-'))
  hook = await accountSystem(0, true)
  hook.answer(acknowledge)
  mail = await mailServer()
  people = newState()
  campaigns = []
  told = QUIET
  clockMs = 0
  isKilled = false
  isTrailBroken = false
  lastSeenMs = undefined
  said = []
  settings = {
    ...{ disk_free_percent_min: 0, webhook: { url: hook.url, secret: SECRET } },
    mail: mailTo(mail.port),
  }
  open()
})
afterEach(async () => {
  await alerts.stop()
  await hook.close()
  await mail.close()
  rmSync(state, { recursive: true, force: true })
})

const mailTo = (port: number) => ({
  ...{ host: '127.0.0.1', port, tls: 'none', from: 'stillwatch@example.org' },
  to: ['desk@example.org'],
})

/** Ticks for as long as a look and a sending take. */
async function pass(): Promise<void> {
  const ledger = ledgerOf(people)
  const rows = async () => {
    if (campaigns === 'unreadable') throw new Error('no memory is left')
    return campaigns
  }
  const reader = { rows } as unknown as Store
  clockMs += 10_000
  for (let place = 0; place < 3; place += 1) {
    alerts.tick({ ledger, reader }, told)
    // A mail server that says nothing is not waited for.
    await Promise.race([alerts.settled(), sleep(SILENCE_MS)])
  }
}
const runFound = (all: readonly CampaignTold[]) => {
  campaigns = all
  told = { ...told, last_run_id: randomUUID() }
}
const campaign = (campaign_id: string, accounts: number, verdict = 'act'): CampaignTold => ({
  ...{ campaign_id, verdict, confidence: 97, accounts },
})
const hooked = () =>
  hook.heard.flatMap(({ body }) => body.alerts as { kind: string; text: string }[])
const kinds = () => hooked().map(({ kind }) => kind)

describe('people are told', () => {
  test('of each thing once, by both ways, signed, whatever is restarted in between', async () => {
    runFound([campaign('c1', 40), campaign('c2', 12, 'review')])
    people.proposals.set('k', {
      ...{ proposal_id: 'p1', deed: 'suspend_account', key: 'acct_7', object: 'account' },
      ...{ by: 'alice', sha256: '0', at_ms: Date.UTC(2026, 2, 1), reason: 'Secret words.' },
      input: { account_id: 'acct_7' },
    })
    people.killSwitch = true
    people.requests.set('r1', {
      ...{ request_id: 'r1', action: 'suspend', account_id: 'acct_7', policy_id: 'named' },
      ...{ reason_code: 'usage', appeal: '', people: [], opened_ms: 0, expires_ms: null },
      ...{ sequence: 1, steps: { asked: 1, refused: 2 }, cause: 'status 422' },
    })
    await pass()
    expect(kinds().sort()).toEqual(['campaign', 'campaign', 'connector', 'kill_switch', 'proposal'])
    expect(hook.unsigned).toEqual([])
    expect(mail.mails).toHaveLength(1)
    expect(mail.mails[0]?.to).toEqual(['desk@example.org'])
    expect(mail.mails[0]?.text).toContain('Subject: Stillwatch: 5 alerts')
    // Long lines are broken on the way.
    const text = mail.mails[0]?.text.replaceAll(/=\r?\n/g, '')
    expect(text).toMatch(/Campaign c1: act, confidence 97, 40\s+accounts/)
    expect(`${JSON.stringify(hooked())}${mail.mails[0]?.text}`).not.toMatch(/acct_7|Secret words/)
    await pass()
    await alerts.stop()
    open()
    // Before the store of the next process is open nothing is known to be over.
    alerts.tick(undefined, { ...told, is_open: false })
    await alerts.settled()
    await pass()
    expect(hooked()).toHaveLength(5)
    expect(mail.mails).toHaveLength(1)
    expect(said.join('\n')).not.toMatch(/acct_7|whsec_/)
  })

  test('again where a campaign grew by a lot or became worse, and where something came back', async () => {
    runFound([campaign('c1', 40, 'review')])
    await pass()
    runFound([campaign('c1', 49, 'review')])
    await pass()
    expect(kinds()).toEqual(['campaign'])
    runFound([campaign('c1', 60, 'review')])
    await pass()
    runFound([campaign('c1', 61)])
    await pass()
    expect(hooked().map(({ text }) => text.slice(0, 41))).toEqual([
      'Campaign c1: review, confidence 97, 40 ac',
      'Campaign c1 grew from 40 to 60 accounts. ',
      'Campaign c1: act, confidence 97, 61 accou',
    ])
    isKilled = true
    await pass()
    isKilled = false
    await pass()
    isKilled = true
    await pass()
    expect(kinds().slice(3)).toEqual(['kill_switch', 'kill_switch'])
  })

  test('of an engine that lags, fails, lost segments, has no store or was away, and of a disk that is full', async () => {
    told = {
      ...QUIET,
      ...{ lag_seconds: 3700, run_failures_in_a_row: 3, segments_aside: 2, is_open: false },
    }
    settings = { ...settings, disk_free_percent_min: 100 }
    await alerts.stop()
    lastSeenMs = Date.UTC(2026, 2, 1) - 20 * MINUTE_MS
    open()
    await pass()
    expect(kinds().sort()).toEqual(['away', 'disk', 'failing', 'lag', 'set_aside'])
    clockMs += 6 * MINUTE_MS
    await pass()
    expect(kinds().at(-1)).toBe('store_closed')
  })

  test('of what is wrong though the campaigns of a run cannot be read, and of those once they can', async () => {
    told = { ...QUIET, last_run_id: randomUUID(), run_failures_in_a_row: 3 }
    campaigns = 'unreadable'
    await pass()
    expect(kinds()).toEqual(['failing'])
    expect(said.join()).toContain('campaigns of the run not read')
    campaigns = [campaign('c1', 40)]
    await pass()
    expect(kinds()).toEqual(['failing', 'campaign'])
  })

  test('of what the account system has not answered for an hour, long before it is given up', async () => {
    const one = {
      ...{ account_id: 'acct_7', policy_id: 'named', reason_code: 'usage', appeal: '', people: [] },
      ...{ opened_ms: Date.UTC(2026, 2, 1), expires_ms: null, cause: '' },
    }
    const add = (request_id: string, action: AccountRequest['action'], steps: object) =>
      people.requests.set(request_id, { ...one, request_id, action, steps, sequence: 1 })
    add('heard', 'suspend', { asked: 1, accepted: 2 })
    add('held', 'suspend', {})
    add('silent', 'suspend', { asked: 1 })
    add('waiting', 'reinstate', {})
    await pass()
    expect(kinds()).toEqual([])
    clockMs += 61 * MINUTE_MS
    await pass()
    await pass()
    expect(hooked().map(({ text }) => text)).toEqual(
      ['suspend, request silent', 'reinstate, request waiting'].map(
        (what) =>
          `The account system has not answered for an hour: ${what}. See \`stillwatch people ask account-requests\`.`,
      ),
    )
  })

  test('of each token that was revoked, for one admin can revoke all', async () => {
    people.revoked.add('a'.repeat(64)).add('b'.repeat(64))
    await pass()
    await pass()
    expect(hooked().map(({ text }) => text)).toEqual(
      ['a', 'b'].map(
        (digit) =>
          `A token was revoked: ${digit.repeat(12)}. See \`stillwatch people ask people\`.`,
      ),
    )
  })

  test('of an appeal every three days until somebody decides it, for somebody may be suspended meanwhile', async () => {
    const opened_ms = Date.UTC(2026, 2, 1)
    const one: Appeal = {
      ...{ appeal_id: 'a1', account_id: 'acct_7', policy_id: 'named', statement: 'Secret words.' },
      ...{ opened_ms, claimed_by: 'alice', outcome: null, decided_by: null, decided_ms: null },
      ...{ answer: '', restitution: '' },
    }
    people.appeals.set('a1', one)
    const waitUntil = async (days: number) => {
      clockMs = days * 24 * 60 * MINUTE_MS
      await pass()
      await pass()
    }
    for (const days of [2, 3, 5, 6, 10]) await waitUntil(days)
    expect(hooked().map(({ text }) => text)).toEqual(
      [3, 6, 9].map(
        (days) => `Appeal a1 has waited for ${days} days. See \`stillwatch people ask appeals\`.`,
      ),
    )
    one.outcome = 'upheld'
    await waitUntil(20)
    expect(hooked()).toHaveLength(3)
  })

  test.runIf(isMounted)('of a disk of the store that is full beside one of the state', async () => {
    settings = { ...settings, disk_free_percent_min: 0.5 }
    await pass()
    expect(kinds()).toEqual([])
    writeFileSync(join(small, 'filler'), Buffer.alloc(1024 * 1024))
    await pass()
    expect(kinds()).toEqual(['disk'])
    rmSync(join(small, 'filler'))
  })

  test('of a trail that is not as it was written', async () => {
    isTrailBroken = true
    await pass()
    await pass()
    expect(kinds()).toEqual(['trail'])
  })

  test('of very many things in few messages, with how many are not said', async () => {
    settings = { ...settings, messages_per_hour_max: 2 }
    for (let run = 0; run < 6; run += 1) {
      runFound(Array.from({ length: 100 }, (_, place) => campaign(`c${run}-${place}`, 5)))
      await pass()
    }
    expect(hook.heard).toHaveLength(2)
    expect(mail.mails).toHaveLength(2)
    expect(mail.mails[0]?.text).toContain('and 50 more')
    clockMs += 61 * MINUTE_MS
    await pass()
    expect(hook.heard).toHaveLength(3)
    const counted = hook.heard.map(
      ({ body }) => (body.alerts as object[]).length + (body.more as number),
    )
    expect(counted).toEqual([100, 100, 400])
  })

  test('by the way that works while the other is dead, and by that one once it is back', async () => {
    const silent = await mailServer({ isSilent: true })
    settings = { ...settings, mail: mailTo(silent.port) }
    runFound([campaign('c1', 40)])
    await pass()
    runFound([campaign('c2', 40)])
    await pass()
    expect(hook.heard).toHaveLength(2)
    // Nor does it hold up the end of the process.
    const before = performance.now()
    await alerts.stop()
    expect(performance.now() - before).toBeLessThan(1000)
    await silent.close()
    open()
    await pass()
    clockMs += MINUTE_MS
    await pass()
    expect(mail.mails).toHaveLength(0)
    settings = { ...settings, mail: mailTo(mail.port) }
    for (let place = 0; place < 4; place += 1) {
      clockMs += 10 * MINUTE_MS
      await pass()
    }
    expect(mail.mails.map(({ text }) => /Campaign (c\d)/.exec(text)?.[1])).toEqual(['c1', 'c2'])
    expect(hook.heard).toHaveLength(2)
    expect(said.some((line) => line.includes('alerts not sent'))).toBe(true)
    const { alerts_failed_mail, ...figures } = alerts.figures()
    expect(alerts_failed_mail).toBeGreaterThan(0)
    expect(figures).toEqual({
      ...{ alerts_told_mail: 2, alerts_dropped_mail: 0 },
      ...{ alerts_told_webhook: 0, alerts_failed_webhook: 0, alerts_dropped_webhook: 0 },
    })
  })

  test('by no open line where a closed one is asked for', async () => {
    settings = { ...settings, mail: { ...mailTo(mail.port), tls: 'starttls' } }
    runFound([campaign('c1', 40)])
    await pass()
    expect(hook.heard).toHaveLength(1)
    expect(mail.mails).toEqual([])
    expect(said.join('\n')).toContain('alerts not sent')
  })

  test('again by the same id where a webhook failed', async () => {
    hook.answer((_, response) => response.writeHead(500).end())
    runFound([campaign('c1', 40)])
    await pass()
    hook.answer(acknowledge)
    clockMs += MINUTE_MS
    await pass()
    expect(hook.heard.length).toBeGreaterThan(1)
    expect(new Set(hook.heard.map(({ id, raw }) => `${id}${raw}`)).size).toBe(1)
    expect(hook.effects).toHaveLength(1)
    expect(alerts.figures()).toMatchObject({ alerts_told_webhook: 1, alerts_failed_webhook: 1 })
  })

  test('again by the same id where the process that sent it was killed', async () => {
    settings = { ...settings, mail: undefined }
    hook.answer((_, response) => response.writeHead(500).end())
    runFound([campaign('c1', 40)])
    await pass()
    // Not stopped: nothing is written that was not written already.
    const killed = alerts
    open()
    hook.answer(acknowledge)
    await pass()
    await killed.stop()
    expect(hook.heard.length).toBeGreaterThan(1)
    expect(new Set(hook.heard.map(({ id, raw }) => `${id}${raw}`)).size).toBe(1)
  })

  test('no more of what nobody took for a day, which is counted', async () => {
    hook.answer((_, response) => response.writeHead(500).end())
    runFound([campaign('c1', 40), campaign('c2', 40)])
    await pass()
    clockMs += 25 * 60 * MINUTE_MS
    await pass()
    expect(alerts.figures()).toMatchObject({ alerts_told_webhook: 0, alerts_dropped_webhook: 2 })
    expect(said.join()).toContain('alerts dropped')
  })
})

describe('the campaigns of a run', () => {
  const context = testStore()

  test('that need a person are told with as many accounts as they have', async () => {
    const { store } = context
    const run_id = randomUUID()
    const row = { cluster_id: 'k', linkage: 1, extraction: 1, succeeds: [] }
    const found = [
      { ...row, run_id, campaign_id: 'c1', verdict: 'act', confidence: 97 },
      { ...row, run_id, campaign_id: 'c2', verdict: 'review', confidence: 60 },
      { ...row, run_id, campaign_id: 'c3', verdict: 'watch', confidence: 20 },
      { ...row, run_id: randomUUID(), campaign_id: 'c4', verdict: 'act', confidence: 97 },
    ]
    await store.insert('campaign', found)
    const member = { role: 'operator', membership: 1 }
    await store.insert(
      'campaign_member',
      found.flatMap((one, place) =>
        Array.from({ length: place + 2 }, (_, n) => ({
          ...{ ...member, run_id: one.run_id, campaign_id: one.campaign_id, account_id: `a${n}` },
        })),
      ),
    )
    told = { ...told, last_run_id: run_id }
    clockMs += 10_000
    for (let place = 0; place < 2; place += 1) {
      alerts.tick({ ledger: ledgerOf(people), reader: store }, told)
      await alerts.settled()
    }
    expect(hooked().map(({ text }) => text)).toEqual([
      'Campaign c1: act, confidence 97, 2 accounts. See `stillwatch explain c1`.',
      'Campaign c2: review, confidence 60, 3 accounts. See `stillwatch explain c2`.',
    ])
  })
})

describe('settings', () => {
  const parse = (alertSettings: object) => serveSchema.safeParse({ alerts: alertSettings }).success
  test('leave no line open that leaves this machine, and no secret that could be guessed', () => {
    const away = { ...mailTo(25), host: 'mail.example.org' }
    expect(parse({ mail: away })).toBe(false)
    expect(parse({ mail: { ...away, tls: 'starttls' } })).toBe(true)
    expect(parse({ mail: { ...away, tls: 'tls', user: 'u' } })).toBe(false)
    expect(parse({ mail: { ...away, tls: 'tls', host: 'a\r\nb' } })).toBe(false)
    const url = 'https://hooks.example.org/a'
    expect(parse({ webhook: { url, secret: SECRET } })).toBe(true)
    expect(parse({ webhook: { url } })).toBe(false)
    expect(parse({ webhook: { url, secret: 'whsec_c2hvcnQ=' } })).toBe(false)
    for (const open of ['http://hooks.example.org/', 'https://u:p@hooks.example.org/', 'no']) {
      expect(parse({ webhook: { url: open, secret: SECRET } })).toBe(false)
    }
    expect(parse({ webhook: { url: 'http://127.0.0.1:9/', secret: SECRET } })).toBe(true)
  })
})
