import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openUpstream, type Upstream } from '../service/proxy-world.js'
import { testStore } from '../store.js'
import { type Live, openLive } from './live.js'
import { block, freePort, type Program, run, startProgram, until } from './recipe.js'

const PAGE = 'docs/how-to/nginx.md'
const FAIL_OPEN = /^ *error_page 401 .*\n/m
const held = testStore()
let folder: string
let live: Live
let upstream: Upstream
let open: Nginx
let closed: Nginx
let reached: IncomingHttpHeaders[]

interface Nginx {
  readonly url: string
  readonly program: Program
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-nginx-'))
  live = await openLive(held.store)
  upstream = await openUpstream((request, response) => {
    reached.push(request.headers)
    request.resume()
    response.end('an answer')
  })
  open = await startNginx('open', (text) => text)
  closed = await startNginx('closed', (text) => {
    expect(text).toMatch(FAIL_OPEN)
    return text.replace(FAIL_OPEN, '')
  })
  for (const one of [open, closed]) await guarded(one)
})
beforeEach(() => {
  reached = []
})
afterAll(async () => {
  for (const one of [open, closed]) await one?.program.stop()
  await live?.close()
  await upstream?.close()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

async function startNginx(name: string, change: (text: string) => string): Promise<Nginx> {
  const at = join(folder, name)
  mkdirSync(at)
  const port = await freePort()
  const server = block(PAGE, 'nginx', {
    '127.0.0.1:8080': `127.0.0.1:${port}`,
    '127.0.0.1:8787': live.url.slice('http://'.length),
    '127.0.0.1:9000': upstream.url.slice('http://'.length),
  })
  writeFileSync(join(at, 'server.conf'), change(server))
  writeFileSync(join(at, 'nginx.conf'), mainOf(at))
  run('nginx', ['-t', '-p', at, '-c', join(at, 'nginx.conf')])
  const program = startProgram('nginx', ['-p', at, '-c', join(at, 'nginx.conf')])
  const url = `http://127.0.0.1:${port}`
  let isUp = false
  await until(() => {
    fetch(url).then(
      () => (isUp = true),
      () => undefined,
    )
    return isUp
  })
  return { url, program }
}

const mainOf = (at: string): string => `
daemon off;
worker_processes 1;
pid ${at}/nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
    access_log off;
    client_body_temp_path ${at}/body;
    proxy_temp_path ${at}/proxy;
    fastcgi_temp_path ${at}/fastcgi;
    uwsgi_temp_path ${at}/uwsgi;
    scgi_temp_path ${at}/scgi;
    include ${at}/server.conf;
}
`

const ask = (nginx: Nginx, key: string, more: Record<string, string> = {}) =>
  fetch(`${nginx.url}/v1/messages`, {
    method: 'POST',
    body: '{"model":"heron"}',
    headers: { authorization: `Bearer ${key}`, ...more },
  })

/** Waits until the gate answers by it: a gate that has just begun is slower, and what it does not answer in time passes. */
async function guarded(nginx: Nginx): Promise<void> {
  const startedMs = Date.now()
  while ((await ask(nginx, 'sk-banned')).status !== 403) {
    if (Date.now() - startedMs > GUARDED_MS_MAX) throw new Error('the gate does not answer')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
const GUARDED_MS_MAX = 30_000

describe('nginx with auth_request', () => {
  it('passes a customer on, and says who it is', async () => {
    const answer = await ask(open, 'sk-customer', { 'x-account-id': 'somebody-else' })
    expect([answer.status, await answer.text()]).toEqual([200, 'an answer'])
    expect(reached).toMatchObject([
      { 'x-account-id': 'customer', 'x-stillwatch-level': 'pass', 'content-length': '17' },
    ])
  })

  it('tells the level below a refusal to what is behind it', async () => {
    expect((await ask(open, 'sk-limited')).status).toBe(200)
    expect(reached).toMatchObject([{ 'x-stillwatch-level': 'limit' }])
  })

  it.each([['open'], ['closed']])(
    'refuses with our reason and no more (fails %s)',
    async (name) => {
      const answer = await ask(name === 'open' ? open : closed, 'sk-banned')
      expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'application/json'])
      const { error } = (await answer.json()) as { error: { code: string; message: string } }
      expect(error.code).toBe('usage_review')
      // All that an appeal is taken down by.
      const told = Object.fromEntries(answer.headers)
      expect(told).toMatchObject({
        'stillwatch-policy': expect.stringMatching(/^[a-z0-9-]+$/),
        'stillwatch-reason': 'usage_review',
        'stillwatch-appeal': expect.stringMatching(/appeals@example.org/),
      })
      expect(error.message).toContain(told['stillwatch-policy'])
      expect(reached).toEqual([])
    },
  )

  it('large headers of a client hide it from nobody', async () => {
    const large = Object.fromEntries(
      Array.from({ length: 4 }, (_, i) => [`x-${i}`, 'x'.repeat(5000)]),
    )
    expect((await ask(open, 'sk-banned', large)).status).toBe(403)
    const agent = { 'user-agent': 'x'.repeat(7900) }
    expect((await ask(open, `sk-banned${' '.repeat(7900)}`, agent)).status).not.toBe(200)
  })

  it('a client cannot ask the gate through it', async () => {
    expect((await fetch(`${open.url}/_stillwatch`)).status).toBe(404)
  })

  it('a gate that is away opens one and closes the other, and comes back to both', async () => {
    await live.stop()
    const away = await ask(open, 'sk-banned')
    expect([away.status, await away.text()]).toEqual([200, 'an answer'])
    expect(reached).toMatchObject([{ 'x-account-id': 'banned' }])
    expect(reached[0]?.['x-stillwatch-level'] ?? '').toBe('')
    expect((await ask(closed, 'sk-customer')).status).toBe(500)
    expect(reached).toHaveLength(1)
    await live.start()
    for (const one of [open, closed]) await guarded(one)
    expect((await ask(closed, 'sk-customer')).status).toBe(200)
  })
})

describe('nginx before a gate that is ill', () => {
  let ill: Upstream
  let status = 503
  let silenceMs = 0
  let nginx: Nginx
  beforeAll(async () => {
    ill = await openUpstream((_, response) => {
      response.statusCode = status
      setTimeout(() => response.end(), silenceMs).unref()
    })
    const address = live.url.slice('http://'.length)
    nginx = await startNginx('ill', (text) =>
      text.replaceAll(address, ill.url.slice('http://'.length)),
    )
  })
  afterAll(async () => {
    await nginx?.program.stop()
    await ill?.close()
  })

  it.each([[503], [500], [502], [401]])('an answer of %i passes', async (given) => {
    status = given
    expect((await ask(nginx, 'sk-customer')).status).toBe(200)
  })

  it.each([[404], [431]])('an answer of %i does not', async (given) => {
    status = given
    expect((await ask(nginx, 'sk-customer')).status).toBe(500)
  })

  it('and silence does, soon', async () => {
    ;[status, silenceMs] = [200, 60_000]
    const startedMs = Date.now()
    expect((await ask(nginx, 'sk-customer')).status).toBe(200)
    // A second of the recipe, and whatever else the machine is at.
    expect(Date.now() - startedMs).toBeLessThan(10_000)
  })
})
