import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { serveSchema } from '../../config/serve.js'
import { makeLog } from '../log.js'
import { makeAskedBackup } from './asked-backup.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-asked-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const opened = testStore()
const file = {
  serve: serveSchema.parse({ state: root }),
  hashSecret: 'test',
  storePath: root,
  storeUrl: undefined,
  overrides: {},
}
const options = {
  now: () => Date.UTC(2026, 2, 9),
  clock: () => 0,
  version: '0.1.0',
  isStopping: () => false,
  log: makeLog({ process: 'engine', level: () => 'silent', now: () => 0, write: () => undefined }),
}
const quiet = () => undefined

describe('a backup that is asked for', () => {
  test('is the only one until it is made, and then another may be asked for', async () => {
    const backup = makeAskedBackup()
    expect(backup.isAsked()).toBe(false)
    const first = backup.ask(join(root, 'first'), quiet)
    expect(backup.isAsked()).toBe(true)
    const code = 'BACKUP_UNDERWAY'
    await expect(backup.ask(join(root, 'second'), quiet)).rejects.toMatchObject({ code })
    await backup.make(opened, file, options)
    expect(await first).toMatchObject({
      exchanges: 0,
      segments: 0,
      made_at: '2026-03-09T00:00:00.000Z',
    })
    expect(backup.isAsked()).toBe(false)
    const second = backup.ask(join(root, 'second'), quiet)
    await backup.make(opened, file, options)
    expect((await second).folder).toBe(join(root, 'second'))
  })

  test('that fails, or that the end of the engine breaks off, is told to who asked and leaves nothing', async () => {
    const backup = makeAskedBackup()
    const away = backup.ask(join(root, 'away', 'backup'), quiet)
    const refused = expect(away).rejects.toMatchObject({ code: 'ENOENT' })
    await backup.make(opened, file, options)
    await refused
    const broken = backup.ask(join(root, 'broken'), quiet)
    const stopped = expect(broken).rejects.toBeTypeOf('symbol')
    await backup.make(opened, file, { ...options, isStopping: () => true })
    await stopped
    expect(readdirSync(root).filter((name) => name.startsWith('broken'))).toEqual([])
  })
})
