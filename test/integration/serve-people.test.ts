import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { openStore } from '../../src/store/open.js'
import { command, type Service, startService, until } from './served.js'

let service: Service | undefined
afterEach(() => service?.remove())

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PEOPLE = [
  { name: 'alice', sha256: sha256('token-alice'), roles: ['reviewer', 'auditor'] },
  { name: 'bob', sha256: sha256('token-bob'), roles: ['reviewer'] },
  { name: 'carol', sha256: sha256('token-carol'), roles: ['admin', 'reviewer'] },
  { name: 'victor', sha256: sha256('token-victor'), roles: ['viewer'] },
]
const POLICY = {
  policy_id: 'named',
  level: 'deny',
  mode: 'live',
  reason_code: 'usage_review',
  appeal: 'Write to appeals@example.org.',
  named: { accounts: ['acct_7'] },
}

interface Answer {
  readonly status: number
  readonly body: {
    readonly state?: string
    readonly id?: string
    readonly entry?: number
    readonly error?: { readonly code: string }
    readonly [key: string]: unknown
  }
}

async function started(
  state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-')),
  settings: object = {},
  at = 'observe',
) {
  const policy = join(state, 'policy.yaml')
  writeFileSync(policy, stringify({ schema: 'stillwatch.policy/1', policies: [POLICY] }))
  const running = await startService({ policy, people: PEOPLE, ...settings }, state)
  service = running
  const ask = async (who: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${running.url}/stillwatch/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer token-${who}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Answer['body'] }
  }
  const level = async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ account_id: 'acct_7' })
    const answer = await fetch(`${running.url}/v1/decide`, { method: 'POST', headers, body })
    return ((await answer.json()) as { level: string }).level
  }
  await until('people are heard', async () => (await ask('alice', '/me')).status === 200)
  await until(`it is at ${at}`, async () => (await level()) === at)
  const { policies } = (await ask('alice', '/policies')).body as unknown as {
    policies: readonly { readonly digest: string }[]
  }
  const approval = { digest: policies[0]?.digest, reason: 'It names one account.' }
  return {
    running,
    ask,
    level,
    approve: (who: string) => ask(who, '/policies/named/approve', approval),
  }
}

it('two people let a policy touch somebody, one lets go, and the trail has all of it', async () => {
  const { running, ask, level, approve } = await started()
  expect((await ask('nobody', '/me')).body.error?.code).toBe('TOKEN_REQUIRED')
  expect((await approve('victor')).body.error?.code).toBe('ROLE_MISSING')
  expect(await approve('alice')).toMatchObject({ status: 202, body: { state: 'proposed' } })
  expect((await approve('alice')).body.error?.code).toBe('SAME_PERSON')
  expect(await level()).toBe('observe')
  expect(await approve('bob')).toMatchObject({ status: 200, body: { state: 'done' } })
  await until('it is denied', async () => (await level()) === 'deny')

  // Pulled by one, at once; let go of by two.
  const reason = 'A customer is hit.'
  expect((await ask('bob', '/kill-switch/pull', { reason })).status).toBe(200)
  await until('everything passes', async () => (await level()) === 'pass')
  expect((await ask('bob', '/kill-switch/reset', { reason })).status).toBe(202)
  expect((await ask('carol', '/kill-switch/reset', { reason })).status).toBe(200)
  await until('it is denied again', async () => (await level()) === 'deny')

  // An appeal: not by whoever approved it.
  const opened = await ask('alice', '/appeals', {
    account_id: 'acct_7',
    policy_id: 'named',
    statement: 'We are a school.',
  })
  const decide = (who: string) =>
    ask(who, `/appeals/${opened.body.id}/decide`, { outcome: 'overturned', answer: 'They are.' })
  expect((await decide('alice')).body.error?.code).toBe('OWN_DECISION')
  expect((await decide('carol')).status).toBe(200)
  await until('it is freed', async () => (await level()) === 'observe')

  const { entries } = (await ask('alice', '/audit')).body as unknown as {
    entries: readonly { readonly actor: string; readonly action: string; readonly facts: string }[]
  }
  expect(entries.map(({ actor, action }) => `${actor}: ${action}`)).toEqual([
    'service: policy_read',
    'person alice: propose',
    'person bob: approve_policy',
    'service: restriction_opened',
    'person bob: pull_kill_switch',
    'service: restriction_ended',
    'person bob: propose',
    'person carol: reset_kill_switch',
    'service: restriction_opened',
    'person alice: open_appeal',
    'person carol: decide_appeal',
    'service: restriction_ended',
  ])
  // Whom it was about, and what they said, is apart.
  expect(JSON.stringify(entries)).not.toMatch(/acct_7|school|customer is hit/)
  expect((await command('audit', 'verify', '--config', running.config)).stdout).toContain('whole')
  const calibrated = await ask('bob', '/rulings')
  expect(calibrated.body.rulings).toMatchObject([{ subject_id: 'acct_7', conclusion: 'benign' }])
})

it('clients that ask at once are one after the other, and a token that was revoked acts no more', async () => {
  const { running, ask, level, approve } = await started()
  const once = await Promise.all(Array.from({ length: 20 }, () => approve('alice')))
  expect(once.filter(({ body }) => body.state === 'proposed')).toHaveLength(1)
  expect(once.filter(({ body }) => body.error?.code === 'SAME_PERSON')).toHaveLength(19)
  expect(await level()).toBe('observe')

  // Revoked while its requests come in: what was done before the revocation stands, and nothing is done after it.
  const reason = 'It was lost.'
  const asked = Array.from({ length: 30 }, (_, place) =>
    place === 10
      ? ask('carol', '/tokens/revoke', { sha256: sha256('token-bob'), reason })
      : ask('bob', '/cases', { campaign_id: `campaign ${place}` }),
  )
  const answers = await Promise.all(asked)
  const revoked = answers[10]?.body.entry ?? 0
  expect(revoked).toBeGreaterThan(0)
  for (const { body } of answers) {
    if (body.error === undefined) expect(body.entry).toBeLessThanOrEqual(revoked)
    else expect(body.error.code).toBe('TOKEN_REVOKED')
  }
  expect((await approve('bob')).body.error?.code).toBe('TOKEN_REVOKED')
  expect(await level()).toBe('observe')

  // What was known is known to the next process.
  process.kill(running.pidOf('engine'), 'SIGKILL')
  await until('the next one is there', async () => (await ask('alice', '/me')).status === 200)
  expect((await ask('bob', '/me')).body.error?.code).toBe('TOKEN_REVOKED')
  expect((await approve('alice')).body.error?.code).toBe('SAME_PERSON')
  const both = await Promise.all([approve('carol'), approve('carol'), approve('carol')])
  expect(both.filter(({ body }) => body.state === 'done')).toHaveLength(1)
  await until('it is denied', async () => (await level()) === 'deny')
})

it('whoever is let go is let go by a service that began anew while a derivation was unfinished', async () => {
  const before = await started()
  await before.approve('alice')
  await before.approve('bob')
  await until('it is denied', async () => (await before.level()) === 'deny')
  const { state } = before.running
  await before.running.end()
  // As if it had been ended in the middle of a run, and no run finishes for hours.
  const store = await openStore({ path: state })
  await store.insert('derivation', [
    { place: '999', run_id: randomUUID(), input_id: 1, is_finished: false, version: '0.1.0' },
  ])
  await store.close()
  const { running, ask, level } = await started(state, { engine: { run_minutes: 600 } }, 'deny')
  await until('it says so', async () => (await running.ready()).degraded.includes('only_releasing'))
  const ruled = { subject_kind: 'account', subject_id: 'acct_7', reason: 'They are a school.' }
  expect((await ask('bob', '/rulings/benign', ruled)).status).toBe(200)
  await until('it is let go', async () => (await level()) === 'observe', 5)
  const { restrictions } = (await ask('bob', '/restrictions')).body
  expect(restrictions).toEqual([])
  expect((await running.ready()).degraded).toContain('only_releasing')
})
