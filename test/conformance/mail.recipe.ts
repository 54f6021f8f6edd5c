import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bearer, gateWith } from '../../src/service/gate/gate.fixture.js'
import { freePort, type Program, startProgram, until } from './recipe.js'

// Codes by letter, through a mail server of Debian's packages that puts what it takes into one file.

const HOUR_MS = 3_600_000
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-mail-'))
const box = join(folder, 'box')
let port = 0
let server: Program | undefined
let nowMs = Date.parse('2026-03-10T12:00:00Z')
const gates: { close: () => Promise<unknown> }[] = []

beforeAll(async () => {
  port = await freePort()
  await serve()
}, 180_000)
afterAll(async () => {
  await server?.stop()
  for (const one of gates) await one.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  rmSync(box, { force: true })
})

/** On loopback alone; `nobody@` is refused, `later@` is put off, and everything else goes into the box. */
async function serve(): Promise<void> {
  chmodSync(folder, 0o777)
  mkdirSync(join(folder, 'spool'), { recursive: true, mode: 0o777 })
  chmodSync(join(folder, 'spool'), 0o777)
  const file = join(folder, 'exim.conf')
  writeFileSync(
    file,
    `primary_hostname = mail.test
spool_directory = ${folder}/spool
log_file_path = ${folder}/spool/%slog
pid_file_path = ${folder}/spool/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
tls_advertise_hosts =
smtputf8_advertise_hosts = *
host_lookup =
rfc1413_hosts =
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
begin acl
acl_mail:
  deny senders = refused@provider.example
       message = 550 5.7.1 you may not send
  accept
acl_rcpt:
  deny local_parts = nobody
       message = 550 5.1.1 no such person
  defer local_parts = later
  accept
acl_data:
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = ${box}
  user = Debian-exim
  delivery_date_add
begin retry
* * F,1h,1m
`,
  )
  server = startProgram('exim4', ['-bdf', '-C', file])
  const started = server
  let isUp = false
  await until(
    () => {
      if (!isUp) {
        const done = spawnSync('bash', [
          '-c',
          `exec 3<>/dev/tcp/127.0.0.1/${port} && head -c 3 <&3`,
        ])
        isUp = done.stdout.toString() === '220'
      }
      return isUp
    },
    20_000,
    () => started.said(),
  )
}

const gate = (settings: object = {}, at = port) => {
  const mail = { host: '127.0.0.1', port: at, tls: 'none', from: 'desk@provider.example' }
  const { app, lines } = gateWith({
    settings: { verification: { mail, name: 'Provider', ...settings } },
    rest: { now: () => nowMs },
  })
  gates.push(app)
  return Object.assign(app, { lines })
}
type App = ReturnType<typeof gate>
const ask = async (app: App, path: string, payload: object) => {
  const response = await app.inject({
    method: 'POST',
    url: `/v1/signup/letter${path}`,
    headers: bearer,
    payload,
  })
  const { request_id: _, ...rest } = response.json()
  return { status: response.statusCode, ...rest }
}
const send = (app: App, subject: string, address: string) => ask(app, '', { subject, address })
const check = (app: App, subject: string, address: string, code: string) =>
  ask(app, '/check', { subject, address, code })
/** The letters in the box, once so many are there. */
async function letters(count: number): Promise<readonly string[]> {
  const read = () =>
    existsSync(box)
      ? readFileSync(box, 'utf8')
          .split(/^From /m)
          .slice(1)
      : []
  await until(
    () => read().length >= count,
    20_000,
    () => server?.said() ?? '',
  )
  return read()
}
const codeIn = (letter: string | undefined): string =>
  /^\s+((?:\w{4}-){5}\w{4})\s*$/m.exec(letter ?? '')?.[1] ?? ''

describe('whoever reads at an address enters the code of a letter', () => {
  test('which is sent there, once, and proves the address and what it is', async () => {
    const app = gate()
    const sent = await send(app, 'app_1', 'jane@TUM.de')
    expect(sent).toMatchObject({ status: 202, proof: 'institution_mail' })
    const [letter, more] = await letters(1)
    expect(more).toBeUndefined()
    expect(letter).toMatch(/^To: jane@tum\.de$/m)
    expect(letter).toMatch(/^Subject: Provider: is this address yours\?$/m)
    const code = codeIn(letter)
    // The code goes by the letter alone.
    expect(JSON.stringify(sent)).not.toContain(code)
    expect(app.lines.join('')).not.toContain(code)
    expect(app.lines.join('')).not.toContain('jane')
    for (const one of [app, gate()])
      expect(await check(one, 'app_1', 'jane@tum.de', code.toLowerCase())).toMatchObject({
        ...{ status: 200, proof: 'institution_mail', state: 'proved' },
      })
  })

  test('an address of a former member, and one of nobody’s, prove an address and no institution', async () => {
    const app = gate()
    expect((await send(app, 'app_1', 'jane@alumni.stanford.edu')).proof).toBe('mail')
    for (const address of [
      'jane@stanford-edu.com',
      'jane@edumail.edu.pl',
      'jane@berlin.de',
      'jane@no-such-college.edu.pl',
    ])
      expect((await send(app, address, address)).proof).toBe('mail')
    await letters(5)
  })

  test('replay: a code proves nothing of another address or subject, and the same again when it comes twice', async () => {
    const app = gate()
    await send(app, 'app_1', 'jane@tum.de')
    const code = codeIn((await letters(1))[0])
    expect((await check(app, 'app_1', 'joe@tum.de', code)).state).toBe('absent')
    expect((await check(app, 'app_2', 'jane@tum.de', code)).state).toBe('absent')
    expect((await check(app, 'app_1', 'Jane@TUM.de', code)).state).toBe('proved')
    for (const _ of [1, 2])
      expect((await check(app, 'app_1', 'jane@tum.de', code)).state).toBe('proved')
  })

  test('expiry: a code ends, and a new letter has a new one', async () => {
    const app = gate({ letter_hours: 1 })
    await send(app, 'app_1', 'jane@tum.de')
    const code = codeIn((await letters(1))[0])
    const startedMs = nowMs
    nowMs += HOUR_MS
    expect((await check(app, 'app_1', 'jane@tum.de', code)).state).toBe('expired')
    await send(app, 'app_1', 'jane@tum.de')
    const again = codeIn((await letters(2))[1])
    expect((await check(app, 'app_1', 'jane@tum.de', again)).state).toBe('proved')
    nowMs = startedMs
  })

  test('race: of many letters asked for at once three go, and each code is good', async () => {
    const app = gate()
    const sent = await Promise.all(
      Array.from({ length: 12 }, () => send(app, 'app_1', 'jane@tum.de')),
    )
    expect(sent.filter(({ status }) => status === 202)).toHaveLength(3)
    expect(sent.filter(({ status }) => status === 429)).toHaveLength(9)
    const codes = (await letters(3)).map(codeIn)
    for (const code of codes)
      expect((await check(app, 'app_1', 'jane@tum.de', code)).state).toBe('proved')
    // Neither by another subject, nor in capitals, is anybody written to oftener; an hour later they are.
    expect((await send(app, 'app_2', 'JA.NE+x@tum.de')).error.code).toBe('LETTERS_ENOUGH')
    nowMs += HOUR_MS
    expect((await send(app, 'app_2', 'jane@tum.de')).status).toBe(202)
    nowMs -= HOUR_MS
    await letters(4)
  })

  test('flood: one applicant has no more than six people written to within the hour', async () => {
    const app = gate()
    for (let at = 0; at < 6; at++)
      expect((await send(app, 'app_1', `p${at}@tum.de`)).status).toBe(202)
    expect((await send(app, 'app_1', 'p6@tum.de')).error.code).toBe('LETTERS_ENOUGH')
    await letters(6)
  })

  test('enumeration: whether there is such an address is told to nobody', async () => {
    const app = gate()
    const there = await send(app, 'app_1', 'jane@tum.de')
    const nobody = await send(app, 'app_1', 'nobody@tum.de')
    expect(nobody).toEqual(there)
    await letters(1)
    const guess = 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA'
    const [known, unknown] = [
      await check(app, 'app_1', 'jane@tum.de', guess),
      await check(app, 'app_1', 'never@tum.de', guess),
    ]
    expect({ ...unknown, address: known.address }).toEqual(known)
  })

  test.each([
    'jane@tum.de, joe@tum.de',
    'jane\r\nBcc: joe@tum.de',
    '<jane@tum.de>',
    'jane',
    '"a b"@tum.de',
  ])('%j is no address, and no letter goes', async (address) => {
    expect(await send(gate(), 'app_1', address)).toMatchObject({
      ...{ status: 422, error: { code: 'ADDRESS_NOT_READ' } },
    })
    expect(existsSync(box)).toBe(false)
  })
})

describe('where letters do not go', () => {
  test('a server that puts it off, one that hangs up, and none at all: nothing was sent, and it says so', async () => {
    const patient = gate()
    // None of them counts: nobody had a letter.
    for (const _ of [1, 2, 3, 4])
      expect((await send(patient, 'app_1', 'later@tum.de')).error.code).toBe('MAIL_UNSENT')
    const stranger = gate({
      mail: { host: '127.0.0.1', port, tls: 'none', from: 'refused@provider.example' },
    })
    expect((await send(stranger, 'app_1', 'jane@tum.de')).error.code).toBe('MAIL_UNSENT')
    const rude: Server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    const { port: at } = rude.address() as { port: number }
    const app = gate({}, at)
    expect((await send(app, 'app_1', 'jane@tum.de')).error.code).toBe('MAIL_UNSENT')
    expect(app.lines.join('')).not.toContain('jane')
    await new Promise((resolve) => rude.close(resolve))
    expect((await send(gate({}, at), 'app_1', 'jane@tum.de')).error.code).toBe('MAIL_UNSENT')
  }, 60_000)

  test('without a server set there are none', async () => {
    expect((await send(gate({ mail: undefined }), 'app_1', 'jane@tum.de')).error.code).toBe(
      'MAIL_NOT_SET',
    )
  })
})
