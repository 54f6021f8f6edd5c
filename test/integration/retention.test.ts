import { randomUUID } from 'node:crypto'
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Findings } from '../../src/domain/findings.js'
import { expire } from '../../src/pipeline/retention/retention.js'
import { scan } from '../../src/scan.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { logsFolder, makeWorld, optionsOf, scanFolders } from '../property/world.js'

const logs = logsFolder()
const DAY_MS = 86_400_000
const PLANTED = 'the heron waits for nobody at the weir'
let folder = ''
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stillwatch-test-'))
  store = await openStore({ path: folder })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const count = async (text: string) => {
  const [row] = await store.rows<{ count: string }>(
    statement('count', `SELECT count() AS count ${text}`),
  )
  return Number(row?.count)
}
const saying = () => count(`FROM exchange WHERE system != '' OR prompt != '' OR response != ''`)

const hidden = () =>
  count(`FROM exchange WHERE prompt = '${PLANTED}' AND exchange_id = 'planted'
         AND _row_exists = 0 SETTINGS apply_deleted_mask = 0`)

const foundIn = ({ campaigns }: Findings) =>
  campaigns.map(({ verdict, confidence, members }) => ({
    verdict,
    confidence,
    members: members.map(({ account_id, role }) => `${account_id} ${role}`).sort(),
  }))

/** Everything made anew, as each night. */
const rebuilt = async () =>
  (await scan({ ...optionsOf(store, [], randomUUID()), inputs: [] })).findings

interface Parts {
  readonly active: ReadonlySet<string>
  readonly onDisk: readonly string[]
}

/** Those of the table that are read, and all that lie on the disk. */
async function parts(): Promise<Parts> {
  const text = `SELECT name, path FROM system.parts WHERE active AND table = 'exchange'`
  const rows = await store.rows<{ name: string; path: string }>(statement('parts', text))
  const folders = new Set(rows.map(({ path }) => dirname(path)))
  return {
    active: new Set(rows.map(({ name }) => name)),
    onDisk: [...folders].flatMap((table) => readdirSync(table).filter((name) => PART.test(name))),
  }
}
const PART = /^\d+_\d+_\d+_\d+/

test('texts whose time is over go from every file, and what was found with them is found without them', async () => {
  const { folder: given } = makeWorld(logs.fresh(), 'retention', {
    accounts: 200,
    exchangesMean: 4,
    scenarios: [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }],
  })
  const line = {
    ...{ schema: 'stillwatch.exchange/1', exchange_id: 'planted', account_id: 'acct_planted' },
    received_at: '2026-03-03T00:00:00Z',
    messages: [{ role: 'user', content: PLANTED }],
    response: PLANTED,
  }
  const future = { ...line, exchange_id: 'misdated', received_at: '2098-03-03T00:00:00Z' }
  const exchanges = join(given, 'exchange.jsonl')
  appendFileSync(exchanges, `${JSON.stringify(line)}\n${JSON.stringify(future)}\n`)
  const before = await scanFolders(store, given)
  expect(before.campaigns.length).toBeGreaterThan(0)
  const all = await count('FROM exchange')

  // Nothing is over its time yet but what is dated in the future.
  const kept = { text_days: 30, exchange_days: 400 }
  const late = Date.parse('2026-03-20T00:00:00Z')
  expect(await expire(store, kept, late)).toEqual({ texts: 1, weeks: 0 })

  const over = late + 60 * DAY_MS
  const whole = await parts()
  expect((await expire(store, kept, over)).texts).toBeGreaterThan(all / 2)
  // What was replaced is compressed, so that a search would not find it there: no such file may be left at all.
  const { active, onDisk } = await parts()
  expect(onDisk.filter((name) => whole.onDisk.includes(name) && !active.has(name))).toEqual([])
  expect(whole.onDisk.filter((name) => !active.has(name)).length).toBeGreaterThan(0)
  expect(await saying()).toBe(0)
  expect(await expire(store, kept, over)).toEqual({ texts: 0, weeks: 0 })
  const without = await rebuilt()
  expect(foundIn(without)).toEqual(foundIn(before))
  expect(JSON.stringify(without)).not.toContain(PLANTED)
  expect(await count('FROM exchange_fingerprint')).toBe(all)

  // What comes late keeps its text until its time, and is derived once.
  const fresh = makeWorld(logs.fresh(), 'retention late', {
    accounts: 20,
    exchangesMean: 2,
    scenarios: [],
  })
  await scan(optionsOf(store, [fresh.folder], randomUUID()))
  expect(await count('FROM exchange_fingerprint')).toBe(await count('FROM exchange'))

  expect((await expire(store, kept, over + 400 * DAY_MS)).weeks).toBeGreaterThan(0)
  expect(await count(`FROM exchange WHERE received_at < '2098-01-01'`)).toBe(0)
  expect(await count('FROM exchange_fingerprint')).toBe(await count('FROM exchange'))
}, 300_000)

test('what a repeat leaves in a part, hidden from whoever reads, goes as well', async () => {
  const path = join(logs.fresh(), 'exchange.jsonl')
  const line = {
    ...{ schema: 'stillwatch.exchange/1', exchange_id: 'planted', account_id: 'acct_planted' },
    received_at: '2026-03-03T00:00:00Z',
    messages: [{ role: 'user', content: PLANTED }],
  }
  writeFileSync(path, `${JSON.stringify(line)}\n`)
  for (let sent = 0; sent < 2; sent += 1) {
    await scan({ ...optionsOf(store, [], randomUUID()), inputs: [{ path }] })
  }
  expect(await hidden()).toBeGreaterThan(0)
  await expire(store, { text_days: 30, exchange_days: 4000 }, Date.parse('2026-06-01T00:00:00Z'))
  expect(await hidden()).toBe(0)
}, 300_000)
