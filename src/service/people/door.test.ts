import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Ledger } from '../../records/ledger.js'
import { newState } from '../../records/state.js'
import type { Store } from '../../store/store.js'
import { type PeopleDoor, servePeople } from './door.js'
import { API_PREFIX } from './socket.js'
import { makeWho } from './who.js'

const sha256 = createHash('sha256').update('token').digest('hex')

test('what cannot be told ends the answer that would tell it, and no more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-door-'))
  const socketPath = join(folder, 'socket')
  const ledger = { refresh: async () => undefined, state: newState }
  // As a text that is longer than any may be.
  const reader = { rows: async () => [{ seq: 1n }] }
  const people = [{ name: 'alice', sha256, roles: ['auditor'] as const }]
  const close = await servePeople(socketPath, {
    ledger: ledger as unknown as Ledger,
    reader: reader as unknown as Store,
    who: makeWho(() => ({ people: people.map((one) => ({ ...one, roles: [...one.roles] })) }), {
      now: Date.now,
      clock: Date.now,
    }),
    policies: () => [],
    acted: () => undefined,
    inForce: () => undefined,
    now: Date.now,
    receive: () => Promise.reject(new Error('nobody tells anything')),
  } satisfies PeopleDoor)
  const ask = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: 'Bearer token' }
      request({ socketPath, path: `${API_PREFIX}${path}`, headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .setTimeout(2000, () => reject(new Error('no answer')))
        .end()
    })
  try {
    expect(await ask('/audit')).toBe(500)
    expect(await ask('/me')).toBe(200)
  } finally {
    await close()
    rmSync(folder, { recursive: true })
  }
})
