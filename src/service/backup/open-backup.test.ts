import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { MANIFEST_FILE, type Manifest, tableFileOf, textFileOf } from './manifest.js'
import { checkFiles, readManifest } from './open-backup.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-backup-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const DAY = '2026-03-02'
const sealed = (text: string) => ({
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
})
const facts = { file: tableFileOf({ table: 'exchange', part: DAY }), table: 'exchange', part: DAY }
const SEGMENT = '000000000001-0123456789abcdef.exchange.3.sealed'

const whole: Manifest = {
  schema: 'stillwatch.backup/1',
  version: '0.1.0',
  made_at: '2026-03-03T10:00:00.000Z',
  key_check: '123',
  audit: { seq: 0, hash: '', broken_at: null },
  store_bytes: 100,
  tables: [
    { ...facts, rows: 3, ...sealed('facts') },
    { file: 'tables/run.native.zst', table: 'run', part: '', rows: 2, ...sealed('runs') },
  ],
  texts: [{ file: textFileOf(DAY), day: DAY, rows: 3, ...sealed('texts'), expired_at: null }],
  spool: [{ file: `spool/${SEGMENT}`, segment: SEGMENT, ...sealed('rows') }],
}

let folders = 0

/** A backup as it should be, but for what is changed. */
function backup(change: object = {}): string {
  folders += 1
  const folder = join(root, String(folders))
  for (const name of ['tables', 'text', 'spool']) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  writeFileSync(join(folder, facts.file), 'facts')
  writeFileSync(join(folder, 'tables', 'run.native.zst'), 'runs')
  writeFileSync(join(folder, textFileOf(DAY)), 'texts')
  writeFileSync(join(folder, 'spool', SEGMENT), 'rows')
  writeFileSync(join(folder, MANIFEST_FILE), JSON.stringify({ ...whole, ...change }))
  return folder
}

const read = (folder: string) => readManifest(folder, '0.1.0')
const check = (folder: string) => checkFiles(folder, read(folder), () => undefined)

describe('a manifest', () => {
  test('of a whole backup is read', () => {
    expect(read(backup())).toEqual(whole)
  })

  test('may say more than this version knows', () => {
    expect(read(backup({ note: 'by hand' }))).toEqual(whole)
  })

  test.each([
    ['of another form', { schema: 'stillwatch.findings/1' }, 'BACKUP_UNREADABLE'],
    ['of a later form', { schema: 'stillwatch.backup/2' }, 'BACKUP_NEWER'],
    ['of a later version', { version: '0.1.1' }, 'BACKUP_NEWER'],
    ['of a much later version', { version: '10.0.0' }, 'BACKUP_NEWER'],
    ['that counts backwards', { store_bytes: -1 }, 'BACKUP_UNREADABLE'],
    ['that counts beyond numbers', { store_bytes: 1e300 }, 'BACKUP_UNREADABLE'],
    ['with more files than there can be', { tables: Array(200_001) }, 'BACKUP_UNREADABLE'],
    ['that names a file twice', { spool: [whole.spool[0], whole.spool[0]] }, 'BACKUP_UNREADABLE'],
    ['without the texts of a day', { texts: [] }, 'BACKUP_UNREADABLE'],
    ['with texts of more rows', { texts: [{ ...whole.texts[0], rows: 4 }] }, 'BACKUP_UNREADABLE'],
    ['with texts of no exchanges', { tables: [whole.tables[1]] }, 'BACKUP_UNREADABLE'],
    ['with a table that is unknown', tableNamed('account_secret', ''), 'BACKUP_UNREADABLE'],
    [
      'with a table that is a statement',
      tableNamed('run; DROP TABLE run', ''),
      'BACKUP_UNREADABLE',
    ],
    ['with a partition that leads out', tableNamed('run', '../../etc'), 'BACKUP_UNREADABLE'],
    ['with a file elsewhere', fileAt('../../etc/passwd'), 'BACKUP_UNREADABLE'],
    ['with a file of another', fileAt('tables/account.native.zst'), 'BACKUP_UNREADABLE'],
    ['with a segment that leads out', segmentNamed('../../x'), 'BACKUP_UNREADABLE'],
    ['with a segment that is none', segmentNamed('writer.lock'), 'BACKUP_UNREADABLE'],
  ])('%s is refused', (_, change, code) => {
    expect(() => read(backup(change))).toThrow(expect.objectContaining({ code }))
  })

  test('that is no JSON, no file, or not there is refused', () => {
    const torn = backup()
    truncateSync(join(torn, MANIFEST_FILE), 100)
    expect(() => read(torn)).toThrow('its manifest is no JSON')
    const linked = backup()
    renameSync(join(linked, MANIFEST_FILE), join(linked, 'elsewhere'))
    symlinkSync('elsewhere', join(linked, MANIFEST_FILE))
    expect(() => read(linked)).toThrow('its manifest is no plain file')
    const empty = join(root, 'empty')
    mkdirSync(empty)
    expect(() => read(empty)).toThrow('it has no manifest.json')
    expect(() => read(join(root, 'nowhere'))).toThrow('it does not exist')
  })
})

function tableNamed(table: string, part: string) {
  const file = tableFileOf({ table, part })
  return { tables: [...whole.tables, { file, table, part, rows: 1, ...sealed('x') }] }
}

function fileAt(file: string) {
  return { tables: [whole.tables[0], { ...whole.tables[1], file }] }
}

function segmentNamed(segment: string) {
  return { spool: [{ file: `spool/${segment}`, segment, ...sealed('x') }] }
}

describe('the files of a backup', () => {
  test('as they were written are good', async () => {
    await expect(check(backup())).resolves.toBeUndefined()
  })

  const text = textFileOf(DAY)
  test.each<[string, (folder: string) => void, string]>([
    ['with one missing', (folder) => rmSync(join(folder, text)), `${text} is missing`],
    ['with one cut', (folder) => truncateSync(join(folder, text), 2), 'has 2 bytes'],
    [
      'with one changed',
      (folder) => writeFileSync(join(folder, text), 'taxes'),
      'holds other than',
    ],
    ['with a link for a file', (folder) => linkInstead(folder, text), 'is no plain file'],
    ['with a link for a folder', (folder) => linkInstead(folder, 'tables'), 'tables is no folder'],
    ['with a folder for a file', (folder) => folderInstead(folder, text), 'is no plain file'],
  ])('%s are refused', async (_, harm, problem) => {
    const folder = backup()
    harm(folder)
    await expect(check(folder)).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      message: expect.stringContaining(problem),
    })
  })

  test('are good without texts that are noted as expired', async () => {
    const folder = backup({ texts: [{ ...whole.texts[0], expired_at: '2026-06-01T00:00:00Z' }] })
    rmSync(join(folder, text))
    await expect(check(folder)).resolves.toBeUndefined()
  })
})

function linkInstead(folder: string, name: string): void {
  renameSync(join(folder, name), join(folder, 'elsewhere'))
  symlinkSync(join(folder, 'elsewhere'), join(folder, name))
}

function folderInstead(folder: string, name: string): void {
  rmSync(join(folder, name))
  mkdirSync(join(folder, name))
}
