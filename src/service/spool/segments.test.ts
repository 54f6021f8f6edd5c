import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { writeFrame } from './frame.js'
import type { RecordKind } from './kind.js'
import { appendFrame } from './open-segment.js'
import { segmentFileOf } from './segment-name.js'
import { makeSegments } from './segments.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-segments-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Segments that end with each tick, in a folder whose names cannot be made durable while it is told so. */
function troubled() {
  const folder = mkdtempSync(join(root, 's-'))
  const disk = { failing: false }
  const sync = async () => {
    if (disk.failing) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' })
  }
  const segments = makeSegments({ folder, found: [], ticksMax: 1, now: () => 0, sync })
  const write = async (kind: RecordKind) => {
    const segment = await segments.take(kind, 1, 100)
    const frame = Buffer.alloc(100)
    const end = writeFrame(frame, segment.name, segment.frames, [Buffer.from('{}')])
    await appendFrame(segment, frame.subarray(0, end), 1)
  }
  const tick = async () => {
    segments.age()
    await segments.look()
  }
  const files = () => readdirSync(folder).flatMap((file) => segmentFileOf(file) ?? [])
  const sealed = () => files().filter(({ state }) => state === 'sealed')
  return { folder, disk, segments, write, tick, sealed }
}

describe('a sync of the folder that fails now and then', () => {
  test('stops neither what it was for nor what is behind it, of any kind', async () => {
    const { disk, segments, write, tick, sealed } = troubled()
    // More often than segments may be left that could not be sealed.
    for (let time = 0; time < 10; time += 1) {
      await write('exchange')
      await write('account')
      disk.failing = true
      await tick()
      disk.failing = false
      await write('exchange')
      await write('application')
      await tick()
    }
    expect(sealed()).toHaveLength(40)
    expect(segments.stats(0)).toMatchObject({ segments: 40, rows: 40 })
    await segments.close()
  })

  test('stops nothing where the reader took and deleted the segment before it was tried again', async () => {
    const { folder, disk, segments, write, tick, sealed } = troubled()
    await write('exchange')
    disk.failing = true
    await tick()
    for (const { file } of sealed()) rmSync(join(folder, file))
    disk.failing = false
    await write('exchange')
    await tick()
    await tick()
    expect(sealed()).toHaveLength(1)
    expect(segments.stats(0)).toMatchObject({ segments: 1, rows: 1 })
    await segments.close()
  })
})

test('while names cannot be made durable nothing counts twice, and room that the reader made is seen', async () => {
  const { folder, disk, segments, write, tick, sealed } = troubled()
  await write('exchange')
  disk.failing = true
  await tick()
  expect(segments.stats(0)).toMatchObject({ segments: 1, rows: 1 })
  for (const { file } of sealed()) rmSync(join(folder, file))
  await tick()
  expect(segments.bytes()).toBe(0)
  disk.failing = false
  await segments.close()
})
