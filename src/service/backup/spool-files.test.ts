import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sealedSegments, unpackSegment } from '../spool/sealed.js'
import { openSpool } from '../spool/spool.js'
import { copySegments, putSegments } from './spool-files.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-spool-files-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const fresh = (name: string) => {
  const folder = mkdtempSync(join(root, `${name}-`))
  mkdirSync(join(folder, 'spool'))
  return folder
}

const open = (folder: string) =>
  openSpool({ folder, bytesMax: 1e9, now: () => 0, sealAfterMs: 1e9 })
const line = (text: string) => Buffer.from(JSON.stringify({ text }))

/** Every line of the segments that a drain would take. */
async function linesOf(spool: string): Promise<readonly string[]> {
  await (await open(spool)).close()
  const lines: string[] = []
  for (const segment of await sealedSegments(spool)) {
    const into = join(root, 'lines')
    await unpackSegment(spool, segment, into)
    lines.push(...readFileSync(into, 'utf8').trimEnd().split('\n'))
  }
  return lines.sort()
}

describe('segments of a spool that is being written', () => {
  test('come back with all that was acknowledged, open ones too', async () => {
    const [from, backup, to] = [fresh('from'), fresh('backup'), fresh('to')]
    const spool = await open(join(from, 'spool'))
    await spool.append('exchange', [line('one'), line('two')])
    await spool.append('ruling', [line('three')])
    const files = await copySegments(join(from, 'spool'), backup)
    await spool.append('exchange', [line('later')])
    await spool.close()
    expect(files.map(({ segment }) => segment.split('.').at(-1))).toEqual(['open', 'open'])
    expect(await putSegments(backup, files, join(to, 'spool'))).toBe(2)
    const acknowledged = [line('one'), line('two'), line('three')].map(String).sort()
    expect(await linesOf(join(to, 'spool'))).toEqual(acknowledged)
  })

  test('are added to what came in since, which stays as it is', async () => {
    const [from, backup] = [fresh('from'), fresh('backup')]
    const path = join(from, 'spool')
    const first = await open(path)
    await first.append('exchange', [line('before')])
    const files = await copySegments(path, backup)
    await first.append('exchange', [line('more')])
    await first.close()
    const after = await linesOf(path)
    // The segment goes on under another name of the same number, and is more than the backup has.
    expect(await putSegments(backup, files, path)).toBe(0)
    expect(await linesOf(path)).toEqual(after)
    expect(after.length).toBe(2)
  })

  test('and what else lies there is not copied', async () => {
    const [from, backup] = [fresh('from'), fresh('backup')]
    writeFileSync(join(from, 'spool', 'notes.txt'), 'by hand')
    expect(await copySegments(join(from, 'spool'), backup)).toEqual([])
    expect(await copySegments(join(from, 'nowhere'), backup)).toEqual([])
    expect(readdirSync(join(backup, 'spool'))).toEqual([])
  })
})
