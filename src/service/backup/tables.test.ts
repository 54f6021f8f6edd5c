import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import type { Person } from '../../domain/people.js'
import { verifyAudit } from '../../records/audit.js'
import { openLedger } from '../../records/ledger.js'
import { tableNames } from '../../store/migrate.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { makeBackup } from './backup.js'
import { linkFor, tablesKept } from './engine-files.js'
import type { Manifest } from './manifest.js'
import { readTables } from './read-tables.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-tables-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

// Only where the tests may mount is there a disk that can be filled.
const small = join(root, 'small')
mkdirSync(small)
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', small]).status === 0
afterAll(() => {
  if (isMounted) spawnSync('umount', [small])
})

const opened = testStore()
const run = (text: string) => opened.store.run(statement('test', text))

const WORDS = ['', 'a\u0000b', '🙂 and ÿ', "it's {a:String} \\ * ?", 'x'.repeat(100_000)]
const ROWS = 4000

/** Over two weeks and the turn of a year; many are of one account and one instant. */
function exchange(at: number) {
  const day = new Date(Date.UTC(2025, 11, 29) + (at % 14) * 86_400_000 + 86_399_999)
  return {
    exchange_id: `e${at}`,
    received_at: day.toISOString().replace('T', ' ').replace('Z', ''),
    account_id: `account ${at % 5}`,
    prompt: WORDS[at % WORDS.length],
    response: `${WORDS[(at * 3) % 4]} ${at}`,
    system: Math.floor(at / 14) % 2 === 0 ? '' : 'be brief',
    tools: ['search', ''],
    tokens_in: at % 3 === 0 ? null : at,
    is_batch: at % 4 === 0 ? null : at % 4 === 1,
    row_hash: String(18_446_744_073_709_551_615n - BigInt(at)),
    input_id: 1 + (at % 2),
  }
}

async function held(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {}
  for (const table of tablesKept()) {
    const [row] = await opened.store.rows<{ rows: string; hash: string }>(
      statement(
        'held',
        `SELECT count() AS rows, hex(SHA256(arrayStringConcat(groupArray(row), '\\n'))) AS hash
         FROM (SELECT toString(tuple(*)) AS row FROM ${table} ORDER BY row)`,
      ),
    )
    found[table] = `${row?.rows} ${row?.hash}`
  }
  return found
}

let manifest: Manifest
let before: Readonly<Record<string, string>>
const folder = join(root, 'backup')

beforeAll(async () => {
  const { store } = opened
  await store.insert(
    'exchange',
    Array.from({ length: ROWS }, (_, at) => exchange(at)),
  )
  await run("DELETE FROM exchange WHERE account_id = 'account 4'")
  const facts = { rate: 0.1, share: 1 / 3 }
  const run_id = '00000000-0000-4000-8000-000000000001'
  await store.insert('signal', [{ run_id, detector: 'a', subject_id: 's', strength: 0.3, facts }])
  await store.insert('account', [{ account_id: 'account 1', referrer: 'somewhere', input_id: 1 }])
  await store.insert('input_file', [
    { input_id: 1, file: 'a', unknown_keys: { b: 2 } },
    { input_id: 2, file: 'b' },
  ])
  before = await held()
  manifest = await makeBackup({
    store,
    into: folder,
    spool: join(root, 'spool'),
    hashSecret: 'test',
    version: '0.1.0',
    nowMs: 0,
  })
})

/** As in a new store. */
async function emptied(): Promise<void> {
  for (const table of tableNames()) await run(`TRUNCATE TABLE ${table}`)
}

const readBack = (given: Manifest, from = folder) => {
  const { store } = opened
  const source = { store, folder: from, link: linkFor(store, from), manifest: given }
  return readTables(source, () => undefined)
}

test('every table comes back as it was, to the last byte of the last text', async () => {
  await emptied()
  await readBack(manifest)
  expect(await held()).toEqual(before)
  expect(manifest.texts.length).toBe(14)
  expect(before.exchange).toMatch(/^3200 /)
})

test('a text lies in the file of its day and in no other', async () => {
  const planted = statement(
    'planted',
    `SELECT countIf(position(toString(tuple(*)), 'be brief') > 0) AS rows
     FROM file({path:String}, 'Native')`,
  )
  const link = linkFor(opened.store, folder)
  const holds = async (file: string) => {
    const path = join(link, file)
    const [row] = await opened.store.rows<{ rows: string }>(planted, { path })
    return row?.rows !== '0'
  }
  for (const { file } of manifest.texts) expect([file, await holds(file)]).toEqual([file, true])
  for (const { file } of manifest.tables) expect([file, await holds(file)]).toEqual([file, false])
})

test('a backup of a release that had fewer columns comes back, and what it lacks is empty', async () => {
  await emptied()
  await readBack(manifest)
  await run('ALTER TABLE account DROP COLUMN referrer')
  await run('ALTER TABLE exchange DROP COLUMN ja4')
  const { store } = opened
  const into = join(root, 'older')
  const spool = join(root, 'spool')
  const older = await makeBackup({
    ...{ store, into, spool, hashSecret: 'test', version: '0.0.9', nowMs: 0 },
  })
  await run('ALTER TABLE account ADD COLUMN referrer String AFTER signup_ja4')
  await run('ALTER TABLE exchange ADD COLUMN ja4 LowCardinality(String) AFTER accept_language')
  await emptied()
  await readBack(older, into)
  const { account, ...others } = await held()
  expect(others).toEqual({ ...others, exchange: before.exchange, signal: before.signal })
  expect(account).toMatch(/^1 /)
  expect(account).not.toBe(before.account)
})

test('a file that has other rows, columns or texts than are said is refused before anything is written', async () => {
  await emptied()
  const damaged = { code: 'BACKUP_DAMAGED' }
  const [first, ...rest] = manifest.tables
  if (first === undefined) throw new Error('there are no tables')
  for (const rows of [first.rows - 1, first.rows + 1]) {
    const tables = [{ ...first, rows }, ...rest]
    await expect(readBack({ ...manifest, tables })).rejects.toMatchObject(damaged)
  }
  const other = manifest.tables.find(({ table }) => table === 'signal')
  const tables = manifest.tables.map((one) =>
    one.table === 'account' ? { ...one, file: other?.file ?? '' } : one,
  )
  await expect(readBack({ ...manifest, tables })).rejects.toMatchObject(damaged)
  expect((await held()).run).toMatch(/^0 /)
  expect((await held()).exchange).toMatch(/^0 /)
})

test('texts of another day of as many rows are refused', async () => {
  await emptied()
  const from = join(root, 'swapped')
  cpSync(folder, from, { recursive: true })
  const [a, b] = manifest.texts
  if (a === undefined || b === undefined) throw new Error('there are too few days')
  renameSync(join(from, a.file), join(from, 'aside'))
  renameSync(join(from, b.file), join(from, a.file))
  await expect(readBack(manifest, from)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
})

test.runIf(isMounted)(
  'a backup for which the disk becomes too small fails, and nothing is left of it',
  async () => {
    await emptied()
    await readBack(manifest)
    const fill = join(small, 'others')
    const tell = () => {
      const { bavail, bsize } = statfsSync(small)
      // The engine does not say that a file was not written.
      writeFileSync(fill, Buffer.alloc(Math.max(0, bavail * bsize - 4096)), { flag: 'a' })
    }
    const { store } = opened
    const into = join(small, 'backup')
    const spool = join(root, 'spool')
    const making = makeBackup({
      ...{ store, into, spool, hashSecret: 'test', version: '0.1.0', nowMs: 0, tell },
    })
    await expect(making).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(readdirSync(small)).toEqual(['others'])
  },
)

test('a backup that is made while people act lacks nothing of what its trail says', async () => {
  await emptied()
  const { store } = opened
  const person: Person = { name: 'alice', roles: ['reviewer'], sha256: 'a'.repeat(64) }
  const ledger = await openLedger({
    ...{ store, now: () => 0, newId: randomUUID, people: () => [person], policies: () => [] },
    guards: () => ({ isConnected: false }) as never,
    company: async () => [],
    canErase: true,
  })
  let acts = 0
  const act = async () => {
    acts += 1
    const ruled = { subject_kind: 'account', subject_id: `account ${acts}`, reason: 'Looked.' }
    await ledger.act({ person, deed: 'rule_benign', input: ruled })
  }
  for (let times = 0; times < 3; times += 1) await act()
  // Somebody acts whenever a table has been counted and is about to be written.
  const busy: Store = {
    ...store,
    run: async (one, params) => {
      if (/^back up (audit|record_text|ruling)$/.test(one.name)) await act()
      return store.run(one, params)
    },
  }
  const into = join(root, 'busy')
  const spool = join(root, 'spool')
  const made = await makeBackup({
    ...{ store: busy, into, spool, hashSecret: 'test', version: '0.1.0', nowMs: 0 },
  })
  expect(acts).toBe(6)
  await emptied()
  await readBack(made, into)
  expect(await verifyAudit(store, made.audit)).toMatchObject({ broken: null, texts_missing: 0 })
})
