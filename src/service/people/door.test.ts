import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { markingRef } from '../../feeds/stix/marking.js'
import type { Ledger } from '../../records/ledger.js'
import { newState } from '../../records/state.js'
import type { Store } from '../../store/store.js'
import { type PeopleDoor, servePeople } from './door.js'
import { API_PREFIX } from './socket.js'
import { makeWho } from './who.js'

const sha256 = createHash('sha256').update('token').digest('hex')

/** Asks of a door whose store has these rows of everything; what was done stands in `acts`. */
async function withDoor(
  rows: readonly object[] | (() => Promise<readonly object[]>),
  use: (
    ask: (path: string, body?: string) => Promise<{ status?: number | undefined; body: string }>,
    acts: unknown[],
  ) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-door-'))
  const socketPath = join(folder, 'socket')
  const acts: unknown[] = []
  const ledger = {
    refresh: async () => undefined,
    state: newState,
    act: async (asked: unknown) => {
      acts.push(asked)
      return { kind: 'proposed', id: 'p', seq: 1 }
    },
  }
  const people = [{ name: 'alice', sha256, roles: ['auditor', 'analyst'] as const }]
  const close = await servePeople(socketPath, {
    ledger: ledger as unknown as Ledger,
    reader: { rows: typeof rows === 'function' ? rows : async () => rows } as unknown as Store,
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
  const ask = (path: string, body?: string) =>
    new Promise<{ status?: number | undefined; body: string }>((resolve, reject) => {
      const headers = { authorization: 'Bearer token' }
      const method = body === undefined ? 'GET' : 'POST'
      request({ socketPath, method, path: `${API_PREFIX}${path}`, headers }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString('utf8') }),
        )
      })
        .on('error', reject)
        .setTimeout(2000, () => reject(new Error('no answer')))
        .end(body)
    })
  try {
    await use(ask, acts)
  } finally {
    await close()
    rmSync(folder, { recursive: true })
  }
}

test('what cannot be told ends the answer that would tell it, and no more', () =>
  // As a text that is longer than any may be.
  withDoor([{ seq: 1n }], async (ask) => {
    expect((await ask('/audit')).status).toBe(500)
    expect((await ask('/me')).status).toBe(200)
  }))

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const day = inDays(-2).slice(0, 10)
/** A bundle of one exit, which holds until then. */
const bundle = (valid_until: string) =>
  JSON.stringify({
    ...{ type: 'bundle', id: `bundle--${randomUUID()}` },
    objects: [
      {
        ...{ type: 'indicator', spec_version: '2.1', id: `indicator--${randomUUID()}` },
        ...{ created: inDays(-1), modified: inDays(-1), pattern_type: 'stix' },
        object_marking_refs: [markingRef('green')],
        pattern: `[ipv4-addr:value = '203.0.113.7'] START t'${day}T00:00:00Z' STOP t'${inDays(-1).slice(0, 10)}T00:00:00Z'`,
        ...{ valid_from: `${day}T00:00:00Z`, valid_until },
      },
    ],
  })

test('a file of a partner is looked into before it is proposed, and told with the proposal', () =>
  withDoor([], async (ask, acts) => {
    for (const [text, reason] of [
      ['garbage', 'It is not JSON.'],
      ['[]', undefined],
      ['{"withdrawn":"nobody told it"}', undefined],
      [bundle(inDays(-1)), 'It held until an instant that has passed.'],
    ] as const) {
      const { status, body } = await ask('/partners/north/told', text)
      expect(status, text).toBe(409)
      expect(JSON.parse(body).error).toMatchObject({
        code: 'NOTHING_TOLD',
        ...(reason === undefined ? {} : { places: [reason] }),
      })
    }
    expect(acts).toEqual([])
    const { status, body } = await ask('/partners/north/told', bundle(inDays(9)))
    expect(status).toBe(202)
    expect(JSON.parse(body)).toEqual({
      ...{ state: 'proposed', id: 'p', entry: 1, judgements: [] },
      would_take: { taken: 1, unchanged: 0, withdrawn: 0, refused: [], is_first: true },
    })
    expect(acts).toHaveLength(1)
  }))

test('a campaign is named by the beginning of its id, whatever is done or read of it', () =>
  withDoor([{ campaign_id: 'campaign-3f2a' }], async (ask, acts) => {
    const benign = { subject_kind: 'campaign', subject_id: 'campaign-3', reason: 'A class.' }
    for (const [path, body] of [
      ['/cases', { campaign_id: 'campaign-3' }],
      ['/rulings/benign', benign],
      ['/assessments', { campaign_id: 'campaign-3', question: 'operator' }],
      ['/shares/preview', { campaign_id: 'campaign-3' }],
    ] as const) {
      await ask(path, JSON.stringify(body))
    }
    const inputs = acts.map((one) => (one as { readonly input: object }).input)
    expect(inputs).toEqual([
      expect.objectContaining({ campaign_id: 'campaign-3f2a' }),
      { ...benign, subject_id: 'campaign-3f2a' },
      expect.objectContaining({ campaign_id: 'campaign-3f2a' }),
      expect.objectContaining({ campaign_id: 'campaign-3f2a' }),
    ])
    // Of an account the whole id alone is meant.
    await ask('/rulings/benign', JSON.stringify({ ...benign, subject_kind: 'account' }))
    expect(acts.at(-1)).toMatchObject({ input: { subject_id: 'campaign-3' } })
  }))

test('a beginning that several campaigns have does nothing, and names them', () =>
  withDoor(
    [{ campaign_id: 'campaign-3f2a' }, { campaign_id: 'campaign-3f2b' }],
    async (ask, acts) => {
      const asked = await ask('/cases', JSON.stringify({ campaign_id: 'campaign-3' }))
      expect(asked.status).toBe(409)
      expect(JSON.parse(asked.body).error).toMatchObject({
        code: 'CAMPAIGN_AMBIGUOUS',
        places: ['campaign-3f2a', 'campaign-3f2b'],
      })
      expect((await ask('/attribution?campaign_id=campaign-3')).status).toBe(409)
      expect(acts).toEqual([])
    },
  ))

test('what templates say is told with the place in the trail at which it is written down', () =>
  withDoor(
    [
      {
        ...{ run_id: 'r', kind: 'campaign', campaign_id: 'c1', family_id: 'f1', part: 2 },
        ...{ exchanges: '3', accounts: '2', slots: '3', slots_shared: '0', sample: 'Say why: x' },
      },
    ],
    async (ask, acts) => {
      const { body } = await ask('/campaigns/c1/templates/read', '{"reason":"to know"}')
      expect(acts).toMatchObject([
        { deed: 'read_templates', input: { campaign_id: 'c1', reason: 'to know' } },
      ])
      expect(JSON.parse(body)).toMatchObject({
        entry: 1,
        templates: [{ family_id: 'f1', part: 'opening', samples: ['Say why: x'] }],
      })
    },
  ))

test('whoever reads much at once keeps nobody from acting, and is told to ask again', async () => {
  const held: (() => void)[] = []
  const rows = () => new Promise<readonly object[]>((resolve) => held.push(() => resolve([])))
  await withDoor(rows, async (ask) => {
    const asked = Array.from({ length: 40 }, () => ask('/campaigns'))
    await expect.poll(() => held.length).toBeGreaterThan(10)
    const answered = asked.map((one) => one.then(({ status }) => status))
    const first = await Promise.race(answered)
    expect(first).toBe(503)
    expect(held.length).toBeLessThan(40)
    // An act passes all the same: it waits for no reading.
    expect((await ask('/kill-switch/pull', '{"reason":"now"}')).status).toBe(202)
    const ending = setInterval(() => {
      for (const end of held.splice(0)) end()
    }, 10)
    const statuses = await Promise.all(answered)
    clearInterval(ending)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(10)
  })
})
