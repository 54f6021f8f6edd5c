import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkFiles, readManifest } from '../../src/service/backup/open-backup.js'
import { heldBy, scanInto, stillwatch, workFolder } from './backed-up.js'
import { KILLS, seeded } from './spool-faults.js'

const ROUNDS = Math.max(4, Math.ceil(KILLS / 5))

test(
  'a backup and a restore that are killed at any point leave nothing that is taken for whole, and harm nothing',
  async () => {
    const { folder, config } = workFolder()
    const chance = seeded('killed backups')
    const store = join(folder, 'store')
    await scanInto(store, config)
    const before = await heldBy(store)
    const into = join(folder, 'backup')
    const words = ['backup', into, '--store', store, '-c', config]
    const startedMs = performance.now()
    expect(await stillwatch(words)).toMatchObject({ status: 0 })
    const wholeMs = performance.now() - startedMs
    let killed = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      rmSync(into, { recursive: true, force: true })
      // More often at its end, where files become a backup.
      const ran = await stillwatch(words, wholeMs * (1 - chance() ** 2 * 0.8))
      if (ran.status === 0) continue
      killed += 1
      // It has its name only when it is whole; the process may live a little longer than that.
      if (existsSync(into)) {
        await checkFiles(into, readManifest(into, '999.0.0'), () => undefined)
        continue
      }
      const part = `${into}.part`
      if (!existsSync(part) || readdirSync(part).includes('manifest.json')) continue
      const restored = await stillwatch([
        'restore',
        part,
        '--store',
        join(folder, 'no'),
        '-c',
        config,
      ])
      expect([restored.status, restored.errors]).toEqual([3, expect.stringContaining('.part')])
    }
    rmSync(into, { recursive: true, force: true })
    expect(await stillwatch(words)).toMatchObject({ status: 0 })
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
    expect((await heldBy(store)).tables).toEqual(before.tables)

    const to = join(folder, 'restored')
    const back = ['restore', into, '--store', to, '-c', config]
    const restoringMs = performance.now()
    expect(await stillwatch(back)).toMatchObject({ status: 0 })
    const restoreMs = performance.now() - restoringMs
    for (let round = 0; round < ROUNDS; round += 1) {
      rmSync(to, { recursive: true, force: true })
      const ran = await stillwatch(back, restoreMs * (1 - chance() ** 2 * 0.8))
      if (ran.status === 0) continue
      killed += 1
      // There is a store or there is none, and then it is made by doing it again.
      if (!existsSync(join(to, 'data'))) expect(await stillwatch(back)).toMatchObject({ status: 0 })
      expect((await heldBy(to)).tables).toEqual(before.tables)
      expect(readdirSync(to)).not.toContain('restoring')
    }
    process.stderr.write(`${killed} of ${2 * ROUNDS} were killed in the middle\n`)
    expect(killed).toBeGreaterThan(0)
  },
  60_000 * ROUNDS,
)
