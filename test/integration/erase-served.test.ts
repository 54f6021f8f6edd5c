import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stillwatch } from './backed-up.js'
import { filesHolding } from './search-files.js'
import { type Service, startService, until } from './served.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-erase-served-'))
const [state, temporary] = [join(root, 'state'), join(root, 'tmp')]
const SAID = 'цапля у плотины никого не ждёт, and says so twice'
let service: Service

beforeAll(async () => {
  for (const folder of [state, temporary]) mkdirSync(folder)
  service = await startService({ log_level: 'debug' }, state, { TMPDIR: temporary })
  await until('the gate', () => service.ready())
})
afterAll(() => {
  service.remove()
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

// Two accounts of one organisation with two end users each, and one of another with a user of the same name.
const WHO = [
  { account_id: 'acct_heron_1', organization_id: 'org_heron', end_user_id: 'user_heron' },
  { account_id: 'acct_heron_1', organization_id: 'org_heron', end_user_id: 'user_egret' },
  { account_id: 'acct_heron_2', organization_id: 'org_heron', end_user_id: 'user_bittern' },
  { account_id: 'acct_other', organization_id: 'org_other', end_user_id: 'user_heron' },
]
const lines = WHO.flatMap((who, at) =>
  Array.from({ length: 5 }, (_, turn) =>
    JSON.stringify({
      ...{ ...who, exchange_id: `of_${who.end_user_id}_${at}_${turn}`, text_policy: 'full' },
      received_at: new Date(Date.now() - turn * 60_000).toISOString(),
      messages: [{ role: 'user', content: `${SAID}: ${who.account_id} ${who.end_user_id}` }],
      response: SAID,
    }),
  ),
)
const erase = (words: readonly string[]) =>
  stillwatch(['erase', ...words, '-c', service.config, '--yes'])
const found = async (text: string) =>
  (await filesHolding(root, text)).filter((file) => !file.endsWith('stillwatch.yaml'))

test('of what a service took in, an end user and an organisation are in no file afterwards', async () => {
  const sent = await fetch(`${service.url}/v1/ingest`, { method: 'POST', body: lines.join('\n') })
  expect(sent.status).toBe(200)
  await until('all are in the store and a run was made', async () => {
    const { engine, spool } = await service.ready()
    return Number(engine.rows_taken) >= lines.length && Number(engine.runs) > 0 && spool.rows === 0
  })
  const served = await erase(['account', 'acct_heron_1'])
  expect([served.status, served.errors]).toEqual([
    4,
    expect.stringContaining('A service runs on the state folder'),
  ])
  expect(await service.end()).toBe(0)
  for (const { account_id, end_user_id } of WHO) {
    expect(await found(account_id)).not.toEqual([])
    expect(await found(end_user_id)).not.toEqual([])
    expect(service.said()).not.toContain(account_id)
  }

  const person = await erase(['end_user', 'user_heron', '--account', 'acct_heron_1'])
  expect([person.status, person.out]).toEqual([0, expect.stringContaining('5 of exchange went')])
  expect(await found('of_user_heron_0_')).toEqual([])
  expect(await found('acct_heron_1 user_heron')).toEqual([])
  expect(await found('of_user_heron_3_')).not.toEqual([])

  const all = await erase(['organization', 'org_heron'])
  expect([all.status, all.out]).toEqual([0, expect.stringContaining('10 of exchange went')])
  for (const gone of ['acct_heron', 'org_heron', 'user_egret', 'user_bittern']) {
    expect([gone, await found(gone)]).toEqual([gone, []])
  }
  expect(await found('acct_other')).not.toEqual([])
  const marks = readFileSync(join(state, 'erasures.json'), 'utf8')
  expect(JSON.parse(marks)).toMatchObject({
    erasures: [
      { kind: 'end_user' },
      { kind: 'organization', scope: 'all', done_at: expect.any(String) },
    ],
  })
}, 900_000)
