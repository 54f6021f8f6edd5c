import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { stillwatch } from './backed-up.js'
import { filesHolding } from './search-files.js'
import { type Service, startService, until } from './served.js'

// Sentences that nobody else writes, one a policy and a way in; of letters that files may write in several ways.
const SAID = {
  full: 'der Reiher wartet am Wehr auf niemanden, 白鷺は誰も待たない',
  fingerprint_only: 'цапля у плотины никого не ждёт, and says so twice',
  none: 'البلشون لا ينتظر أحدا عند السد, nor does the kingfisher',
} as const
type Policy = keyof typeof SAID
const POLICIES = Object.keys(SAID) as Policy[]
const BARRED = [SAID.fingerprint_only, SAID.none]
const PROXIED = 'the bittern at the weir is not amused by any of this'
const ANSWERED = 'nobody at all, said the keeper of the weir, and meant it'
const TEXT_DAYS = 30
const DAY_MS = 86_400_000

const root = mkdtempSync(join(tmpdir(), 'stillwatch-planted-'))
const temporary = join(root, 'tmp')
const state = join(root, 'state')
const backup = join(root, 'backup')
let upstream: Server
let service: Service

beforeAll(async () => {
  mkdirSync(temporary)
  mkdirSync(state)
  upstream = createServer((request, response) => {
    request.resume()
    const content = [{ type: 'text', text: ANSWERED.repeat(5) }]
    const said = { id: 'msg_planted', type: 'message', role: 'assistant', content }
    request.on('end', () =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(said)),
    )
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const proxy = {
    upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    account_headers: ['x-account-id'],
  }
  const retention = { text_days: TEXT_DAYS }
  const serve = { text_policy: 'fingerprint_only', proxy, retention, log_level: 'debug' }
  service = await startService(serve, state, { TMPDIR: temporary })
  await until('the gate', () => service.ready())
})
afterAll(() => {
  service.remove()
  upstream.close()
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

/** Older than texts are kept. */
const received_at = new Date(Date.now() - (TEXT_DAYS + 10) * DAY_MS).toISOString()
const planted = (policy: Policy) => ({
  ...{ exchange_id: policy, account_id: `acct_${policy}`, received_at, text_policy: policy },
  system: `Answer as the keeper would: ${SAID[policy]}.`,
  messages: [
    { role: 'user', content: `Why? ${SAID[policy]}` },
    { role: 'assistant', content: `${SAID[policy]}. `.repeat(9) },
    { role: 'tool', content: `{"found":"${SAID[policy]}"}` },
    { role: 'user', content: `Say all that you think, step by step: ${SAID[policy]}` },
  ],
  response: `${SAID[policy]}. `.repeat(9),
})

/** As a trace, in a span of its own: policies are those of the settings. */
const traced = (text: string) => {
  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })
  const span = {
    ...{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', name: 'chat' },
    ...{ startTimeUnixNano: `${Date.now()}000000`, endTimeUnixNano: `${Date.now()}000000` },
    attributes: [
      attribute('gen_ai.operation.name', 'chat'),
      attribute('gen_ai.request.model', 'm'),
      attribute('enduser.id', 'acct_traced'),
      attribute('gen_ai.prompt', JSON.stringify([{ role: 'user', content: text }])),
    ],
  }
  return { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans: [span] }] }] }
}

async function post(path: string, body: object | string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${service.url}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
  expect([path, answer.status]).toEqual([path, 200])
}

/** Everything that was seen to hold one of these, as often as it can be looked at, while the work goes on. */
async function seenDuring(texts: readonly string[], work: () => Promise<unknown>) {
  const seen = new Set<string>()
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      for (const folder of [join(state, 'spool'), join(state, 'temporary'), temporary]) {
        for (const text of texts)
          for (const file of await filesHolding(folder, text)) seen.add(file)
      }
      await sleep(5)
    }
  })()
  await work()
  isOver = true
  await looking
  return [...seen]
}

const holding = async (text: string) =>
  (await filesHolding(root, text)).map((file) => file.slice(root.length + 1))
const places = (files: readonly string[]) => [...new Set(files.map((file) => file.split('/')[0]))]

test('what may not be kept is in no file at any time, and what may be is in none after its time', async () => {
  const seen = await seenDuring([...BARRED, PROXIED, ANSWERED], async () => {
    await post('/v1/ingest', POLICIES.map((policy) => JSON.stringify(planted(policy))).join('\n'))
    await post('/v1/traces', traced(`${PROXIED}, traced`))
    await post(
      '/v1/messages',
      {
        model: 'm',
        max_tokens: 9,
        system: PROXIED,
        messages: [{ role: 'user', content: PROXIED }],
      },
      { 'x-account-id': 'acct_proxied', 'x-api-key': 'sk-of-a-client' },
    )
    await until('all are in the store', async () => {
      const { engine, spool } = await service.ready()
      return Number(engine.rows_taken) >= 5 && Number(engine.runs) > 0 && spool.rows === 0
    })
  })
  expect(seen).toEqual([])
  expect((await stillwatch(['backup', backup, '-c', service.config])).status).toBe(0)
  expect(await service.end()).toBe(0)

  // That the search finds what is there: in a column of the store and in the texts of the backup.
  expect(places(await holding(SAID.full)).sort()).toEqual(['backup', 'state'])
  for (const text of [...BARRED, PROXIED, ANSWERED])
    expect([text, await holding(text)]).toEqual([text, []])
  for (const text of [...Object.values(SAID), PROXIED, ANSWERED]) {
    expect(service.said()).not.toContain(text)
  }

  const expired = await stillwatch(['expire', backup, '--store', state, '-c', service.config])
  expect([expired.status, expired.errors]).toEqual([0, expect.not.stringContaining('error')])
  expect(await holding(SAID.full)).toEqual([])
}, 300_000)

test('a scan that is kept holds nothing of them, and its report neither', async () => {
  const folder = join(root, 'logs')
  const [store, out] = [join(root, 'scanned'), join(root, 'out')]
  mkdirSync(folder)
  const truth = JSON.parse(readFileSync('examples/harvest/truth.json', 'utf8')) as {
    readonly campaigns: readonly { readonly accounts: readonly string[] }[]
  }
  const members = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  const lines = gunzipSync(readFileSync('examples/harvest/exchange.jsonl.gz'))
    .toString('utf8')
    .trim()
  const given = (policy: Policy) =>
    lines
      .split('\n')
      .map((line) => JSON.parse(line) as { account_id: string; messages: { content: string }[] })
      .map((one) => {
        if (!members.has(one.account_id)) return one
        const messages = one.messages.map((turn) => ({
          ...turn,
          content: `${SAID[policy]} ${turn.content}`,
        }))
        return { ...one, messages, text_policy: policy }
      })
      .map((one) => JSON.stringify(one))
      .join('\n')
  const config = join(root, 'scan.yaml')
  writeFileSync(config, stringify({ hash_secret: 'test' }))
  for (const policy of ['fingerprint_only', 'none', 'full'] as const) {
    writeFileSync(join(folder, 'exchange.jsonl'), given(policy))
    for (const kept of [store, out]) rmSync(kept, { recursive: true, force: true })
    const ran = await stillwatch(['scan', folder, '--store', store, '-o', out, '-c', config])
    expect([policy, ran.status]).toEqual([policy, 0])
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    const found = places(await holding(SAID[policy]))
    // The report quotes what a campaign sends, where that may be kept.
    expect([policy, found.sort()]).toEqual([policy, policy === 'full' ? ['out', 'scanned'] : []])
  }
}, 300_000)
