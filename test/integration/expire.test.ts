import { randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { hashKeyOf } from '../../src/config/key.js'
import type { Findings } from '../../src/domain/findings.js'
import { scan } from '../../src/scan.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import { heldBy, manifestOf, scanInto, stillwatch, workFolder } from './backed-up.js'

const { folder, config } = workFolder()
const TEXT_DAYS = 30

const foundIn = ({ campaigns }: Findings) =>
  campaigns.map(({ verdict, confidence, members }) => ({
    verdict,
    confidence,
    members: members.map(({ account_id, role }) => `${account_id} ${role}`).sort(),
  }))

/** Makes everything of a store anew; what it holds of texts, and what is found. */
async function rebuilt(path: string) {
  const store = await openStore({ path })
  try {
    const { findings } = await scan({
      store,
      inputs: [],
      runId: randomUUID(),
      startedAt: new Date(0),
      version: 'test',
      hashKey: hashKeyOf('test'),
      progress: () => {},
      watcher: { stage: () => {}, now: () => 0 },
    })
    const text = `SELECT count() AS rows FROM exchange WHERE system != '' OR prompt != '' OR response != ''`
    const [row] = await store.rows<{ rows: string }>(statement('saying', text))
    return { found: foundIn(findings), saying: Number(row?.rows) }
  } finally {
    await store.close()
  }
}

test('texts that are over their time go from backups and stores, and what was found is found again', async () => {
  writeFileSync(
    config,
    stringify({ hash_secret: 'test', serve: { retention: { text_days: TEXT_DAYS } } }),
  )
  const [store, backup, again] = ['store', 'backup', 'again'].map((name) => join(folder, name))
  if (store === undefined || backup === undefined || again === undefined) throw new Error()
  await scanInto(store, config)
  const before = await rebuilt(store)
  expect(before.saying).toBeGreaterThan(0)
  expect((await stillwatch(['backup', backup, '--store', store, '-c', config])).status).toBe(0)
  expect(readdirSync(join(backup, 'text')).length).toBeGreaterThan(0)

  // What is no backup, or was killed while it became one, keeps no text in another; and no link is followed.
  const [broken, dead, victim] = ['broken', 'dead.part', 'victim'].map((name) => join(folder, name))
  if (broken === undefined || dead === undefined || victim === undefined) throw new Error()
  for (const path of [broken, dead]) mkdirSync(path)
  writeFileSync(join(dead, 'lock'), 'of a process that has ended')
  writeFileSync(victim, 'kept')
  symlinkSync(victim, join(backup, 'manifest.json.part'))

  // The example is of March: all of it is over its time.
  const all = [broken, dead, backup]
  const expired = await stillwatch(['expire', ...all, '--store', store, '-c', config])
  expect(expired.status).toBe(3)
  expect(expired.errors).toContain(broken)
  expect([existsSync(dead), readFileSync(victim, 'utf8')]).toEqual([false, 'kept'])
  expect(expired.out).toMatch(
    /backup: texts of \d+ days erased.*\n.*store: texts of [\d,]+ exchanges erased/,
  )
  expect(readdirSync(join(backup, 'text'))).toEqual([])
  expect(manifestOf(backup).texts.every(({ expired_at }) => expired_at !== null)).toBe(true)
  const twice = await stillwatch(['expire', backup, '-c', config])
  expect(twice.out).toContain('texts of 0 days erased')

  const restored = await stillwatch(['restore', backup, '--store', again, '-c', config])
  expect([restored.errors.includes('error'), restored.status]).toEqual([false, 0])
  for (const path of [store, again]) {
    expect(await rebuilt(path)).toEqual({ found: before.found, saying: 0 })
  }
  const { tables } = await heldBy(again)
  expect(tables.exchange_fingerprint).toBe((await heldBy(store)).tables.exchange_fingerprint)

  const nothing = await stillwatch(['expire', '-c', config])
  expect(nothing.status).toBe(2)
  expect(nothing.errors).toContain('name backups, or --store')
}, 400_000)
