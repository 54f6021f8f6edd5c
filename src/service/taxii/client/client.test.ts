import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testStore } from '../../../../test/store.js'
import { sharingSchema } from '../../../config/sharing.js'
import { statement } from '../../../store/sql.js'
import { type Collections, EVERYTHING, openCollections } from '../collections.js'
import { type Kept, keptOf } from '../envelope.js'
import { instantOf } from '../instant.js'
import { TAXII_TYPE } from '../media.js'
import { indicator, SHARING } from '../taxii.fixture.js'
import { makeTaxiiClient, type TaxiiClient, type TaxiiClientOptions } from './client.js'
import { makePositions, type Positions } from './positions.js'

const holder = testStore()
const NOW_MS = Date.UTC(2026, 5, 1)
let server: Server
let status: number
let there: ReturnType<typeof indicator>[]
/** What it says of what is sent to it. */
let became: (ids: readonly string[]) => object
let asked: (string | undefined)[]
let collections: Collections
let positions: Positions
let clock: number
let logged: string

beforeEach(async () => {
  for (const table of ['taxii_object', 'taxii_position']) {
    await holder.store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  const parts = { reader: holder.store, writer: holder.store, now: () => NOW_MS }
  collections = await openCollections(parts)
  positions = makePositions(holder.store, holder.store)
  ;[status, there, asked, clock, logged] = [200, [], [], 0, '']
  became = () => ({})
  server = createServer((request, response) => {
    asked.push(request.url)
    const at = { 'x-taxii-date-added-first': instantOf((NOW_MS - 1000) * 1000) }
    const last = { 'x-taxii-date-added-last': instantOf((NOW_MS - 1) * 1000) }
    response.writeHead(status, { 'content-type': TAXII_TYPE, ...at, ...last })
    if (request.method === 'GET') {
      response.end(JSON.stringify({ more: false, objects: there }))
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { objects } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      response.end(JSON.stringify(became(objects.map(({ id }: { id: string }) => id))))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function client(more: Partial<TaxiiClientOptions> = {}, part: object = {}): TaxiiClient {
  const sharing = sharingSchema.parse({
    ...SHARING,
    servers: [
      {
        ...{ name: 'heron', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
        ...{ collection: 'theirs', secret: 'a-secret-word', pull_into: 'in', minutes: 10 },
        ...part,
      },
    ],
  })
  const log = (fields: object, message: string) => {
    logged += JSON.stringify([fields, message])
  }
  return makeTaxiiClient({
    ...{
      now: () => NOW_MS,
      clock: () => clock,
      sharing: () => sharing,
      sleep: async () => undefined,
    },
    log: { info: log, warn: log, error: log },
    ...more,
  })
}
const visit = async (one: TaxiiClient) => {
  one.tick({ collections, positions })
  await one.settled()
}
const kept = async () => {
  const id = SHARING.collections[1]?.id ?? ''
  return (await collections.page(id, { ...EVERYTHING, limit: 1000 })).places.length
}

test('it asks every so many minutes, and after a failure sooner at first and then later and later', async () => {
  const one = client()
  await visit(one)
  clock = 599_999
  await visit(one)
  expect(asked).toHaveLength(1)
  clock = 600_000
  status = 503
  await visit(one)
  expect([asked.length, one.figures().taxii_failures]).toEqual([2, 1])
  const gaps: number[] = []
  for (let failure = 0; failure < 6; failure += 1) {
    const fromMs = clock
    const before = asked.length
    while (asked.length === before) {
      clock += 500
      await visit(one)
    }
    gaps.push(clock - fromMs)
  }
  expect(gaps[0]).toBeLessThanOrEqual(5000)
  expect(gaps[1]).toBeGreaterThan(gaps[0] ?? 0)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(600_500)
  expect(logged).toContain('status 503')
  expect(logged).not.toMatch(/a-secret-word|theirs/)
})

test('what was taken is durable before the place moves over it, and what is no STIX 2.1 is passed over', async () => {
  there = [indicator(), indicator({ spec_version: '2.0' })]
  const reaching: number[] = []
  const watched: Positions = {
    ...positions,
    reach: async (way, micros) => {
      reaching.push(await kept())
      await positions.reach(way, micros)
    },
  }
  const one = client()
  one.tick({ collections, positions: watched })
  await one.settled()
  expect(reaching).toEqual([1])
  expect(logged).toContain('"refused":1')
  clock = 700_000
  await visit(one)
  expect(asked.at(-1)).toContain('added_after=2026-05-31')
})

test('where the collection is full, the place stays', async () => {
  there = Array.from({ length: 26 }, () => indicator())
  const one = client()
  await visit(one)
  // The collection is a relay of 50: half of what others leave.
  expect([await kept(), one.figures().taxii_failures]).toEqual([25, 1])
  const id = SHARING.collections[1]?.id ?? ''
  const { versions } = EVERYTHING
  await collections.remove({ collection_id: id, ids: [there[0]?.id ?? ''], versions })
  there = there.slice(1)
  clock = 700_000
  await visit(one)
  expect(asked.at(-1)).not.toContain('added_after')
  expect([await kept(), one.figures().taxii_failures]).toEqual([25, 1])
})

test('what another server will not take is named, and sent no more', async () => {
  const [, from] = sharingSchema.parse(SHARING).collections
  const waiting = [indicator(), indicator()]
  const fit = waiting
    .map((one) => keptOf(one, NOW_MS))
    .filter((one): one is Kept => !('problem' in one))
  if (from !== undefined) await collections.add(from, fit, 'a')
  const bad = waiting[1]?.id
  const sent: (readonly string[])[] = []
  became = (ids) => {
    sent.push(ids)
    const failures = ids.filter((id) => id === bad).map((id) => ({ id, version: '' }))
    const counts = { success_count: ids.length - failures.length, failure_count: failures.length }
    return { id: 's', status: 'complete', total_count: ids.length, ...counts, failures }
  }
  const one = client({}, { pull_into: undefined, push_from: 'in' })
  await visit(one)
  expect(sent).toEqual([waiting.map(({ id }) => id)])
  expect([one.figures().taxii_pushed, one.figures().taxii_failures]).toEqual([1, 0])
  expect(logged).toContain(`"objects":["${bad} ${waiting[1]?.modified}"]`)
  clock = 700_000
  await visit(one)
  expect(sent).toHaveLength(1)
})

test('a secret that cannot be read is told of and asks nobody, and another collection begins anew', async () => {
  const without = client({}, { secret: undefined, secret_file: '/nowhere/secret' })
  await visit(without)
  expect([asked, logged.includes('SETTING_INVALID')]).toEqual([[], true])
  await visit(client())
  await visit(client({}, { collection: 'other' }))
  await visit(client())
  expect(asked.map((url) => url?.includes('added_after'))).toEqual([false, false, true])
})
