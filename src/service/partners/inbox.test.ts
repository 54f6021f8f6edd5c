import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sharingSchema } from '../../config/sharing.js'
import { statement } from '../../store/sql.js'
import { makePositions, type Positions } from '../taxii/client/positions.js'
import { type Collections, openCollections } from '../taxii/collections.js'
import { keptOf, type StixObject } from '../taxii/envelope.js'
import { SHARING } from '../taxii/taxii.fixture.js'
import { OBJECT_BYTES_MAX } from './collected.js'
import { type InboxDoors, makeInbox } from './inbox.js'
import { makeReceiver } from './receiver.js'
import { partnersTelling } from './tellings.js'

const held = testStore()
const NOW_MS = Date.UTC(2026, 5, 1)
const into = { id: SHARING.collections[1]?.id ?? '', objects_max: 100_000, bytes_max: 1e9 }
const SETTINGS = sharingSchema.parse({
  ...SHARING,
  partners: [{ id: 'north' }, { id: 'south' }],
  clients: SHARING.clients.map((one) =>
    one.name === 'writer' ? { ...one, partner: 'north' } : one,
  ),
  servers: [
    {
      ...{ name: 'crane', url: 'https://taxii.example/api/', collection: 'found', secret: 's' },
      ...{ pull_into: 'in', partner: 'south' },
    },
  ],
})

let collections: Collections
let positions: Positions
let clock: number
let nowMs: number
let logged: string
let heard: number

beforeEach(async () => {
  const tables = ['taxii_object', 'taxii_position', 'indicator_received', 'indicator_rejected']
  for (const table of tables) {
    await held.store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  ;[clock, nowMs, logged, heard] = [0, NOW_MS, '', 0]
  collections = await openCollections({
    ...{ reader: held.store, writer: held.store, now: () => nowMs },
  })
  positions = makePositions(held.store, held.store)
})

const log = (fields: object, message: string) => {
  logged += JSON.stringify([fields, message])
}
const inbox = () =>
  makeInbox({
    ...{ now: () => nowMs, clock: () => clock, sharing: () => SETTINGS },
    log: { info: log, warn: log, error: log },
  })

async function look(part: Partial<InboxDoors> = {}, one = inbox()) {
  const receive = makeReceiver(held.store, () => {
    heard += 1
  })
  one.tick({ reader: held.store, positions, receive, ...part })
  await one.settled()
}

async function put(objects: readonly StixObject[], client = 'writer') {
  const kept = objects.map((one) => {
    const looked = keptOf(one, nowMs)
    if ('problem' in looked) throw new Error(looked.problem)
    return looked
  })
  await collections.add(into, kept, client)
}

const CREATED = '2026-05-01T00:00:00Z'
const of = (type: string, part: object): StixObject => ({
  ...{ type, spec_version: '2.1', id: `${type}--${randomUUID()}` },
  ...{ created: CREATED, modified: CREATED },
  ...part,
})
const exit = (last: number, part: object = {}) =>
  of('indicator', {
    pattern: `[ipv4-addr:value = '203.0.113.${last}'] START t'2026-05-20T00:00:00Z' STOP t'2026-05-21T00:00:00Z'`,
    ...{ pattern_type: 'stix', valid_from: '2026-05-20T00:00:00Z' },
    ...{ valid_until: '2026-06-20T00:00:00Z', ...part },
  })
const campaign = (name: string) => of('campaign', { name })
const claim = (indicator: StixObject, about: StixObject) =>
  of('relationship', {
    ...{ relationship_type: 'indicates', source_ref: indicator.id, target_ref: about.id },
  })

interface Row {
  readonly partner_id: string
  readonly object_id: string
  readonly campaign_name: string
  readonly is_withdrawn: boolean
}
const received = () =>
  held.store.rows<Row>(
    statement(
      'received',
      `SELECT toString(partner_id) AS partner_id, object_id, argMax(campaign_name, place) AS campaign_name,
           argMax(is_withdrawn, place) AS is_withdrawn
       FROM indicator_received GROUP BY partner_id, object_id ORDER BY partner_id, object_id`,
    ),
  )
const count = async (what: string, table: string) =>
  Number(
    (
      await held.store.rows<{ n: string }>(statement('count', `SELECT ${what} AS n FROM ${table}`))
    )[0]?.n,
  )
const rows = () => count('count()', 'indicator_received')

test('a partner has a channel of its own where a server of theirs is pulled, or a client of theirs writes', () => {
  expect([...partnersTelling(SETTINGS)].sort()).toEqual(['north', 'south'])
  expect(partnersTelling(undefined).size).toBe(0)
  expect(partnersTelling({ ...SETTINGS, clients: [], servers: [] }).size).toBe(0)
})

describe('what lies in a collection', () => {
  test('is the word of the partner who put it there, and of nobody else', async () => {
    const [one, other, third] = [exit(1), exit(2), exit(3)]
    await put([one])
    await put([other], 'server crane')
    await put([third], 'both')
    await look()
    expect((await received()).map(({ partner_id, object_id }) => [partner_id, object_id])).toEqual([
      ['north', one.id],
      ['south', other.id],
    ])
    expect(logged).not.toContain('203.0.113')
  })

  test('is taken in once, however often it is looked at', async () => {
    await put([exit(1), exit(2)])
    await look()
    await look()
    expect([await rows(), heard]).toEqual([2, 1])
  })

  test('is one thing, on however many pages and in whatever order it came', async () => {
    const tide = campaign('tide')
    const exits = Array.from({ length: 4 }, (_, at) => exit(at))
    const all = [tide, ...exits, ...exits.map((one) => claim(one, tide))]
    const order = fc.shuffledSubarray(all, { minLength: all.length })
    await fc.assert(
      fc.asyncProperty(order, fc.array(fc.nat(all.length), { maxLength: 3 }), async (given, at) => {
        await held.store.run(statement('clear', 'TRUNCATE TABLE indicator_received'))
        await held.store.run(statement('clear', 'TRUNCATE TABLE taxii_object'))
        const cuts = [0, ...at.sort((a, b) => a - b), all.length]
        for (const [place, to] of cuts.slice(1).entries()) {
          nowMs += 1
          await put(given.slice(cuts[place], to))
          await look()
        }
        const ends = (await received()).map(({ campaign_name, is_withdrawn }) => [
          ...[campaign_name, is_withdrawn],
        ])
        expect(ends).toEqual(exits.map(() => ['tide', false]))
      }),
      { numRuns: 15 },
    )
  })

  test('is withdrawn with its last claim, and not with one of two', async () => {
    const one = exit(1)
    const [tide, ebb] = [campaign('tide'), campaign('ebb')]
    const [first, second] = [claim(one, tide), claim(one, ebb)]
    const revoked = (claimed: StixObject) => ({
      ...{ ...claimed, revoked: true, modified: '2026-05-30T00:00:00Z' },
    })
    await put([one, tide, ebb, first, second])
    await look()
    await put([revoked(second)])
    await look()
    expect(await received()).toMatchObject([{ campaign_name: 'tide', is_withdrawn: false }])
    await put([revoked(first)])
    await look()
    expect(await received()).toMatchObject([{ is_withdrawn: true }])
  })

  test('is not undone by an older version that comes later', async () => {
    const one = exit(1)
    await put([{ ...one, revoked: true, modified: '2026-05-30T00:00:00Z' }])
    await look()
    await put([one])
    await look()
    expect(await rows()).toBe(0)
  })

  test('is refused with a reason, each object alone, and what is fit is taken', async () => {
    const wide = exit(1, { pattern: "[ipv4-addr:value = '0.0.0.0/0']" })
    const large = exit(2, { description: 'x'.repeat(OBJECT_BYTES_MAX) })
    const fit = exit(3)
    await put([wide, large, fit])
    await look()
    expect(await count('sum(objects)', 'indicator_rejected')).toBe(2)
    expect((await received()).map(({ object_id }) => object_id)).toEqual([fit.id])
  })
})

describe('where it is broken off', () => {
  test('before the place has moved, the same comes again and changes nothing', async () => {
    await put([exit(1)])
    const dies = { ...positions, reach: () => Promise.reject(new Error('the words of a partner')) }
    await look({ positions: dies })
    expect(await rows()).toBe(1)
    expect(logged).not.toContain('the words of a partner')
    await look()
    await put([exit(2)])
    await look()
    expect(await rows()).toBe(2)
  })

  test('before it was taken in, it is taken in the next time', async () => {
    await put([exit(1)])
    const one = inbox()
    await look({ receive: () => Promise.reject(new Error('no store')) }, one)
    expect(await rows()).toBe(0)
    clock = 5000
    await look({}, one)
    expect(await rows()).toBe(1)
  })

  test('one partner waits for none', async () => {
    await put([exit(1)])
    await put([exit(2)], 'server crane')
    const receive = makeReceiver(held.store, () => undefined)
    await look({
      receive: (given) =>
        given.partner_id === 'north' ? Promise.reject(new Error('no')) : receive(given),
    })
    expect(await received()).toMatchObject([{ partner_id: 'south' }])
  })
})
