import { existsSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { servedSocket } from '../../src/store/served.js'
import { heldBy, stillwatch, workFolder } from './backed-up.js'
import { type Service, startService, until } from './served.js'

let service: Service | undefined
afterEach(() => service?.remove())

const { folder } = workFolder()

const line = (at: number) =>
  JSON.stringify({
    exchange_id: `e${at}`,
    account_id: `acct-${at % 7}`,
    received_at: `2026-03-0${1 + (at % 5)}T10:00:00Z`,
    messages: [{ role: 'user', content: `question ${at}` }],
    response: `answer ${at}`,
  })

async function send(url: string, from: number, to: number): Promise<void> {
  const body = Array.from({ length: to - from }, (_, at) => line(from + at)).join('\n')
  const headers = { 'content-type': 'application/x-ndjson' }
  const answer = await fetch(`${url}/v1/ingest`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(await answer.text())
}

async function isDecided(url: string): Promise<boolean> {
  const body = JSON.stringify({ account_id: 'acct-1' })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${url}/v1/decide`, { method: 'POST', headers, body })).ok
}

/** Asks for a backup and goes away. */
async function askAndLeave(state: string, into: string): Promise<void> {
  const socketPath = servedSocket(state)
  await new Promise<void>((resolve) => {
    const asking = request({ socketPath, path: '/backup', method: 'POST' })
    asking.on('error', () => undefined)
    asking.end(JSON.stringify({ into }), () => {
      setTimeout(() => resolve(void asking.destroy()), 50)
    })
  })
}

it('a running service is backed up while it decides, and comes back elsewhere with all that it had acknowledged', async () => {
  const running = await startService()
  service = running
  await until('it answers', () => running.ready())
  await send(running.url, 0, 500)
  await until('a run of all', async () => {
    const { engine } = await running.ready()
    return engine.rows_taken === 500 && engine.lag_seconds === 0
  })
  const into = join(folder, 'backup')
  // Some of it will be in the store, and some in the spool.
  await send(running.url, 500, 700)
  const backingUp = stillwatch(['backup', into, '-c', running.config, '--json'])
  let decided = 0
  let isDone = false
  const deciding = (async () => {
    while (!isDone) {
      expect(await isDecided(running.url)).toBe(true)
      decided += 1
    }
  })()
  const made = await backingUp
  isDone = true
  await deciding
  expect([made.status, made.errors]).toEqual([0, made.errors])
  expect(decided).toBeGreaterThan(0)
  const { audit } = JSON.parse(made.out) as { audit: { seq: number; hash: string } }

  const there = await stillwatch(['backup', into, '-c', running.config])
  expect([there.status, there.errors]).toEqual([4, expect.stringContaining('already')])
  const gone = join(folder, 'asked and gone')
  await askAndLeave(running.state, gone)
  await until('it is made all the same', async () => existsSync(gone))
  await until('the log says so', async () => running.said().match(/"backup made"/g)?.length === 2)
  expect(await isDecided(running.url)).toBe(true)
  const unstopped = await stillwatch(['restore', into, '-c', running.config])
  expect([unstopped.status, unstopped.errors]).toEqual([2, expect.stringContaining('already')])
  expect(await running.end()).toBe(0)
  running.remove()

  const state = join(folder, 'state')
  const config = join(folder, 'restored.yaml')
  writeFileSync(config, stringify({ hash_secret: 'test', serve: { state } }))
  const restored = await stillwatch(['restore', into, '-c', config])
  expect([restored.status, restored.errors]).toEqual([0, restored.errors])
  const again = await startService({}, state)
  service = again
  await until('what waited in the spool is taken', async () => {
    const { engine, spool } = await again.ready()
    return engine.state === 'running' && engine.lag_seconds === 0 && spool.rows === 0
  })
  expect(await again.end()).toBe(0)
  const { tables } = await heldBy(state)
  expect(tables.exchange?.split(' ')[0]).toBe('700')
  const noted = `${audit.seq}:${audit.hash}`
  const verified = await stillwatch(['audit', 'verify', '-c', again.config, '--noted', noted])
  expect([verified.status, verified.out]).toEqual([0, expect.stringContaining('whole')])
}, 300_000)
