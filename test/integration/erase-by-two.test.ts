import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stillwatch } from './backed-up.js'
import { filesHolding } from './search-files.js'
import { type Service, startService, until } from './served.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-erase-two-'))
const [state, temporary] = [join(root, 'state'), join(root, 'tmp')]
const SAID = '水車小屋の鷺は誰も待たない, and says so twice'
const reason = 'they asked us to'
let service: Service

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const people = ['alice', 'bob'].map((name) => ({
  name,
  sha256: sha256(`token-${name}`),
  roles: ['reviewer', 'auditor'],
}))

beforeAll(async () => {
  for (const folder of [state, temporary]) mkdirSync(folder)
  const settings = { log_level: 'debug', people, erasure_minutes: 0.1 }
  service = await startService(settings, state, { TMPDIR: temporary })
  await until('the gate', () => service.ready())
})
afterAll(() => {
  service.remove()
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

const lineOf = (account_id: string, end_user_id: string, turn: number) =>
  JSON.stringify({
    ...{ account_id, end_user_id, organization_id: `org_${account_id}`, text_policy: 'full' },
    exchange_id: `of_${account_id}_${end_user_id}_${turn}`,
    received_at: new Date(Date.now() - turn * 60_000).toISOString(),
    messages: [{ role: 'user', content: `${SAID}: ${account_id} ${end_user_id}` }],
    response: SAID,
  })
const send = async (lines: readonly string[]) => {
  const sent = await fetch(`${service.url}/v1/ingest`, { method: 'POST', body: lines.join('\n') })
  expect(sent.status).toBe(200)
}
const WHO = [
  ['acct_heron', 'user_egret'],
  ['acct_heron', 'user_bittern'],
  ['acct_other', 'user_egret'],
  ['acct_stays', 'user_stays'],
] as const
const sendAll = () =>
  send(WHO.flatMap((who) => Array.from({ length: 5 }, (_, turn) => lineOf(who[0], who[1], turn))))

interface Said {
  readonly state?: string
  readonly id?: string
  readonly error?: { readonly code: string }
  readonly erasures?: readonly Readonly<Record<string, unknown>>[]
}
const ask = async (who: string, path: string, body?: object): Promise<Said> => {
  const answer = await fetch(`${service.url}/stillwatch/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer token-${who}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as Said
}
const byTwo = async (input: object): Promise<string> => {
  const asked = { reason, ...input }
  expect((await ask('alice', '/erasures', asked)).state).toBe('proposed')
  expect((await ask('alice', '/erasures', asked)).error?.code).toBe('SAME_PERSON')
  const done = await ask('bob', '/erasures', asked)
  expect(done.state).toBe('done')
  return `${done.id}`
}
const erasureOf = async (id: string) =>
  (await ask('alice', '/erasures')).erasures?.find((one) => one.erasure_id === id)
const isDone = async (id: string) => (await erasureOf(id))?.done_at != null
const found = async (text: string) =>
  (await filesHolding(root, text)).filter((file) => !file.endsWith('stillwatch.yaml'))
const allSeen = () =>
  until('all are in the store and a run was made', async () => {
    const { engine, spool } = await service.ready()
    return Number(engine.rows_taken) >= 20 && Number(engine.runs) > 0 && spool.rows === 0
  })

test('two people erase while the service runs; what comes in meanwhile is taken, and the gate answers', async () => {
  await sendAll()
  await allSeen()
  // What is sent twice is masked in its file, and is to go from there as well.
  await sendAll()
  await until('people are heard', async () => (await ask('alice', '/me')).error === undefined)
  const taken = await byTwo({ kind: 'account', subject_id: 'acct_stays' })
  expect((await ask('alice', `/erasures/${taken}/cancel`, { reason })).state).toBe('done')

  const user = { kind: 'end_user', subject_id: 'user_egret', account_id: 'acct_other' }
  const ofUser = await byTwo(user)
  let asked = 0
  const deciding = setInterval(() => {
    const body = JSON.stringify({ account_id: 'acct_stays' })
    const headers = { 'content-type': 'application/json' }
    void fetch(`${service.url}/v1/decide`, { method: 'POST', headers, body }).then(
      ({ status }) => (asked += status === 200 ? 1 : -1e6),
    )
  }, 100)
  await send([lineOf('acct_later', 'user_later', 1)])
  await until('the end user is erased', () => isDone(ofUser), 120)
  clearInterval(deciding)
  expect(asked).toBeGreaterThan(20)
  expect(await found('of_acct_other_user_egret')).toEqual([])
  expect(await found('acct_other user_egret')).toEqual([])
  expect(await found('of_acct_heron_user_egret')).not.toEqual([])
  // Nothing is left of the name in what two people wrote to have it erased.
  expect(await erasureOf(ofUser)).toMatchObject({ subject_id: '', people: ['alice', 'bob'] })

  const ofAccount = await byTwo({ kind: 'organization', subject_id: 'org_acct_heron' })
  await until('the account is erased', () => isDone(ofAccount), 120)
  for (const gone of ['acct_heron', 'user_bittern']) {
    expect([gone, await found(gone)]).toEqual([gone, []])
  }
  for (const stays of ['acct_stays', 'acct_other', 'user_later']) {
    expect([stays, (await found(stays)).length > 0]).toEqual([stays, true])
  }
  expect(await erasureOf(taken)).toMatchObject({ done_at: null, cancelled_at: expect.any(String) })
  expect(service.said()).not.toContain('acct_heron')
}, 600_000)

test('an engine that is killed while it erases leaves it to the next, and nothing acknowledged is lost', async () => {
  const before = Number((await service.ready()).engine.runs)
  await sendAll()
  await until('it was looked at', async () => {
    const { engine, spool } = await service.ready()
    return spool.rows === 0 && Number(engine.runs) > before
  })
  const id = await byTwo({ kind: 'account', subject_id: 'acct_heron' })
  const marks = () => JSON.parse(readFileSync(join(state, 'erasures.json'), 'utf8')).erasures
  const isNoted = () => marks().some((one: { erasure_id?: string }) => one.erasure_id === id)
  await until('it is begun', async () => isNoted(), 120)
  await send([lineOf('acct_meanwhile', 'user_meanwhile', 1)])
  for (let kills = 0; kills < 6; kills++) {
    const pid = await engineOf()
    if (pid === undefined) continue
    await new Promise((resolve) => setTimeout(resolve, 150 * (kills + 1)))
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself, to begin anew.
    }
  }
  await until('it is erased', () => isDone(id).catch(() => false), 240)
  for (const gone of ['of_acct_heron', 'acct_heron user']) {
    expect([gone, await found(gone)]).toEqual([gone, []])
  }
  await until('all is in the store', async () => (await service.ready()).spool.rows === 0)
  expect((await found('user_meanwhile')).length).toBeGreaterThan(0)
  expect(await service.end()).toBe(0)
  const verified = await stillwatch(['audit', 'verify', '-c', service.config])
  expect([verified.status, verified.errors]).toEqual([0, expect.any(String)])
  expect(marks().every((one: { done_at: string | null }) => one.done_at !== null)).toBe(true)
  expect(await found('acct_heron')).toEqual([])
}, 900_000)

async function engineOf(): Promise<number | undefined> {
  try {
    await until('an engine', async () => service.pidOf('engine') > 0, 20)
    return service.pidOf('engine')
  } catch {
    return undefined
  }
}
