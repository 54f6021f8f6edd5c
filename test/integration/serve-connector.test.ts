import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { type AccountSystem, accountSystem, acknowledge, SECRET } from './account-system.js'
import { type MailServer, mailServer } from './mail-server.js'
import { command, type Service, startService, until } from './served.js'

let service: Service | undefined
let system: AccountSystem | undefined
let mail: MailServer | undefined
afterEach(async () => {
  service?.remove()
  await system?.close()
  await mail?.close()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PEOPLE = ['alice', 'bob', 'carol'].map((name) => ({
  ...{ name, sha256: sha256(`token-${name}`), roles: ['reviewer', 'auditor'] },
}))
const POLICY = {
  ...{ policy_id: 'named', level: 'deny', mode: 'dry_run', reason_code: 'usage_review' },
  ...{ appeal: 'Write to appeals@example.org.', named: { accounts: ['acct_7'] } },
}
const reason = 'A campaign.'

interface Request {
  readonly request_id: string
  readonly state: string
  readonly [step: string]: unknown
}

it('an engine that is killed between asking and the answer asks again by the same id, and it is done once', async () => {
  const stub = await accountSystem()
  system = stub
  const desk = await mailServer()
  mail = desk
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))
  const policy = join(state, 'policy.yaml')
  writeFileSync(policy, stringify({ schema: 'stillwatch.policy/1', policies: [POLICY] }))
  const secret_file = join(state, 'connector.secret')
  writeFileSync(secret_file, `${SECRET}\n`)
  const alerts = {
    disk_free_percent_min: 0,
    mail: {
      ...{ host: '127.0.0.1', port: desk.port, tls: 'none' },
      ...{ from: 'stillwatch@example.org', to: ['desk@example.org'] },
    },
  }
  const connector = { url: stub.url, secret_file }
  const running = await startService({ policy, people: PEOPLE, connector, alerts }, state)
  service = running
  const ask = async (who: string, path: string, body?: object) => {
    const answer = await fetch(`${running.url}/stillwatch/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer token-${who}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const requests = async () => (await ask('carol', '/account-requests')).body.requests as Request[]
  const suspension = {
    account_id: 'acct_7',
    policy_id: 'named',
    reason_code: 'usage_review',
    reason,
  }
  await until('people are heard', async () => (await ask('alice', '/me')).status === 200)

  // It does it, and the answer never comes.
  stub.answer(() => undefined)
  expect((await ask('alice', '/accounts/suspend', suspension)).status).toBe(202)
  const { proposals } = (await ask('bob', '/proposals')).body as { proposals: { input: object }[] }
  expect(proposals[0]?.input).toEqual(suspension)
  await until('the desk is told', async () => desk.mails.length > 0)
  expect(desk.mails[0]?.text).toMatch(/alice proposed\s+suspend_account/)
  expect((await ask('bob', '/accounts/suspend', suspension)).status).toBe(200)
  await until('it was asked', async () => stub.heard.length > 0)
  process.kill(running.pidOf('engine'), 'SIGKILL')
  stub.answer(acknowledge)
  const after = await until('it was heard', async () =>
    (await requests()).find((one) => one.state === 'accepted'),
  )
  expect(stub.heard.length).toBeGreaterThan(1)
  expect(new Set(stub.heard.map(({ id }) => id))).toEqual(new Set([after.request_id]))
  expect(new Set(stub.heard.map(({ raw }) => raw)).size).toBe(1)
  expect(stub.effects).toEqual(['suspend acct_7'])
  expect(stub.unsigned).toEqual([])
  expect(after).toMatchObject({ asked: expect.any(String), done: null })

  // The account system says later that it did it, by the intake.
  const event = {
    schema: 'stillwatch.account_event/1',
    ...{ account_id: 'acct_7', kind: 'suspended', occurred_at: new Date().toISOString() },
  }
  const told = await fetch(`${running.url}/v1/ingest`, {
    method: 'POST',
    body: `${JSON.stringify(event)}\n`,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  expect(told.status).toBe(200)
  await until('it is done', async () => (await requests())[0]?.state === 'done')

  // An appeal that is overturned lets it go.
  const appeal = { account_id: 'acct_7', policy_id: 'named', statement: 'We are a school.' }
  const { id } = (await ask('alice', '/appeals', appeal)).body
  const decision = { outcome: 'overturned', answer: 'They are.' }
  expect((await ask('bob', `/appeals/${id}/decide`, decision)).status).toBe(403)
  expect((await ask('carol', `/appeals/${id}/decide`, decision)).status).toBe(200)
  await until('it is let go', async () => stub.effects.length === 2)
  expect(stub.effects).toEqual(['suspend acct_7', 'reinstate acct_7'])
  expect(desk.mails).toHaveLength(1)
  expect(JSON.stringify(desk.mails)).not.toContain('acct_7')
  expect(running.said()).not.toMatch(/acct_7|whsec_/)
  expect((await command('audit', 'verify', '--config', running.config)).stdout).toContain('whole')
})
