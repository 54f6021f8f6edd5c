import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import type { Store } from '../../store/store.js'
import { type Collections, EVERYTHING, openCollections } from './collections.js'
import { serveTaxii } from './door.js'
import { type Kept, keptOf } from './envelope.js'
import { TAXII_TYPE } from './media.js'
import type { Statuses } from './statuses.js'
import { askSocket, indicator, sharing, tokenOf } from './taxii.fixture.js'

const holder = testStore()
const OBJECTS = '/taxii2/api/collections/out/objects/'

test('who asks and leaves takes no more of the engine than who waits, and the next is told when to ask again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-taxii-'))
  const socketPath = join(folder, 'socket')
  const held: (() => void)[] = []
  const slow = {
    page: () =>
      new Promise((resolve) => {
        held.push(() => resolve({ places: [], isMore: false }))
      }),
    documents: async () => [],
  } as unknown as Collections
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const statuses = {} as Statuses
  const close = await serveTaxii(socketPath, {
    ...{ sharing, statuses, log, now: Date.now },
    collections: slow,
  })
  const leave = () =>
    new Promise<void>((resolve) => {
      const headers = { accept: TAXII_TYPE, authorization: `Bearer ${tokenOf('both')}` }
      const asking = request({ socketPath, path: OBJECTS, headers, agent: false })
      asking.on('error', () => undefined)
      asking.on('close', () => resolve())
      asking.end()
      setTimeout(() => asking.destroy(), 100)
    })
  try {
    // One after the other, for the door holds no more than some connections.
    for (let place = 0; place < 3; place += 1) await Promise.all(Array.from({ length: 10 }, leave))
    expect(held).toHaveLength(16)
    const late = await askSocket(socketPath, OBJECTS, {})
    expect([late.status, late.body.error_code]).toEqual([503, 'BUSY'])
    expect(late.headers['retry-after']).toBe('5')
    const other = askSocket(socketPath, OBJECTS, { as: 'reader' })
    await expect.poll(() => held.length).toBe(17)
    for (const answer of held.splice(0)) answer()
    expect((await other).status).toBe(200)
    const again = askSocket(socketPath, OBJECTS, {})
    await expect.poll(() => held.length).toBe(1)
    held[0]?.()
    expect((await again).status).toBe(200)
  } finally {
    await close()
    rmSync(folder, { recursive: true })
  }
})

test('many deletions at once are a few of the table, and each is told what went by it', async () => {
  const { store } = holder
  const ran: string[] = []
  const writer: Store = {
    ...store,
    run: (what, values) => {
      ran.push(what.name)
      return store.run(what, values)
    },
  }
  const collections = await openCollections({ reader: store, writer, now: Date.now })
  const [into] = sharing().collections
  if (into === undefined) throw new Error('no collection')
  const all = Array.from({ length: 30 }, () => keptOf(indicator(), Date.now())).filter(
    (one): one is Kept => !('problem' in one),
  )
  await collections.add(into, all, 'a')
  const { versions } = EVERYTHING
  const remove = (id: string) => collections.remove({ collection_id: into.id, ids: [id], versions })
  const twice = all[0]?.id ?? ''
  const counts = await Promise.all([...all.map(({ id }) => remove(id)), remove(twice)])
  expect(counts).toEqual([...all.map(() => 1), 0])
  expect(ran.filter((name) => name === 'taxii_remove').length).toBeLessThanOrEqual(2)
  expect((await collections.page(into.id, { ...EVERYTHING, limit: 100 })).places).toEqual([])
})
