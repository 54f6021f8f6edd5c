import { createSocket } from 'node:dgram'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearer, gateWith } from '../../src/service/gate/gate.fixture.js'
import { freePort, type Program, startProgram, until } from './recipe.js'

// Challenges to domains, answered by a name server of Debian's packages.

const DAY_MS = 86_400_000
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-dns-'))
let port = 0
let server: Program | undefined
let nowMs = Date.parse('2026-03-10T12:00:00Z')
const gates: { close: () => Promise<unknown> }[] = []

beforeAll(async () => {
  port = await freePort()
  await serve([])
}, 120_000)
afterAll(async () => {
  await server?.stop()
  for (const one of gates) await one.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A server that knows these records and no others, on loopback, asking nobody. */
async function serve(lines: readonly string[]): Promise<void> {
  await server?.stop()
  const file = join(folder, 'dnsmasq.conf')
  const own = [
    'no-resolv',
    'no-hosts',
    'bind-interfaces',
    'listen-address=127.0.0.1',
    `port=${port}`,
  ]
  // Whatever is below them and not named is not there, and the server says so.
  const known = ['local=/kadomi.com/', 'local=/kadomi.net/', 'local=/elsewhere.org/']
  writeFileSync(file, [...own, ...known, ...lines].join('\n'))
  const started = startProgram('dnsmasq', [
    '--keep-in-foreground',
    `--conf-file=${file}`,
    '--pid-file',
    '--user=root',
  ])
  server = started
  let answered = false
  const socket = createSocket('udp4')
  socket.on('message', () => {
    answered = true
  })
  // A question for the version of the server, which it answers by itself.
  const question = Buffer.from(
    '0001010000010000000000000776657273696f6e0462696e640000100003',
    'hex',
  )
  await until(
    () => {
      if (!answered) socket.send(question, port, '127.0.0.1')
      return answered
    },
    20_000,
    () => started.said(),
  )
  socket.close()
  expect(existsSync(file)).toBe(true)
}

const gate = (settings: object = {}) => {
  const { app } = gateWith({
    settings: { verification: { resolvers: [`127.0.0.1:${port}`], ...settings } },
    rest: { now: () => nowMs },
  })
  gates.push(app)
  return app
}
const ask = async (app: ReturnType<typeof gate>, path: string, subject: string, domain: string) => {
  const response = await app.inject({
    method: 'POST',
    url: `/v1/signup/challenge${path}`,
    headers: bearer,
    payload: { subject, domain },
  })
  const { request_id: _, ...rest } = response.json()
  return { status: response.statusCode, ...rest }
}
const record = (name: string, ...texts: readonly string[]) =>
  `txt-record=${name},${texts.map((text) => `"${text}"`).join(',')}`
const NAME = '_stillwatch-challenge.kadomi.com'

describe('whoever has a domain shows it by a record', () => {
  test('which is absent, then there, and read by a gate that was started anew as well', async () => {
    const app = gate()
    const made = await ask(app, '', 'app_1', 'Kadomi.com.')
    expect(made).toMatchObject({ status: 200, domain: 'kadomi.com', record: NAME })
    expect(await ask(app, '/check', 'app_1', 'kadomi.com')).toMatchObject({
      status: 200,
      state: 'absent',
    })
    await serve([record(NAME, made.value)])
    for (const one of [app, gate()])
      expect(await ask(one, '/check', 'app_1', 'kadomi.com')).toMatchObject({
        ...{ status: 200, proof: 'domain_dns', state: 'proved' },
        ...{ domain: 'kadomi.com', registered_domain: 'kadomi.com' },
      })
  })

  test('among others, in several strings, and by another name that it points to', async () => {
    const app = gate()
    const { value } = await ask(app, '', 'app_1', 'kadomi.com')
    const parts = [value.slice(0, 20), value.slice(20)]
    await serve([
      record(NAME, 'v=spf1 -all'),
      record(NAME, ...parts),
      'cname=_stillwatch-challenge.kadomi.net,shown.elsewhere.org',
      record('shown.elsewhere.org', (await ask(app, '', 'app_1', 'kadomi.net')).value),
    ])
    expect((await ask(app, '/check', 'app_1', 'kadomi.com')).state).toBe('proved')
    expect((await ask(app, '/check', 'app_1', 'kadomi.net')).state).toBe('proved')
  })

  test('replay: copied to another domain, or shown for another subject, it proves nothing', async () => {
    const app = gate()
    const { value } = await ask(app, '', 'app_1', 'kadomi.com')
    await serve([record(NAME, value), record('_stillwatch-challenge.kadomi.net', value)])
    expect((await ask(app, '/check', 'app_1', 'kadomi.net')).state).toBe('absent')
    expect((await ask(app, '/check', 'app_2', 'kadomi.com')).state).toBe('absent')
  })

  test('expiry: it ends, and a new one is shown beside it', async () => {
    const app = gate({ challenge_days: 1 })
    const { value } = await ask(app, '', 'app_1', 'kadomi.com')
    await serve([record(NAME, value)])
    const startedMs = nowMs
    nowMs += DAY_MS
    expect((await ask(app, '/check', 'app_1', 'kadomi.com')).state).toBe('expired')
    const again = await ask(app, '', 'app_1', 'kadomi.com')
    await serve([record(NAME, value), record(NAME, again.value)])
    expect((await ask(app, '/check', 'app_1', 'kadomi.com')).state).toBe('proved')
    nowMs = startedMs
  })

  test('race: asked a hundred times at once, every answer is the same or says to come again', async () => {
    const app = gate()
    const { value } = await ask(app, '', 'app_1', 'kadomi.com')
    await serve([record(NAME, value)])
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        ask(app, '/check', at % 2 ? 'app_1' : 'app_2', 'kadomi.com'),
      ),
    )
    for (const [at, { status, state }] of answers.entries()) {
      expect([200, 503]).toContain(status)
      if (status === 200) expect(state).toBe(at % 2 ? 'proved' : 'absent')
    }
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(50)
  })

  test('enumeration: who was never asked is answered as who did not show it, and a value cannot be guessed', async () => {
    const app = gate()
    const asked = await ask(app, '', 'app_1', 'kadomi.com')
    await serve([
      record(
        NAME,
        asked.value.replace(/.$/, (last: string) => (last === '0' ? '1' : '0')),
      ),
    ])
    const [known, unknown] = [
      await ask(app, '/check', 'app_1', 'kadomi.com'),
      await ask(app, '/check', 'app_9', 'kadomi.com'),
    ]
    expect({ ...unknown, subject: 'app_1' }).toEqual(known)
    expect(known.state).toBe('absent')
  })

  test('where no server answers, nothing is known', async () => {
    const app = gate()
    await server?.stop()
    expect(await ask(app, '/check', 'app_1', 'kadomi.com')).toMatchObject({
      ...{ status: 503, error: { code: 'DNS_UNANSWERED' } },
    })
  }, 30_000)

  test.each([
    'com',
    'co.uk',
    'localhost',
    'printer.local',
    '192.0.2.1',
    '[::1]',
    'kadomi',
    'github.io',
    'kadomi.com/mit.edu',
    'kadomi.com#',
    '',
  ])('nobody can show %j', async (domain) => {
    const { status, error } = await ask(gate(), '', 'app_1', domain)
    expect([400, 422]).toContain(status)
    expect(error.hint).not.toBe('')
  })
})
