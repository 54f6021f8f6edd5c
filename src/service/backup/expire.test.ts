import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { expireBackup } from './expire.js'
import { MANIFEST_FILE, tableFileOf, textFileOf } from './manifest.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-expire-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const DAY_MS = 86_400_000
const MADE_AT = '2026-03-03T10:00:00.000Z'
const DAYS = ['2026-03-02', '2098-01-01']

test('a clock that was set back erases nothing but what is dated in the future of the backup itself', async () => {
  for (const name of ['tables', 'text', 'spool']) mkdirSync(join(root, name))
  const seal = { rows: 3, bytes: 5, sha256: createHash('sha256').update('texts').digest('hex') }
  const facts = DAYS.map((part) => ({ table: 'exchange', part }))
  for (const day of DAYS) writeFileSync(join(root, textFileOf(day)), 'texts')
  const manifest = {
    ...{ schema: 'stillwatch.backup/1', version: '0.1.0', made_at: MADE_AT, key_check: '1' },
    ...{ audit: { seq: 0, hash: '', broken_at: null }, store_bytes: 1, spool: [] },
    tables: facts.map((one) => ({ ...one, file: tableFileOf(one), ...seal })),
    texts: DAYS.map((day) => ({ day, file: textFileOf(day), ...seal, expired_at: null })),
  }
  writeFileSync(join(root, MANIFEST_FILE), JSON.stringify(manifest))
  const left = () => DAYS.map((day) => existsSync(join(root, textFileOf(day))))
  const at = (nowMs: number) => expireBackup(root, { version: '0.1.0', nowMs, textDays: 30 })

  expect([(await at(0)).days, left()]).toEqual([1, [true, false]])
  expect([(await at(Date.parse(MADE_AT) + 20 * DAY_MS)).days, left()]).toEqual([0, [true, false]])
  expect([(await at(Date.parse(MADE_AT) + 31 * DAY_MS)).days, left()]).toEqual([1, [false, false]])
})
