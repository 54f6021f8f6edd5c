import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { confirmSegment, sealedSegments, unpackSegment } from '../../src/service/spool/sealed.js'
import { openSpool } from '../../src/service/spool/spool.js'
import { freshFolders, KILLS, linesHeld, runEnd, seeded } from './spool-faults.js'

const fresh = freshFolders()
const KILL_AFTER_MS_MAX = 600

const keyOf = (kind: string, line: string) => {
  const { seed, n } = JSON.parse(line) as { seed: string; n: number }
  return `${kind} ${seed} ${n}`
}

/** Takes the sealed segments as the engine would, while the writer may be killed or at work. */
async function takeSealed(folder: string, into: string, seen: Map<string, number>) {
  for (const segment of await sealedSegments(folder)) {
    await unpackSegment(folder, segment, into)
    for (const line of readFileSync(into, 'utf8').trimEnd().split('\n')) {
      const key = keyOf(segment.kind, line)
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    await confirmSegment(folder, segment)
  }
}

test(
  'a writer that is killed at any point loses nothing that it acknowledged, and doubles nothing',
  async () => {
    const chance = seeded('killed writers')
    const folder = fresh()
    const into = join(fresh(), 'segment.jsonl')
    const acknowledged = new Set<string>()
    const seen = new Map<string, number>()
    for (let round = 0; round < KILLS; round += 1) {
      const seed = `r${round}`
      const writer = runEnd(['append', folder, seed], chance() * KILL_AFTER_MS_MAX)
      if (chance() < 0.5) await takeSealed(folder, into, seen)
      const { lines, errors } = await writer
      expect(errors).toBe('')
      for (const line of lines) {
        const [kind = '', from, count] = line.split(' ')
        for (let at = 0; at < Number(count); at += 1) {
          acknowledged.add(`${kind} ${seed} ${Number(from) + at}`)
        }
      }
    }
    await (await openSpool({ folder, bytesMax: 1e12, now: () => 0 })).close()
    expect(linesHeld(folder, ['open'])).toEqual([])
    await takeSealed(folder, into, seen)
    process.stderr.write(
      `${KILLS} kills, ${acknowledged.size} rows acknowledged, ${seen.size} held\n`,
    )
    expect(acknowledged.size).toBeGreaterThan(1000)
    expect([...acknowledged].filter((key) => !seen.has(key))).toEqual([])
    expect([...seen].filter(([, times]) => times > 1)).toEqual([])
    rmSync(folder, { recursive: true })
  },
  20_000 * KILLS,
)
