import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import { scan } from '../../src/scan.js'
import { statement } from '../../src/store/sql.js'
import { logsFolder, makeWorld, optionsOf, scanFolders } from '../property/world.js'
import { testStore } from '../store.js'

const held = testStore()
const logs = logsFolder()
const derived = statement(
  'derived',
  `SELECT count() AS prints, uniqExact(exchange_id) AS exchanges,
          (SELECT count() FROM exchange_origin) AS origins FROM exchange_fingerprint`,
)

test('a run over what is new finds what a run over everything finds, and derives nothing twice', async () => {
  const { folder } = makeWorld(logs.fresh(), 'incremental', {
    accounts: 300,
    exchangesMean: 4,
    scenarios: [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }],
  })
  const whole = await scanFolders(held.store, folder)
  expect(whole.campaigns.length).toBeGreaterThan(0)

  const [first, second] = halves(folder)
  await scanFolders(held.store, first)
  const again = { ...optionsOf(held.store, [second], randomUUID()), isIncremental: true }
  const { findings: grown } = await scan(again)
  expect(grown.input.exchanges).toBe(whole.input.exchanges)
  expect(membersOf(grown)).toEqual(membersOf(whole))
  const [counts] = await held.store.rows<Record<string, string>>(derived)
  expect(new Set(Object.values(counts ?? {}))).toEqual(new Set([String(whole.input.exchanges)]))

  // Under another secret nothing that was derived can be compared with what comes: all of it is derived anew.
  const before = await prints()
  const given = { ...optionsOf(held.store, [], randomUUID()), inputs: [], isIncremental: true }
  const { findings: rekeyed } = await scan({ ...given, hashKey: hashKeyOf('another secret') })
  expect(membersOf(rekeyed)).toEqual(membersOf(whole))
  const after = await prints()
  expect(after).toHaveLength(before.length)
  expect(after.filter((hash) => before.includes(hash))).toEqual([])
})

test('a campaign keeps its name, although an exchange comes late that is earlier than all of it', async () => {
  const { folder } = makeWorld(logs.fresh(), 'names', {
    accounts: 200,
    exchangesMean: 4,
    scenarios: [{ id: 'reasoning-harvest', scale: 0.3, tongues: ['en'] }],
  })
  const found = await scanFolders(held.store, folder)
  const [campaign] = found.campaigns
  const operator = campaign?.members.find(({ role }) => role === 'operator')
  const lines = readFileSync(join(folder, 'exchange.jsonl'), 'utf8').trim().split('\n')
  const own = lines.find((line) => JSON.parse(line).account_id === operator?.account_id) ?? ''
  const late = {
    ...(JSON.parse(own) as object),
    exchange_id: 'came in late',
    received_at: new Date(Date.parse(found.window_start) - 3_600_000).toISOString(),
  }
  const path = join(logs.fresh(), 'exchange.jsonl')
  writeFileSync(path, `${JSON.stringify(late)}\n`)
  const given = { ...optionsOf(held.store, [], randomUUID()), inputs: [{ path }] }
  const { findings } = await scan(given)
  expect(findings.input.exchanges).toBe(found.input.exchanges + 1)
  expect(namesOf(findings)).toEqual(namesOf(found))
})

const namesOf = ({ campaigns }: Findings) => campaigns.map(({ campaign_id }) => campaign_id)

const prints = async () =>
  (await held.store.rows<{ exchange_hash: string }>(hashes)).map(
    ({ exchange_hash }) => exchange_hash,
  )
const hashes = statement('hashes', 'SELECT exchange_hash FROM exchange_fingerprint')

const membersOf = ({ campaigns }: Findings) =>
  campaigns.map(({ verdict, members }) => [
    verdict,
    members.map(({ account_id, role }) => `${account_id} ${role}`).sort(),
  ])

/** The accounts and the first half of the exchanges, and the second half. */
function halves(folder: string): readonly [string, string] {
  const lines = readFileSync(join(folder, 'exchange.jsonl'), 'utf8').trim().split('\n')
  const middle = Math.floor(lines.length / 2)
  const [first, second] = [join(logs.fresh(), 'first'), join(logs.fresh(), 'second')]
  for (const path of [first, second]) mkdirSync(path, { recursive: true })
  writeFileSync(join(first, 'exchange.jsonl'), `${lines.slice(0, middle).join('\n')}\n`)
  writeFileSync(join(second, 'exchange.jsonl'), `${lines.slice(middle).join('\n')}\n`)
  for (const table of ['account.jsonl', 'account_event.jsonl']) {
    writeFileSync(join(first, table), readFileSync(join(folder, table)))
  }
  return [first, second]
}
