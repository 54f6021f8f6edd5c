import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ASKED_BYTES_MAX, TOLD_BYTES_MAX } from '../people/socket.js'
import { makeRoom } from '../room.js'
import { gateWith, sha256 } from './gate.fixture.js'

const FLOOD = 200
const PEOPLE = [
  { name: 'victor', sha256: sha256('token-victor'), roles: ['viewer'] },
  { name: 'rosa', sha256: sha256('token-rosa'), roles: ['reviewer'] },
  { name: 'dora', oidc: '00u1', roles: ['reviewer'] },
]
const settings = {
  people: PEOPLE,
  oidc: { issuer: 'https://login.example.com', audience: 'stillwatch' },
}

let folder: string
let held: ServerResponse[]
let close: () => void
/** The process that keeps the records, which answers when it is told to. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-people-'))
  held = []
  const server = createServer((_, response) => void held.push(response))
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve))
  close = () => {
    server.close()
    server.closeAllConnections()
  }
})
afterEach(() => {
  close()
  rmSync(folder, { recursive: true })
})

function gate() {
  const people = { socket: join(folder, 'socket'), version: '1' }
  const { app } = gateWith({ settings, rest: { people } })
  const ask = (token: string) =>
    app
      .inject({
        method: 'POST',
        url: '/stillwatch/v1/kill-switch/pull',
        headers: { authorization: `Bearer ${token}` },
      })
      .then(({ statusCode }) => statusCode)
  const flood = (token: (place: number) => string) =>
    Promise.all(Array.from({ length: FLOOD }, (_, place) => ask(token(place))))
  /** What is asked while all that was asked before is still in hand. */
  const through = async (token: string) => {
    const before = held.length
    const answered = ask(token)
    await expect.poll(() => held.length).toBeGreaterThan(before)
    for (const one of held) one.end('{}')
    return answered
  }
  /** What a body of so many bytes is told. */
  const sent = (url: string, bytes: number) =>
    app
      .inject({
        ...{ method: 'POST', url: `/stillwatch/v1${url}`, payload: Buffer.alloc(bytes, 'a') },
        headers: { authorization: 'Bearer token-rosa', 'content-type': 'application/json' },
      })
      .then((answer) => answer.json<{ error: { code: string; hint: string } }>().error)
  return { ask, flood, through, sent }
}

const jwt = (sub: string) =>
  ['{"alg":"RS256"}', JSON.stringify({ sub }), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

test('whoever has no token of anybody takes no room, and is told so', async () => {
  const { flood, through } = gate()
  const statuses = await flood((place) => (place % 2 === 0 ? `bogus-${place}` : jwt(`u${place}`)))
  expect(new Set(statuses)).toEqual(new Set([401]))
  expect(held).toHaveLength(0)
  expect(await through('token-rosa')).toBe(200)
  expect(await through(jwt('00u1'))).toBe(200)
})

test('one person who asks without end leaves room for another', async () => {
  const { flood, through } = gate()
  const asked = flood(() => 'token-victor')
  await expect.poll(() => held.length).toBeGreaterThan(10)
  expect(await through('token-rosa')).toBe(200)
  expect(new Set(await asked)).toEqual(new Set([200, 503]))
})

test('what is too long is told the bound that it met, and no setting that is another’s', async () => {
  const { sent } = gate()
  const file = await sent('/partners/north/told', TOLD_BYTES_MAX + 1)
  expect(file).toMatchObject({ code: 'FILE_TOO_LARGE', message: expect.stringContaining('8 MiB') })
  const note = await sent('/cases', ASKED_BYTES_MAX + 1)
  expect(note).toMatchObject({ message: expect.stringContaining('256 KiB') })
  for (const { hint } of [file, note]) expect(hint).not.toContain('serve.limits')
})

test('whatever six others hold, there is room for whoever has nothing yet, and never for more than all', () => {
  const most = 64
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { maxLength: 400 }), (events) => {
      const room = makeRoom(most)
      const inHand: number[] = Array.from({ length: 6 }, () => 0)
      for (const [who, what] of events) {
        const own = inHand[who] ?? 0
        if (what > 0 && room.enter(`${who}`)) inHand[who] = own + 1
        if (what === 0 && own > 0) {
          room.leave(`${who}`)
          inHand[who] = own - 1
        }
        expect(inHand.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(most)
        expect(room.enter('rosa')).toBe(true)
        room.leave('rosa')
      }
    }),
  )
})
