import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { textFileOf } from '../../src/service/backup/manifest.js'
import {
  type Held,
  heldBy,
  manifestOf,
  scanInto,
  stillwatch,
  workFolder,
  writeManifest,
} from './backed-up.js'

const { folder, config } = workFolder()
const STORE = join(folder, 'store')
const BACKUP = join(folder, 'backup {1,2}*')
let before: Held

const restore = (from: string, to: string, ...more: readonly string[]) =>
  stillwatch(['restore', from, '--store', to, '-c', config, ...more])

beforeAll(async () => {
  await scanInto(STORE, config)
  before = await heldBy(STORE)
  const made = await stillwatch(['backup', BACKUP, '--store', STORE, '-c', config])
  expect([made.status, made.errors]).toEqual([0, made.errors])
})

describe('a backup', () => {
  test('gives back every table and the findings after the whole folder was lost', async () => {
    rmSync(STORE, { recursive: true })
    const restored = await restore(BACKUP, STORE)
    expect([restored.status, restored.errors]).toEqual([0, restored.errors])
    const after = await heldBy(STORE)
    expect(after.tables).toEqual(before.tables)
    expect(after.findings).toBe(before.findings)
    expect(JSON.parse(after.findings)).toHaveProperty('campaigns.0.campaign_id')
    const verified = await stillwatch(['audit', 'verify', '--store', STORE, '--json'])
    expect(JSON.parse(verified.out)).toMatchObject({ broken: null })
  })

  test('is for its owner alone, and keeps texts apart from all else', () => {
    expect(statSync(BACKUP).mode & 0o777).toBe(0o700)
    for (const file of readdirSync(BACKUP, { recursive: true, encoding: 'utf8' })) {
      expect([file, statSync(join(BACKUP, file)).mode & 0o077]).toEqual([file, 0])
    }
    const { texts, tables, key_check } = manifestOf(BACKUP)
    expect(texts.map(({ day }) => day)).toEqual([
      ...['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07'],
    ])
    expect(tables.filter(({ table }) => table === 'exchange').length).toBe(texts.length)
    expect(JSON.stringify(key_check)).not.toContain('test')
  })

  test('is written over nothing', async () => {
    const again = await stillwatch(['backup', BACKUP, '--store', STORE, '-c', config])
    expect([again.status, again.errors]).toEqual([2, expect.stringContaining('already')])
  })

  test('of no store is refused, and makes none', async () => {
    const nowhere = join(folder, 'nowhere')
    const made = await stillwatch(['backup', join(folder, 'b'), '--store', nowhere, '-c', config])
    expect([made.status, existsSync(nowhere)]).toEqual([2, false])
    expect(made.errors).toContain(`There is no store in ${nowhere}`)
  })
})

describe('a restore', () => {
  /** A backup with something changed, and where it would go. */
  function changed(name: string, change: (backup: string) => void) {
    const from = join(folder, name)
    cpSync(BACKUP, from, { recursive: true })
    change(from)
    return { from, to: join(folder, `store of ${name}`) }
  }

  test('brings back empty texts for days that are noted as expired, and all else', async () => {
    const { from, to } = changed('expired', (backup) => {
      const manifest = manifestOf(backup)
      const [first, ...others] = manifest.texts
      if (first === undefined) throw new Error('there are no texts')
      rmSync(join(backup, first.file))
      const expired_at = '2026-06-01T00:00:00.000Z'
      writeManifest(backup, { ...manifest, texts: [{ ...first, expired_at }, ...others] })
    })
    const restored = await restore(from, to, '--json')
    expect([restored.status, restored.errors]).toEqual([0, restored.errors])
    expect(JSON.parse(restored.out)).toMatchObject({ days_expired: 1, days: 5 })
    const { tables, findings } = await heldBy(to)
    // That they are not there is noted, so that what was derived from them stays.
    const { exchange, text_erased, ...others } = tables
    expect({ ...before.tables, exchange, text_erased }).toEqual({
      ...others,
      exchange,
      text_erased,
    })
    expect(text_erased).toMatch(/^1 /)
    expect(exchange).not.toBe(before.tables.exchange)
    expect(exchange?.split(' ')[0]).toBe(before.tables.exchange?.split(' ')[0])
    expect(findings).toBe(before.findings)
  })

  test.each<[string, (backup: string) => void, string]>([
    [
      'texts are missing and nothing notes it',
      (backup) => rmSync(join(backup, textFileOf('2026-03-04'))),
      'text/2026-03-04.native.zst is missing',
    ],
    [
      'one byte is another',
      (backup) => {
        const path = join(backup, textFileOf('2026-03-04'))
        const bytes = readFileSync(path)
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
        writeFileSync(path, bytes)
      },
      'holds other than what was written',
    ],
    [
      'a later version made it',
      (backup) => writeManifest(backup, { ...manifestOf(backup), version: '99.0.0' }),
      'was made by version 99.0.0',
    ],
    [
      'it needs more room than any disk has',
      (backup) => writeManifest(backup, { ...manifestOf(backup), store_bytes: 2 ** 52 }),
      'are needed',
    ],
    [
      'its audit trail ends elsewhere than was noted',
      (backup) => {
        const audit = { seq: 7, hash: 'a'.repeat(64), broken_at: null }
        writeManifest(backup, { ...manifestOf(backup), audit })
      },
      'its audit trail breaks at entry 7',
    ],
  ])('is refused where %s, and leaves nothing', async (problem, change, told) => {
    const { from, to } = changed(problem, change)
    const restored = await restore(from, to)
    expect([restored.status, restored.errors]).toEqual([
      restored.status,
      expect.stringContaining(told),
    ])
    expect(restored.status).toBeGreaterThan(2)
    expect(existsSync(to) ? readdirSync(to) : []).toEqual([])
  })

  test('is refused where a store is, and under another secret unless that is said', async () => {
    const there = await restore(BACKUP, STORE)
    expect([there.status, there.errors]).toEqual([2, expect.stringContaining('a store in')])
    const other = join(folder, 'other.yaml')
    writeFileSync(other, 'hash_secret: another\n')
    const to = join(folder, 'other secret')
    const words = ['restore', BACKUP, '--store', to, '-c', other]
    const refused = await stillwatch(words)
    expect([refused.status, refused.errors]).toEqual([2, expect.stringContaining('--other-secret')])
    const restored = await stillwatch([...words, '--other-secret', '--json'])
    expect(JSON.parse(restored.out)).toMatchObject({ has_other_secret: true })
  })
})
