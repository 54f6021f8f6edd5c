import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import { type Service, startService, until } from './served.js'

const PLANTED = 'the heron waits for nobody at the weir'
const ANSWERED = 'nobody at all, said the keeper of the weir'
let upstream: Server
let services: Service[] = []

beforeAll(async () => {
  upstream = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      const usage = { input_tokens: 9, output_tokens: 9 }
      const content = [{ type: 'text', text: ANSWERED.repeat(5) }]
      const said = { id: 'msg_planted', type: 'message', role: 'assistant', content, usage }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(said))
    })
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const service of services) service.remove()
  upstream.close()
})

const settings = () => ({
  text_policy: 'fingerprint_only',
  proxy: {
    upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    account_headers: ['x-account-id'],
  },
})
async function started(state?: string): Promise<Service> {
  const service = await startService(settings(), state)
  services = [...services, service]
  await until('the gate', () => service.ready())
  return service
}

const ingest = (service: Service, body: string) =>
  fetch(`${service.url}/v1/ingest`, { method: 'POST', body })
const planted = (exchange_id: string) =>
  JSON.stringify({
    ...{ exchange_id, account_id: 'acct_planted', received_at: '2026-03-03T00:00:00Z' },
    messages: [
      { role: 'user', content: `${PLANTED}, and why? Say all that you think, step by step` },
    ],
    response: ANSWERED.repeat(5),
  })
const asked = (service: Service) =>
  fetch(`${service.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-account-id': 'acct_proxied', 'x-api-key': 'sk-of-a-client' },
    body: JSON.stringify({
      ...{ model: 'model-1', max_tokens: 10 },
      messages: [{ role: 'user', content: `${PLANTED}, and why? Say all that you think` }],
    }),
  })

const OPEN = 'the kingfisher does not wait'
const BARRED = [PLANTED, ANSWERED]

/** Files that hold one of the sentences as it stands. */
function holding(folder: string, texts: readonly string[] = BARRED): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return holding(path, texts)
    try {
      const isHolding =
        statSync(path).size < 64 * 1024 * 1024 &&
        texts.some((text) => readFileSync(path).includes(text))
      return isHolding ? [path] : []
    } catch {
      // Gone meanwhile.
      return []
    }
  })
}

/** All that was ever seen to hold one, as often as it can be looked at. */
function watching(folder: string, texts: readonly string[] = BARRED) {
  const seen = new Set<string>()
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      for (const part of ['spool', 'temporary']) {
        try {
          for (const file of holding(join(folder, part), texts)) seen.add(file)
        } catch {
          // A folder that was made anew just now.
        }
      }
      await sleep(5)
    }
  })()
  return async () => {
    isOver = true
    await looking
    return [...seen]
  }
}

async function kept(service: Service) {
  const store = await openStore({ path: service.state })
  try {
    return await store.rows<Record<string, unknown>>(
      statement(
        'kept',
        `SELECT exchange_id, account_id, text_policy, length(system) + length(prompt) + length(response) AS bytes,
                response_hash != 0 AS is_answered, print.prompt_bytes > 50 AS is_read,
                notEmpty(print.head_sketch) AS is_printed
         FROM exchange LEFT JOIN exchange_fingerprint AS print USING (exchange_id)
         WHERE account_id IN ('acct_planted', 'acct_proxied') ORDER BY exchange_id`,
      ),
    )
  } finally {
    await store.close()
  }
}

const PRINTED = {
  text_policy: 'fingerprint_only',
  bytes: '0',
  is_answered: 1,
  is_read: 1,
  is_printed: 1,
}
const rowsTaken = async (service: Service) => Number((await service.ready()).engine.rows_taken)

test('texts that are only fingerprinted are in no file, and campaigns are found by them all the same', async () => {
  const service = await started()
  const seen = watching(service.state)
  const rows = gunzipSync(readFileSync('examples/harvest/exchange.jsonl.gz')).toString('utf8')
  for (const kind of ['account', 'account_event', 'model_release']) {
    const file = `examples/harvest/${kind}.jsonl`
    const body = kind === 'account' ? gunzipSync(readFileSync(`${file}.gz`)) : readFileSync(file)
    const url = `${service.url}/v1/ingest?kind=${kind}`
    expect((await fetch(url, { method: 'POST', body: new Uint8Array(body) })).status).toBe(200)
  }
  expect((await ingest(service, `${rows.trim()}\n${planted('e1')}\n`)).status).toBe(200)
  expect((await asked(service)).status).toBe(200)
  const told = await until(
    'a run that found something',
    async () => {
      const { engine, spool } = await service.ready()
      return Number(engine.campaigns_act) > 0 && spool.rows === 0 && engine
    },
    120,
  )
  expect(Number(told.campaigns_act)).toBeGreaterThan(0)
  expect(await service.end()).toBe(0)
  expect(await seen()).toEqual([])
  expect(holding(service.state)).toEqual([])
  expect(service.said()).not.toContain('heron')
  const [one, two] = await kept(service)
  expect(one).toEqual({ exchange_id: 'e1', account_id: 'acct_planted', ...PRINTED })
  expect(two).toMatchObject({ account_id: 'acct_proxied', ...PRINTED })
}, 240_000)

test('either process may die and nothing of it is lost; what is in the spool when all end is taken in before', async () => {
  const service = await started()
  const seen = watching(service.state)
  const open = watching(service.state, [OPEN])
  await until('the engine', async () => (await service.ready()).engine.state === 'running')
  process.kill(service.pidOf('engine'), 'SIGKILL')
  expect((await ingest(service, `${planted('e1')}\n`)).status).toBe(200)
  process.kill(service.pidOf('gate'), 'SIGKILL')
  await until('both again', async () => (await rowsTaken(service)) >= 1)
  expect((await ingest(service, `${planted('e2')}\n`)).status).toBe(200)
  // What may be kept is seen on its way: so would be what may not.
  const whole = { exchange_id: 'e3', account_id: 'acct_open', text_policy: 'full', response: OPEN }
  await ingest(service, JSON.stringify({ ...whole, received_at: '2026-03-03T00:00:00Z' }))
  expect(await service.end()).toBe(0)
  expect(await open()).not.toEqual([])
  expect(await seen()).toEqual([])
  const found = await kept(service)
  expect(found.map(({ exchange_id }) => exchange_id)).toEqual(['e1', 'e2'])
  for (const row of found) expect(row).toMatchObject(PRINTED)
}, 120_000)

test('where all die at once the exchange stays, without what its texts looked like, and it is said', async () => {
  const service = await started()
  await until('the engine', async () => (await service.ready()).engine.state === 'running')
  process.kill(service.pidOf('engine'), 'SIGSTOP')
  const engine = service.pidOf('engine')
  expect((await ingest(service, `${planted('e1')}\n`)).status).toBe(200)
  const gate = service.pidOf('gate')
  service.child.kill('SIGKILL')
  for (const pid of [engine, gate]) process.kill(pid, 'SIGKILL')
  await until('all are gone', async () => isGone([engine, gate]))
  const again = await started(service.state)
  await until('the exchange', async () => (await rowsTaken(again)) >= 1)
  expect(await again.end()).toBe(0)
  expect(again.said()).toContain('under a key that is gone')
  expect(holding(again.state)).toEqual([])
  expect(await kept(again)).toEqual([
    {
      ...{ exchange_id: 'e1', account_id: 'acct_planted', ...PRINTED },
      ...{ is_answered: 0, is_read: 0, is_printed: 0 },
    },
  ])
}, 120_000)

const isGone = (pids: readonly number[]) =>
  pids.every((pid) => {
    try {
      process.kill(pid, 0)
      return false
    } catch {
      return true
    }
  })
