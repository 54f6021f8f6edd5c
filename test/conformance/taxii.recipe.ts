/** TAXII 2.1 against what OASIS has of it: their client asks our server, and our client asks theirs. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sharingSchema } from '../../src/config/sharing.js'
import { makeTaxiiClient } from '../../src/service/taxii/client/client.js'
import { makePositions } from '../../src/service/taxii/client/positions.js'
import { EVERYTHING, openCollections } from '../../src/service/taxii/collections.js'
import { keptOf } from '../../src/service/taxii/envelope.js'
import { TAXII_TYPE } from '../../src/service/taxii/media.js'
import { indicator, SHARING, tokenOf } from '../../src/service/taxii/taxii.fixture.js'
import { statement } from '../../src/store/sql.js'
import { type Service, startService, until } from '../integration/served.js'
import { testStore } from '../store.js'
import { pythonPrograms, TAXII_CLIENT, TAXII_SERVER } from './python.js'
import { freePort, type Program, run, startProgram } from './recipe.js'

const holder = testStore()
let folder: string
let service: Service | undefined
let medallion: Program | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-taxii-'))
})
afterEach(async () => {
  service?.remove()
  await medallion?.stop()
  rmSync(folder, { recursive: true })
})

it('taxii2-client does all that it can with our server', async () => {
  const running = await startService({ sharing: SHARING, engine: { run_minutes: 60 } })
  service = running
  const headers = { authorization: `Bearer ${tokenOf('both')}`, accept: TAXII_TYPE }
  await until(
    'TAXII is answered',
    async () => (await fetch(`${running.url}/taxii2/`, { headers })).ok,
  )
  const words = [running.url, 'both', tokenOf('both'), 'reader', tokenOf('reader')]
  const python = join(pythonPrograms(TAXII_CLIENT), 'python')
  expect(run(python, ['test/conformance/taxii-client.py', ...words])).toBe('')
})

const PASSWORD = 'the-password'
const THEIRS = randomUUID()

/** The server of OASIS with an empty collection, and pages of three. */
async function startMedallion(): Promise<string> {
  const port = await freePort()
  const data = join(folder, 'data.json')
  const config = join(folder, 'config.json')
  const information = {
    ...{ title: 'theirs', versions: [TAXII_TYPE], max_content_length: 9_765_625 },
  }
  const collection = {
    ...{ id: THEIRS, title: 'theirs', can_read: true, can_write: true },
    ...{ media_types: ['application/stix+json;version=2.1'], objects: [], manifest: [] },
  }
  const discovery = { title: 'theirs', api_roots: [`http://127.0.0.1:${port}/root/`] }
  const root = { information, status: [], collections: [collection] }
  writeFileSync(data, JSON.stringify({ '/discovery': discovery, root }))
  writeFileSync(
    config,
    JSON.stringify({
      backend: {
        ...{ module: 'medallion.backends.memory_backend', module_class: 'MemoryBackend' },
        filename: data,
      },
      users: { heron: PASSWORD },
      taxii: { max_page_size: 3 },
    }),
  )
  medallion = startProgram(join(pythonPrograms(TAXII_SERVER), 'medallion'), [
    ...['--host', '127.0.0.1', '--port', String(port), config],
  ])
  const url = `http://127.0.0.1:${port}/root/`
  const { said } = medallion
  await until(`medallion answers: ${said()}`, async () => (await theirs(url, '')).ok)
  return url
}

const theirs = (url: string, path: string, body?: object) =>
  fetch(`${url}${path}`, {
    headers: {
      authorization: `Basic ${Buffer.from(`heron:${PASSWORD}`).toString('base64')}`,
      accept: TAXII_TYPE,
      ...(body === undefined ? {} : { 'content-type': TAXII_TYPE }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
const addTheirs = async (url: string, objects: readonly object[]) => {
  const answer = await theirs(url, `collections/${THEIRS}/objects/`, { objects })
  expect(answer.status).toBe(202)
}

/** A client with collections of its own, whose clock is told how late it is. */
async function ours(url: string) {
  const parts = { reader: holder.store, writer: holder.store, now: Date.now }
  const collections = await openCollections(parts)
  const positions = makePositions(holder.store, holder.store)
  const server = { url, collection: THEIRS, user: 'heron', secret: PASSWORD, minutes: 1 }
  const sharing = sharingSchema.parse({
    ...SHARING,
    servers: [
      { ...server, name: 'pulled', pull_into: 'out' },
      { ...server, name: 'pushed', push_from: 'in' },
    ],
  })
  const problems: string[] = []
  const told = (fields: object) => void problems.push(JSON.stringify(fields))
  let clock = 0
  const client = makeTaxiiClient({
    ...{ now: Date.now, clock: () => clock, sharing: () => sharing, sleep: (ms) => sleep(ms) },
    log: { info: () => undefined, warn: told, error: told },
  })
  const [into, from] = sharing.collections
  if (into === undefined || from === undefined) throw new Error('no collections')
  return {
    ...{ collections, into, from, problems },
    visit: async () => {
      client.tick({ collections, positions })
      await client.settled()
      clock += 61_000
    },
    pulled: async () => {
      const query = { ...EVERYTHING, limit: 1000 }
      const { places } = await collections.page(into.id, query)
      return places.map(({ object_id }) => object_id).sort()
    },
  }
}

it('our client takes all that medallion has, goes on where it ended, and sends what waits', async () => {
  for (const table of ['taxii_object', 'taxii_position']) {
    await holder.store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  const url = await startMedallion()
  const there = Array.from({ length: 8 }, () => indicator())
  await addTheirs(url, there)
  const first = await ours(url)
  await first.visit()
  expect(first.problems).toEqual([])
  expect(await first.pulled()).toEqual(there.map(({ id }) => id).sort())

  // As another process, which knows only what is in the store.
  const second = await ours(url)
  const later = Array.from({ length: 5 }, () => indicator())
  await addTheirs(url, later)
  await second.visit()
  const all = [...there, ...later].map(({ id }) => id)
  expect(await second.pulled()).toEqual([...all].sort())

  const sent = Array.from({ length: 4 }, () => indicator())
  await second.collections.add(second.from, sent.map(keptNow), 'test')
  await second.visit()
  const found = await theirs(url, `collections/${THEIRS}/objects/?match[id]=${sent[0]?.id}`)
  expect(((await found.json()) as { objects: object[] }).objects).toEqual([sent[0]])
  // What was sent there comes back once, and is not sent again.
  await second.visit()
  await second.visit()
  expect(await second.pulled()).toEqual([...all, ...sent.map(({ id }) => id)].sort())
  expect(second.problems).toEqual([])
})

function keptNow(object: ReturnType<typeof indicator>) {
  const kept = keptOf(object, Date.now())
  if ('problem' in kept) throw new Error(kept.problem)
  return kept
}
