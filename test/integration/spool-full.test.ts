import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Spool } from '../../src/service/spool/model.js'
import { confirmSegment, sealedSegments } from '../../src/service/spool/sealed.js'
import { openSpool } from '../../src/service/spool/spool.js'
import { freshFolders, linesHeld, seeded } from './spool-faults.js'

const fresh = freshFolders()
const mount = fresh()
// Only where the tests may mount is there a disk that can be filled.
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mount]).status === 0
afterAll(() => {
  if (isMounted) spawnSync('umount', [mount])
})

const numbersHeld = (folder: string) =>
  linesHeld(folder).map(({ line }) => (JSON.parse(line) as { n: number }).n)

/** Sends rows of random length by several callers until some were refused. */
async function fill(spool: Spool, chance: () => number, from: number) {
  const outcome = { taken: [] as number[], refused: [] as number[], codes: new Set<string>() }
  let n = from
  const caller = async () => {
    while (outcome.refused.length < 40) {
      const mine = n
      n += 1
      const line = JSON.stringify({ n: mine, text: 'x'.repeat(Math.floor(chance() * 60_000)) })
      try {
        await spool.append(mine % 3 === 0 ? 'account' : 'exchange', [Buffer.from(line)])
        outcome.taken.push(mine)
      } catch (error) {
        outcome.refused.push(mine)
        outcome.codes.add((error as { code: string }).code)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
  }
  await Promise.all(Array.from({ length: 4 }, caller))
  return { ...outcome, next: n }
}

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

async function fullAndFreeAgain(folder: string, bytesMax: number, test: string): Promise<void> {
  const chance = seeded(test)
  const spool = await openSpool({ folder, bytesMax, now: () => 0, sealAfterMs: 250 })
  let next = 0
  for (let round = 0; round < 3; round += 1) {
    const outcome = await fill(spool, chance, next)
    next = outcome.next
    expect([...outcome.codes]).toEqual(['SPOOL_FULL'])
    expect(outcome.taken.length).toBeGreaterThan(10)
    // Neither a row that was acknowledged is missing, nor is one there that was refused.
    expect(sorted(numbersHeld(folder))).toEqual(sorted(outcome.taken))
    await expect.poll(() => linesHeld(folder, ['open']), { timeout: 5000 }).toEqual([])
    for (const segment of await sealedSegments(folder)) await confirmSegment(folder, segment)
    await new Promise((resolve) => setTimeout(resolve, 600))
  }
  await spool.close()
}

test.runIf(isMounted)(
  'a full disk refuses, loses nothing, and is used again once it is free',
  async () => {
    const folder = join(mount, 'spool')
    mkdirSync(folder)
    await fullAndFreeAgain(folder, 1e12, 'full disk')
  },
)

test('a bound that is met refuses, loses nothing, and lets in again once there is room', async () => {
  await fullAndFreeAgain(join(fresh(), 'spool'), 4_000_000, 'full bound')
})
