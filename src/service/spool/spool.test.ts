import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lockText } from '../../store/process-lock.js'
import { findFrames } from './frame.js'
import { segmentFileOf } from './segment-name.js'
import { openSpool } from './spool.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-spool-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const fresh = () => mkdtempSync(join(root, 's-'))
const lines = (from: number, count: number, bytes = 0) =>
  Array.from({ length: count }, (_, place) =>
    Buffer.from(`{"n":${from + place}${`,"t":"${'x'.repeat(bytes)}"`}}`),
  )
const open = (
  folder: string,
  more: { bytesMax?: number; now?: () => number; sealAfterMs?: number } = {},
) => openSpool({ folder, bytesMax: 1e9, now: () => 0, ...more })

/** The numbers that lie in the folder, in the order of its segments. */
function held(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((file) => segmentFileOf(file) ?? [])
    .sort((a, b) => a.number - b.number)
    .flatMap(({ file, name }) => {
      const bytes = readFileSync(join(folder, file))
      return findFrames(bytes, name).parts.flatMap((part) =>
        'isDamaged' in part
          ? []
          : bytes.subarray(part.start, part.end).toString().trimEnd().split('\n'),
      )
    })
    .map((line) => (JSON.parse(line) as { n: number }).n)
}
const upTo = (count: number) => Array.from({ length: count }, (_, place) => place)
const states = (folder: string) =>
  readdirSync(folder).flatMap((file) => segmentFileOf(file)?.state ?? [])

describe('the spool', () => {
  test('what was acknowledged is in the folder before the spool is closed, in its order', async () => {
    const folder = fresh()
    const spool = await open(folder)
    for (const from of [0, 10, 20]) await spool.append('exchange', lines(from, 10))
    expect(held(folder)).toEqual(upTo(30))
    expect(spool.stats()).toMatchObject({ segments: 1, rows: 30 })
    await spool.close()
    expect(states(folder)).toEqual(['sealed'])
  })

  test('calls at the same time keep their order and lose nothing', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await Promise.all(upTo(500).map((n) => spool.append('exchange', lines(n, 1))))
    expect(held(folder)).toEqual(upTo(500))
    await spool.close()
  })

  test('each kind has segments of its own', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await Promise.all([spool.append('account', lines(0, 1)), spool.append('exchange', lines(1, 1))])
    await spool.close()
    expect(
      readdirSync(folder)
        .map((file) => segmentFileOf(file)?.kind)
        .sort(),
    ).toEqual(['account', 'exchange'])
  })

  test('a segment holds at most 65,536 rows', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await spool.append('exchange', lines(0, 150_000))
    await spool.close()
    expect(held(folder)).toEqual(upTo(150_000))
    const rows = readdirSync(folder).map((file) => segmentFileOf(file)?.rows ?? 0)
    expect(Math.max(...rows)).toBeLessThanOrEqual(65_536)
  })

  test('a call that does not fit into a frame is taken whole', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await spool.append('exchange', lines(0, 3, 20_000_000))
    await spool.close()
    expect(held(folder)).toEqual([0, 1, 2])
  })

  test('a line feed inside a line does not make two rows of it', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await spool.append('exchange', [Buffer.from('{\n"n":\n0}\n'), Buffer.alloc(0)])
    await spool.close()
    expect(held(folder)).toEqual([0])
  })

  test('where the bound is met it refuses, and takes again once the reader has deleted', async () => {
    const folder = fresh()
    const spool = await open(folder, { bytesMax: 300_000, sealAfterMs: 1 })
    const outcomes = await Promise.allSettled(
      upTo(5).map((n) => spool.append('exchange', lines(n, 1, 100_000))),
    )
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({ reason: { code: 'SPOOL_FULL' } })
    const taken = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []))
    expect(held(folder)).toEqual(taken)
    await expect
      .poll(() => states(folder).every((state) => state === 'sealed'), { timeout: 5000 })
      .toBe(true)
    for (const file of readdirSync(folder)) if (segmentFileOf(file)) rmSync(join(folder, file))
    await expect
      .poll(() =>
        spool.append('exchange', lines(9, 1, 100_000)).then(
          () => 'taken',
          () => 'refused',
        ),
      )
      .toBe('taken')
    await spool.close()
  })

  test('a clock that is set back neither keeps a segment open nor makes an age below nothing', async () => {
    const folder = fresh()
    let clock = 1_000_000
    const spool = await open(folder, { now: () => clock, sealAfterMs: 300 })
    await spool.append('exchange', lines(0, 1))
    clock = 1_000_500
    expect(spool.stats().oldestMs).toBe(500)
    clock = 0
    expect(spool.stats().oldestMs).toBe(0)
    await expect.poll(() => states(folder), { timeout: 5000 }).toEqual(['sealed'])
    await spool.close()
  })

  test('a second writer is refused while the first is there', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await expect(open(folder)).rejects.toMatchObject({ code: 'SPOOL_LOCKED' })
    await spool.close()
    const other = lockText(process.ppid) ?? ''
    const left = [
      `${process.pid} `,
      '1',
      '',
      'xxxx',
      `${process.ppid} unknown .`,
      other.slice(0, -1),
    ]
    // What a restart or a power failure left is nobody's; the lock of a process that runs is its own.
    for (const text of left) {
      writeFileSync(join(folder, 'writer.lock'), text)
      await (await open(folder)).close()
    }
    writeFileSync(join(folder, 'writer.lock'), other)
    await expect(open(folder)).rejects.toMatchObject({ code: 'SPOOL_LOCKED' })
  })

  test('a torn tail is cut when the spool is opened, and nothing is appended to what was left', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await spool.append('exchange', lines(0, 5))
    await spool.append('exchange', lines(5, 5))
    const [left = ''] = readdirSync(folder).filter((file) => file.endsWith('.open'))
    const bytes = readFileSync(join(folder, left))
    await spool.close()
    for (const file of readdirSync(folder)) rmSync(join(folder, file))
    writeFileSync(join(folder, left), bytes)
    appendFileSync(join(folder, left), bytes.subarray(0, 50))
    const again = await open(folder)
    await again.append('exchange', lines(10, 1))
    await again.close()
    expect(held(folder)).toEqual(upTo(11))
    expect(readdirSync(folder).map((file) => segmentFileOf(file)?.rows)).toEqual([10, 1])
  })

  test('the next segment is ready before the last one is full, is seen by no reader, and goes unused with the spool', async () => {
    const folder = fresh()
    const spool = await open(folder, { sealAfterMs: 250 })
    await spool.append('exchange', lines(0, 1))
    const spares = () => readdirSync(folder).filter((file) => file.endsWith('.spare'))
    await expect.poll(() => spares().length).toBe(1)
    const [ready = ''] = spares()
    expect(segmentFileOf(ready)).toBeUndefined()
    await expect.poll(() => states(folder), { timeout: 5000 }).toEqual(['sealed'])
    await spool.append('exchange', lines(1, 1))
    expect(readdirSync(folder)).toContain(ready.replace('.spare', '.open'))
    expect(held(folder)).toEqual(upTo(2))
    await spool.close()
    expect(states(folder)).toEqual(['sealed', 'sealed'])
    expect(spares()).toEqual([])
  })

  test('rows under a name that a power failure undid are found, and an unused segment is not', async () => {
    const folder = fresh()
    const spool = await open(folder)
    await spool.append('exchange', lines(0, 5))
    await expect.poll(() => readdirSync(folder).some((file) => file.endsWith('.spare'))).toBe(true)
    const [written = '', unused = ''] = readdirSync(folder)
      .filter((file) => /\.(open|spare)$/.test(file))
      .sort()
    const bytes = readFileSync(join(folder, written))
    await spool.close()
    for (const file of readdirSync(folder)) rmSync(join(folder, file))
    writeFileSync(join(folder, written.replace('.open', '.spare')), bytes)
    writeFileSync(join(folder, unused), '')
    await (await open(folder)).close()
    expect(held(folder)).toEqual(upTo(5))
    expect(readdirSync(folder).filter((file) => file.endsWith('.sealed'))).toHaveLength(1)
    expect(readdirSync(folder).filter((file) => file.endsWith('.spare'))).toEqual([])
  })

  test('what is closed takes nothing', async () => {
    const spool = await open(fresh())
    await spool.close()
    await expect(spool.append('exchange', lines(0, 1))).rejects.toThrow('closed')
  })
})
