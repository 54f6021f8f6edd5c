import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { startService, until } from '../integration/served.js'
import { startProbe, told } from './probe.js'
import { heldAgainst, startSenders } from './senders.js'

const FULL_SECONDS = 2
const mount = mkdtempSync(join(tmpdir(), 'stillwatch-disk-'))
// Only where the tests may mount is there a disk that can be filled.
const isMounted =
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=192m', 'tmpfs', mount]).status === 0
afterAll(() => {
  if (isMounted) spawnSync('umount', ['-l', mount])
  rmSync(mount, { recursive: true, force: true })
})

/** Takes what is left of the disk, to the last block. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w')
  for (let bytes = 1024 * 1024; bytes >= 512; ) {
    try {
      writeSync(descriptor, Buffer.alloc(bytes))
    } catch {
      bytes /= 2
    }
  }
  closeSync(descriptor)
}

test.runIf(isMounted)(
  'a disk that is full for spool and store: the gate decides, refuses records, and all is in the store once later',
  async () => {
    const service = await startService({ engine: { run_minutes: 1 } }, mount)
    try {
      await until('the engine', async () => (await service.ready()).engine.state === 'running')
      const probe = await startProbe(service.url)
      const sent = startSenders({ url: service.url, linesASecond: 400, lineBytes: 500 })
      await until('the first', async () => Number((await service.ready()).engine.rows_taken) > 0)
      const filler = join(mount, 'filler')
      for (let second = 0; second < FULL_SECONDS; second += 1) {
        fill(filler + second)
        await sleep(1000)
      }
      await until('a refusal', async () => sent.answers.has(503))
      for (let second = 0; second < FULL_SECONDS; second += 1) rmSync(filler + second)
      const refused = sent.acknowledged.size
      await until('more to be taken in', async () => sent.acknowledged.size > refused + 200)
      await sent.end()
      await until('all to be taken', async () => {
        const { spool, engine } = await service.ready()
        return spool.rows === 0 && engine.state === 'running'
      })
      const { decide } = await probe.end()
      expect(await service.end()).toBe(0)
      const store = await heldAgainst(service.state, sent.acknowledged)
      process.stderr.write(
        `full disk: ${sent.acknowledged.size} acknowledged, ${store.held} held, ` +
          `answers ${JSON.stringify([...sent.answers])}\n  decide: ${told(decide)}\n`,
      )
      expect(store).toEqual({ held: sent.acknowledged.size, lost: [], twice: 0 })
      expect([...sent.answers.keys()].sort()).toEqual([200, 503])
      expect(decide.failed + decide.refused).toBe(0)
      expect(decide.longestMs).toBeLessThan(2000)
    } finally {
      service.child.kill('SIGKILL')
    }
  },
  300_000,
)
