import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openStore } from '../../src/store/open.js'
import { type AccountSystem, accountSystem, SECRET } from './account-system.js'
import { type Service, startService, until } from './served.js'
import { commandAs } from './typed.js'

let service: Service | undefined
let partner: AccountSystem | undefined
afterEach(async () => {
  service?.remove()
  await partner?.close()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PEOPLE = [
  { name: 'alice', sha256: sha256('token-alice'), roles: ['sharing_officer'] },
  { name: 'bob', sha256: sha256('token-bob'), roles: ['reviewer'] },
  { name: 'victor', sha256: sha256('token-victor'), roles: ['viewer'] },
]
const RUN_ID = '22222222-2222-4222-8222-222222222222'
const CAMPAIGN = {
  ...{ campaign_id: 'campaign-3f2a', verdict: 'act', confidence: 97 },
  ...{ first_seen_at: '2026-02-01T00:00:00.000Z', last_seen_at: '2026-02-20T00:00:00.000Z' },
  ...{ exchanges_extracting: 4211, capabilities: [{ capability: 'code', exchanges: 4211 }] },
  ...{ members: [{ account_id: 'acct_000001', role: 'operator' }], succeeds: [] },
  countermeasure: { level: 'deny' },
}

async function storeWithRun(state: string): Promise<void> {
  const store = await openStore({ path: state })
  const at = '2026-02-21 00:00:00.000'
  const window = { window_start: at, window_end: at, version: '0' }
  await store.insert('run', [{ run_id: RUN_ID, started_at: at, finished_at: at, ...window }])
  const document = JSON.stringify({ campaigns: [CAMPAIGN] })
  await store.insert('share', [{ run_id: RUN_ID, feed: 'findings', document }])
  await store.close()
}

it('is shared from the command line by two people, told to a partner, and withdrawn by one', async () => {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-serve-'))
  await storeWithRun(state)
  const told = await accountSystem()
  partner = told
  const sharing = {
    producer: { name: 'Example', identity_id: 'identity--5b8f0c1e-2f0f-4d0e-9d39-0a8f6d0f7c11' },
    partners: [{ id: 'acme', url: told.url, secret: SECRET }],
  }
  const running = await startService(
    // No run of its own: there is nothing to derive, and the campaign would be gone.
    { people: PEOPLE, sharing, engine: { run_minutes: 60 } },
    state,
  )
  service = running
  const share = (who: string, ...args: readonly string[]) =>
    commandAs(who, ['share', ...args, '--config', running.config])
  const file = (name: string) => join(state, name)
  await until('people are heard', async () => (await share('victor', 'list')).includes('Nothing'))

  const preview = ['preview', 'campaign-3f2a', '--form', 'plain', '--to', 'acme', '--run', RUN_ID]
  await expect(share('alice', ...preview)).rejects.toThrow(/`--reason` must say why/)
  preview.push('--reason', 'They asked.')
  const shown = await share('alice', ...preview, '--out', file('first.json'))
  expect(shown).toContain('TLP:AMBER')
  expect(shown).toContain('1. campaign')
  expect(shown).not.toContain('acct_000001')
  for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  await expect(share('victor', ...preview)).rejects.toMatchObject({ code: 2 })

  // What is refused says why, ends as a failure and leaves no file that a release would take.
  const toOther = preview.map((one) => (one === 'acme' ? 'nobody' : one))
  const refused = await share('alice', ...toOther, '--out', file('no.json')).catch((error) => error)
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stdout).toContain('It cannot be shared so')
  expect(existsSync(file('no.json'))).toBe(false)

  const first = JSON.parse(
    await share('alice', 'propose', file('first.json'), '--reason', 'They see it too.'),
  )
  expect(first).toMatchObject({ state: 'proposed' })
  await expect(
    share('alice', 'release', file('first.json'), '--reason', 'They see it too.'),
  ).rejects.toThrow(/a second person must do the same/)
  expect(told.heard).toEqual([])

  await expect(
    share('bob', 'release', file('first.json'), '--reason', 'As Alice says.'),
  ).rejects.toThrow(/You have not read what would leave/)
  const read = ['preview', '--proposal', first.id, '--reason', 'For Alice.']
  await share('bob', ...read, '--out', file('second.json'))
  const [one, other] = ['first.json', 'second.json'].map((name) =>
    JSON.parse(readFileSync(file(name), 'utf8')),
  )
  expect(other.sha256).toBe(one.sha256)
  const done = JSON.parse(
    await share('bob', 'release', file('second.json'), '--reason', 'Looked at it.'),
  )
  expect(done).toMatchObject({ state: 'done' })
  await until('the partner is told', async () => told.heard.length === 1)
  expect(told.heard[0]?.body).toMatchObject({ type: 'share.released', share_id: done.id })
  expect(told.unsigned).toEqual([])

  const back = await share('alice', 'withdraw', done.id, '--reason', 'It was somebody else.')
  expect(JSON.parse(back)).toMatchObject({ state: 'done', untold: [] })
  await until('the partner is told of that', async () => told.heard.length === 2)
  expect(told.heard[1]?.body).toMatchObject({
    type: 'share.withdrawn',
    data: { share_id: done.id },
  })
  const listed = await share('victor', 'list')
  expect(listed).toMatch(/withdrawn/)
  expect(listed).toContain(done.id)
}, 300_000)
