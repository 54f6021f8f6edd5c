import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import { command, type Service, startService, until } from './served.js'

let service: Service | undefined
afterEach(() => service?.remove())

const ONE = {
  policy_id: 'named',
  level: 'deny',
  mode: 'live',
  reason_code: 'usage_review',
  appeal: 'Write to appeals@example.org.',
  named: { accounts: ['acct_7'] },
}

interface Listed {
  readonly entries: readonly {
    readonly action: string
    readonly subject: string
    readonly facts: Readonly<Record<string, unknown>>
  }[]
}

it('a service writes down what it does to whom and why that ended, and the command line reads it', async () => {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))
  const policy = join(state, 'policy.yaml')
  const write = (...policies: readonly object[]) =>
    writeFileSync(policy, stringify({ schema: 'stillwatch.policy/1', policies }))
  write(ONE)
  const running = await startService({ policy }, state)
  service = running
  const audit = async (...words: readonly string[]) =>
    (await command('audit', ...words, '--config', running.config)).stdout
  const actions = async () => {
    const { entries } = JSON.parse(await audit('list', '--json')) as Listed
    return entries.map(({ action, facts }) => `${action} ${facts.cause ?? ''}`.trim())
  }
  const level = async () => {
    const body = JSON.stringify({ account_id: 'acct_7' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${running.url}/v1/decide`, { method: 'POST', headers, body })
    return ((await answer.json()) as { level: string }).level
  }
  await until('it is denied', async () => (await level()) === 'deny')
  // Written before the gate was told.
  expect(await actions()).toEqual(['policy_read', 'restriction_opened'])
  expect(await audit('in-force')).toContain('deny under named')
  write({ ...ONE, mode: 'dry_run' })
  running.child.kill('SIGHUP')
  await until('it is undone', async () => (await level()) !== 'deny')
  await until('that is written down', async () => (await actions()).length === 4)
  expect((await actions()).slice(2)).toEqual(['policy_read', 'restriction_ended policy'])
  expect(await audit('in-force')).toContain('Nothing is done to anybody')
  expect(await audit('list', '--json')).not.toContain('acct_7')
  const [, head = ''] = /^ {2}(4:[0-9a-f]{64})$/m.exec(await audit('verify')) ?? []
  expect(running.said()).toContain(head.slice(2))
  expect(await running.end()).toBe(0)

  // Without the service it is read from its folder.
  expect(await audit('verify', '--noted', head)).toContain('whole: 4 entries')
  const store = await openStore({ path: state })
  const change = `ALTER TABLE audit UPDATE facts = '{}' WHERE seq = 2 SETTINGS mutations_sync = 1`
  await store.run(statement('tamper', change))
  await store.close()
  await expect(audit('verify')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('breaks at entry 2: it was changed'),
  })
})
