import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type AccountSystem,
  accountSystem,
  SECRET,
} from '../../../test/integration/account-system.js'
import { testStore } from '../../../test/store.js'
import { type SharingSettings, sharingSchema } from '../../config/sharing.js'
import { statement } from '../../store/sql.js'
import { makeSightings } from './sightings.js'

const held = testStore()
const NOW_MS = Date.UTC(2026, 5, 1)
const PRODUCER = { name: 'Ours', identity_id: `identity--${randomUUID()}` }
const told = (ip: number) => `indicator--00000000-0000-4000-8000-00000000000${ip}`

let partner: AccountSystem
let folder: string
let clock: number
let logged: string
let runs: number

beforeEach(async () => {
  for (const table of ['run', 'sighting', 'indicator_received']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-sightings-'))
  partner = await accountSystem(0, true)
  ;[clock, logged, runs] = [0, '', 0]
  await held.store.insert(
    'indicator_received',
    [1, 2].map((ip) => ({
      ...{ partner_id: 'north', object_id: told(ip), indicator_id: `i${ip}`, marking: 'green' },
    })),
  )
})
afterEach(() => partner.close())

/** A run that met what the partner told of these. */
async function met(counts: Readonly<Record<number, number>>): Promise<string> {
  const run_id = randomUUID()
  runs += 1
  await held.store.insert(
    'sighting',
    Object.entries(counts).map(([ip, accounts]) => ({
      ...{ run_id, partner_id: 'north', object_id: told(Number(ip)), indicator_id: `i${ip}` },
      ...{ accounts, first_seen_at: '2026-05-20 00:00:00', last_seen_at: '2026-05-22 00:00:00' },
    })),
  )
  const at = `2026-05-30 00:0${runs}`
  const [started_at, finished_at] = [`${at}:00.000`, `${at}:30.000`]
  await held.store.insert('run', [{ run_id, started_at, finished_at }])
  return run_id
}

const settings = (part: object): SharingSettings =>
  sharingSchema.parse({
    producer: PRODUCER,
    partners: [{ id: 'north', url: partner.url, secret: SECRET, ...part }],
  })

function teller(part: object) {
  const log = (fields: object, message: string) => {
    logged += JSON.stringify([fields, message])
  }
  const one = makeSightings({
    ...{ now: () => NOW_MS, clock: () => clock, sharing: () => settings(part) },
    log: { info: log, warn: log, error: log },
  })
  return async () => {
    clock += 5000
    one.tick({ reader: held.store, collections: {} as never })
    await one.settled()
  }
}

const countsIn = (bundle: unknown) =>
  (bundle as { objects: Record<string, unknown>[] }).objects.flatMap((one) =>
    one.type === 'sighting' ? [[one.sighting_of_ref, one.count]] : [],
  )

test('are posted, signed, once for what stands, whichever run says so', async () => {
  const look = teller({ sightings_posted: true })
  const run = await met({ 1: 5, 2: 10 })
  await look()
  await look()
  await met({ 1: 5, 2: 10 })
  await look()
  expect(partner.heard.map(({ id }) => id)).toEqual([`sightings.north.${run}`])
  const [{ body } = {}] = partner.heard
  expect(body).toMatchObject({ type: 'sightings.told', timestamp: '2026-05-30T00:01:30.000Z' })
  expect(countsIn(body?.data).sort()).toEqual([
    [told(1), 5],
    [told(2), 10],
  ])
  await met({ 2: 10 })
  await look()
  expect(countsIn(partner.heard.at(-1)?.body.data)).toEqual([[told(2), 10]])
  await met({})
  await look()
  expect(countsIn(partner.heard.at(-1)?.body.data)).toEqual([])
  expect(partner.heard).toHaveLength(3)
  expect([partner.unsigned, logged.includes(told(1))]).toEqual([[], false])
})

test('are posted again by the same id and the same bytes, by another process too, and no more once they were refused', async () => {
  await met({ 1: 5 })
  const look = teller({ sightings_posted: true })
  partner.answer((_, response) => response.writeHead(503).end())
  await look()
  expect(partner.heard).toHaveLength(1)
  clock += 3_600_000
  await look()
  partner.answer((_, response) => response.writeHead(200).end('{}'))
  await teller({ sightings_posted: true })()
  expect(partner.heard).toHaveLength(3)
  expect(new Set(partner.heard.map(({ id, raw }) => `${id} ${raw}`)).size).toBe(1)
  partner.answer((_, response) => response.writeHead(410).end())
  await met({ 1: 10 })
  const refused = teller({ sightings_posted: true })
  await refused()
  clock += 3_600_000
  await refused()
  expect(partner.heard).toHaveLength(4)
})

test('stand in a file that is replaced whole, and a folder that is not there holds up no other way', async () => {
  const file = join(folder, 'north.json')
  const look = teller({ sightings_file: file })
  await met({ 1: 5, 2: 10 })
  await look()
  expect(countsIn(JSON.parse(readFileSync(file, 'utf8'))).sort()).toEqual([
    [told(1), 5],
    [told(2), 10],
  ])
  await met({ 1: 5 })
  await look()
  expect(countsIn(JSON.parse(readFileSync(file, 'utf8')))).toEqual([[told(1), 5]])
  expect(existsSync(`${file}.part`)).toBe(false)
  const gone = join(folder, 'gone', 'north.json')
  await teller({ sightings_file: gone, sightings_posted: true })()
  expect([existsSync(gone), partner.heard.length]).toEqual([false, 1])
})

test('settings that could not be kept are refused', () => {
  const parse = (part: object, more: object = { producer: PRODUCER }) =>
    sharingSchema.safeParse({ partners: [{ id: 'north', ...part }], ...more }).success
  expect(parse({ sightings_posted: true })).toBe(false)
  expect(parse({ sightings_file: 'x.json' }, {})).toBe(false)
  expect(parse({ sightings_file: 'x.json' })).toBe(true)
  expect(parse({ id: 'n'.repeat(33) }), 'longer than what is taken in from').toBe(false)
})
