import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import { serveSchema } from '../../src/config/serve.js'
import { policyFile } from '../../src/service/decisions/policy.js'
import { publishDecisions } from '../../src/service/decisions/publish.js'
import { type RunningGate, runGate, snapshotPath } from '../../src/service/gate/run.js'
import { openDrain } from '../../src/service/spool/drain.js'
import type { Spool } from '../../src/service/spool/model.js'
import { openSpool } from '../../src/service/spool/spool.js'
import { loadSources } from '../../src/sources/index.js'
import { statement } from '../../src/store/sql.js'
import { openUpstream, type Upstream } from '../service/proxy-world.js'
import { testStore } from '../store.js'

const SECRET = 'test'
const held = testStore()
let state: string
let upstream: Upstream
let spool: Spool
let running: RunningGate
let reached: (string | undefined)[]
let log: string[]

beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'stillwatch-live-'))
  mkdirSync(join(state, 'snapshot'))
  reached = []
  log = []
  upstream = await openUpstream((request, response) => {
    reached.push(request.url)
    response.setHeader('content-type', 'application/json')
    response.setHeader('request-id', 'req_upstream')
    response.end(JSON.stringify(MESSAGE))
  })
  for (const table of ['exchange', 'input_file']) {
    await held.store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  await publishDecisions({
    store: held.store,
    policy: POLICY,
    hashSecret: SECRET,
    path: snapshotPath(state),
    nowMs: Date.now(),
  })
  spool = await openSpool({ folder: join(state, 'spool'), bytesMax: 1e9, now: Date.now })
  running = await runGate({
    readServe: () => settings(),
    hashSecret: SECRET,
    spool,
    log: { write: (line) => log.push(line) },
  })
})
afterEach(async () => {
  await end()
  await upstream.close()
  rmSync(state, { recursive: true, force: true })
})

/** The gate first: what it takes in must find the spool open. */
const end = async () => {
  await running.stop()
  await spool.close()
}

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'model-1',
  content: [{ type: 'text', text: 'Good morning.' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 4 },
}

const POLICY = policyFile.parse({
  schema: 'stillwatch.policy/1',
  policies: [
    {
      policy_id: 'named-by-hand',
      level: 'deny',
      mode: 'live',
      reason_code: 'usage_review',
      appeal: 'appeals@example.org',
      named: { accounts: ['banned'] },
    },
  ],
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const settings = () =>
  serveSchema.parse({
    port: 0,
    state,
    tokens: [
      { name: 'sender', sha256: sha256('sends'), uses: ['intake'] },
      { name: 'asker', sha256: sha256('asks'), uses: ['decide', 'metrics'] },
    ],
    text_policy: 'none',
    proxy: { upstream: upstream.url, account_headers: ['x-account-id'] },
  })

const line = (id: string) =>
  JSON.stringify({ exchange_id: id, received_at: '2026-03-01T00:00:00Z', account_id: 'a' })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const ingest = (headers: Record<string, string>) =>
  fetch(`${running.url}/v1/ingest`, {
    method: 'POST',
    body: `${line('e1')}\n${line('e2')}\n`,
    headers,
  })
const ask = (account: string) =>
  fetch(`${running.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-account-id': account, 'x-api-key': 'sk-of-a-client' },
    body: JSON.stringify({
      model: 'model-1',
      max_tokens: 10,
      messages: [{ role: 'user', content: 'Hello from the test' }],
    }),
  })

const figures = async () =>
  (await fetch(`${running.url}/metrics`, { headers: bearer('asks') })).text()

async function drained() {
  await end()
  const drain = await openDrain({
    store: held.store,
    folder: join(state, 'spool'),
    sources: await loadSources(),
    hashKey: hashKeyOf(SECRET),
  })
  await drain.pass()
  return held.store.rows<{ account_id: string; response: string }>(
    statement('test', 'SELECT account_id, response FROM exchange ORDER BY account_id, exchange_id'),
  )
}

describe('gate, intake, proxy and spool together', () => {
  test('nothing is taken in without a token for it', async () => {
    expect((await ingest({})).status).toBe(401)
    expect((await ingest(bearer('asks'))).status).toBe(403)
    expect(spool.stats().rows).toBe(0)
    expect(reached).toEqual([])
  })

  test('what is sent twice is in the store once', async () => {
    expect((await ingest(bearer('sends'))).status).toBe(200)
    expect((await ingest(bearer('sends'))).status).toBe(200)
    expect(await figures()).toContain(
      'stillwatch_intake_records_total{route="/v1/ingest",result="accepted"} 4',
    )
    expect(await drained()).toHaveLength(2)
  })

  test('the client of the proxy needs no token of ours, and its exchange is in the store', async () => {
    const answer = await ask('customer')
    expect(await answer.json()).toEqual(MESSAGE)
    expect(reached).toEqual(['/v1/messages'])
    // The service's word on texts holds for the proxy too.
    expect(await drained()).toEqual([{ account_id: 'customer', response: '' }])
  })

  test('whom a policy names is refused, counted and logged, and reaches no upstream', async () => {
    const answer = await ask('banned')
    expect(answer.status).toBe(403)
    expect(reached).toEqual([])
    expect(await figures()).toMatch(
      /stillwatch_decisions_total\{door="proxy",level="deny",policy_id="named-by-hand"\} 1/,
    )
    expect(await figures()).toContain('stillwatch_proxy_requests_total 1')
    const logged = log.filter((entry) => entry.includes('"decision"'))
    expect(logged).toHaveLength(1)
    expect(log.join('')).not.toMatch(/sk-of-a-client|Hello from the test/)
  })

  test('a header is not dropped for the number of those before it', async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`a${i}`, '1']))
    const answer = await fetch(`${running.url}/v1/messages`, {
      method: 'POST',
      headers: { ...many, 'x-account-id': 'banned' },
      body: '{}',
    })
    expect(answer.status).toBe(403)
  })
})
