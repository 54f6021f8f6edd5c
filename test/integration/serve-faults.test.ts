import { renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import { command, type Service, startService, until } from './served.js'

const services: Service[] = []
afterEach(() => {
  const ended = services.splice(0)
  // Two of a test may share a folder: none is removed under one that still writes there.
  for (const service of ended) service.child.kill('SIGKILL')
  for (const service of ended) service.remove()
})

async function started(serve: object = {}): Promise<Service> {
  const service = await startService(serve)
  services.push(service)
  await until('the engine', async () => (await service.ready()).engine.state === 'running')
  return service
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const post = async ({ url }: Service, ...ids: readonly string[]) => {
  const answer = await fetch(`${url}/v1/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: ids
      .map((exchange_id) =>
        JSON.stringify({ exchange_id, account_id: 'a', received_at: '2026-03-02T10:00:00Z' }),
      )
      .join('\n'),
  })
  return answer.status
}

async function exchangesOf(path: string): Promise<string | undefined> {
  const store = await openStore({ path })
  try {
    const counted = statement('counted', 'SELECT count() AS exchanges FROM exchange')
    const [row] = await store.rows<{ exchanges: string }>(counted)
    return row?.exchanges
  } finally {
    await store.close()
  }
}

describe('the service', () => {
  test('runs once a state folder', async () => {
    const service = await started()
    const second = await command('serve', '--config', service.config).catch((error) => error)
    expect(second).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('runs on the state folder'),
    })
    expect((await service.ready()).engine.state).toBe('running')
  })

  test('ends with its supervisor, and begins again on what that left', async () => {
    const service = await started()
    expect(await post(service, 'one')).toBe(200)
    const pids = [service.pidOf('gate'), service.pidOf('engine')]
    await service.end('SIGKILL')
    await until('both to end', async () => !pids.some(isAlive))
    const again = await startService({}, service.state)
    services.push(again)
    await until('the engine', async () => (await again.ready()).engine.state === 'running')
    await until('what was left', async () => (await again.ready()).spool.rows === 0)
    expect(await again.end()).toBe(0)
    // Taken by the engine before it ended with its supervisor, or by the one after it: in any case once.
    expect(await exchangesOf(again.state)).toBe('1')
  })

  test('ends at once at the second SIGTERM', async () => {
    // An answer that never comes holds the gate while it drains.
    const upstream = createServer(() => undefined)
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const address = upstream.address()
    const port = typeof address === 'object' ? address?.port : 0
    const service = await started({ proxy: { upstream: `http://127.0.0.1:${port}` } })
    const asking = fetch(`${service.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', max_tokens: 1, messages: [] }),
    }).catch(() => undefined)
    await until('the request', async () => {
      const text = await (await fetch(`${service.url}/metrics`)).text()
      return /^stillwatch_proxy_in_hand 1$/m.test(text)
    })
    const pids = [service.pidOf('gate'), service.pidOf('engine')]
    service.child.kill('SIGTERM')
    await sleep(500)
    const startedMs = performance.now()
    expect(await service.end()).toBe(143)
    expect(performance.now() - startedMs).toBeLessThan(5000)
    await until('both to end', async () => !pids.some(isAlive))
    await asking
    upstream.closeAllConnections()
    upstream.close()
  })

  test('reads its settings again on SIGHUP, and keeps those it had where they do not fit', async () => {
    const service = await started()
    const { port } = new URL(service.url)
    const serve = { port: Number(port), state: service.state }
    const write = (more: object) =>
      writeFileSync(
        service.config,
        stringify({ hash_secret: 'test', serve: { ...serve, ...more } }),
      )
    write({ engine: { rebuild_at: 'noon' } })
    service.child.kill('SIGHUP')
    const times = (said: string) => service.said().split(said).length - 1
    await until('both to refuse', async () => times('settings not reloaded') === 2)
    write({ kill_switch: true })
    service.child.kill('SIGHUP')
    await until('both to take them', async () => times('"settings reloaded"') === 2)
    expect((await service.ready()).engine.state).toBe('running')
  })

  test('waits for a store that is away, and makes none in its place', async () => {
    const service = await started()
    expect(await post(service, 'one')).toBe(200)
    await until('one taken', async () => (await service.ready()).engine.rows_taken === 1)
    const [data, away] = [join(service.state, 'data'), join(service.state, 'data.away')]
    renameSync(data, away)
    process.kill(service.pidOf('engine'), 'SIGKILL')
    await until('the engine to miss it', async () => service.said().includes('STORE_GONE'))
    expect(await post(service, 'one', 'two')).toBe(200)
    const ready = await service.ready()
    expect(ready).toMatchObject({ status: 'degraded', degraded: ['engine_down'] })
    expect(ready.spool.rows).toBe(2)
    renameSync(away, data)
    await until('the rest taken', async () => (await service.ready()).engine.rows_repeated === 1)
    expect(await service.end()).toBe(0)
  })

  test('says that its port is taken, and tries again', async () => {
    const holder = createServer()
    const first = await startService()
    services.push(first)
    await until('the gate', () => first.ready())
    await first.end()
    const { port } = new URL(first.url)
    await new Promise<void>((resolve) => holder.listen(Number(port), '127.0.0.1', resolve))
    const second = await startService({ port: Number(port) }, first.state)
    services.push(second)
    await until('the complaint', async () => second.said().includes('could not listen on'))
    await new Promise((resolve) => holder.close(resolve))
    await until('the gate', async () => (await fetch(`${first.url}/healthz`)).ok)
    await until('the engine', async () => (await first.ready()).engine.state === 'running')
  })
})
